/** Which tracks of a film go into the file that browsers play, and how. Pure. */

import type { AudioTrackInfo, MediaInfo, VideoTrackInfo } from '../../projections/wire-media.ts'

export interface TrackPlan {
  readonly video: VideoTrackInfo
  /** In the order they come into the file: browsers play the first, and few let people choose. */
  readonly audio: readonly { readonly track: AudioTrackInfo; readonly how: 'copied' | 'made-aac' }[]
  readonly left: readonly { readonly id: number; readonly why: string }[]
}

/** What an MP4 file may hold and some browser plays. */
const PICTURES = ['h264', 'h265', 'av1', 'vp9']
const SOUNDS = ['aac', 'mp3', 'opus', 'flac']
const SOUNDS_DECODED = ['ac3', 'eac3', 'dts', 'dts-hd', 'dts-x', 'pcm']

/**
 * Undefined where the picture cannot go into an MP4 file at all.
 *
 * Sound that plays is copied. Where the film's main sound does not play, and nothing in its language does, that one track is made
 * AAC, in place of the original: a browser picks one track by itself, the film is kept for browsers, and the original takes up to
 * half a gigabyte beside a copy of 150 MB. What else does not play is left out, and named.
 */
export function planTracks({ video, audio }: Pick<MediaInfo, 'video' | 'audio'>): TrackPlan | undefined {
  const picture = video.find((track) => PICTURES.includes(track.codec) && !track.protected && track.codecString !== null)
  if (!picture) return undefined
  const open = audio.filter((track) => !track.protected)
  const plays = open.filter(({ codec }) => SOUNDS.includes(codec))
  const main = mainSound(open)
  const instead = main && !plays.some(({ language, commentary }) => language === main.language && !commentary) ? madeOf(open, main) : undefined
  const taken = [...instead ? [{ track: instead, how: 'made-aac' as const }] : [], ...plays.map((track) => ({ track, how: 'copied' as const }))]
  const first = taken.find(({ track }) => track.language === main?.language && !track.commentary)
  const kept = first ? [first, ...taken.filter((each) => each !== first)] : taken
  return {
    video: picture, audio: kept,
    left: [
      ...video.filter((track) => track !== picture).map(({ id }) => ({ id, why: 'A film has one picture.' })),
      ...audio.filter((track) => !kept.some((each) => each.track === track)).map(({ id, codec, protected: encrypted }) => ({ id, why: whyLeft(codec, encrypted, instead) })),
    ],
  }
}

/** Nothing of it would have to be made or left out, and what a player begins with comes first. */
export const playsAsItIs = (info: Pick<MediaInfo, 'audio'>, plan: TrackPlan): boolean => plan.left.length === 0 && plan.audio.every(({ how, track }, index) => how === 'copied' && track === info.audio[index])

/** The one that a player would begin with. */
function mainSound(tracks: readonly AudioTrackInfo[]): AudioTrackInfo | undefined {
  const films = tracks.filter(({ commentary }) => !commentary)
  return films.find((track) => track.default) ?? films[0] ?? tracks[0]
}

/** What of the main sound's language can be decoded: itself at best, else its neighbour, as AC-3 is TrueHD's. Else whatever can be. */
function madeOf(tracks: readonly AudioTrackInfo[], main: AudioTrackInfo): AudioTrackInfo | undefined {
  const decoded = tracks.filter(({ codec, commentary }) => SOUNDS_DECODED.includes(codec) && !commentary)
  return decoded.find((track) => track === main) ?? decoded.find(({ language }) => language === main.language) ?? (tracks.some(({ codec }) => SOUNDS.includes(codec)) ? undefined : decoded[0])
}

function whyLeft(codec: string, encrypted: boolean, instead: AudioTrackInfo | undefined): string {
  if (encrypted) return 'It is encrypted.'
  return SOUNDS_DECODED.includes(codec) ? instead ? 'Browsers do not play it, and another track was made AAC.' : 'Browsers do not play it, and another track of its language plays.' : 'Browsers do not play it, and it cannot be made AAC here.'
}
