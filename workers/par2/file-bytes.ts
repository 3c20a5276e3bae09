/** Reading a file in pieces: all of a piece, or what there is before the end. */

import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export interface FileBytes {
  readonly sizeBytes: number
  /** Fills `target` from `position` on and returns how many bytes there were. */
  read(position: number, target: Uint8Array): Promise<number>
}

export const PIECE_BYTES = 1_048_576

export async function withFile<T>(path: string, run: (file: FileBytes) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    return await run({
      sizeBytes: size,
      async read(position, target) {
        let filled = 0
        while (filled < target.length) {
          const { bytesRead } = await handle.read(target, filled, target.length - filled, position + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return filled
      },
    })
  } finally {
    await handle.close()
  }
}

export interface Range { readonly from: number; readonly to: number }

/** The pieces of a range in turn; each is gone when the next is asked for. Ends early where the file does. */
export async function* piecesOf(file: FileBytes, { from, to }: Range, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(PIECE_BYTES, Math.max(0, to - from)))
  for (let at = from; at < to;) {
    signal.throwIfAborted()
    const wanted = buffer.subarray(0, Math.min(buffer.length, to - at))
    const found = await file.read(at, wanted)
    if (found > 0) yield wanted.subarray(0, found)
    if (found < wanted.length) return
    at += found
  }
}

/** In hexadecimal; `padTo` adds zeros up to so many bytes. `begin` are bytes before those of the file. */
export async function md5Of(file: FileBytes, range: Range, signal: AbortSignal, { padTo = 0, begin }: { readonly padTo?: number; readonly begin?: Uint8Array } = {}): Promise<string> {
  const hash = createHash('md5')
  if (begin) hash.update(begin)
  let length = 0
  for await (const piece of piecesOf(file, range, signal)) {
    hash.update(piece)
    length += piece.length
  }
  for (; length < padTo; length += PIECE_BYTES) hash.update(zeros.subarray(0, Math.min(PIECE_BYTES, padTo - length)))
  return hash.digest('hex')
}

const zeros = new Uint8Array(PIECE_BYTES)
