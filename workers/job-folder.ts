/**
 * What a job keeps on disk while it is under way, so that a restarted worker goes on where the killed one stopped:
 * whose it is, the NZB, the landed bytes, and what was measured of the film before it moved to the object store.
 */

import { createHash } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlainRef } from '../domain/playable.ts'

export type JobRef = { readonly jobId: string } & PlainRef
export interface SavedNzb { readonly releaseId: string; readonly fileName: string; readonly bytes: Uint8Array }
export interface NamedFile { readonly path: string; readonly name: string }
/** What was fetched and is whole: repaired, under real names; `missing` and `repaired` in articles and blocks. */
export interface Downloaded { readonly files: readonly NamedFile[]; readonly bytes: number; readonly missing: number; readonly repaired: number; readonly passwords: readonly string[] }
/** Of the film, as it is or will be in the object store. */
export interface Prepared { readonly key: string; readonly sizeBytes: number; readonly contentType: string; readonly sha256: string }

export interface JobFolder {
  readonly path: string
  readNzb(): Promise<SavedNzb | undefined>
  saveNzb(nzb: SavedNzb): Promise<void>
  /** Undefined also where one of its files is not there any more, such as a film that is in the object store, and of what an earlier version noted of one password alone. */
  readDownloaded(): Promise<Downloaded | undefined>
  saveDownloaded(downloaded: Downloaded): Promise<void>
  readPrepared(): Promise<Prepared | undefined>
  savePrepared(prepared: Prepared): Promise<void>
  /** All that is of a release; whose job it is stays. */
  clear(): Promise<void>
  remove(): Promise<void>
}

export async function openJobFolder(root: string, job: JobRef): Promise<JobFolder> {
  const path = join(root, job.jobId)
  await mkdir(path, { recursive: true })
  await writeWhole(path, 'job.json', JSON.stringify(job))
  return {
    path,
    async readNzb() {
      const told = await readJson<{ releaseId: string; fileName: string; sha256: string }>(join(path, 'release.json'))
      const bytes = told && await readIfThere(join(path, 'release.nzb'))
      return told && bytes && sha256Of(bytes) === told.sha256 ? { releaseId: told.releaseId, fileName: told.fileName, bytes } : undefined
    },
    async saveNzb({ releaseId, fileName, bytes }) {
      await writeWhole(path, 'release.nzb', bytes)
      await writeWhole(path, 'release.json', JSON.stringify({ releaseId, fileName, sha256: sha256Of(bytes) }))
    },
    async readDownloaded() {
      const known = await readJson<Downloaded>(join(path, 'downloaded.json'))
      const there = await Promise.all((known?.files ?? []).map((file) => access(file.path).then(() => true, () => false)))
      return known?.passwords && there.every(Boolean) ? known : undefined
    },
    saveDownloaded: (downloaded) => writeWhole(path, 'downloaded.json', JSON.stringify(downloaded)),
    readPrepared: () => readJson<Prepared>(join(path, 'prepared.json')),
    savePrepared: (prepared) => writeWhole(path, 'prepared.json', JSON.stringify(prepared)),
    async clear() {
      // The NZB last: what lies there without one is of nobody.
      const names = (await readdir(path)).filter((name) => name !== 'job.json').sort((a, b) => Number(a.startsWith('release.')) - Number(b.startsWith('release.')))
      for (const name of names) await rm(join(path, name), { recursive: true, force: true })
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** The jobs that have a folder. */
export async function jobFolders(root: string): Promise<readonly JobRef[]> {
  await mkdir(root, { recursive: true })
  const names = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const jobs = await Promise.all(names.map((name) => readJson<JobRef>(join(root, name, 'job.json'))))
  return jobs.filter((job) => job !== undefined)
}

/** The same worker after a restart, so that it need not wait for its own lease to run out. */
export async function workerIdIn(root: string, fresh: () => string): Promise<string> {
  await mkdir(root, { recursive: true })
  const known = (await readIfThere(join(root, 'worker-id')))?.toString('utf8').trim()
  if (known && /^[\w-]{1,60}$/.test(known)) return known
  const made = fresh()
  await writeWhole(root, 'worker-id', made)
  return made
}

/** A file is there with all of its bytes or not at all. */
export async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const file = await open(join(folder, `.${name}`), 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(join(folder, `.${name}`), join(folder, name))
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const bytes = await readIfThere(path)
  return bytes && JSON.parse(bytes.toString('utf8')) as T
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
