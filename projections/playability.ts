/**
 * Whether a film plays in a browser, and why: asked before a release is chosen, of its title, and again of the file itself. Pure.
 *
 * What browsers play: https://developer.mozilla.org/docs/Web/Media/Guides/Formats. What is made playable before it is kept: another
 * container (MP4), sound as AAC. The picture is never encoded anew: that takes hours, and it is seldom as good.
 */

import type { MediaInfo } from './wire-media.ts'

export type Playable = 'yes' | 'after-preparing' | 'some-devices' | 'no'

export interface Playability {
  readonly playable: Playable
  /** One sentence, for people. */
  readonly why: string
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

const answer = (playable: Playable, why: string): Playability => ({ playable, why })

/** What one thing asks for and what another asks for: the harder of the two, with its reason. */
const ORDER: readonly Playable[] = ['yes', 'after-preparing', 'some-devices', 'no']
const harder = (parts: readonly Playability[]): Playability => parts.reduce((worst, next) => ORDER.indexOf(next.playable) > ORDER.indexOf(worst.playable) ? next : worst)

export function playabilityOf(traits: MediaTraits): Playability {
  if (traits.protected === true) return answer('no', 'It is encrypted, and nobody here has the key.')
  return harder([ofPicture(traits), ofSound(traits), ofContainer(traits)])
}

/** By its title alone. A title that does not name its picture's codec is taken for H.264, as nearly every one is. */
export function playabilityOfRelease({ container, videoCodec, bitDepth, hdr, audio, source, modifier }: ReleaseTraits): Playability {
  if (modifier === 'brdisk') return answer('no', 'It is a whole disc, not a film: choose a release of the film itself.')
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
    case null: return answer('yes', 'Every browser plays it.')
    case 'h264':
      if ((bitDepth ?? 8) > 8 || chroma === '4:2:2' || chroma === '4:4:4') return answer('some-devices', `H.264 with ${(bitDepth ?? 8) > 8 ? `${bitDepth} bits` : chroma} plays in Chrome and Edge, not on Apple's devices.`)
      return answer('yes', 'Every browser plays it.')
    case 'vp9': return answer('yes', 'Every browser of the last years plays it.')
    case 'vp8': return container === null || container === 'webm' || container === 'mkv' ? answer('yes', 'Every browser of the last years plays it.') : answer('some-devices', 'VP8 outside of WebM plays in few browsers.')
    case 'h265':
      if (hdr.includes('DV') && !hdr.some((each) => each.startsWith('HDR'))) return answer('some-devices', 'Dolby Vision shows its right colours on devices made for it only.')
      return answer('some-devices', 'HEVC plays in Safari, and in Chrome, Edge and Firefox where the device decodes it in hardware.')
    case 'av1': return answer('some-devices', 'AV1 plays in Chrome, Edge and Firefox, and on Apple\'s devices of 2023 or newer.')
    case 'theora': return answer('no', 'Browsers no longer play Theora.')
    default: return answer('no', `No browser plays ${named(videoCodec)}, and the picture is not encoded anew.`)
  }
}

function ofSound({ audioCodecs, container }: MediaTraits): Playability {
  if (audioCodecs.length === 0 || audioCodecs.some((codec) => SOUND_PLAYED.includes(codec))) return answer('yes', 'Every browser plays it.')
  if (audioCodecs.includes('vorbis') && container === 'webm') return answer('yes', 'Every browser of the last years plays it.')
  const made = audioCodecs.find((codec) => SOUND_MADE_AAC.includes(codec))
  if (made !== undefined) return answer('after-preparing', `No browser plays ${named(made)} everywhere: its sound is made AAC before it plays.`)
  return answer('no', `Its picture would play without sound: no browser plays ${named(audioCodecs[0]!)}, and it cannot be made AAC here.`)
}

function ofContainer({ container }: MediaTraits): Playability {
  if (container === null || CONTAINERS_PLAYED.includes(container)) return answer('yes', 'Every browser plays it.')
  if (CONTAINERS_REWRITTEN.includes(container)) return answer('after-preparing', `It is rewritten from ${container.toUpperCase()} to MP4, which browsers play, with the same picture.`)
  return answer('no', `A file of the kind ${container.toUpperCase()} plays in no browser and cannot be rewritten here.`)
}
