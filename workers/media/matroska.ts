/** What a Matroska or WebM file (RFC 9559) says of its tracks, chapters and attachments. */

import type { ByteSource } from './byte-source.ts'
import { limits } from '../../server/limits.ts'
import type { EbmlElement, EbmlReader } from './ebml.ts'
import { ebmlReader, floatOf, stringOf, uintOf } from './ebml.ts'
import { MediaError } from './media-error.ts'

export interface Matroska {
  readonly docType: string
  /** Nanoseconds in one unit of a block's time. */
  readonly timestampScale: number
  readonly durationSeconds: number | null
  readonly tracks: readonly MatroskaTrack[]
  readonly chapters: readonly { readonly startSeconds: number; readonly name: string }[]
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly sizeBytes: number }[]
  /** Null in a file without pictures or sound. */
  readonly firstClusterAt: number | null
  readonly segmentEnd: number
  /** It was to be longer. */
  readonly truncated: boolean
}

export interface MatroskaTrack {
  readonly number: number
  readonly kind: 'video' | 'audio' | 'subtitle' | 'other'
  readonly codecId: string
  readonly codecPrivate: Uint8Array | null
  /** As written: ISO 639-2, or BCP 47 where that is there. */
  readonly language: string | null
  readonly name: string | null
  readonly default: boolean
  readonly forced: boolean
  readonly hearingImpaired: boolean
  readonly commentary: boolean
  readonly frameDurationNs: number | null
  readonly channels: number | null
  readonly sampleRate: number | null
  readonly width: number | null
  readonly height: number | null
  readonly bitDepth: number | null
  /** ITU-T H.273. */
  readonly transfer: number | null
  readonly dolbyVision: boolean
  readonly encodings: readonly { readonly kind: 'zlib' | 'header' | 'unknown'; readonly settings: Uint8Array }[]
  readonly encrypted: boolean
}

const EBML = 0x1a45dfa3
const SEGMENT = 0x18538067
const CLUSTER = 0x1f43b675
const [SEEK_HEAD, INFO, TRACKS, CHAPTERS, ATTACHMENTS] = [0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1043a770, 0x1941a469] as const
/** What is looked for behind the pictures, too. */
const READ_LATER: readonly number[] = [INFO, TRACKS, CHAPTERS, ATTACHMENTS]
const KINDS: Readonly<Record<number, MatroskaTrack['kind']>> = { 1: 'video', 2: 'audio', 17: 'subtitle' }
const DOLBY_VISION_TYPES = [0x64766343, 0x64767643, 0x64767743] // dvcC, dvvC, dvwC

/** Throws `MediaError`: `NOT_MEDIA` for another kind of file, and what is wrong with one of this kind. */
export async function readMatroska(source: ByteSource): Promise<Matroska> {
  const reader = ebmlReader(source, { windowBytes: limits.mediaWindowBytes, elementsMax: limits.mediaElementsMax })
  let docType = ''
  for await (const element of reader.children(0, source.sizeBytes)) {
    if (element.id === EBML) docType = stringOf((await fieldsOf(reader, element)).first(0x4282) ?? new Uint8Array())
    else if (docType === '') throw new MediaError('NOT_MEDIA', 'This is no Matroska file.')
    else if (element.id === SEGMENT) return { docType, ...await readSegment(reader, element) }
  }
  throw new MediaError('TRUNCATED', 'This file ends before its film begins.')
}

