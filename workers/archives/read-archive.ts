/** What lies in an archive, and for what was only stored where its bytes are. */

import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import type { ArchiveSet } from './archive-sets.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { findArchives } from './find-archive.ts'
import { readRarSet } from './rar-set.ts'
import type { RarKey, RarSecrets } from './rar-secrets.ts'
import { readSevenZip } from './sevenzip-header.ts'
import type { StoredExtent } from './stored-extents.ts'
import { ExtentList, readExtents, withinExtents } from './stored-extents.ts'
import { readZip } from './zip-directory.ts'

export interface ArchiveEntry {
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link'
  /** Unpacked; null where the archive does not say. */
  readonly sizeBytes: number | null
  readonly isEncrypted: boolean
  /** Null for what must be unpacked, with the reason beside it. */
  readonly stored: StoredBytes | null
  readonly why: string | null
}

export interface StoredBytes {
  /** In the volumes of the set, by their place in it. With a cipher they hold the encrypted bytes: up to fifteen more than the file has. */
  readonly extents: readonly StoredExtent[]
  /** Of the whole file; null where the archive has another checksum or none. */
  readonly crc32: number | null
  /** There is a checksum, but of a kind that only 7-Zip computes. */
  readonly hasOtherChecksum: boolean
  readonly cipher: (RarKey & { readonly iv: Uint8Array }) | null
  /** Some of it lies in volumes that are not there yet. */
  readonly predicted: boolean
}

/** Throws `ArchiveError` for what cannot be read; `volumes` are those of the set, in order. */
export async function readArchive(set: ArchiveSet, volumes: readonly ArchiveVolume[], secrets: RarSecrets): Promise<readonly ArchiveEntry[]> {
  if (set.missing.length > 0) throw new ArchiveError('MISSING_VOLUMES', `Of the archive ${set.name} is missing: ${told(set.missing)}`)
  if (volumes.length > limits.archiveVolumesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveVolumesMax} volumes`)
  switch (set.kind) {
    case 'rar1': throw new ArchiveError('UNSUPPORTED', `${set.name} was packed by a RAR of before 1996, which nothing here reads`)
    case 'tar': case 'stream': throw new ArchiveError('UNSUPPORTED', `${set.name} is of a kind that is only unpacked`)
    case 'program': return await inProgram(set, volumes, secrets)
    case 'rar': return set.isSliced ? await inSlices(volumes, (joined) => readRarSet([joined], secrets)) : await readRarSet(volumes, secrets)
    case '7z': return await inSlices(volumes, readSevenZip)
    case 'zip': return await inSlices(volumes, (joined) => readZip(joined, diskStarts(volumes)))
    case 'split': return await inSlices(volumes, (joined) => Promise.resolve([wholeFile(set, joined.sizeBytes, volumes.some(({ predicted }) => predicted === true))]))
  }
}

/** What was cut into pieces, which are nothing but its bytes. */
function wholeFile({ name }: ArchiveSet, sizeBytes: number, predicted: boolean): ArchiveEntry {
  const extents = [{ volume: 0, offset: 0, length: sizeBytes, innerOffset: 0 }]
  return { name: name.replace(/\.\d{3}$/, ''), kind: 'file', sizeBytes, isEncrypted: false, stored: { extents, crc32: null, hasOtherChecksum: false, cipher: null, predicted }, why: null }
}

async function inProgram(set: ArchiveSet, volumes: readonly ArchiveVolume[], secrets: RarSecrets): Promise<readonly ArchiveEntry[]> {
  const readers = { rar4: () => readRarSet(volumes, secrets), rar5: () => readRarSet(volumes, secrets), '7z': () => inSlices(volumes, readSevenZip), zip: () => inSlices(volumes, (joined) => readZip(joined, [0])) }
  // A zip is found from its end, wherever it begins.
  const kinds = new Set([...(await findArchives(volumes[0]!)).map(({ kind }) => kind), 'zip' as const])
  for (const kind of kinds) {
    try {
      return await readers[kind]()
    } catch (error) {
      if (!(error instanceof ArchiveError) || error.code !== 'UNSUPPORTED') throw error
    }
  }
  throw new ArchiveError('UNSUPPORTED', `${set.name} is a program, or something else, without an archive in it`)
}

/** Slices of one archive are read as one volume, and what is found is told in terms of the slices. */
async function inSlices(volumes: readonly ArchiveVolume[], read: (joined: ArchiveVolume) => Promise<readonly ArchiveEntry[]>): Promise<readonly ArchiveEntry[]> {
  if (volumes.length === 1) return await read(volumes[0]!)
  const whole = new ExtentList()
  for (const [volume, { sizeBytes }] of volumes.entries()) whole.add({ volume, offset: 0, length: sizeBytes })
  const entries = await read({ name: volumes[0]!.name, sizeBytes: whole.length, read: (start, end) => readExtents(volumes, whole.extents, start, end) })
  return entries.map((entry) => entry.stored ? { ...entry, stored: { ...entry.stored, extents: throughExtents(whole.extents, entry.stored.extents) } } : entry)
}

/** Extents in something that itself lies in extents. */
export function throughExtents(outer: readonly StoredExtent[], inner: readonly StoredExtent[]): readonly StoredExtent[] {
  const found = new ExtentList()
  for (const { offset, length } of inner) withinExtents(outer, offset, length, found)
  return found.extents
}

function diskStarts(volumes: readonly ArchiveVolume[]): readonly number[] {
  let at = 0
  return volumes.map(({ sizeBytes }) => (at += sizeBytes) - sizeBytes)
}

const told = (missing: readonly string[]) => missing.length > 8 ? `${missing.slice(0, 8).join(', ')} and ${missing.length - 8} more` : missing.join(', ')
