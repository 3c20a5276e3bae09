/**
 * Whether a film plays in a browser, and why: asked before a release is chosen, of its title, and again of the file itself. Pure.
 *
 * What browsers play: https://developer.mozilla.org/docs/Web/Media/Guides/Formats. What is made playable before it is kept: another
 * container (MP4), sound as AAC. The picture is never encoded anew: that takes hours, and it is seldom as good.
 */

import type { Said } from './said.ts'
import { sayOfRelease as say } from './said-of-releases.ts'
import type { MediaInfo } from './wire-media.ts'

export type Playable = 'yes' | 'after-preparing' | 'some-devices' | 'no'

export interface Playability {
  readonly playable: Playable
  /** One sentence, for people, in English; `told` says it in any language. */
  readonly why: string
  readonly told: Said
}

export interface MediaTraits {
  /** `mp4`, `webm`, `mkv`, `mov`, `avi`, `ts` and so on; null where nobody says. */
  readonly container: string | null
  /** In the words of `server/releases/codecs.ts`, and `mpeg4`, `wmv`, `prores`, `theora`; null where nobody says. */
  readonly videoCodec: string | null
  readonly bitDepth: number | null
  /** `4:2:2`, `4:4:4`; null is what every film has, or unknown. */
  readonly chroma?: string | null
  readonly hdr: readonly string[]
  /** Of each sound track, or of what the title names; none is no sound, or unknown. */
  readonly audioCodecs: readonly string[]
  /** Encrypted for somebody with a key. */
  readonly protected?: boolean
}

/** How a title names its parts: of `ParsedRelease`. */
export interface ReleaseTraits {
  readonly container: string | null
  readonly videoCodec: string | null
  readonly bitDepth: number | null
  readonly hdr: readonly string[]
  readonly audio: readonly string[]
  readonly source: string
  readonly modifier: string | null
}

const SOUND_PLAYED = ['aac', 'mp3', 'opus', 'flac']
/** Decoded here and made AAC. */
const SOUND_MADE_AAC = ['ac3', 'eac3', 'dts', 'dts-hd', 'dts-x', 'pcm']
const CONTAINERS_PLAYED = ['mp4', 'm4v', 'webm']
const CONTAINERS_REWRITTEN = ['mkv', 'mov', 'qt', 'ts', 'm2ts', 'mts']

const NAMES: Readonly<Record<string, string>> = {
  h264: 'H.264', h265: 'HEVC (H.265)', h266: 'VVC (H.266)', av1: 'AV1', vp8: 'VP8', vp9: 'VP9', mpeg1: 'MPEG-1', mpeg2: 'MPEG-2', mpeg4: 'MPEG-4 ASP', xvid: 'Xvid', divx: 'DivX', vc1: 'VC-1', vp7: 'VP7',
  h263: 'H.263', wmv: 'Windows Media', prores: 'ProRes', theora: 'Theora', aac: 'AAC', ac3: 'AC-3', eac3: 'E-AC-3', dts: 'DTS', 'dts-hd': 'DTS-HD', 'dts-x': 'DTS:X', truehd: 'TrueHD', pcm: 'PCM', mp2: 'MP2',
  vorbis: 'Vorbis', ac4: 'AC-4', alac: 'ALAC', iamf: 'IAMF', 'mpeg-h': 'MPEG-H', 'windows-media': 'Windows Media sound',
}
const named = (codec: string) => NAMES[codec] ?? codec

const answer = (playable: Playable, told: Said): Playability => ({ playable, why: told.message, told })

/** What one thing asks for and what another asks for: the harder of the two, with its reason. */
const ORDER: readonly Playable[] = ['yes', 'after-preparing', 'some-devices', 'no']
const harder = (parts: readonly Playability[]): Playability => parts.reduce((worst, next) => ORDER.indexOf(next.playable) > ORDER.indexOf(worst.playable) ? next : worst)

