/** Files of films in the object store that belong to no job, such as what a killed process left. All under `movies/<jobId>/` go together. */

import type { JobStatus } from '../../domain/acquisition-events.ts'
import type { OrphanFolder, Orphans } from '../../projections/wire-storage.ts'
import { jobs } from '../../projections/jobs.ts'
import type { Queryable } from '../db/read-model.ts'
import { readModelTable } from '../db/read-model.ts'
import { limits } from '../limits.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import type { System } from '../system.ts'

export interface OrphanPorts {
  readonly objects: Pick<ObjectStore, 'list' | 'delete'>
  readonly database: Queryable
  readonly system: Pick<System, 'now'>
}

const PREFIX = 'movies/'
/** Jobs in these have files, or may have them in a moment. */
const WITH_FILES: readonly JobStatus[] = ['awaiting_approval', 'queued', 'downloading', 'preparing', 'ready', 'binned', 'deleting']

/** Largest first. */
export async function findOrphans(ports: OrphanPorts): Promise<Orphans> {
  const folders = new Map<string, { -readonly [Name in keyof OrphanFolder]: OrphanFolder[Name] }>()
  // Listed first: whatever was stored before that has its job in the read model, or is too young.
  for await (const { key, sizeBytes, modifiedAt } of ports.objects.list(PREFIX)) {
    const folder = folderOf(key)
    if (folder === undefined) continue
    const known = folders.get(folder) ?? { folder, objects: 0, sizeBytes: 0, modifiedAt }
    folders.set(folder, { ...known, objects: known.objects + 1, sizeBytes: known.sizeBytes + sizeBytes, modifiedAt: known.modifiedAt > modifiedAt ? known.modifiedAt : modifiedAt })
  }
  const owned = await jobsWithFiles(ports.database)
  const orphans = [...folders.values()].filter(({ folder, modifiedAt }) => !owned.has(folder) && isOld(modifiedAt, ports.system)).sort((a, b) => b.sizeBytes - a.sizeBytes)
  return { folders: orphans.slice(0, limits.orphanFoldersShown), sizeBytes: orphans.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), more: orphans.length > limits.orphanFoldersShown }
}

/** Looks again first: what belongs to a job by now stays. Answers how many folders went. */
export async function removeOrphans(folders: readonly string[], ports: OrphanPorts): Promise<number> {
  const orphans = new Set((await findOrphans(ports)).folders.map(({ folder }) => folder))
  const going = folders.filter((folder) => orphans.has(folder))
  for (const folder of going) await deleteFilesOf(folder, ports.objects)
  return going.length
}

/** Of a job: the film and what is beside it. Those that are gone already are no matter. */
export async function deleteFilesOf(jobId: string, objects: OrphanPorts['objects']): Promise<void> {
  for await (const { key } of objects.list(`${PREFIX}${jobId}/`)) await objects.delete(key)
}

function folderOf(key: string): string | undefined {
  const [, folder, ...rest] = key.split('/')
  return rest.length > 0 ? folder : undefined
}

async function jobsWithFiles(database: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ key: string }>(`select key from ${readModelTable(jobs)} where status = any ($1)`, [WITH_FILES])
  return new Set(rows.map(({ key }) => key))
}

function isOld(modifiedAt: string, system: Pick<System, 'now'>): boolean {
  return Date.parse(modifiedAt) < system.now() - limits.orphanAgeMs
}
