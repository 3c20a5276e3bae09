/**
 * RAR 5.0 archive format: https://www.rarlab.com/technote.htm. Each header: CRC-32 of what follows, its size, its type, flags, and for files
 * the data behind it. With encrypted headers each has an initialization vector before it and is padded to sixteen bytes.
 */

import { crc32 } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import type { HeaderWindow } from './archive-volume.ts'
import { HeaderCursor, safe } from './archive-volume.ts'
import type { RarKey, RarSecrets } from './rar-secrets.ts'
import { decrypt } from './rar-secrets.ts'
import type { RarEncryption, RarEntry, RarReadOptions, RarVolume } from './rar-volume.ts'

const MAIN = 1, FILE = 2, ENCRYPTION = 4, END = 5
/** Of a record: a link, or another file of the archive once more. */
const REDIRECTION = 5, FILE_COPY = 5
const HEADER_BYTES_MAX = 2 * 1_048_576

interface Header { readonly type: number; readonly flags: number; readonly fields: HeaderCursor; readonly extra: HeaderCursor | null; readonly dataOffset: number; readonly dataBytes: number }

export async function readRar5Volume(window: HeaderWindow, start: number, { secrets }: RarReadOptions): Promise<RarVolume> {
  const entries: RarEntry[] = []
  let found: Omit<RarVolume, 'entries' | 'continues'> = { format: 'rar5', isVolume: false, number: null, isFirst: false, headersEncrypted: false }
  let key: RarKey | null = null
  let at = start
  for (let headers = 0; at < window.sizeBytes; headers++) {
    if (headers > limits.archiveEntriesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveEntriesMax} entries`)
    const header: Header = await headerAt(window, at, key)
    const { type, fields } = header
    if (type === ENCRYPTION) {
      key = await keyOf(fields, secrets)
      found = { ...found, headersEncrypted: true }
    } else if (type === MAIN) {
      const flags = fields.variable()
      const number = (flags & 2) !== 0 ? fields.variable() : 0
      found = { ...found, isVolume: (flags & 1) !== 0, number: (flags & 1) !== 0 ? number : null, isFirst: number === 0 }
    } else if (type === FILE) entries.push({ headerOffset: at, ...entryOf(header) })
    else if (type === END) return { ...found, entries, continues: (fields.variable() & 1) !== 0 }
    at = safe(header.dataOffset + header.dataBytes)
    // What goes on in the next volume is the last in this one.
    if (type === FILE && (header.flags & 0x10) !== 0) return { ...found, entries, continues: true }
  }
  return { ...found, entries, continues: null }
}

async function headerAt(window: HeaderWindow, at: number, key: RarKey | null): Promise<Header> {
  const { bytes, end } = key ? await decryptedHeader(window, at, key) : await plainHeader(window, at)
  const cursor = new HeaderCursor(bytes)
  const expected = cursor.number(4)
  if (crc32(bytes.subarray(4)) !== expected) throw new ArchiveError('DAMAGED', 'A header of the archive is damaged')
  cursor.variable()
  const type = cursor.variable(), flags = cursor.variable()
  const extraBytes = (flags & 1) !== 0 ? cursor.variable() : 0
  const dataBytes = (flags & 2) !== 0 ? cursor.variable() : 0
  if (extraBytes > cursor.left) throw new ArchiveError('DAMAGED', 'A header of the archive is damaged')
  const extraAt = bytes.length - extraBytes
  return { type, flags, fields: new HeaderCursor(bytes, cursor.at, extraAt), extra: extraBytes > 0 ? new HeaderCursor(bytes, extraAt) : null, dataOffset: end, dataBytes }
}

async function plainHeader(window: HeaderWindow, at: number) {
  const start = await window.bytes(at, Math.min(7, window.sizeBytes - at))
  const length = headerLength(start)
  return { bytes: await window.bytes(at, length), end: at + length }
}

async function decryptedHeader(window: HeaderWindow, at: number, key: RarKey) {
  const iv = new Uint8Array(await window.bytes(at, 16))
  const first = decrypt(key, iv, await window.bytes(at + 16, 16))
  const length = headerLength(first)
  const padded = Math.ceil(length / 16) * 16
  return { bytes: decrypt(key, iv, await window.bytes(at + 16, padded)).subarray(0, length), end: at + 16 + padded }
}

/** With the checksum and the size before it, which are not counted in it. */
function headerLength(start: Uint8Array): number {
  const cursor = new HeaderCursor(start, 4)
  const size = cursor.variable()
  if (size === 0 || size > HEADER_BYTES_MAX || cursor.at > 7) throw new ArchiveError('DAMAGED', 'A header of the archive is damaged')
  return cursor.at + size
}

async function keyOf(fields: HeaderCursor, secrets: RarSecrets): Promise<RarKey> {
  fields.variable()
  const flags = fields.variable(), kdfLog2 = fields.number(1), salt = fields.take(16)
  return await secrets.keyFor5({ salt: new Uint8Array(salt), kdfLog2, check: (flags & 1) !== 0 ? new Uint8Array(fields.take(12)) : null })
}

function entryOf({ flags: headerFlags, fields, extra, dataOffset, dataBytes }: Header): Omit<RarEntry, 'headerOffset'> {
  const flags = fields.variable(), sizeBytes = fields.variable()
  fields.variable()  // attributes
  if ((flags & 2) !== 0) fields.take(4)  // time of change
  const crc = (flags & 4) !== 0 ? fields.number(4) : null
  const compression = fields.variable()
  fields.variable()  // system
  const name = new TextDecoder().decode(fields.take(fields.variable()))
  const more = extra ? extrasOf(extra) : { encryption: null, isLink: false, isCopy: false, hasOtherChecksum: false }
  const splitAfter = (headerFlags & 0x10) !== 0
  return {
    name, sizeBytes: (flags & 8) !== 0 ? null : sizeBytes, packedBytes: dataBytes, dataOffset,
    splitBefore: (headerFlags & 8) !== 0, splitAfter,
    kind: more.isLink ? 'link' : (flags & 1) !== 0 ? 'directory' : 'file',
    stored: ((compression >> 7) & 7) === 0 && !more.isCopy, crc32: splitAfter ? null : crc, hasOtherChecksum: more.hasOtherChecksum, encryption: more.encryption,
  }
}

function extrasOf(extra: HeaderCursor): { encryption: RarEncryption | null; isLink: boolean; isCopy: boolean; hasOtherChecksum: boolean } {
  let encryption: RarEncryption | null = null
  let isLink = false, isCopy = false, hasOtherChecksum = false
  while (extra.left > 0) {
    const record = new HeaderCursor(extra.take(extra.variable()))
    const type = record.variable()
    if (type === 1) {
      record.variable()
      const flags = record.variable(), kdfLog2 = record.number(1), salt = record.take(16), iv = record.take(16)
      encryption = { version: 'rar5', kdfLog2, salt: new Uint8Array(salt), iv: new Uint8Array(iv), check: (flags & 1) !== 0 ? new Uint8Array(record.take(12)) : null, keyedChecksum: (flags & 2) !== 0 }
    } else if (type === 2) hasOtherChecksum = true
    else if (type === REDIRECTION) {
      isCopy = record.variable() === FILE_COPY
      isLink = !isCopy
    }
  }
  return { encryption, isLink, isCopy, hasOtherChecksum }
}
