/** The texts of a Matroska file's subtitle tracks: a few hundred kilobytes, scattered over all of its gigabytes. */

import { inflateSync } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import type { ByteSource } from './byte-source.ts'
import type { EbmlElement, EbmlReader } from './ebml.ts'
import { ebmlReader, uintOf, vintAt } from './ebml.ts'
import type { Matroska, MatroskaTrack } from './matroska.ts'
import { MediaError } from './media-error.ts'

export interface MatroskaText {
  readonly trackNumber: number
  readonly startMs: number
  /** Null where the writer does not say how long it is shown. */
  readonly durationMs: number | null
  readonly data: Uint8Array
  /** A WebVTT cue's settings, where they are kept beside it. */
  readonly beside: Uint8Array | null
}

const [CLUSTER, TIMESTAMP, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, DURATION, ADDITIONS, ADDITION, ADDITIONAL] = [0x1f43b675, 0xe7, 0xa3, 0xa0, 0xa1, 0x9b, 0x75a1, 0xa6, 0xa5]
/** Elements of a segment: where one of them is, a cluster of unknown length has ended. */
const BESIDE_CLUSTERS = [CLUSTER, 0x1c53bb6b, 0x114d9b74, 0x1254c367, 0x1941a469, 0x1043a770, 0x1549a966, 0x1654ae6b]

export interface TextsOptions {
  readonly tracks: readonly MatroskaTrack[]
  readonly signal: AbortSignal
  onBytes?(bytes: number): void
}

/** In the file's order. Ends early, without an error, where the file is damaged: what is before the damage is worth having. */
export async function *readMatroskaTexts(source: ByteSource, { firstClusterAt, segmentEnd, timestampScale }: Matroska, { tracks, signal, onBytes }: TextsOptions): AsyncGenerator<MatroskaText> {
  if (firstClusterAt === null || tracks.length === 0) return
  const wanted = new Map(tracks.map((track) => [track.number, track]))
  const reader = ebmlReader(source, { windowBytes: limits.mediaCopyBytes, elementsMax: Infinity })
  let [texts, bytes] = [0, 0]
  try {
    for await (const { element, cluster } of blocksOf(reader, firstClusterAt, segmentEnd, signal, onBytes)) {
      const text = await textOf(reader, element, wanted, cluster, timestampScale / 1e6)
      if (!text) continue
      bytes += text.data.length + (text.beside?.length ?? 0)
      if (++texts > limits.mediaTextSamplesMax || bytes > limits.mediaTextBytesMax) throw new MediaError('HOSTILE', 'This file has more subtitles than any film has. Choose another release.')
      yield text
    }
  } catch (error) {
    if (!(error instanceof MediaError) || error.code !== 'DAMAGED' && error.code !== 'TRUNCATED') throw error
  }
}

async function *blocksOf(reader: EbmlReader, from: number, to: number, signal: AbortSignal, onBytes: TextsOptions['onBytes']): AsyncGenerator<{ element: EbmlElement; cluster: number }> {
  for (let at = from; at < to;) {
    signal.throwIfAborted()
    onBytes?.(at)
    const [next] = await firstOf(reader, at, to)
    if (!next) return
    at = next.to
    if (next.id !== CLUSTER) continue
    let cluster = 0
    for await (const element of reader.children(next.from, next.to)) {
      if (!next.sized && BESIDE_CLUSTERS.includes(element.id)) {
        at = element.at
        break
      }
      if (element.id === TIMESTAMP) cluster = uintOf(await reader.content(element, 8))
      else if (element.id === SIMPLE_BLOCK || element.id === BLOCK_GROUP) yield { element, cluster }
    }
  }
}

async function firstOf(reader: EbmlReader, at: number, to: number): Promise<readonly EbmlElement[]> {
  for await (const element of reader.children(at, to)) return [element]
  return []
}

async function textOf(reader: EbmlReader, element: EbmlElement, wanted: ReadonlyMap<number, MatroskaTrack>, cluster: number, msPerUnit: number): Promise<MatroskaText | undefined> {
  if (element.id === SIMPLE_BLOCK) return await blockOf(reader, element, wanted, cluster, msPerUnit)
  let text: MatroskaText | undefined
  let durationMs: number | null = null
  let beside: Uint8Array | null = null
  for await (const child of reader.children(element.from, element.to)) {
    if (child.id === BLOCK) text = await blockOf(reader, child, wanted, cluster, msPerUnit)
    // What belongs to a picture is not looked at.
    if (child.id === BLOCK && !text) return undefined
    if (child.id === DURATION) durationMs = uintOf(await reader.content(child, 8)) * msPerUnit
    if (child.id === ADDITIONS) beside = await additionOf(reader, child)
  }
  return text && { ...text, durationMs, beside }
}

/** RFC 9559, 10.1: the track's number, 16 bits of time against the cluster's, and flags stand before what is in a block. */
async function blockOf(reader: EbmlReader, block: EbmlElement, wanted: ReadonlyMap<number, MatroskaTrack>, cluster: number, msPerUnit: number): Promise<MatroskaText | undefined> {
  const head = await reader.source.read(block.from, Math.min(block.to, block.from + 8))
  const number = vintAt(head, 0)
  const track = number?.value === null || !number ? undefined : wanted.get(number.value)
  if (!track || !number) return undefined
  const bytes = await reader.content(block, limits.mediaTextSampleBytesMax)
  if (bytes.length < number.bytes + 3) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = decoded(bytes.subarray(number.bytes + 3), track)
  return data && { trackNumber: track.number, startMs: Math.max(0, (cluster + view.getInt16(number.bytes)) * msPerUnit), durationMs: null, data, beside: null }
}

/** Undefined for what is packed in a way that nobody here can undo. */
function decoded(data: Uint8Array, { encodings }: MatroskaTrack): Uint8Array | undefined {
  let bytes: Uint8Array = data
  for (const { kind, settings } of encodings) {
    if (kind === 'unknown') return undefined
    if (kind === 'header') bytes = Buffer.concat([settings, bytes])
    else try {
      bytes = inflateSync(bytes, { maxOutputLength: limits.mediaTextSampleBytesMax })
    } catch {
      // One damaged subtitle costs itself.
      return undefined
    }
  }
  return bytes
}

async function additionOf(reader: EbmlReader, additions: EbmlElement): Promise<Uint8Array | null> {
  for await (const more of reader.children(additions.from, additions.to)) {
    if (more.id !== ADDITION) continue
    for await (const part of reader.children(more.from, more.to)) if (part.id === ADDITIONAL) return await reader.content(part, limits.mediaTextSampleBytesMax)
  }
  return null
}
