/** Volumes of archives that lie in folders. A release may have thousands: only those that are read are open, and only so many at once. */

import type { FileHandle } from 'node:fs/promises'
import { open, stat } from 'node:fs/promises'
import { limits } from '../../server/limits.ts'
import type { ArchiveVolume } from './archive-volume.ts'

export interface DiskVolume extends ArchiveVolume {
  /** Fills the target from `start` on; answers how much of it, less than all only where the file ends. */
  readInto(target: Uint8Array, start: number): Promise<number>
}

export interface NamedPath { readonly path: string; readonly name: string }

/** Throws what the disk answers. */
export async function withVolumes<T>(files: readonly NamedPath[], use: (volumes: readonly DiskVolume[]) => Promise<T>): Promise<T> {
  const handles = new OpenFiles()
  try {
    const volumes: DiskVolume[] = []
    for (const { path, name } of files) {
      const readInto = (target: Uint8Array, start: number) => handles.use(path, (handle) => readWhole(handle, target, start))
      volumes.push({
        name, sizeBytes: (await stat(path)).size, readInto,
        async read(start, end) {
          const bytes = new Uint8Array(end - start)
          return bytes.subarray(0, await readInto(bytes, start))
        },
      })
    }
    return await use(volumes)
  } finally {
    await handles.close()
  }
}

class OpenFiles {
  /** The one that was asked for longest ago comes first. */
  readonly #open = new Map<string, { readonly handle: Promise<FileHandle>; users: number }>()

  async use<T>(path: string, read: (handle: FileHandle) => Promise<T>): Promise<T> {
    const file = this.#open.get(path) ?? { handle: open(path, 'r'), users: 0 }
    this.#open.delete(path)
    this.#open.set(path, file)
    file.users++
    try {
      return await read(await file.handle)
    } finally {
      file.users--
      await this.#closeOldest()
    }
  }

  async close(): Promise<void> {
    // What could not be opened was told to who asked for it.
    await Promise.all([...this.#open.values()].map(({ handle }) => handle.then((opened) => opened.close(), () => {})))
  }

  async #closeOldest(): Promise<void> {
    for (const [path, { handle, users }] of this.#open) {
      if (this.#open.size <= limits.archiveOpenFilesMax) return
      if (users > 0) continue
      this.#open.delete(path)
      await handle.then((opened) => opened.close(), () => {})
    }
  }
}

async function readWhole(handle: FileHandle, target: Uint8Array, start: number): Promise<number> {
  let at = 0
  while (at < target.length) {
    const { bytesRead } = await handle.read(target, at, target.length - at, start + at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return at
}
