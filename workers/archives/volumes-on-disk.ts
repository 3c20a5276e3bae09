/** Volumes of archives that lie in a folder, opened for as long as they are read. */

import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import type { ArchiveVolume } from './archive-volume.ts'

export interface DiskVolume extends ArchiveVolume {
  /** Fills the target from `start` on; answers how much of it, less than all only where the file ends. */
  readInto(target: Uint8Array, start: number): Promise<number>
}

export interface NamedPath { readonly path: string; readonly name: string }

/** Throws what the disk answers. */
export async function withVolumes<T>(files: readonly NamedPath[], use: (volumes: readonly DiskVolume[]) => Promise<T>): Promise<T> {
  const handles: FileHandle[] = []
  try {
    const volumes: DiskVolume[] = []
    for (const { path, name } of files) {
      const handle = await open(path, 'r')
      handles.push(handle)
      volumes.push({
        name, sizeBytes: (await handle.stat()).size,
        readInto: (target, start) => readWhole(handle, target, start),
        async read(start, end) {
          const bytes = new Uint8Array(end - start)
          return bytes.subarray(0, await readWhole(handle, bytes, start))
        },
      })
    }
    return await use(volumes)
  } finally {
    await Promise.all(handles.map((handle) => handle.close()))
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
