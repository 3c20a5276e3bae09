/** Whether a file is a file of the set, and if not, which blocks are where they should be. */

import type { Hash } from 'node:crypto'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { piecesOf, withFile } from './file-bytes.ts'
import type { Par2Set, SetFile } from './par2-set.ts'
import { bytesOfBlock, checksumsOf } from './par2-set.ts'
import { crcOverZeros, STRIDE_BYTES } from './rolling-crc.ts'

export interface CheckOptions {
  /** Blocks by MD5 too, not only by CRC-32. */
  readonly thorough: boolean
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
}

interface InPlace { readonly whole: boolean; readonly found: readonly boolean[] }

/** `whole`: to its last byte, by the MD5 of all of it. `found` is of no meaning then. */
export async function checkInPlace(set: Par2Set, file: SetFile, path: string, options: CheckOptions): Promise<InPlace> {
  const quick = await lookThrough(set, file, path, false, options)
  // Where all its blocks have the right CRC-32 and yet it is not the file, only their MD5 can tell which one lies.
  const isDoubtful = !quick.whole && (options.thorough || quick.found.every(Boolean)) && quick.found.some(Boolean)
  return isDoubtful ? lookThrough(set, file, path, true, options) : quick
}

function lookThrough(set: Par2Set, file: SetFile, path: string, byMd5: boolean, { signal, onBytes }: CheckOptions): Promise<InPlace> {
  return withFile(path, async (bytes) => {
    // One damaged block, and the whole cannot be right: what is hashed for it stops.
    let whole = bytes.sizeBytes === file.sizeBytes && !byMd5 ? createHash('md5') : null
    const blocks = blockChecker(set, file, byMd5)
    for await (const piece of piecesOf(bytes, { from: 0, to: file.sizeBytes }, signal)) {
      if (!byMd5) onBytes(piece.length)
      whole?.update(piece)
      blocks.take(piece)
      if (blocks.failed) whole = null
      if (whole === null && file.checksums === null) break
    }
    return { whole: whole?.digest('hex') === file.md5, found: blocks.found }
  })
}

function blockChecker(set: Par2Set, file: SetFile, byMd5: boolean) {
  const found: boolean[] = Array.from({ length: file.checksums ? file.blocks : 0 }, () => false)
  let block = 0, crc = 0, left = file.blocks > 0 ? bytesOfBlock(set, file, 0) : 0, failed = false
  let hash: Hash | null = byMd5 ? createHash('md5') : null
  const finish = () => {
    const padding = set.sliceBytes - bytesOfBlock(set, file, block)
    const expected = checksumsOf(file, block)!
    found[block] = crcOverZeros(crc, padding) === expected.crc && (hash === null || md5WithZeros(hash, padding) === expected.md5)
    failed ||= !found[block]
    block++
    crc = 0
    hash = byMd5 ? createHash('md5') : null
    left = block < file.blocks ? bytesOfBlock(set, file, block) : 0
  }
  return {
    found,
    get failed() { return failed },
    take(piece: Uint8Array) {
      if (!file.checksums) return
      for (let at = 0; at < piece.length && left > 0;) {
        const part = piece.subarray(at, at + left)
        crc = crc32(part, crc)
        hash?.update(part)
        at += part.length
        left -= part.length
        if (left === 0) finish()
      }
    },
  }
}

const zeros = new Uint8Array(STRIDE_BYTES)

function md5WithZeros(hash: Hash, count: number): string {
  for (let left = count; left > 0; left -= zeros.length) hash.update(zeros.subarray(0, Math.min(left, zeros.length)))
  return hash.digest('hex')
}
