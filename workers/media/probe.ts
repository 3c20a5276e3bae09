/** What is in a film's file: its tracks, chapters and attachments, and whether it is whole. */

import type { Input, InputAudioTrack, InputVideoTrack } from 'mediabunny'
import { EncodedPacketSink } from 'mediabunny'
import type { AudioTrackInfo, MediaInfo, SubtitleTrackInfo, VideoTrackInfo } from '../../projections/wire-media.ts'
import { limits } from '../../server/limits.ts'
import type { ByteSource } from './byte-source.ts'
import { bounded } from './byte-source.ts'
import { codecInLibrary, codecInMatroska, codecInMp4, isPictureSubtitle } from './codec-names.ts'
import { containerOf } from './container-of.ts'
import { languageNamed, languageTag } from './language-tags.ts'
import type { MatroskaTrack } from './matroska.ts'
import { readMatroska } from './matroska.ts'
import { MediaError } from './media-error.ts'
import type { Mp4Track } from './mp4.ts'
import { readMp4 } from './mp4.ts'
import { beginningOf, openInput } from './open-input.ts'
import { pictureFormat } from './picture-format.ts'

/** What a container says of a track, whether or not anything here can read its packets. */
interface ToldTrack {
  readonly id: number
  readonly kind: 'video' | 'audio' | 'subtitle'
  readonly codec: string
  readonly language: string | null
  readonly name: string | null
  readonly default: boolean
  readonly forced: boolean
  readonly hearingImpaired: boolean
  readonly commentary: boolean
  readonly protected: boolean
  readonly channels: number | null
  readonly sampleRate: number | null
  readonly width: number | null
  readonly height: number | null
  readonly frameRate: number | null
  readonly bitDepth: number | null
  readonly hdr: readonly string[]
}

interface Told extends Pick<MediaInfo, 'durationSeconds' | 'layout' | 'chapters' | 'attachments'> {
  readonly container: string
  readonly tracks: readonly ToldTrack[]
  readonly truncated: boolean
}

const NOTHING: Omit<Told, 'container'> = { durationSeconds: null, layout: null, chapters: [], attachments: [], tracks: [], truncated: false }
/** Films that nobody here can look into. */
const CLOSED = ['avi', 'wmv', 'flv', 'mpg', 'ogg']

/**
 * Reads no more than `limits.mediaProbeBytesMax`. Throws `MediaError`: `NOT_MEDIA` for what is no film, `DAMAGED`, `TRUNCATED` or
 * `HOSTILE` where not even the tracks can be told. What is known of a file that ends early comes with `damage`.
 */
export async function probe(whole: ByteSource, signal?: AbortSignal): Promise<MediaInfo> {
  const source = bounded(whole, { bytesMax: limits.mediaProbeBytesMax, readsMax: limits.mediaProbeReadsMax, signal })
  const container = containerOf(await source.read(0, Math.min(source.sizeBytes, limits.mediaSniffBytes)))
  if (container === null) throw new MediaError('NOT_MEDIA', 'This is no film, or one of a kind that is not known here.')
  const told = await toldBy(source, container)
  const known: Pick<MediaInfo, 'container' | 'sizeBytes' | 'layout' | 'chapters' | 'attachments'> = { container: told.container, sizeBytes: source.sizeBytes, layout: told.layout, chapters: told.chapters, attachments: told.attachments }
  if (CLOSED.includes(container)) return { ...known, durationSeconds: null, video: [], audio: [], subtitles: [], damage: null }
  const subtitles = told.tracks.filter(({ kind }) => kind === 'subtitle').map(subtitleOf)
  const input = openInput(source)
  try {
    const [video, audio] = [await input.getVideoTracks(), await input.getAudioTracks()]
    const info: MediaInfo = {
      ...known, subtitles,
      durationSeconds: told.durationSeconds ?? await durationOf(input, source.sizeBytes),
      video: await each(video, told, 'video', pictureOf), audio: await each(audio, told, 'audio', soundOf),
      damage: told.truncated ? 'It ends before its end.' : null,
    }
    if (info.video.length === 0 && info.audio.length === 0 && subtitles.length === 0) throw new MediaError(told.truncated ? 'TRUNCATED' : 'DAMAGED', 'There is neither picture nor sound in this file.')
    return info
  } catch (error) {
    if (source.failure !== undefined) throw source.failure
    if (error instanceof MediaError) throw error
    // The library does not say of what kind its errors are; that they are about this file is all that can be known.
    if (told.tracks.length === 0) throw new MediaError(told.truncated ? 'TRUNCATED' : 'DAMAGED', 'What this file says of itself cannot be read.', { cause: error })
    return { ...known, subtitles, durationSeconds: told.durationSeconds, ...withoutLibrary(told.tracks), damage: 'What it says of its pictures and sound cannot all be read.' }
  } finally {
    input.dispose()
  }
}

