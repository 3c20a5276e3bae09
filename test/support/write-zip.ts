/** Zip archives by PKWARE's APPNOTE, honest or not: sizes may lie, names may be anything, entries may be links. */

import { crc32, deflateRawSync } from 'node:zlib'

export interface ZippedFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly deflate?: boolean
  /** What the headers say instead of the truth. */
  readonly saidBytes?: number
  /** A link of Unix whose target are the bytes. */
  readonly isLink?: boolean
}

/** `isStreamed`: with the records of zip64 that programs write which do not know how much will come. */
export function writeZip(files: readonly ZippedFile[], { isStreamed = false } = {}): Uint8Array {
  const parts: Buffer[] = [], list: Buffer[] = []
  let at = 0
  for (const { name, bytes, deflate = false, saidBytes = bytes.length, isLink = false } of files) {
    const packed = deflate ? deflateRawSync(bytes) : Buffer.from(bytes)
    const named = Buffer.from(name)
    const told = Buffer.alloc(26)
    told.writeUInt16LE(20, 0)
    told.writeUInt16LE(0x800, 2)
    told.writeUInt16LE(deflate ? 8 : 0, 4)
    told.writeUInt32LE(crc32(bytes), 10)
    told.writeUInt32LE(packed.length, 14)
    told.writeUInt32LE(saidBytes, 18)
    told.writeUInt16LE(named.length, 22)
    parts.push(Buffer.of(0x50, 0x4b, 3, 4), told, named, packed)
    const more = Buffer.alloc(14)
    more.writeUInt32LE(isLink ? 0o120777 * 0x1_0000 : 0o100644 * 0x1_0000, 6)
    more.writeUInt32LE(at, 10)
    // Made by Unix.
    list.push(Buffer.of(0x50, 0x4b, 1, 2, 20, 3), told, more, named)
    at += 30 + named.length + packed.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.set([0x50, 0x4b, 5, 6])
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...parts, directory, ...isStreamed ? [largeEnd(files.length, directory.length, at)] : [], end]))
}

/** The end of the list in 64 bits, and where that is. */
function largeEnd(entries: number, listBytes: number, at: number): Buffer {
  const record = Buffer.alloc(76)
  record.set([0x50, 0x4b, 6, 6, 44])
  record.writeUInt16LE(45, 12)
  record.writeUInt16LE(45, 14)
  for (const [value, offset] of [[entries, 24], [entries, 32], [listBytes, 40], [at, 48]] as const) record.writeBigUInt64LE(BigInt(value), offset)
  record.set([0x50, 0x4b, 6, 7], 56)
  record.writeBigUInt64LE(BigInt(at + listBytes), 64)
  record.writeUInt32LE(1, 72)
  return record
}
