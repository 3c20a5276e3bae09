/**
 * The files of a release, told as pieces of the volumes in which they lie: what was only stored in its archives can be read at any place, while
 * most of it has not landed, without unpacking. Archives in archives are looked into as long as they are stored too.
 */

import { limits } from '../../server/limits.ts'
import type { ArchiveErrorCode } from './archive-error.ts'
import { ArchiveError } from './archive-error.ts'
import type { ArchiveSet } from './archive-sets.ts'
import { groupVolumes, isMeantToOpen } from './archive-sets.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { RarSecrets } from './rar-secrets.ts'
import type { ArchiveEntry, StoredBytes } from './read-archive.ts'
import { readArchive, throughExtents } from './read-archive.ts'
import type { StoredExtent } from './stored-extents.ts'
import { readExtents } from './stored-extents.ts'

export interface StoredFile extends StoredBytes {
  readonly name: string
  readonly sizeBytes: number
}

/** What cannot be read in place: it must be unpacked, or is locked or damaged. */
export interface NotStored { readonly name: string; readonly sizeBytes: number; readonly code: ArchiveErrorCode | 'PACKED' | 'LINK'; readonly reason: string }

export interface StoredMap { readonly files: readonly StoredFile[]; readonly others: readonly NotStored[] }
export interface NoMap { readonly code: NotStored['code']; readonly reason: string }

export interface MapOptions {
  readonly passwords?: readonly string[]
  /** Archives in archives that are looked into: none with 1. */
  readonly depthMax?: number
}

/** A file that may be a volume of an archive, wherever its bytes are. */
interface Piece { readonly file: StoredFile; readonly volume: ArchiveVolume }

/**
 * All files of a release, in any order and with any names; those that have not begun to land are `predicted`, and come behind those that are
 * there. Extents name volumes by their index. Answers with a reason where the largest file cannot be read in place.
 * Rejects with what `read` of a volume rejects with.
 */
export async function mapStoredArchive(volumes: readonly ArchiveVolume[], { passwords = [], depthMax = limits.archiveDepthMax }: MapOptions = {}): Promise<StoredMap | NoMap> {
  const pieces = volumes.map((volume, index): Piece => ({
    volume, file: { name: volume.name, sizeBytes: volume.sizeBytes, extents: volume.sizeBytes === 0 ? [] : [{ volume: index, offset: 0, length: volume.sizeBytes, innerOffset: 0 }], crc32: null, hasOtherChecksum: false, cipher: null, predicted: volume.predicted === true },
  }))
  const map = await mapPieces(pieces, { volumes, secrets: new RarSecrets(passwords), depth: 0, depthMax })
  const largest = [...map.files, ...map.others].reduce<StoredFile | NotStored | null>((found, file) => found && found.sizeBytes >= file.sizeBytes ? found : file, null)
  if (!largest) return { code: 'UNSUPPORTED', reason: 'There is no file in it' }
  return 'reason' in largest ? { code: largest.code, reason: largest.reason } : map
}

interface Layer { readonly volumes: readonly ArchiveVolume[]; readonly secrets: RarSecrets; readonly depth: number; readonly depthMax: number }

async function mapPieces(pieces: readonly Piece[], layer: Layer): Promise<StoredMap> {
  const { sets, loose } = await groupVolumes(pieces.map(({ volume }) => volume), layer.secrets)
  const files: StoredFile[] = loose.map((index) => pieces[index]!.file)
  const others: NotStored[] = []
  for (const set of sets) {
    if (layer.depth > 0 && !isMeantToOpen(set)) {
      files.push(...set.volumes.map((index) => pieces[index]!.file))
      continue
    }
    const members = set.volumes.map((index) => pieces[index]!)
    const found = await mapSet(set, members, layer)
    files.push(...found.files)
    others.push(...found.others)
  }
  return { files, others }
}

async function mapSet(set: ArchiveSet, members: readonly Piece[], layer: Layer): Promise<StoredMap> {
  if (set.kind === 'tar' || set.kind === 'stream') {
    const sizeBytes = members.reduce((sum, { file }) => sum + file.sizeBytes, 0)
    return { files: [], others: [{ name: set.name, sizeBytes, code: 'PACKED', reason: `${set.name} cannot be read before it is unpacked: it is of a kind that is only unpacked` }] }
  }
  let entries: readonly ArchiveEntry[]
  try {
    entries = await readArchive(set, members.map(({ volume }) => volume), layer.secrets)
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    // A program without an archive in it is a file like any other.
    if (set.kind === 'program') return { files: members.map(({ file }) => file), others: [] }
    return { files: [], others: [{ name: set.name, sizeBytes: members.reduce((sum, { file }) => sum + file.sizeBytes, 0), code: error.code, reason: error.message }] }
  }
  const found = entries.flatMap((entry) => entry.stored && entry.sizeBytes !== null ? [storedIn(members, entry, entry.sizeBytes, entry.stored)] : [])
  const others = entries.filter(({ kind, stored }) => kind !== 'directory' && !stored).map(({ name, kind, sizeBytes, why }): NotStored => kind === 'link'
    ? { name, sizeBytes: 0, code: 'LINK', reason: `${name} is ${why}` } : { name, sizeBytes: sizeBytes ?? 0, code: 'PACKED', reason: `${name} cannot be read before it is unpacked: ${why}` })
  if (layer.depth + 1 >= layer.depthMax) return { files: found, others }
  const inner = found.filter(mayBeArchive)
  const deeper = inner.length === 0 ? { files: [], others: [] } : await mapPieces(inner.map((file) => ({ file, volume: volumeOver(file, layer.volumes) })), { ...layer, depth: layer.depth + 1 })
  return { files: [...found.filter((file) => !mayBeArchive(file)), ...deeper.files], others: [...others, ...deeper.others] }
}

function storedIn(members: readonly Piece[], { name }: ArchiveEntry, sizeBytes: number, stored: StoredBytes): StoredFile {
  const extents: StoredExtent[] = []
  let innerOffset = 0
  for (const extent of stored.extents) {
    for (const piece of throughExtents(members[extent.volume]!.file.extents, [extent])) {
      extents.push({ ...piece, innerOffset })
      innerOffset += piece.length
    }
  }
  return { ...stored, name, sizeBytes, extents }
}

/** What films and their companions are called is not looked into: each look may have to wait for an article. */
function mayBeArchive({ name, cipher, sizeBytes }: StoredFile): boolean {
  return !cipher && sizeBytes > 0 && !/\.(mkv|mp4|m4v|avi|mov|wmv|mpe?g|m2?ts|vob|iso|webm|srt|ass|ssa|sub|idx|sup|vtt|nfo|txt|sfv|md5|jpe?g|png|gif|webp|mp3|flac|ac3|dts|par2|nzb|url|html?)$/i.test(name)
}

function volumeOver({ name, sizeBytes, extents, predicted }: StoredFile, volumes: readonly ArchiveVolume[]): ArchiveVolume {
  // Of a film that is still landing only what is there can be looked at; an inner volume is predicted where it begins in such a place.
  const isPredicted = predicted && volumes[extents[0]!.volume]!.predicted === true
  return { name, sizeBytes, predicted: isPredicted, read: (start, end) => readExtents(volumes, extents, start, end) }
}