async function readSegment(reader: EbmlReader, segment: EbmlElement): Promise<Omit<Matroska, 'docType'>> {
  const found = new Map<number, EbmlElement>()
  const pointed = new Map<number, number>()
  let firstClusterAt: number | null = null
  let damaged: MediaError | undefined
  try {
    for await (const element of reader.children(segment.from, segment.to)) {
      if (element.id === CLUSTER) {
        firstClusterAt = element.at
        break
      }
      if (element.id === SEEK_HEAD) for (const [id, at] of await readSeekHead(reader, element)) pointed.set(id, segment.from + at)
      else if (!found.has(element.id)) found.set(element.id, element)
    }
  } catch (error) {
    // What was read before the damage may be all that is needed.
    if (!(error instanceof MediaError) || error.code !== 'DAMAGED' || !found.has(TRACKS)) throw error
    damaged = error
  }
  for (const [id, at] of pointed) if (READ_LATER.includes(id) && !found.has(id) && at > segment.from && at < segment.to) await lookAt(reader, id, at, segment.to, found)
  const tracks = found.get(TRACKS)
  if (!tracks) throw damaged ?? new MediaError(segment.cut ? 'TRUNCATED' : 'DAMAGED', 'This file does not say what is in it.')
  const info = found.get(INFO)
  const facts = info && await fieldsOf(reader, info)
  const timestampScale = (facts && uintIn(facts, 0x2ad7b1)) || 1_000_000
  const duration = facts?.first(0x4489)
  return {
    timestampScale,
    durationSeconds: duration && floatOf(duration) > 0 && Number.isFinite(floatOf(duration)) ? floatOf(duration) * timestampScale / 1e9 : null,
    tracks: await readTracks(reader, tracks),
    chapters: await orNone(() => readChapters(reader, found.get(CHAPTERS))),
    attachments: await orNone(() => readAttachments(reader, found.get(ATTACHMENTS))),
    firstClusterAt, segmentEnd: segment.to, truncated: segment.cut,
  }
}

/** What stands at a place that another part points to. A wrong pointer leads nowhere, and is no reason to refuse the film. */
async function lookAt(reader: EbmlReader, id: number, at: number, to: number, found: Map<number, EbmlElement>): Promise<void> {
  await orNone(async () => {
    for await (const element of reader.children(at, to)) {
      if (element.id === id) found.set(id, element)
      return []
    }
    return []
  })
}

/** A film plays without chapters and attachments: damage there costs those alone. */
async function orNone<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof MediaError && (error.code === 'DAMAGED' || error.code === 'TRUNCATED')) return []
    throw error
  }
}

interface Fields {
  first(id: number): Uint8Array | undefined
  all(id: number): readonly EbmlElement[]
}

/** The elements in another, with the content of the short ones. */
async function fieldsOf(reader: EbmlReader, element: EbmlElement): Promise<Fields> {
  const elements: EbmlElement[] = []
  const contents = new Map<number, Uint8Array>()
  for await (const child of reader.children(element.from, element.to)) {
    elements.push(child)
    if (child.to - child.from <= limits.mediaFieldBytesMax && !child.cut && !contents.has(child.id)) contents.set(child.id, await reader.content(child, limits.mediaFieldBytesMax))
  }
  return { first: (id) => contents.get(id), all: (id) => elements.filter((each) => each.id === id) }
}

const uintIn = (fields: Fields, id: number): number | null => { const bytes = fields.first(id); return bytes ? uintOf(bytes) : null }
const stringIn = (fields: Fields, id: number): string | null => { const bytes = fields.first(id); return bytes && stringOf(bytes) || null }
const flagIn = (fields: Fields, id: number, otherwise: boolean): boolean => (uintIn(fields, id) ?? (otherwise ? 1 : 0)) !== 0

async function readSeekHead(reader: EbmlReader, head: EbmlElement): Promise<ReadonlyMap<number, number>> {
  const places = new Map<number, number>()
  for (const seek of (await fieldsOf(reader, head)).all(0x4dbb)) {
    const fields = await fieldsOf(reader, seek)
    const [id, at] = [uintIn(fields, 0x53ab), uintIn(fields, 0x53ac)]
    if (id !== null && at !== null && !places.has(id)) places.set(id, at)
  }
  return places
}

async function readTracks(reader: EbmlReader, tracks: EbmlElement): Promise<readonly MatroskaTrack[]> {
  const found: MatroskaTrack[] = []
  for await (const entry of reader.children(tracks.from, tracks.to)) {
    if (entry.id !== 0xae) continue
    if (found.length >= limits.mediaTracksMax) throw new MediaError('HOSTILE', 'This file has more tracks than any film has. Choose another release.')
    found.push(await readTrack(reader, entry))
  }
  return found
}

