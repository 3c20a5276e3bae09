/**
 * RAR 1.5 to 4 (technote.txt of RAR 4.20; unrar's arcread.cpp). Each block: low half of a CRC-32, type, flags, size; files and services have
 * their data behind them. With encrypted headers each block has a salt of eight bytes before it and is padded to sixteen.
 */

import { crc32 } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import type { HeaderWindow } from './archive-volume.ts'
import { HeaderCursor, safe } from './archive-volume.ts'
import { decodeRar4Name } from './rar4-name.ts'
import type { RarSecrets } from './rar-secrets.ts'
import { decrypt, wrongPassword } from './rar-secrets.ts'
import type { RarEntry, RarReadOptions, RarVolume } from './rar-volume.ts'

const MAIN = 0x73, FILE = 0x74, SERVICE = 0x7a, END = 0x7b
/** Of a block without anything of its own. */
const BLOCK_BYTES = 7

interface Block { readonly type: number; readonly flags: number; readonly fields: HeaderCursor; readonly dataOffset: number }

export async function readRar4Volume(window: HeaderWindow, start: number, { secrets, toEnd }: RarReadOptions): Promise<RarVolume> {
  const entries: RarEntry[] = []
  let found: Omit<RarVolume, 'entries' | 'continues'> = { format: 'rar4', isVolume: false, number: null, isFirst: false, headersEncrypted: false }
  let at = start
  for (let blocks = 0; at + BLOCK_BYTES <= window.sizeBytes; blocks++) {
    if (blocks > limits.archiveEntriesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveEntriesMax} entries`)
    const block: Block = await blockAt(window, at, found.headersEncrypted ? secrets : null)
    const { type, flags, fields } = block
    let dataBytes = 0
    if (type === MAIN) found = { ...found, isVolume: (flags & 1) !== 0, isFirst: (flags & 0x100) !== 0, headersEncrypted: (flags & 0x80) !== 0 }
    else if (type === FILE || type === SERVICE) {
      const entry = { headerOffset: at, ...entryOf(block) }
      dataBytes = entry.packedBytes
      if (type === FILE) entries.push(entry)
      if (type === FILE && entry.splitAfter && !toEnd) return { ...found, entries, continues: true, number: found.isFirst ? 0 : null }
    } else if (type === END) {
      if ((flags & 2) !== 0) fields.take(4)
      return { ...found, entries, continues: (flags & 1) !== 0, number: (flags & 8) !== 0 ? fields.number(2) : found.isFirst ? 0 : null }
    } else if ((flags & 0x8000) !== 0) dataBytes = fields.number(4)
    at = safe(block.dataOffset + dataBytes)
  }
  const last = entries.at(-1)
  return { ...found, entries, continues: last ? last.splitAfter || null : null, number: found.isFirst ? 0 : null }
}

async function blockAt(window: HeaderWindow, at: number, secrets: RarSecrets | null): Promise<Block> {
  if (secrets) return await decryptedBlock(window, at, secrets)
  const bytes = await window.bytes(at, lengthOf(await window.bytes(at, BLOCK_BYTES)))
  if (!isSound(bytes)) throw new ArchiveError('DAMAGED', 'A header of the archive is damaged')
  return blockOf(bytes, at + bytes.length)
}

async function decryptedBlock(window: HeaderWindow, at: number, secrets: RarSecrets): Promise<Block> {
  const salt = new Uint8Array(await window.bytes(at, 8))
  for (const key of await secrets.keysFor3(salt)) {
    const length = lengthOf(decrypt(key, key.iv, await window.bytes(at + 8, 16)))
    const padded = Math.ceil(length / 16) * 16
    if (at + 8 + padded > window.sizeBytes) continue
    const bytes = decrypt(key, key.iv, await window.bytes(at + 8, padded)).subarray(0, length)
    if (isSound(bytes)) return blockOf(bytes, at + 8 + padded)
  }
  throw wrongPassword()
}

function lengthOf(start: Uint8Array): number {
  return Math.max(BLOCK_BYTES, start[5]! + start[6]! * 256)
}

function isSound(bytes: Uint8Array): boolean {
  const [low, high, type] = bytes as unknown as [number, number, number]
  if (bytes.length < BLOCK_BYTES || type < 0x72 || type > 0x7b) return false
  // Of the main block only what every version had is counted, of blocks with comments what stands before these.
  const whole = (crc32(bytes.subarray(2)) & 0xffff) === low + high * 256
  return whole || type === MAIN && (crc32(bytes.subarray(2, 13)) & 0xffff) === low + high * 256
}

function blockOf(bytes: Uint8Array, dataOffset: number): Block {
  const cursor = new HeaderCursor(bytes, 2)
  const type = cursor.number(1), flags = cursor.number(2)
  cursor.number(2)
  return { type, flags, fields: cursor, dataOffset }
}

function entryOf({ flags, fields, dataOffset }: Block): Omit<RarEntry, 'headerOffset'> {
  const packedLow = fields.number(4), sizeLow = fields.number(4)
  fields.take(1)  // system
  const crc = fields.number(4)
  fields.take(4)  // time of change
  const unpackVersion = fields.number(1), method = fields.number(1), nameBytes = fields.number(2)
  fields.take(4)  // attributes
  const isLarge = (flags & 0x100) !== 0
  const packedHigh = isLarge ? fields.number(4) : 0, sizeHigh = isLarge ? fields.number(4) : 0
  const rawName = fields.take(nameBytes)
  const salt = (flags & 0x400) !== 0 ? new Uint8Array(fields.take(8)) : null
  const isDirectory = (flags & 0xe0) === 0xe0
  // A link of Unix is kept as a file that holds its target: it comes out as that file.
  return {
    name: decodeRar4Name(rawName, (flags & 0x200) !== 0).replaceAll('\\', '/'),
    sizeBytes: sizeLow === 0xffff_ffff && sizeHigh === 0xffff_ffff ? null : safe(sizeHigh * 0x1_0000_0000 + sizeLow),
    packedBytes: safe(packedHigh * 0x1_0000_0000 + packedLow), dataOffset,
    splitBefore: (flags & 1) !== 0, splitAfter: (flags & 2) !== 0,
    kind: isDirectory ? 'directory' : 'file',
    stored: method === 0x30, crc32: (flags & 2) !== 0 ? null : crc, hasOtherChecksum: false,
    encryption: (flags & 4) === 0 ? null : unpackVersion >= 29 ? { version: 'rar3', salt } : { version: 'old' },
  }
}
