/**
 * The list of a 7z archive (7zFormat.txt of the LZMA SDK): which files there are, and where those lie that were only copied into it. It stands at
 * the end, and is itself compressed with LZMA unless the archive was made to do without.
 */

import { crc32 } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import { archiveKindOf } from './archive-kind.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { HeaderCursor, HeaderWindow, safe } from './archive-volume.ts'
import { findArchives } from './find-archive.ts'
import { decodeLzma } from './lzma-header.ts'
import type { ArchiveEntry } from './read-archive.ts'
import type { SevenZipFolder, SevenZipStreams } from './sevenzip-streams.ts'
import { bitsOf, isCopied, numberAt, streamsAt } from './sevenzip-streams.ts'

const START_BYTES = 32
const LZMA = '030101', AES = '06f10701'
const END = 0, HEADER = 1, PROPERTIES = 2, ADDITIONAL = 3, STREAMS = 4, FILES = 5, EMPTY_STREAM = 14, EMPTY_FILE = 15, NAMES = 17, ATTRIBUTES = 21, ENCODED = 23
const WINDOWS_FOLDER = 0x10, WINDOWS_LINK = 0x400, HAS_UNIX = 0x8000, LINK = 10

/** Throws `ArchiveError`; UNSUPPORTED for a list that only 7-Zip reads. */
export async function readSevenZip(volume: ArchiveVolume): Promise<readonly ArchiveEntry[]> {
  const window = new HeaderWindow(volume)
  const base = await baseOf(volume)
  const start = new HeaderCursor(new Uint8Array(await window.bytes(base + 8, START_BYTES - 8)))
  const startCrc = start.number(4)
  if (crc32(await window.bytes(base + 12, 20)) !== startCrc) throw new ArchiveError('DAMAGED', `The beginning of ${volume.name} is damaged`)
  const offset = start.long(), sizeBytes = start.long(), headerCrc = start.number(4)
  if (sizeBytes === 0) return []
  // The beginning is whole, and says that there is more: of slices the last are not here.
  if (safe(base + START_BYTES + offset + sizeBytes) > volume.sizeBytes && /\.\d{3,4}$/.test(volume.name)) throw new ArchiveError('MISSING_VOLUMES', `Of the archive ${volume.name} the last volumes are missing`)
  let bytes = await listBytes(window, safe(base + START_BYTES + offset), sizeBytes, headerCrc)
  // A list of a list of a list is somebody's joke.
  for (let depth = 0; bytes[0] === ENCODED; depth++) {
    if (depth > 2) throw new ArchiveError('HOSTILE', 'The list of the archive is packed over and over')
    bytes = await unpackedList(window, streamsAt(new HeaderCursor(bytes, 1)), base + START_BYTES)
  }
  return entriesOf(new HeaderCursor(bytes), base + START_BYTES, volume.sizeBytes)
}

/** Behind the program of an archive that extracts itself, or behind other bytes. */
async function baseOf(volume: ArchiveVolume): Promise<number> {
  const head = await volume.read(0, Math.min(volume.sizeBytes, START_BYTES))
  if (archiveKindOf(head) === '7z') return 0
  const at = (await findArchives(volume)).find(({ kind }) => kind === '7z')?.at
  if (at === undefined) throw new ArchiveError('UNSUPPORTED', `${volume.name} is no 7z archive`)
  return at
}

async function listBytes(window: HeaderWindow, at: number, length: number, crc: number | null): Promise<Uint8Array> {
  if (length > limits.archiveHeaderBytesMax) throw new ArchiveError('TOO_LARGE', 'The list of the archive is larger than any that is meant')
  const bytes = new Uint8Array(await window.bytes(at, length))
  if (crc !== null && crc32(bytes) !== crc) throw new ArchiveError('DAMAGED', 'The list of the archive is damaged')
  return bytes
}

async function unpackedList(window: HeaderWindow, { folders, packPosition, packSizes }: SevenZipStreams, base: number): Promise<Uint8Array> {
  const folder = folders[0]
  if (!folder || folders.length !== 1 || folder.coders.length !== 1) throw new ArchiveError(folder?.coders.some(({ id }) => id === AES) ? 'PASSWORD_NEEDED' : 'UNSUPPORTED', 'The names in the archive are encrypted')
  const { id, properties } = folder.coders[0]!
  const packed = await listBytes(window, base + packPosition, packSizes[0] ?? 0, null)
  if (folder.sizeBytes > limits.archiveHeaderBytesMax) throw new ArchiveError('TOO_LARGE', 'The list of the archive is larger than any that is meant')
  if (id !== LZMA && !isCopied(folder)) throw new ArchiveError('UNSUPPORTED', 'The list of the archive is packed in a way that only 7-Zip reads')
  const bytes = id === LZMA ? decodeLzma(packed, properties, folder.sizeBytes) : packed
  if (folder.crc32 !== null && crc32(bytes) !== folder.crc32) throw new ArchiveError('DAMAGED', 'The list of the archive is damaged')
  return bytes
}

