/**
 * Where a film's bytes come from: a file, an object, or a download that is still under way.
 *
 * BS1 `read(start, end)` answers exactly the bytes from `start` up to, not including, `end`; `0 <= start <= end <= sizeBytes`.
 * BS2 It may wait, and rejects rather than answer other bytes.
 */

import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { MediaError } from './media-error.ts'

export interface ByteSource {
  readonly sizeBytes: number
  read(start: number, end: number): Promise<Uint8Array>
}

export interface OpenFile extends ByteSource { close(): Promise<void> }

export async function openByteSource(path: string): Promise<OpenFile> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return { sizeBytes: size, read: (start, end) => readFully(file, start, end), close: () => file.close() }
}

async function readFully(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start)
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled)
    if (bytesRead === 0) throw new MediaError('STORAGE', 'The file became shorter while it was read: was it replaced? Try again.')
    filled += bytesRead
  }
  return bytes
}

export interface ReadingBounds {
  readonly bytesMax: number
  readonly readsMax: number
  readonly signal?: AbortSignal | undefined
}

export interface BoundedSource extends ByteSource {
  /** What a read failed with: whoever read in between may have made something else of it. */
  readonly failure: unknown
}

/** The same bytes, no more of them than whoever looks at a film needs. Beyond that it is refused with `HOSTILE`. */
export function bounded(source: ByteSource, { bytesMax, readsMax, signal }: ReadingBounds): BoundedSource {
  let [bytes, reads] = [0, 0]
  let failure: unknown
  return {
    sizeBytes: source.sizeBytes,
    get failure() { return failure },
    async read(start, end) {
      try {
        signal?.throwIfAborted()
        bytes += end - start
        reads++
        if (bytes > bytesMax || reads > readsMax) throw new MediaError('HOSTILE', 'What this file says of itself takes more reading than any film needs. Choose another release.')
        return await source.read(start, end)
      } catch (error) {
        failure ??= error
        throw error
      }
    },
  }
}

/** Reads on in one direction in steps, so that small reads one behind the other cost one of the source's. */
export function windowed(source: ByteSource, stepBytes: number): ByteSource {
  let [at, kept]: [number, Uint8Array] = [0, new Uint8Array(0)]
  return {
    sizeBytes: source.sizeBytes,
    async read(start, end) {
      if (start < at || end > at + kept.length) {
        if (end - start >= stepBytes) return await source.read(start, end)
        kept = await source.read(start, Math.min(source.sizeBytes, start + stepBytes))
        at = start
      }
      return kept.slice(start - at, end - at)
    },
  }
}

/**
 * Keeps what was read last in blocks, for a reader that asks for the same again and again. One that gets nowhere, since the file leads it
 * round in a circle, is stopped with `HOSTILE`: without this it would never let anybody else have a turn.
 */
export function inBlocks(source: ByteSource, { blockBytes, blocksMax, readsMax, readBytesMax }: { blockBytes: number; blocksMax: number; readsMax: number; readBytesMax: number }): ByteSource {
  const blocks = new Map<number, Uint8Array>()
  let reads = 0
  const blockAt = async (index: number): Promise<Uint8Array> => {
    const kept = blocks.get(index)
    if (kept) return kept
    reads = 0
    const block = await source.read(index * blockBytes, Math.min(source.sizeBytes, (index + 1) * blockBytes))
    blocks.set(index, block)
    if (blocks.size > blocksMax) blocks.delete(blocks.keys().next().value!)
    return block
  }
  return {
    sizeBytes: source.sizeBytes,
    async read(start, end) {
      if (++reads > readsMax) throw new MediaError('HOSTILE', 'This file leads whoever reads it round in a circle. Choose another release.')
      if (end - start > readBytesMax) throw new MediaError('HOSTILE', `One part of this file has ${end - start} bytes; no film's has. Choose another release.`)
      if (end - start > blockBytes) return await source.read(start, end)
      const first = Math.floor(start / blockBytes)
      const head = await blockAt(first)
      const at = start - first * blockBytes
      if (at + end - start <= head.length) return head.subarray(at, at + end - start)
      return Buffer.concat([head.subarray(at), (await blockAt(first + 1)).subarray(0, end - (first + 1) * blockBytes)])
    },
  }
}
