/** Files as one zip. On the page's own thread, a piece at a time: the library's other way makes workers of texts, which the page's policy forbids. */

import { strToU8, Zip, ZipDeflate } from 'fflate'
import { limits } from '../sync/limits.ts'
import type { Files } from './formats.ts'

/** In pieces, for a `Blob`. Others get their turn between two of them. */
export async function zipped(files: Files): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece as Uint8Array<ArrayBuffer>)
  })
  for (const [path, text] of Object.entries(files)) {
    const bytes = strToU8(text)
    const entry = new ZipDeflate(path)
    zip.add(entry)
    for (let at = 0, last = false; !last; at += limits.zipPieceBytes) {
      last = at + limits.zipPieceBytes >= bytes.length
      entry.push(bytes.subarray(at, at + limits.zipPieceBytes), last)
      await new Promise((resolve) => setTimeout(resolve))
    }
  }
  zip.end()
  return pieces
}
