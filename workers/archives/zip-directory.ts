/** Central directory of zip (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5), zip64 included; read from the end, as it is meant to be. */

import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { HeaderCursor, HeaderWindow, safe } from './archive-volume.ts'
import { indexOfBytes } from './archive-kind.ts'
import type { ArchiveEntry } from './read-archive.ts'
import { zipName } from './zip-name.ts'

const END_BYTES = 22, COMMENT_BYTES_MAX = 65_535, END64_LOCATOR_BYTES = 20, END64_BYTES = 56, LOCAL_BYTES = 30
const END_MARKER = Uint8Array.of(0x50, 0x4b, 5, 6)
const FULL_16 = 0xffff, FULL_32 = 0xffff_ffff
/** Before the end there may be two records of zip64, the second telling where the first is. */
const LOCATOR_64 = 0x0706_4b50
const LINK = 10, UNIX = 3

interface Directory { readonly disk: number; readonly entries: number; readonly offset: number; readonly sizeBytes: number; readonly endsAt: number }
interface Named extends Omit<ArchiveEntry, 'stored' | 'why'> { readonly method: number; readonly packedBytes: number; readonly crc32: number; readonly localOffset: number }

/** `diskStarts` says where each slice begins, which entries of a split zip count from. Throws `ArchiveError`. */
export async function readZip(volume: ArchiveVolume, diskStarts: readonly number[]): Promise<readonly ArchiveEntry[]> {
  const directory = await findDirectory(volume)
  const startOf = (disk: number, offset: number) => safe((directory.disk === 0 ? 0 : diskStarts[disk] ?? NaN) + offset)
  if (directory.entries > limits.archiveEntriesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveEntriesMax} entries`)
  if (directory.sizeBytes > limits.archiveHeaderBytesMax) throw new ArchiveError('TOO_LARGE', 'The list of the archive is larger than any that is meant')
  const window = new HeaderWindow(volume)
  // A program before the archive moves everything by its own length.
  const shift = directory.disk === 0 ? directory.endsAt - directory.sizeBytes - directory.offset : 0
  if (shift < 0) throw new ArchiveError('DAMAGED', 'The list of the archive is not where it should be')
  const cursor = new HeaderCursor(new Uint8Array(await window.bytes(directory.endsAt - directory.sizeBytes, directory.sizeBytes)))
  const entries: ArchiveEntry[] = []
  for (let i = 0; i < directory.entries; i++) entries.push(await located(window, namedAt(cursor, startOf), shift))
  return entries
}

/** A comment may hold the marker too: the record is that whose comment ends with the file, or, with something behind the archive, the last. */
function endRecordIn(tail: Buffer): number {
  const last = tail.lastIndexOf(END_MARKER)
  for (let at = last; at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END_MARKER, at - 1)) {
    if (at + END_BYTES <= tail.length && tail.readUInt16LE(at + END_BYTES - 2) === tail.length - at - END_BYTES) return at
  }
  return last
}

/** Whether it has a list of what is in it: that stands at the end, whatever it begins with. */
export async function endsAsZip(volume: ArchiveVolume): Promise<boolean> {
  return await findDirectory(volume).then(() => true, (error: unknown) => {
    if (error instanceof ArchiveError) return false
    throw error
  })
}

async function findDirectory(volume: ArchiveVolume): Promise<Directory> {
  const from = Math.max(0, volume.sizeBytes - END_BYTES - COMMENT_BYTES_MAX - END64_LOCATOR_BYTES - END64_BYTES)
  const tail = await volume.read(from, volume.sizeBytes)
  const at = endRecordIn(Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength))
  if (at < 0) throw new ArchiveError('UNSUPPORTED', `${volume.name} has no list of what is in it: it is no whole zip archive`)
  const cursor = new HeaderCursor(tail, at + 4)
  const disk = cursor.number(2)
  cursor.take(4)
  const entries = cursor.number(2), sizeBytes = cursor.number(4), offset = cursor.number(4)
  // Programs that do not know how much will come write the record of large numbers for small ones too.
  const at64 = indexOfBytes(tail.subarray(Math.max(0, at - END64_LOCATOR_BYTES - END64_BYTES), at), Uint8Array.of(0x50, 0x4b, 6, 6))
  // Large numbers without their record are what they seem: an archive may have 65,535 entries.
  const isLarge = disk === FULL_16 || entries === FULL_16 || sizeBytes === FULL_32 || offset === FULL_32
  const isLocated = at >= END64_LOCATOR_BYTES && new HeaderCursor(tail, at - END64_LOCATOR_BYTES).number(4) === LOCATOR_64
  if (at64 < 0 || !(isLarge || isLocated)) return { disk, entries, sizeBytes, offset, endsAt: from + at }
  const start = Math.max(0, at - END64_LOCATOR_BYTES - END64_BYTES) + at64
  const long = new HeaderCursor(tail, start + 16)
  const disk64 = long.number(4)
  long.take(12)
  return { disk: disk64, entries: long.long(), sizeBytes: long.long(), offset: long.long(), endsAt: from + start }
}

function namedAt(cursor: HeaderCursor, startOf: (disk: number, offset: number) => number): Named {
  if (cursor.number(4) !== 0x0201_4b50) throw new ArchiveError('DAMAGED', 'The list of the archive is damaged')
  const madeBy = cursor.number(2)
  cursor.take(2)
  const flags = cursor.number(2), method = cursor.number(2)
  cursor.take(4)
  const crc32 = cursor.number(4), packed = cursor.number(4), size = cursor.number(4)
  const nameBytes = cursor.number(2), extraBytes = cursor.number(2), commentBytes = cursor.number(2), disk = cursor.number(2)
  cursor.take(2)
  const attributes = cursor.number(4), offset = cursor.number(4)
  const rawName = cursor.take(nameBytes), extra = cursor.take(extraBytes)
  const name = zipName(rawName, (flags & 0x800) !== 0, extra)
  const long = longFields(extra, { size, packed, offset, disk })
  cursor.take(commentBytes)
  const kind = name.endsWith('/') ? 'directory' : madeBy >> 8 === UNIX && attributes >>> 28 === LINK ? 'link' : 'file'
  return { name, kind, sizeBytes: long.size, isEncrypted: (flags & 1) !== 0, method, packedBytes: long.packed, crc32, localOffset: startOf(long.disk, long.offset) }
}

/** Extra field 1 has those numbers, and only those, that did not fit where they belong. */
function longFields(extra: Uint8Array, short: { size: number; packed: number; offset: number; disk: number }) {
  const cursor = new HeaderCursor(extra)
  while (cursor.left >= 4) {
    const id = cursor.number(2), field = new HeaderCursor(cursor.take(cursor.number(2)))
    if (id !== 1) continue
    return {
      size: short.size === FULL_32 ? field.long() : short.size, packed: short.packed === FULL_32 ? field.long() : short.packed,
      offset: short.offset === FULL_32 ? field.long() : short.offset, disk: short.disk === FULL_16 ? field.number(4) : short.disk,
    }
  }
  return short
}

/** Where the bytes are is known only behind the header that stands before them. */
async function located(window: HeaderWindow, { method, packedBytes, crc32, localOffset, ...told }: Named, shift: number): Promise<ArchiveEntry> {
  const packed = (why: string): ArchiveEntry => ({ ...told, stored: null, why })
  if (told.kind !== 'file') return packed(told.kind === 'link' ? 'a link, which is never made' : 'a folder')
  if (told.isEncrypted) return packed('it is encrypted in a way that only unpacking undoes')
  if (method !== 0) return packed('it is compressed')
  if (packedBytes !== told.sizeBytes) return packed('its sizes contradict each other')
  const local = new HeaderCursor(await window.bytes(localOffset + shift, LOCAL_BYTES))
  if (local.number(4) !== 0x0403_4b50) throw new ArchiveError('DAMAGED', 'A header of the archive is damaged')
  local.take(22)
  const offset = localOffset + shift + LOCAL_BYTES + local.number(2) + local.number(2)
  if (offset + packedBytes > window.sizeBytes) throw new ArchiveError('DAMAGED', 'A file in the archive reaches past its end')
  return { ...told, stored: { extents: packedBytes === 0 ? [] : [{ volume: 0, offset, length: packedBytes, innerOffset: 0 }], crc32, hasOtherChecksum: false, cipher: null, predicted: false }, why: null }
}