function entriesOf(cursor: HeaderCursor, base: number, archiveBytes: number): readonly ArchiveEntry[] {
  if (cursor.number(1) !== HEADER) throw new ArchiveError('DAMAGED', 'The list of the archive is damaged')
  let streams: SevenZipStreams | null = null
  for (;;) {
    const part = cursor.number(1)
    if (part === END) return []
    if (part === STREAMS) streams = streamsAt(cursor)
    else if (part === FILES) return filesAt(cursor, streams, base, archiveBytes)
    else if (part !== PROPERTIES && part !== ADDITIONAL) throw new ArchiveError('DAMAGED', 'The list of the archive is damaged')
    else throw new ArchiveError('UNSUPPORTED', 'The archive has a part that only 7-Zip reads')
  }
}

function filesAt(cursor: HeaderCursor, streams: SevenZipStreams | null, base: number, archiveBytes: number): readonly ArchiveEntry[] {
  const count = numberAt(cursor)
  if (count > limits.archiveEntriesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveEntriesMax} entries`)
  let names: readonly string[] = [], attributes: readonly (number | null)[] = [], empty: readonly boolean[] = [], emptyFiles: readonly boolean[] = []
  for (let property = cursor.number(1); property !== END; property = cursor.number(1)) {
    const field = new HeaderCursor(cursor.take(numberAt(cursor)))
    if (property === NAMES) names = namesAt(field)
    else if (property === ATTRIBUTES) attributes = attributesAt(field, count)
    else if (property === EMPTY_STREAM) empty = bitsOf(field, count)
    else if (property === EMPTY_FILE) emptyFiles = bitsOf(field, empty.filter(Boolean).length)
  }
  const pieces = (streams ? piecesOf(streams, base, archiveBytes) : [])[Symbol.iterator]()
  let emptySeen = 0
  return Array.from({ length: count }, (_, index): ArchiveEntry => {
    const attribute = attributes[index] ?? 0
    const isLink = (attribute & WINDOWS_LINK) !== 0 || ((attribute & HAS_UNIX) !== 0 && attribute >>> 28 === LINK)
    const told = { name: names[index] ?? '', isEncrypted: false }
    if (empty[index]) {
      const isFile = emptyFiles[emptySeen++] === true && (attribute & WINDOWS_FOLDER) === 0
      return isFile ? { ...told, kind: 'file', sizeBytes: 0, stored: { extents: [], crc32: 0, hasOtherChecksum: false, cipher: null, predicted: false }, why: null } : { ...told, kind: 'directory', sizeBytes: 0, stored: null, why: 'a folder' }
    }
    const { value: piece } = pieces.next()
    if (!piece) throw new ArchiveError('DAMAGED', 'The list of the archive names more files than there are')
    if (isLink) return { ...told, ...piece, kind: 'link', stored: null, why: 'a link, which is never made' }
    return { ...told, ...piece, kind: 'file' }
  })
}

/** Of each file that has bytes, in their order. */
function* piecesOf({ folders, packPosition, packSizes }: SevenZipStreams, base: number, archiveBytes: number): Generator<Pick<ArchiveEntry, 'sizeBytes' | 'stored' | 'why' | 'isEncrypted'>> {
  let at = safe(base + packPosition), pack = 0
  for (const folder of folders) {
    const packedBytes = packSizes.slice(pack, pack + folder.packedStreams).reduce((sum, size) => sum + size, 0)
    let offset = at
    for (const { sizeBytes, crc32: crc } of folder.files) {
      yield { sizeBytes, isEncrypted: folder.coders.some(({ id }) => id === AES), ...storedAt(folder, packedBytes, { offset, sizeBytes, crc }) }
      offset = safe(offset + sizeBytes)
    }
    at = safe(at + packedBytes)
    if (at > archiveBytes) throw new ArchiveError('DAMAGED', 'A file in the archive reaches past its end')
    pack += folder.packedStreams
  }
}

function storedAt(folder: SevenZipFolder, packedBytes: number, { offset, sizeBytes, crc }: { offset: number; sizeBytes: number; crc: number | null }): Pick<ArchiveEntry, 'stored' | 'why'> {
  if (!isCopied(folder)) return { stored: null, why: 'it is compressed' }
  if (folder.sizeBytes !== packedBytes) return { stored: null, why: 'its sizes contradict each other' }
  return { stored: { extents: sizeBytes === 0 ? [] : [{ volume: 0, offset, length: sizeBytes, innerOffset: 0 }], crc32: crc, hasOtherChecksum: false, cipher: null, predicted: false }, why: null }
}

function namesAt(field: HeaderCursor): readonly string[] {
  if (field.number(1) !== 0) throw new ArchiveError('UNSUPPORTED', 'The archive has a part that only 7-Zip reads')
  return new TextDecoder('utf-16le').decode(field.take(field.left)).split('\0')
}

function attributesAt(field: HeaderCursor, count: number): readonly (number | null)[] {
  const defined = field.number(1) !== 0 ? Array.from({ length: count }, () => true) : bitsOf(field, count)
  if (field.number(1) !== 0) throw new ArchiveError('UNSUPPORTED', 'The archive has a part that only 7-Zip reads')
  return defined.map((is) => is ? field.number(4) : null)
}