async function toldBy(source: ByteSource, container: string): Promise<Told> {
  if (container === 'mkv' || container === 'webm') {
    const { tracks, chapters, attachments, durationSeconds, truncated } = await readMatroska(source)
    return { container, durationSeconds, layout: null, chapters, attachments, truncated, tracks: tracks.filter(({ kind }) => kind !== 'other').map(toldInMatroska) }
  }
  if (container === 'mp4' || container === 'mov') {
    const { tracks, chapters, layout, truncated } = await readMp4(source)
    const ofChapters = tracks.flatMap(({ chapterTrackIds }) => chapterTrackIds)
    return { ...NOTHING, container, layout, chapters, truncated, tracks: tracks.filter(({ id }) => !ofChapters.includes(id)).flatMap(toldInMp4) }
  }
  return { ...NOTHING, container }
}

function toldInMatroska(track: MatroskaTrack): ToldTrack {
  const { number, kind, name, encrypted, frameDurationNs, transfer, dolbyVision, ...facts } = track
  return {
    ...facts, id: number, kind: kind as ToldTrack['kind'], name, codec: codecInMatroska(track), language: languageTag(track.language) ?? (name === null ? null : languageNamed(name)), protected: encrypted,
    hearingImpaired: track.hearingImpaired || isForHearingImpaired(name), forced: track.forced || isForced(name), commentary: track.commentary || isCommentary(name),
    // Some writers put anything there.
    frameRate: kind === 'video' && frameDurationNs && frameDurationNs >= 1e9 / 120 ? rounded(1e9 / frameDurationNs) : null,
    hdr: [...dolbyVision ? ['DV'] : [], ...transfer === 16 ? ['HDR'] : transfer === 18 ? ['HLG'] : []],
  }
}

const HANDLERS: Readonly<Record<string, ToldTrack['kind']>> = { vide: 'video', soun: 'audio', text: 'subtitle', sbtl: 'subtitle', subt: 'subtitle', subp: 'subtitle', clcp: 'subtitle' }

function toldInMp4(track: Mp4Track): readonly ToldTrack[] {
  const kind = HANDLERS[track.handler]
  if (!kind) return []
  return [{
    id: track.id, kind, codec: codecInMp4(track), language: languageTag(track.language) ?? (track.name === null ? null : languageNamed(track.name)), name: track.name, default: track.enabled, forced: track.forced || isForced(track.name),
    hearingImpaired: isForHearingImpaired(track.name), commentary: isCommentary(track.name), protected: track.encrypted,
    channels: track.channels, sampleRate: track.sampleRate, width: null, height: null, frameRate: null, bitDepth: null, hdr: track.dolbyVision ? ['DV'] : [],
  }]
}

const isForced = (name: string | null) => /\bforced\b/i.test(name ?? '')
const isForHearingImpaired = (name: string | null) => /\b(?:sdh|cc|hearing|hoh)\b/i.test(name ?? '')
const isCommentary = (name: string | null) => /\bcommentary\b/i.test(name ?? '')
const rounded = (rate: number) => Math.round(rate * 1_000) / 1_000

function subtitleOf({ id, codec, language, name, default: chosen, forced, hearingImpaired, protected: encrypted }: ToldTrack): SubtitleTrackInfo {
  return { id, codec, language, name, default: chosen, protected: encrypted, kind: isPictureSubtitle(codec) ? 'picture' : 'text', forced, hearingImpaired }
}

/** The library's tracks beside what the container says of them; those that the library does not list come from the container alone. */
async function each<Track extends InputVideoTrack | InputAudioTrack, Out extends { readonly id: number }>(tracks: readonly Track[], told: Told, kind: ToldTrack['kind'], of: (track: Track, told: ToldTrack | undefined) => Promise<Out>): Promise<readonly Out[]> {
  const found: Out[] = []
  for (const track of tracks) found.push(await of(track, told.tracks.find(({ id }) => id === track.id)))
  const missing = told.tracks.filter((one) => one.kind === kind && !found.some(({ id }) => id === one.id))
  return [...found, ...(kind === 'video' ? missing.map(plainPicture) : missing.map(plainSound)) as unknown as readonly Out[]]
}

async function pictureOf(track: InputVideoTrack, told: ToldTrack | undefined): Promise<VideoTrackInfo> {
  const config = await track.getDecoderConfig()
  const codecString = await track.getCodecParameterString()
  const { transfer } = await track.getColorSpace() as { transfer?: string }
  const codec = told?.codec ?? codecInLibrary(await track.getCodec())
  const format = pictureFormat(codec, codecString, config?.description ? new Uint8Array(config.description as ArrayBuffer) : null)
  return {
    ...await factsOf(track, told, codec), codecString, width: await track.getDisplayWidth(), height: await track.getDisplayHeight(),
    codedWidth: await track.getCodedWidth(), codedHeight: await track.getCodedHeight(), rotation: await track.getRotation(),
    frameRate: told?.frameRate ?? await frameRateOf(track), bitDepth: format.bitDepth ?? told?.bitDepth ?? null, chroma: format.chroma,
    hdr: [...new Set([...told?.hdr ?? [], ...transfer === 'pq' ? ['HDR'] : transfer === 'hlg' ? ['HLG'] : []])],
  }
}

