/** Files that were only stored are copied out of their volumes, and measured against their checksum on the way: nothing is unpacked. */

import { createDecipheriv } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import type { StoredFile } from './map-stored-archive.ts'
import type { StoredExtent } from './stored-extents.ts'
import type { DiskVolume } from './volumes-on-disk.ts'

export interface CopyOptions { readonly signal: AbortSignal; readonly lasting: boolean; readonly onBytes: (bytes: number) => void }

/** The file at `path` is whole then, and with `lasting` on disk. Throws `ArchiveError` DAMAGED or WRONG_PASSWORD, what the disk answers, or the signal's reason. */
export async function copyStored(volumes: readonly DiskVolume[], file: StoredFile, path: string, { signal, lasting, onBytes }: CopyOptions): Promise<void> {
  const target = await open(path, 'w')
  try {
    const { crc } = await copyPieces(target, decrypted(file, piecesOf(volumes, file)), { signal, onBytes })
    if (file.crc32 !== null && crc !== file.crc32) {
      throw file.cipher ? new ArchiveError('WRONG_PASSWORD', `${file.name}: the password is wrong, or the archive is damaged`) : new ArchiveError('DAMAGED', `${file.name} is damaged: its checksum is another`)
    }
    if (lasting) await target.sync()
  } finally {
    await target.close()
  }
}

/** While a piece is written, the next is read. */
async function copyPieces(target: FileHandle, pieces: AsyncIterable<Uint8Array>, { signal, onBytes }: Omit<CopyOptions, 'lasting'>): Promise<{ crc: number }> {
  let crc = 0, at = 0
  let writing: Promise<unknown> = Promise.resolve()
  for await (const piece of pieces) {
    signal.throwIfAborted()
    await writing
    writing = writeWhole(target, piece, at)
    // Awaited in the next turn; what it throws before then is not forgotten.
    writing.catch(() => {})
    crc = crc32(piece, crc)
    at += piece.length
    onBytes(piece.length)
  }
  await writing
  return { crc }
}

async function writeWhole(target: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await target.write(bytes, at, bytes.length - at, position + at)).bytesWritten
}

/**
 * Each is good until the next but one is asked for: one is being written, one looked at, one read. New memory for each would
 * cost more than all else.
 */
async function* piecesOf(volumes: readonly DiskVolume[], { extents, name, sizeBytes }: StoredFile): AsyncGenerator<Uint8Array> {
  // An encrypted file has up to fifteen bytes more.
  const buffers = [0, 1, 2].map(() => new Uint8Array(Math.min(limits.archiveCopyBytes, sizeBytes + 15)))
  const read = async ({ volume, offset, length }: Place, index: number): Promise<Uint8Array> => {
    const piece = buffers[index % buffers.length]!.subarray(0, length)
    if (await volumes[volume]!.readInto(piece, offset) < length) throw new ArchiveError('DAMAGED', `${name}: ${volumes[volume]!.name} was cut short while it was read`)
    return piece
  }
  let ahead: Promise<Uint8Array> | null = null
  let index = 0
  for (const place of placesOf(extents)) {
    const piece = ahead
    ahead = read(place, index++)
    ahead.catch(() => {})  // awaited in the next turn
    if (piece) yield await piece
  }
  if (ahead) yield await ahead
}

type Place = Omit<StoredExtent, 'innerOffset'>

function* placesOf(extents: readonly StoredExtent[]): Generator<Place> {
  for (const { volume, offset, length } of extents) {
    for (let from = 0; from < length; from += limits.archiveCopyBytes) yield { volume, offset: offset + from, length: Math.min(limits.archiveCopyBytes, length - from) }
  }
}

/** Encrypted bytes go through all extents as one chain, and have up to fifteen more at their end. */
async function* decrypted({ cipher, sizeBytes }: StoredFile, pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (!cipher) return yield* pieces
  const decipher = createDecipheriv(cipher.algorithm, cipher.key, cipher.iv).setAutoPadding(false)
  let left = sizeBytes
  for await (const piece of pieces) {
    const plain = new Uint8Array(decipher.update(piece)).subarray(0, left)
    left -= plain.length
    yield plain
  }
}
