/** How a 7z archive is packed (7zFormat.txt, "Streams Info"): folders of coders, and the files that come out of each. */

import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import type { HeaderCursor } from './archive-volume.ts'
import { safe } from './archive-volume.ts'

export interface SevenZipCoder { readonly id: string; readonly properties: Uint8Array }
export interface SevenZipFolder {
  readonly coders: readonly SevenZipCoder[]
  readonly packedStreams: number
  readonly sizeBytes: number
  readonly crc32: number | null
  readonly files: readonly { readonly sizeBytes: number; readonly crc32: number | null }[]
}
export interface SevenZipStreams {
  /** Behind the 32 bytes that every archive begins with. */
  readonly packPosition: number
  readonly packSizes: readonly number[]
  readonly folders: readonly SevenZipFolder[]
}

type Shape = Pick<SevenZipFolder, 'coders' | 'packedStreams'> & { readonly outputs: number; readonly mainOutput: number }
type Whole = Omit<SevenZipFolder, 'files'>

const END = 0, PACK = 6, UNPACK = 7, SUBSTREAMS = 8, SIZES = 9, DIGESTS = 10, FOLDERS = 11, CODER_SIZES = 12, COUNTS = 13
const CODERS_MAX = 32

export function streamsAt(cursor: HeaderCursor): SevenZipStreams {
  let packPosition = 0, packSizes: readonly number[] = [], folders: readonly Whole[] = [], withFiles: readonly SevenZipFolder[] | null = null
  for (let part = cursor.number(1); part !== END; part = cursor.number(1)) {
    if (part === PACK) ({ packPosition, packSizes } = packAt(cursor))
    else if (part === UNPACK) folders = foldersAt(cursor)
    else if (part === SUBSTREAMS) withFiles = filesOf(cursor, folders)
    else throw damaged()
  }
  return { packPosition, packSizes, folders: withFiles ?? folders.map((folder) => ({ ...folder, files: [{ sizeBytes: folder.sizeBytes, crc32: folder.crc32 }] })) }
}

/** Its bytes are the files' bytes. */
export function isCopied({ coders, packedStreams }: SevenZipFolder): boolean {
  return packedStreams === 1 && coders.length === 1 && coders[0]!.id === '00'
}

/** As many leading ones in the first byte, as many bytes more. */
export function numberAt(cursor: HeaderCursor): number {
  const first = cursor.number(1)
  let more = 0
  while (more < 8 && (first & (0x80 >> more)) !== 0) more++
  const low = cursor.take(more).reduceRight((sum, byte) => sum * 256 + byte, 0)
  return safe(low + (more >= 7 ? 0 : (first & (0x7f >> more)) * 256 ** more))
}

/** Highest bit first. Throws where the header is too short for so many. */
export function bitsOf(cursor: HeaderCursor, count: number): readonly boolean[] {
  const bytes = cursor.take(Math.ceil(count / 8))
  return Array.from({ length: count }, (_, index) => (bytes[index >> 3]! & (0x80 >> (index & 7))) !== 0)
}