async function soundOf(track: InputAudioTrack, told: ToldTrack | undefined): Promise<AudioTrackInfo> {
  const codecString = await track.getCodecParameterString()
  const [channels, sampleRate] = [await track.getNumberOfChannels(), await track.getSampleRate()]
  const codec = await soundCodec(track, told, codecString)
  // Of what the library does not know it reads fields that mean something else.
  const known = await track.getCodec() !== null
  return { ...await factsOf(track, told, codec), codecString, channels: (known ? channels : told?.channels ?? channels) || null, sampleRate: (known ? sampleRate : told?.sampleRate) || null, commentary: told?.commentary ?? false }
}

/** Some names say too little: MPEG sound has layers, DTS has kinds. */
async function soundCodec(track: InputAudioTrack, told: ToldTrack | undefined, codecString: string | null): Promise<string> {
  const codec = told?.codec ?? codecInLibrary(await track.getCodec())
  if (codec === 'dts' && (codecString === 'dtsh' || codecString === 'dtsl')) return 'dts-hd'
  if (codec === 'dts' && codecString === 'dtsx') return 'dts-x'
  if (codec !== 'mp3') return codec
  const first = await new EncodedPacketSink(track).getFirstPacket()
  // ISO/IEC 11172-3, 2.4.2.3: eleven set bits, two of the version, two of the layer.
  return first && first.data[0] === 0xff && (first.data[1]! >> 1 & 3) !== 1 ? 'mp2' : codec
}

async function factsOf(track: InputVideoTrack | InputAudioTrack, told: ToldTrack | undefined, codec: string) {
  if (told) return { id: told.id, codec, language: told.language, name: told.name, default: told.default, protected: told.protected }
  return { id: track.id, codec, language: languageTag(await track.getLanguageCode()), name: await track.getName(), default: (await track.getDisposition()).default, protected: false }
}

const USUAL_RATES = [24_000 / 1_001, 24, 25, 30_000 / 1_001, 30, 48, 50, 60_000 / 1_001, 60, 120]

/** Of the first frames, in the order they are shown. Not the library's own measure: times that make no sense keep it busy for ever. */
async function frameRateOf(track: InputVideoTrack): Promise<number | null> {
  const times: number[] = []
  for await (const { timestamp } of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    times.push(timestamp)
    if (times.length >= limits.mediaProbeFrames) break
  }
  // The last ones may lack a frame that is kept behind them.
  const shown = times.sort((a, b) => a - b).slice(0, times.length > 20 ? -16 : undefined)
  const rate = (shown.length - 1) / (shown.at(-1)! - shown[0]!)
  if (!(rate > 0 && rate < 1_000)) return null
  const usual = USUAL_RATES.reduce((nearest, each) => Math.abs(each - rate) < Math.abs(nearest - rate) ? each : nearest)
  return rounded(Math.abs(usual - rate) < rate * 0.005 ? usual : rate)
}

async function durationOf(input: Input, sizeBytes: number): Promise<number | null> {
  const told = await input.getDurationFromMetadata()
  // No sound takes less than a kilobit a second: fragments may have been written with a length that nobody knew.
  if (told !== null && told > 0 && sizeBytes / told > 125) return told
  const counted = await input.computeDuration() - await beginningOf(input)
  return Number.isFinite(counted) && counted > 0 ? counted : null
}

const withoutLibrary = (tracks: readonly ToldTrack[]) => ({ video: tracks.filter(({ kind }) => kind === 'video').map(plainPicture), audio: tracks.filter(({ kind }) => kind === 'audio').map(plainSound) })

function plainPicture({ id, codec, language, name, default: chosen, protected: encrypted, width, height, frameRate, bitDepth, hdr }: ToldTrack): VideoTrackInfo {
  return { id, codec, language, name, default: chosen, protected: encrypted, codecString: null, width: width ?? 0, height: height ?? 0, codedWidth: width ?? 0, codedHeight: height ?? 0, rotation: 0, frameRate, bitDepth, chroma: null, hdr }
}

function plainSound({ id, codec, language, name, default: chosen, protected: encrypted, channels, sampleRate, commentary }: ToldTrack): AudioTrackInfo {
  return { id, codec, language, name, default: chosen, protected: encrypted, codecString: null, channels, sampleRate, commentary }
}
