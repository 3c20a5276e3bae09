/** What an MP4 or QuickTime file says of its tracks and chapters, those included that have neither picture nor sound. */

import { limits } from '../../server/limits.ts'
import type { ByteSource } from './byte-source.ts'
import { windowed } from './byte-source.ts'
import { MediaError } from './media-error.ts'
import type { Box, BoxReader } from './mp4-boxes.ts'
import { boxReader, textOf, typeAt, uintAt } from './mp4-boxes.ts'
import { readTextSamples } from './mp4-samples.ts'

export interface Mp4 {
  readonly brand: string
  readonly tracks: readonly Mp4Track[]
  readonly chapters: readonly { readonly startSeconds: number; readonly name: string }[]
  /** Where the description is: in front of the pictures, behind them, or in parts between them. */
  readonly layout: 'front' | 'end' | 'fragmented'
  readonly moov: Box
  readonly truncated: boolean
}

export interface Mp4Track {
  readonly id: number
  /** `vide`, `soun`, `text`, `sbtl`, `subt`, `clcp` and so on. */
  readonly handler: string
  /** Of the sample entry, under its encryption too: `avc1`, `tx3g`. */
  readonly format: string
  readonly encrypted: boolean
  readonly enabled: boolean
  readonly language: string | null
  readonly name: string | null
  readonly timescale: number
  readonly durationSeconds: number | null
  /** Every sample of it is to be shown whatever subtitles are chosen. */
  readonly forced: boolean
  readonly dolbyVision: boolean
  /** MPEG's object type, of an `mp4a`. */
  readonly objectType: number | null
  readonly channels: number | null
  readonly sampleRate: number | null
  readonly chapterTrackIds: readonly number[]
  readonly box: Box
}

/** Throws `MediaError`. */
export async function readMp4(source: ByteSource): Promise<Mp4> {
  const reader = boxReader(windowed(source, limits.mediaWindowBytes), { boxesMax: limits.mediaElementsMax })
  const { brand, moov, layout, truncated } = await readLayout(reader)
  const tracks: Mp4Track[] = []
  for await (const box of reader.children(moov.from, moov.to)) {
    if (box.type !== 'trak') continue
    if (tracks.length >= limits.mediaTracksMax) throw new MediaError('HOSTILE', 'This file has more tracks than any film has. Choose another release.')
    const track = await readTrack(reader, box)
    if (track) tracks.push(track)
  }
  return { brand, tracks, chapters: await chaptersOf(reader, moov, tracks), layout, moov, truncated }
}

async function readLayout(reader: BoxReader): Promise<Pick<Mp4, 'brand' | 'moov' | 'layout' | 'truncated'>> {
  let [brand, pictures, cut, fragments] = ['', false, false, false]
  let moov: Box | undefined
  let behind = false
  for await (const box of reader.children(0, reader.source.sizeBytes)) {
    if (box.type === 'ftyp' && brand === '') brand = textOf(await reader.content({ ...box, to: Math.min(box.to, box.from + 4) }, 4), 0, 4)
    if (box.type === 'moov' && !moov) [moov, behind] = [box, pictures]
    if (box.type === 'mdat') pictures = true
    if (box.type === 'moof') fragments = true
    cut ||= box.cut
    if (moov && (pictures || fragments)) break
  }
  if (!moov) {
    if (fragments) throw new MediaError('DAMAGED', 'This file is a part of a film that is kept in several: the one that describes it is not here.')
    throw new MediaError(cut || !pictures ? 'TRUNCATED' : 'DAMAGED', 'This file does not say what is in it: its description (moov) is missing.')
  }
  const fragmented = await reader.find(moov, 'mvex') !== undefined
  return { brand, moov, layout: fragmented ? 'fragmented' : behind ? 'end' : 'front', truncated: cut }
}

async function readTrack(reader: BoxReader, box: Box): Promise<Mp4Track | undefined> {
  const leaf = async (bytesMax: number, ...types: readonly string[]) => {
    const found = await reader.find(box, ...types)
    return found && await reader.content(found, bytesMax)
  }
  const [head, media, handler] = [await leaf(1_024, 'tkhd'), await leaf(1_024, 'mdia', 'mdhd'), await leaf(65_536, 'mdia', 'hdlr')]
  if (!head || !media || !handler) return undefined
  const long = uintAt(media, 0, 1) === 1
  const timescale = uintAt(media, long ? 20 : 12, 4)
  const units = uintAt(media, long ? 24 : 16, long ? 8 : 4)
  const entries = await leaf(limits.mediaFieldBytesMax, 'mdia', 'minf', 'stbl', 'stsd')
  const entry = entries && entryOf(entries)
  const [extended, name, references] = [await leaf(1_024, 'mdia', 'elng'), await leaf(1_024, 'udta', 'name'), await leaf(4_096, 'tref', 'chap')]
  return {
    id: uintAt(head, uintAt(head, 0, 1) === 1 ? 20 : 12, 4), handler: handler.byteLength >= 12 ? typeAt(handler, 8) : '',
    format: entry?.format ?? '', encrypted: entry?.encrypted ?? false, enabled: (uintAt(head, 0, 4) & 1) === 1,
    language: extended ? textOf(extended, 4, extended.byteLength).replace(/\0.*$/s, '') || null : languageOf(uintAt(media, long ? 32 : 20, 2)),
    name: name ? textOf(name, 0, name.byteLength).replaceAll('\0', '').trim() || null : null,
    timescale, durationSeconds: timescale > 0 && units > 0 && units !== (long ? 2 ** 64 : 0xffff_ffff) ? units / timescale : null,
    forced: entry?.forced ?? false, dolbyVision: entry?.dolbyVision ?? false, objectType: entry?.objectType ?? null,
    ...handler.byteLength >= 12 && typeAt(handler, 8) === 'soun' && entry ? soundOf(entry.view, entry.format) : { channels: null, sampleRate: null },
    chapterTrackIds: references ? Array.from({ length: Math.floor(references.byteLength / 4) }, (_, index) => references.getUint32(index * 4)) : [],
    box,
  }
}