function countAt(cursor: HeaderCursor): number {
  const count = numberAt(cursor)
  if (count > limits.archiveEntriesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveEntriesMax} entries`)
  return count
}

function packAt(cursor: HeaderCursor): Pick<SevenZipStreams, 'packPosition' | 'packSizes'> {
  const packPosition = numberAt(cursor), count = countAt(cursor)
  let packSizes: readonly number[] = []
  for (let part = cursor.number(1); part !== END; part = cursor.number(1)) {
    if (part === SIZES) packSizes = Array.from({ length: count }, () => numberAt(cursor))
    else if (part === DIGESTS) digestsAt(cursor, count)
    else throw damaged()
  }
  return { packPosition, packSizes }
}

function foldersAt(cursor: HeaderCursor): readonly Whole[] {
  if (cursor.number(1) !== FOLDERS) throw damaged()
  const count = countAt(cursor)
  if (cursor.number(1) !== 0) throw new ArchiveError('UNSUPPORTED', 'The archive has a part that only 7-Zip reads')
  const shapes = Array.from({ length: count }, () => shapeAt(cursor))
  if (cursor.number(1) !== CODER_SIZES) throw damaged()
  const sizes = shapes.map(({ outputs, mainOutput }) => Array.from({ length: outputs }, () => numberAt(cursor))[mainOutput] ?? 0)
  let digests: readonly (number | null)[] = []
  for (let part = cursor.number(1); part !== END; part = cursor.number(1)) {
    if (part !== DIGESTS) throw damaged()
    digests = digestsAt(cursor, count)
  }
  return shapes.map(({ coders, packedStreams }, index) => ({ coders, packedStreams, sizeBytes: sizes[index]!, crc32: digests[index] ?? null }))
}

function shapeAt(cursor: HeaderCursor): Shape {
  const count = numberAt(cursor)
  if (count === 0 || count > CODERS_MAX) throw damaged()
  let inputs = 0, outputs = 0
  const coders = Array.from({ length: count }, (): SevenZipCoder => {
    const flags = cursor.number(1)
    const id = Buffer.from(cursor.take(flags & 15)).toString('hex')
    const isComplex = (flags & 0x10) !== 0
    inputs += isComplex ? numberAt(cursor) : 1
    outputs += isComplex ? numberAt(cursor) : 1
    return { id, properties: new Uint8Array(cursor.take((flags & 0x20) !== 0 ? numberAt(cursor) : 0)) }
  })
  if (inputs > CODERS_MAX || outputs > CODERS_MAX || outputs === 0) throw damaged()
  const bound = new Set<number>()
  for (let pair = 1; pair < outputs; pair++) {
    numberAt(cursor)
    bound.add(numberAt(cursor))
  }
  const packedStreams = inputs - (outputs - 1)
  if (packedStreams < 1) throw damaged()
  if (packedStreams > 1) for (let i = 0; i < packedStreams; i++) numberAt(cursor)
  return { coders, packedStreams, outputs, mainOutput: Array.from({ length: outputs }, (_, output) => output).findLast((output) => !bound.has(output)) ?? 0 }
}

function filesOf(cursor: HeaderCursor, folders: readonly Whole[]): readonly SevenZipFolder[] {
  let part = cursor.number(1)
  let counts = folders.map(() => 1)
  if (part === COUNTS) {
    counts = folders.map(() => countAt(cursor))
    part = cursor.number(1)
  }
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total > limits.archiveEntriesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveEntriesMax} entries`)
  const isSized = part === SIZES
  // Of each folder's files all but the last are told.
  const sizes = folders.map(({ sizeBytes }, index) => {
    let left = sizeBytes
    return Array.from({ length: counts[index]! }, (_, file) => {
      const size = file === counts[index]! - 1 ? left : isSized ? numberAt(cursor) : 0
      if (size > left) throw damaged()
      left -= size
      return size
    })
  })
  if (isSized) part = cursor.number(1)
  // A folder with one file has told its checksum already.
  const isKnown = (index: number) => counts[index] === 1 && folders[index]!.crc32 !== null
  const unknown = counts.reduce((sum, count, index) => sum + (isKnown(index) ? 0 : count), 0)
  let digests: (number | null)[] = []
  for (; part !== END; part = cursor.number(1)) {
    if (part !== DIGESTS) throw damaged()
    digests = [...digestsAt(cursor, unknown)]
  }
  return folders.map((folder, index) => ({ ...folder, files: sizes[index]!.map((sizeBytes) => ({ sizeBytes, crc32: isKnown(index) ? folder.crc32 : digests.shift() ?? null })) }))
}

function digestsAt(cursor: HeaderCursor, count: number): readonly (number | null)[] {
  const defined = cursor.number(1) !== 0 ? Array.from({ length: count }, () => true) : bitsOf(cursor, count)
  return defined.map((is) => is ? cursor.number(4) : null)
}

function damaged(): ArchiveError {
  return new ArchiveError('DAMAGED', 'The list of the archive is damaged')
}
