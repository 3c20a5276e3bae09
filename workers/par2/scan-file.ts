/** Searches a file at every offset for blocks that are lacking. */

import { crc32 } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import type { FileBytes, Range } from './file-bytes.ts'
import { md5Of, piecesOf, withFile } from './file-bytes.ts'
import type { Par2Set } from './par2-set.ts'
import { bytesOfBlock, checksumsOf } from './par2-set.ts'
import type { RollingCrc } from './rolling-crc.ts'
import { crcOverZeros, STRIDE_BYTES } from './rolling-crc.ts'

/** Where a block's bytes are; what it has beyond them, or beyond the file's end, is zeros. */
export interface Location { readonly path: string; readonly offset: number; readonly bytes: number }

interface Wanted { readonly block: number; readonly md5: string; readonly bytes: number }

export interface WantedBlocks {
  size(): number
  crcs(): Iterable<number>
  byCrc(crc: number): readonly Wanted[]
  /** Last blocks that are shorter than the others, which could begin anywhere where another ends. */
  short(): readonly Wanted[]
  has(block: number): boolean
  drop(block: number, crc: number): void
}

export function wantedBlocks(set: Par2Set, isWanted: (block: number) => boolean): WantedBlocks {
  const byCrc = new Map<number, Wanted[]>()
  const known = new Map<number, Wanted>()
  for (const file of set.files) {
    for (let i = 0; i < file.blocks; i++) {
      const block = file.firstBlock + i
      const checksums = checksumsOf(file, i)
      if (!checksums || !isWanted(block)) continue
      const wanted = { block, md5: checksums.md5, bytes: bytesOfBlock(set, file, i) }
      known.set(block, wanted)
      byCrc.set(checksums.crc, [...byCrc.get(checksums.crc) ?? [], wanted])
    }
  }
  let short = [...known.values()].filter(({ bytes }) => bytes < set.sliceBytes)
  return {
    size: () => known.size,
    crcs: () => byCrc.keys(),
    byCrc: (crc) => byCrc.get(crc) ?? [],
    short: () => short,
    has: (block) => known.has(block),
    drop(block, crc) {
      known.delete(block)
      short = short.filter((each) => each.block !== block)
      const left = byCrc.get(crc)!.filter((each) => each.block !== block)
      if (left.length > 0) byCrc.set(crc, left)
      else byCrc.delete(crc)
    },
  }
}

interface ScanOptions {
  /** Of windows as long as the set's blocks. */
  readonly roll: RollingCrc
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
  readonly found: (block: number, location: Location) => void
}

interface Scan extends ScanOptions {
  readonly set: Par2Set
  readonly wanted: WantedBlocks
  readonly file: FileBytes
  readonly path: string
  /** What may still be hashed for nothing in this file, where somebody has made CRCs match. */
  wasteBytes: number
}

/** Only windows within `ranges` are looked at; a range that has no end goes on beyond the file's, where zeros are. */
export function scanFile(set: Par2Set, wanted: WantedBlocks, path: string, ranges: readonly Range[], options: ScanOptions): Promise<void> {
  return withFile(path, async (file) => {
    const scan: Scan = { ...options, set, wanted, file, path, wasteBytes: file.sizeBytes * limits.par2HashedTimesMax + 16 * set.sliceBytes }
    for (const range of ranges) await scanRange(scan, range)
  })
}

async function scanRange(scan: Scan, { from, to }: Range): Promise<void> {
  const { set, wanted, file } = scan
  // Windows begin below this.
  const limit = Math.min(file.sizeBytes, to - set.sliceBytes + 1)
  for (let at = from; at < limit && wanted.size() > 0 && scan.wasteBytes > 0;) {
    const crc = await crcAt(scan, at, set.sliceBytes)
    const taken = await takeAt(scan, at, crc) || await takeShortAt(scan, at)
    at = taken > 0 ? at + taken : await slideFrom(scan, at, limit, crc)
  }
}

/** Returns where the next window begins that has a wanted CRC, or the limit. */
async function slideFrom({ set, wanted, file, roll, signal, onBytes }: Scan, from: number, limit: number, crc: number): Promise<number> {
  roll.begin(crc, wanted.crcs())
  const leaving = new Uint8Array(STRIDE_BYTES), coming = new Uint8Array(STRIDE_BYTES)
  for (let at = from; at < limit;) {
    signal.throwIfAborted()
    const length = Math.min(STRIDE_BYTES, limit - at)
    await file.read(at, leaving.subarray(0, length))
    coming.fill(0, await file.read(at + set.sliceBytes, coming.subarray(0, length)))
    for (let done = 0; done < length;) {
      const took = roll.slide(leaving.subarray(done, length), coming.subarray(done, length))
      done += took
      if (wanted.byCrc(roll.crc()).length > 0) {
        onBytes(done)
        return at + done
      }
    }
    onBytes(length)
    at += length
  }
  return limit
}

/** How many bytes are taken by a block that stands here; 0 where none does. */
async function takeAt(scan: Scan, at: number, crc: number): Promise<number> {
  const { set, wanted, file, path } = scan
  const possible = wanted.byCrc(crc)
  if (possible.length === 0) return 0
  const end = Math.min(file.sizeBytes, at + set.sliceBytes)
  const md5 = await md5Of(file, { from: at, to: end }, scan.signal, { padTo: set.sliceBytes })
  const same = possible.filter((each) => each.md5 === md5)
  if (same.length === 0) {
    scan.wasteBytes -= set.sliceBytes
    return 0
  }
  for (const { block } of same) {
    wanted.drop(block, crc)
    scan.found(block, { path, offset: at, bytes: end - at })
  }
  return Math.min(...same.map(({ bytes }) => bytes))
}

/** A file's last block has zeros behind it in the set, and in a file of several joined something else. */
async function takeShortAt(scan: Scan, at: number): Promise<number> {
  const { set, wanted, file, path, signal } = scan
  for (const { block, bytes, md5 } of wanted.short().slice(0, SHORT_TRIED_MAX)) {
    if (at + bytes > file.sizeBytes) continue
    const crc = crcOverZeros(await crcAt(scan, at, bytes), set.sliceBytes - bytes)
    if (!wanted.byCrc(crc).some((each) => each.block === block) || md5 !== await md5Of(file, { from: at, to: at + bytes }, signal, { padTo: set.sliceBytes })) continue
    wanted.drop(block, crc)
    scan.found(block, { path, offset: at, bytes })
    return bytes
  }
  return 0
}

/** Files of a set whose last block is tried where another block ends. */
const SHORT_TRIED_MAX = 16

async function crcAt({ file, signal }: Scan, at: number, length: number): Promise<number> {
  let crc = 0, found = 0
  for await (const piece of piecesOf(file, { from: at, to: at + length }, signal)) {
    crc = crc32(piece, crc)
    found += piece.length
  }
  return crcOverZeros(crc, length - found)
}