/** Three letters of five bits each; QuickTime's own numbers are below. */
function languageOf(packed: number): string | null {
  if (packed < 0x400 || packed === 0x7fff) return null
  return String.fromCharCode(...[10, 5, 0].map((shift) => (packed >> shift & 31) + 0x60))
}

/** Of the first sample entry: its kind, and what its own boxes say. They stand at places that differ by kind, so they are looked for by name. */
function entryOf(stsd: DataView) {
  if (stsd.byteLength < 24) return undefined
  const bytes = new Uint8Array(stsd.buffer, stsd.byteOffset + 8, Math.min(stsd.byteLength - 8, Math.max(16, stsd.getUint32(8))))
  const text = Buffer.from(bytes).toString('latin1')
  const format = text.slice(4, 8)
  const encrypted = /^enc[vatsm]|^drm/.test(format)
  const original = encrypted ? text.indexOf('frma') : -1
  const descriptor = text.indexOf('\x04', text.indexOf('esds') + 8)
  return {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), format: original < 0 ? format : text.slice(original + 4, original + 8), encrypted,
    // 3GPP TS 26.245, 5.16: the flags begin the description of a timed text.
    forced: format === 'tx3g' && bytes.length >= 20 && (bytes[16]! & 0x80) !== 0,
    dolbyVision: /dv[cvw]C/.test(text) || /^dv(?:h[e1]|a[v1]|1)/.test(format),
    objectType: text.includes('esds') && descriptor > 0 ? objectTypeAt(bytes, descriptor) : null,
  }
}

/** 12.2.3: the rate has 16 bits behind its point; TrueHD's uses them for itself. */
function soundOf(entry: DataView, format: string): { channels: number | null; sampleRate: number | null } {
  if (entry.byteLength < 36) return { channels: null, sampleRate: null }
  return { channels: entry.getUint16(24) || null, sampleRate: (format === 'mlpa' ? entry.getUint32(32) : entry.getUint16(32)) || null }
}

/** ISO/IEC 14496-1, 7.2.6.6: behind the tag is a length of up to four bytes. */
function objectTypeAt(bytes: Uint8Array, tag: number): number | null {
  let at = tag + 1
  while (at < tag + 4 && (bytes[at] ?? 0) & 0x80) at++
  return bytes[at + 1] ?? null
}

/** Nero's list where there is one, else the texts of a track that others name as their chapters'. */
async function chaptersOf(reader: BoxReader, moov: Box, tracks: readonly Mp4Track[]): Promise<Mp4['chapters']> {
  try {
    const box = await reader.find(moov, 'udta', 'chpl')
    if (box) return listedChapters(await reader.content(box, limits.mediaFieldBytesMax))
    const ids = tracks.flatMap(({ chapterTrackIds }) => chapterTrackIds)
    const track = tracks.find(({ id, handler }) => ids.includes(id) && (handler === 'text' || handler === 'sbtl'))
    if (!track) return []
    const samples = await readTextSamples(reader, track, limits.mediaChaptersMax)
    return samples.map(({ startSeconds, data }) => ({ startSeconds, name: chapterName(data) }))
  } catch (error) {
    // A film plays without its chapters.
    if (error instanceof MediaError && error.code !== 'STORAGE') return []
    throw error
  }
}

function listedChapters(view: DataView): Mp4['chapters'] {
  const found: { startSeconds: number; name: string }[] = []
  let at = uintAt(view, 0, 1) > 0 ? 8 : 4
  for (let left = uintAt(view, at++, 1); left > 0; left--) {
    const startSeconds = uintAt(view, at, 8) / 1e7
    const length = uintAt(view, at + 8, 1)
    found.push({ startSeconds, name: textOf(view, at + 9, at + 9 + length) })
    at += 9 + length
  }
  return found.sort((a, b) => a.startSeconds - b.startSeconds)
}

function chapterName(data: Uint8Array): string {
  const length = (data[0] ?? 0) << 8 | (data[1] ?? 0)
  const text = data.subarray(2, 2 + length)
  const utf16 = text[0] === 0xfe && text[1] === 0xff
  return new TextDecoder(utf16 ? 'utf-16be' : 'utf-8').decode(text)
}
