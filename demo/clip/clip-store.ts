/** The releases' files: made when first read, one at a time, and kept on disk as long as there is room. */

import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostedFile } from '../nntp/article.ts'
import { postedPath } from '../nntp/article.ts'
import type { Release } from '../releases.ts'
import { makeClip } from './make-clip.ts'

export interface ClipStore {
  /** The file as the news server posts it: its size is known before it is made. */
  posted(release: Release): PostedFile
  /** Resolves with the path of the finished file. */
  prepare(release: Release): Promise<string>
}

/** Raised whenever the bytes that `makeClip` gives change. */
const FORMAT = 2
const CLIPS_KEPT_MAX = 24

export function createClipStore(cacheDir: string): ClipStore {
  const folder = join(cacheDir, `clips-${FORMAT}`)
  const underWay = new Map<string, Promise<string>>()
  let turn: Promise<unknown> = Promise.resolve()

  const make = async (release: Release, path: string): Promise<string> => {
    if (await exists(path, release.sizeBytes)) return path
    await mkdir(folder, { recursive: true })
    const { width, height, key } = release.quality
    const bytes = await makeClip({ film: release.film, edition: key, width, height, sizeBytes: release.sizeBytes })
    const unfinished = `${path}.${randomUUID()}`
    await writeFile(unfinished, bytes)
    await rename(unfinished, path) // Whole or not at all: a process killed here leaves no half clip under its name.
    await keepNewest(folder, CLIPS_KEPT_MAX)
    return path
  }

  const prepare = (release: Release): Promise<string> => {
    const path = join(folder, release.fileName)
    let making = underWay.get(path)
    if (!making) {
      making = turn.then(() => make(release, path)).finally(() => underWay.delete(path))
      underWay.set(path, making)
      turn = making.catch(() => {}) // Told to whoever asked; the next in line is not to fail with it.
    }
    return making
  }

  return {
    prepare,
    posted: (release) => ({
      name: release.fileName,
      sizeBytes: release.sizeBytes,
      async read(offset, lengthBytes) {
        const path = await prepare(release)
        return await (await postedPath(release.fileName, path)).read(offset, lengthBytes)
      },
    }),
  }
}

async function exists(path: string, sizeBytes: number): Promise<boolean> {
  try {
    const found = await stat(path)
    return found.size === sizeBytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Also sweeps up what a killed process left unfinished, since that is old before long. */
async function keepNewest(folder: string, count: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => ({
      path: join(folder, name),
      at: (await stat(join(folder, name))).mtimeMs,
    })),
  )
  for (const { path } of files.sort((a, b) => b.at - a.at).slice(count)) await rm(path, { force: true })
}
