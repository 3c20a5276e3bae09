/** Elements of EBML (RFC 8794), the notation of Matroska, read one after the other without holding more than a window of the file. */

import type { ByteSource } from './byte-source.ts'
import { windowed } from './byte-source.ts'
import { MediaError } from './media-error.ts'

export interface EbmlElement {
  readonly id: number
  readonly at: number
  /** Where its content begins, and where it ends: at its parent's end when the writer did not know. */
  readonly from: number
  readonly to: number
  readonly sized: boolean
  /** Its parent, or the file, ends before it does. */
  readonly cut: boolean
}

/** An id of 4 bytes and a size of 8. */
const HEADER_BYTES_MAX = 12

export interface EbmlReader {
  /** Read through the same window. */
  readonly source: ByteSource
  /** The elements between two places. Throws `MediaError` `DAMAGED` where none begins, `HOSTILE` for more of them than `elementsMax`, of all calls together. */
  children(from: number, to: number): AsyncGenerator<EbmlElement>
  /** Throws `HOSTILE` for a content that is longer. */
  content(element: EbmlElement, bytesMax: number): Promise<Uint8Array>
}

export function ebmlReader(source: ByteSource, { windowBytes, elementsMax }: { windowBytes: number; elementsMax: number }): EbmlReader {
  const window = windowed(source, windowBytes)
  let elements = 0
  return {
    source: window,
    async *children(from, to) {
      for (let at = from; at < to;) {
        if (++elements > elementsMax) throw new MediaError('HOSTILE', 'This file has more parts than any film has. Choose another release.')
        const element = elementAt(await window.read(at, Math.min(to, at + HEADER_BYTES_MAX, source.sizeBytes)), at, to)
        yield element
        at = element.to
      }
    },
    async content({ from, to, cut }, bytesMax) {
      if (to - from > bytesMax) throw new MediaError('HOSTILE', `One part of this file's description has ${to - from} bytes; no film's has. Choose another release.`)
      if (cut) throw new MediaError('TRUNCATED', 'This file ends in the middle of what it says of itself.')
      return await window.read(from, to)
    },
  }
}

function elementAt(head: Uint8Array, at: number, parentEnd: number): EbmlElement {
  const idBytes = lengthOf(head[0] ?? 0)
  if (idBytes > 4 || idBytes >= head.length) throw damagedAt(at)
  let id = 0
  for (let i = 0; i < idBytes; i++) id = id * 256 + head[i]!
  const size = vintAt(head, idBytes)
  if (!size) throw damagedAt(at)
  const from = at + idBytes + size.bytes
  const to = size.value === null ? parentEnd : from + size.value
  return { id, at, from, to: Math.min(to, parentEnd), sized: size.value !== null, cut: to > parentEnd }
}

/** RFC 8794, 4: how many bytes the number has is in the zeros before its first one. 9 for none. */
const lengthOf = (first: number) => Math.clz32(first) - 23

/** Undefined where no number is; null for all ones, an unknown size. */
export function vintAt(bytes: Uint8Array, at: number): { readonly value: number | null; readonly bytes: number } | undefined {
  const length = lengthOf(bytes[at] ?? 0)
  if (length > 8 || at + length > bytes.length) return undefined
  let value = bytes[at]! & 0xff >> length
  let ones = value === 0xff >> length
  for (let i = 1; i < length; i++) {
    value = value * 256 + bytes[at + i]!
    ones &&= bytes[at + i] === 0xff
  }
  return { value: ones ? null : value, bytes: length }
}

function damagedAt(at: number): MediaError {
  return new MediaError('DAMAGED', `This file is damaged: at byte ${at} there is nothing that belongs into a Matroska file.`)
}

/** Unsigned, of up to 8 bytes. What is above 2^53 is not exact. */
export const uintOf = (bytes: Uint8Array): number => bytes.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0)

export function floatOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return bytes.length === 4 ? view.getFloat32(0) : bytes.length === 8 ? view.getFloat64(0) : 0
}

/** UTF-8, ended early by a zero byte. */
export function stringOf(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0)
  return new TextDecoder().decode(zero < 0 ? bytes : bytes.subarray(0, zero))
}
