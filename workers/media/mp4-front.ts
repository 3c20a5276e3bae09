/** The description of an MP4 file (moov) in front of its pictures, so that a player has it with the first bytes it asks for. */

import { open } from 'node:fs/promises'
import { limits } from '../../server/limits.ts'
import type { ByteSource } from './byte-source.ts'
import { MediaError } from './media-error.ts'
import type { Mp4 } from './mp4.ts'
import { boxReader } from './mp4-boxes.ts'

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl']
const OFFSET_MAX = 0xffff_ffff

/** `moov` for a file in which each place has moved. Tables of 32 bits become ones of 64 where they must. Throws `MediaError` `DAMAGED`. */
export function movedMoov(moov: Uint8Array, moved: (place: number) => number): Uint8Array<ArrayBuffer> {
  const wide = tablesOf(moov).some(({ type, at, count }) => type === 'stco' && placesOf(moov, type, at, count).some((place) => moved(place) > OFFSET_MAX))
  return rebuilt(moov, 0, moov.length, moved, wide)
}

interface Table { readonly type: 'stco' | 'co64'; readonly at: number; readonly count: number }

function *boxesIn(bytes: Uint8Array, from: number, to: number): Generator<{ type: string; at: number; end: number }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = from; at + 8 <= to;) {
    const size = view.getUint32(at)
    if (size < 8 || at + size > to) throw new MediaError('DAMAGED', 'This file is damaged: its description does not fit into itself.')
    yield { type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), at, end: at + size }
    at += size
  }
}

function tablesOf(bytes: Uint8Array, from = 0, to: number = bytes.length): readonly Table[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return [...boxesIn(bytes, from, to)].flatMap(({ type, at, end }) => {
    if (CONTAINERS.includes(type)) return tablesOf(bytes, at + 8, end)
    if (type !== 'stco' && type !== 'co64') return []
    const count = end - at >= 16 ? view.getUint32(at + 12) : 0
    if (at + 16 + count * (type === 'stco' ? 4 : 8) > end) throw new MediaError('DAMAGED', 'This file is damaged: its description does not fit into itself.')
    return [{ type, at, count }]
  })
}

function placesOf(bytes: Uint8Array, type: Table['type'], at: number, count: number): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: count }, (_, index) => type === 'stco' ? view.getUint32(at + 16 + index * 4) : Number(view.getBigUint64(at + 16 + index * 8)))
}

function rebuilt(bytes: Uint8Array, from: number, to: number, moved: (place: number) => number, wide: boolean): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  for (const { type, at, end } of boxesIn(bytes, from, to)) {
    if (CONTAINERS.includes(type)) parts.push(boxOf(type, rebuilt(bytes, at + 8, end, moved, wide)))
    else if (type === 'stco' || type === 'co64') parts.push(offsetTable(bytes, tablesOf(bytes, at, end)[0]!, moved, wide))
    else parts.push(bytes.subarray(at, end))
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function offsetTable(bytes: Uint8Array, { type, at, count }: Table, moved: (place: number) => number, wide: boolean): Uint8Array {
  const long = wide || type === 'co64'
  const content = new DataView(new ArrayBuffer(8 + count * (long ? 8 : 4)))
  content.setUint32(4, count)
  for (const [index, place] of placesOf(bytes, type, at, count).entries()) {
    if (long) content.setBigUint64(8 + index * 8, BigInt(moved(place)))
    else content.setUint32(8 + index * 4, moved(place))
  }
  return boxOf(long ? 'co64' : 'stco', new Uint8Array(content.buffer))
}

export function boxOf(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const box = new Uint8Array(8 + content.length)
  new DataView(box.buffer).setUint32(0, box.length)
  box.set([...type].map((letter) => letter.charCodeAt(0)), 4)
  box.set(content, 8)
  return box
}

/** Copies a file whose description stands behind its pictures into one where it stands in front. Nothing else changes. Throws `MediaError`. */
export async function copyWithMoovInFront(source: ByteSource, { moov }: Pick<Mp4, 'moov'>, path: string, { signal, onBytes }: { signal: AbortSignal; onBytes?: ((bytes: number) => void) | undefined }): Promise<void> {
  const oldBytes = moov.to - moov.at
  if (oldBytes > limits.mediaMoovBytesMax || moov.cut) throw new MediaError('HOSTILE', 'The description of this film is longer than any film\'s.')
  const old = await source.read(moov.at, moov.to)
  const movedBy = (bytes: number) => (place: number) => place < moov.at ? place + bytes : place - oldBytes + bytes
  // Its own length moves what it points to; tables of 64 bits, once needed, stay needed.
  let front = movedMoov(old, movedBy(oldBytes))
  if (front.length !== oldBytes) front = movedMoov(old, movedBy(front.length))
  const file = await open(path, 'w')
  try {
    let written = 0
    const append = async (bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at, written + at)).bytesWritten
      written += bytes.length
      onBytes?.(written)
    }
    const copy = async (from: number, to: number) => {
      for (let at = from; at < to; at += limits.mediaCopyBytes) {
        signal.throwIfAborted()
        await append(await source.read(at, Math.min(to, at + limits.mediaCopyBytes)))
      }
    }
    let begun = 0
    for await (const box of boxReader(source, { boxesMax: limits.mediaElementsMax }).children(0, source.sizeBytes)) {
      if (box.type === 'ftyp') begun = box.to
      break
    }
    await copy(0, begun)
    await append(front)
    await copy(begun, moov.at)
    await copy(moov.to, source.sizeBytes)
    await file.datasync()
  } finally {
    await file.close()
  }
}
