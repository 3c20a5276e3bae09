/** What lies in an archive: from its own headers where these can be read here, from 7-Zip otherwise. */

import { stat } from 'node:fs/promises'
import { ArchiveError } from './archive-error.ts'
import type { ArchiveSet } from './archive-sets.ts'
import { nameInStream } from './file-names.ts'
import type { NoMap, StoredMap } from './map-stored-archive.ts'
import { mapStoredArchive } from './map-stored-archive.ts'
import { RarSecrets } from './rar-secrets.ts'
import type { ArchiveEntry } from './read-archive.ts'
import { readArchive } from './read-archive.ts'
import type { SevenZipOptions } from './run-seven-zip.ts'
import { runSevenZip, unpackLimits } from './run-seven-zip.ts'
import type { SevenZipProblem } from './seven-zip-task.ts'
import { shownAs } from './seven-zip-task.ts'
import type { NamedPath } from './volumes-on-disk.ts'
import { withVolumes } from './volumes-on-disk.ts'

export interface ListedArchive {
  readonly entries: readonly Pick<ArchiveEntry, 'name' | 'kind' | 'sizeBytes' | 'isEncrypted'>[]
  readonly map: StoredMap | NoMap
  readonly problems: readonly Pick<SevenZipProblem, 'code' | 'message'>[]
}

export interface ListOptions extends Pick<SevenZipOptions, 'system' | 'signal'> { readonly passwords: readonly string[] }

/** Throws what the disk answers, or the signal's reason. */
export async function listArchive(set: ArchiveSet, members: readonly NamedPath[], { passwords, system, signal }: ListOptions): Promise<ListedArchive> {
  const { read, map } = await withVolumes(members, async (volumes) => ({
    read: await readArchive(set, volumes, new RarSecrets(passwords)).catch((error: unknown) => {
      if (error instanceof ArchiveError) return error
      throw error
    }),
    map: await mapStoredArchive(volumes, { passwords, depthMax: 1 }),
  }))
  if (!(read instanceof ArchiveError)) return { entries: read, map, problems: [] }
  if (read.code === 'MISSING_VOLUMES' || set.kind === 'rar1') return { entries: [], map, problems: [read] }
  const sizes = await Promise.all(members.map(async ({ path }) => (await stat(path)).size))
  const task = { volumes: members.map(({ path }) => path), shownAs: shownAs(set), passwords, into: null }
  const { entries, problems } = await runSevenZip(task, { folder: null, packedBytes: sizes.reduce((sum, size) => sum + size, 0) }, { limits: unpackLimits, system, signal, onProgress: () => {} })
  return { entries: set.kind === 'stream' ? entries.map((entry) => ({ ...entry, name: nameInStream(set.name, entry.name) })) : entries, map, problems }
}