export function playabilityOf(traits: MediaTraits): Playability {
  if (traits.protected === true) return answer('no', say('PLAYS_ENCRYPTED'))
  return harder([ofPicture(traits), ofSound(traits), ofContainer(traits)])
}

/** By its title alone. A title that does not name its picture's codec is taken for H.264, as nearly every one is. */
export function playabilityOfRelease({ container, videoCodec, bitDepth, hdr, audio, source, modifier }: ReleaseTraits): Playability {
  if (modifier === 'brdisk') return answer('no', say('PLAYS_DISC'))
  const unnamed = videoCodec === null && source === 'dvd' && modifier === 'remux' ? 'mpeg2' : videoCodec
  return playabilityOf({ container, videoCodec: unnamed, bitDepth, hdr, audioCodecs: audio.filter((each) => each !== 'atmos') })
}

/** Of what is really in a file. Of several pictures and sounds the best one counts: that one is kept. */
export function traitsOf({ container, video, audio }: Pick<MediaInfo, 'container' | 'video' | 'audio'>): MediaTraits {
  const [picture] = video
  const films = audio.filter(({ commentary }) => !commentary)
  return {
    container, videoCodec: picture?.codec ?? null, bitDepth: picture?.bitDepth ?? null, chroma: picture?.chroma ?? null, hdr: picture?.hdr ?? [],
    audioCodecs: (films.length > 0 ? films : audio).map(({ codec }) => codec), protected: picture?.protected === true || audio.length > 0 && audio.every((track) => track.protected),
  }
}

function ofPicture({ videoCodec, bitDepth, chroma, hdr, container }: MediaTraits): Playability {
  switch (videoCodec) {
    case null: return answer('yes', say('PLAYS'))
    case 'h264':
      if (bitDepth !== null && bitDepth > 8) return answer('some-devices', say('PLAYS_BITS', { bits: bitDepth }))
      if (chroma === '4:2:2' || chroma === '4:4:4') return answer('some-devices', say('PLAYS_CHROMA', { chroma }))
      return answer('yes', say('PLAYS'))
    case 'vp9': return answer('yes', say('PLAYS_RECENT'))
    case 'vp8': return container === null || container === 'webm' || container === 'mkv' ? answer('yes', say('PLAYS_RECENT')) : answer('some-devices', say('PLAYS_VP8'))
    case 'h265':
      if (hdr.includes('DV') && !hdr.some((each) => each.startsWith('HDR'))) return answer('some-devices', say('PLAYS_DOLBY_VISION'))
      return answer('some-devices', say('PLAYS_HEVC'))
    case 'av1': return answer('some-devices', say('PLAYS_AV1'))
    case 'theora': return answer('no', say('PLAYS_THEORA'))
    default: return answer('no', say('PLAYS_NO_PICTURE', { codec: named(videoCodec) }))
  }
}

function ofSound({ audioCodecs, container }: MediaTraits): Playability {
  if (audioCodecs.length === 0 || audioCodecs.some((codec) => SOUND_PLAYED.includes(codec))) return answer('yes', say('PLAYS'))
  if (audioCodecs.includes('vorbis') && container === 'webm') return answer('yes', say('PLAYS_RECENT'))
  const made = audioCodecs.find((codec) => SOUND_MADE_AAC.includes(codec))
  if (made !== undefined) return answer('after-preparing', say('PLAYS_SOUND_MADE', { codec: named(made) }))
  return answer('no', say('PLAYS_NO_SOUND', { codec: named(audioCodecs[0]!) }))
}

function ofContainer({ container }: MediaTraits): Playability {
  if (container === null || CONTAINERS_PLAYED.includes(container)) return answer('yes', say('PLAYS'))
  if (CONTAINERS_REWRITTEN.includes(container)) return answer('after-preparing', say('PLAYS_REWRITTEN', { container: container.toUpperCase() }))
  return answer('no', say('PLAYS_NO_CONTAINER', { container: container.toUpperCase() }))
}
