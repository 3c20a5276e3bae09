/** Volumes of archives that lie in a folder, opened for as long as they are read. */

import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import type { ArchiveVolume } from './archive-volume.ts'

export interface NamedPath { readonly path: string; readonly name: string }

/** Throws what the disk answers. */
export async function withVolumes<T>(files: readonly NamedPath[], use: (volumes: readonly ArchiveVolume[]) => Promise<T>): Promise<T> {
  const handles: FileHandle[] = []
  try {
    const volumes: ArchiveVolume[] = []
    for (const { path, name } of files) {
      const handle = await open(path, 'r')
      handles.push(handle)
      volumes.push({ name, sizeBytes: (await handle.stat()).size, read: (start, end) => readWhole(handle, start, end) })
    }
    return await use(volumes)
  } finally {
    await Promise.all(handles.map((handle) => handle.close()))
  }
}

/** Fewer bytes only where the file ends. */
async function readWhole(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start)
  let at = 0
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes.subarray(0, at)
}