async function readTrack(reader: EbmlReader, entry: EbmlElement): Promise<MatroskaTrack> {
  const fields = await fieldsOf(reader, entry)
  const inside = async (id: number) => { const [element] = fields.all(id); return element ? await fieldsOf(reader, element) : undefined }
  const [video, audio, encodings] = [await inside(0xe0), await inside(0xe1), await inside(0x6d80)]
  const [colourElement] = video?.all(0x55b0) ?? []
  const colour = colourElement && await fieldsOf(reader, colourElement)
  const rate = audio?.first(0xb5)
  const steps = await Promise.all((encodings?.all(0x6240) ?? []).map((each) => readEncoding(reader, each)))
  const mappings = await Promise.all(fields.all(0x41e4).map((each) => fieldsOf(reader, each)))
  return {
    number: uintIn(fields, 0xd7) ?? 0, kind: KINDS[uintIn(fields, 0x83) ?? 0] ?? 'other', codecId: stringIn(fields, 0x86) ?? '', codecPrivate: fields.first(0x63a2) ?? null,
    language: stringIn(fields, 0x22b59d) ?? stringIn(fields, 0x22b59c), name: stringIn(fields, 0x536e),
    default: flagIn(fields, 0x88, true), forced: flagIn(fields, 0x55aa, false), hearingImpaired: flagIn(fields, 0x55ab, false), commentary: flagIn(fields, 0x55af, false),
    frameDurationNs: uintIn(fields, 0x23e383) || null,
    channels: audio ? uintIn(audio, 0x9f) ?? 1 : null, sampleRate: rate ? floatOf(rate) : null,
    width: video ? uintIn(video, 0xb0) : null, height: video ? uintIn(video, 0xba) : null,
    bitDepth: colour ? uintIn(colour, 0x55b2) || null : null, transfer: colour ? uintIn(colour, 0x55ba) : null,
    dolbyVision: mappings.some((each) => DOLBY_VISION_TYPES.includes(uintIn(each, 0x41e7) ?? 0)),
    // The last one applied by the writer is the first to be taken off.
    encodings: steps.filter((step) => !step.encrypted).sort((a, b) => b.order - a.order), encrypted: steps.some((step) => step.encrypted),
  }
}

async function readEncoding(reader: EbmlReader, element: EbmlElement) {
  const fields = await fieldsOf(reader, element)
  const [compression] = fields.all(0x5034)
  const how = compression && await fieldsOf(reader, compression)
  const algorithm = how ? uintIn(how, 0x4254) ?? 0 : 0
  return {
    order: uintIn(fields, 0x5031) ?? 0, encrypted: uintIn(fields, 0x5033) === 1,
    kind: algorithm === 0 ? 'zlib' as const : algorithm === 3 ? 'header' as const : 'unknown' as const, settings: how?.first(0x4255) ?? new Uint8Array(),
  }
}

/** Of the edition that players show: the default one, else the first. Those inside of chapters are left to who edits films. */
async function readChapters(reader: EbmlReader, chapters: EbmlElement | undefined): Promise<Matroska['chapters']> {
  if (!chapters) return []
  const editions = await Promise.all((await fieldsOf(reader, chapters)).all(0x45b9).slice(0, limits.mediaTracksMax).map((each) => fieldsOf(reader, each)))
  const edition = editions.find((each) => uintIn(each, 0x45db) === 1) ?? editions[0]
  const found: { startSeconds: number; name: string }[] = []
  for (const atom of edition?.all(0xb6).slice(0, limits.mediaChaptersMax) ?? []) {
    const fields = await fieldsOf(reader, atom)
    const start = uintIn(fields, 0x91)
    if (start === null || uintIn(fields, 0x98) === 1 || uintIn(fields, 0x4598) === 0) continue
    const [display] = fields.all(0x80)
    found.push({ startSeconds: start / 1e9, name: display ? stringIn(await fieldsOf(reader, display), 0x85) ?? '' : '' })
  }
  return found.sort((a, b) => a.startSeconds - b.startSeconds)
}

async function readAttachments(reader: EbmlReader, attachments: EbmlElement | undefined): Promise<Matroska['attachments']> {
  if (!attachments) return []
  const found: { name: string; contentType: string; sizeBytes: number }[] = []
  for (const file of (await fieldsOf(reader, attachments)).all(0x61a7).slice(0, limits.mediaTracksMax)) {
    const fields = await fieldsOf(reader, file)
    const [data] = fields.all(0x465c)
    found.push({ name: stringIn(fields, 0x466e) ?? '', contentType: stringIn(fields, 0x4660) ?? '', sizeBytes: data ? data.to - data.from : 0 })
  }
  return found
}
