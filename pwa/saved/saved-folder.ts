/**
 * The files of saved films, in the browser's own file system: `saved/<person>/<job>/<name>`. Rules of the port:
 *
 * SF1 What was written is on disk when `write` resolves, and replaces what was there.
 * SF2 Want of room is a `NoRoomError`; nothing else of it is left behind that counts: a part is known by its record, not by its file.
 * SF3 A person's files are in a folder of their own; removing it removes all, also what is being read.
 */

import type { SavedFilm } from './saved-film.ts'
import { bytesOfPart, hasPart, partCount } from './saved-film.ts'

export class NoRoomError extends Error {
  override readonly name = 'NoRoomError'
}

export interface SavedFolder {
  write(jobId: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Undefined where there is no such file. */
  read(jobId: string, name: string): Promise<Blob | undefined>
  /** Sizes by name. */
  sizes(jobId: string): Promise<ReadonlyMap<string, number>>
  remove(jobId: string): Promise<void>
  removeFile(jobId: string, name: string): Promise<void>
  /** Of all films, whether somebody knows of them or not. */
  jobIds(): Promise<readonly string[]>
  removeAll(): Promise<void>
}

/** The part of `FileSystemDirectoryHandle` in use; that of the browser, or a double of it in tests. */
export interface Directory {
  getDirectoryHandle(name: string, options?: { readonly create?: boolean }): Promise<Directory>
  getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<FileEntry>
  removeEntry(name: string, options?: { readonly recursive?: boolean }): Promise<void>
  entries(): AsyncIterable<readonly [string, { readonly kind: 'file' | 'directory' }]>
}
export interface FileEntry {
  readonly kind: 'file'
  getFile(): Promise<Blob>
  /** In dedicated workers alone. */
  createSyncAccessHandle?(): Promise<{ truncate(size: number): void; write(bytes: Uint8Array<ArrayBuffer>, at: { readonly at: number }): number; flush(): void; close(): void }>
  createWritable?(): Promise<{ write(bytes: Uint8Array<ArrayBuffer>): Promise<void>; close(): Promise<void>; abort(): Promise<void> }>
}

const ROOT = 'saved'

/** `root`: what `navigator.storage.getDirectory()` answers. */
export function openSavedFolder(root: () => Promise<Directory>, userId: string): SavedFolder {
  const own = async (create: boolean) => await (await (await root()).getDirectoryHandle(ROOT, { create })).getDirectoryHandle(userId, { create })
  const ofFilm = async (jobId: string, create = false) => await (await own(create)).getDirectoryHandle(jobId, { create })

  return {
    async write(jobId, name, bytes) {
      try {
        await writeFile(await (await ofFilm(jobId, true)).getFileHandle(name, { create: true }), bytes)
      } catch (error) {
        if (isNamed(error, 'QuotaExceededError')) throw new NoRoomError('There is no room on this device.', { cause: error })
        throw error
      }
    },
    read: (jobId, name) => orNothing(async () => await (await (await ofFilm(jobId)).getFileHandle(name)).getFile()),
    async sizes(jobId) {
      const sizes = new Map<string, number>()
      const folder = await orNothing(() => ofFilm(jobId))
      if (!folder) return sizes
      for await (const [name, { kind }] of folder.entries()) if (kind === 'file') sizes.set(name, (await (await folder.getFileHandle(name)).getFile()).size)
      return sizes
    },
    async remove(jobId) {
      try {
        await orNothing(async () => await (await own(false)).removeEntry(jobId, { recursive: true }))
      } catch (error) {
        // Somebody removes it just now, or writes a last part of it: what is left then, the saver sweeps up when it begins.
        if (!isNamed(error, 'NoModificationAllowedError')) throw error
      }
    },
    async removeFile(jobId, name) {
      await orNothing(async () => await (await ofFilm(jobId)).removeEntry(name))
    },
    async jobIds() {
      const folder = await orNothing(() => own(false))
      const found: string[] = []
      for await (const [name, { kind }] of folder?.entries() ?? nothing()) if (kind === 'directory') found.push(name)
      return found
    },
    async removeAll() {
      await orNothing(async () => await (await (await root()).getDirectoryHandle(ROOT)).removeEntry(userId, { recursive: true }))
    },
  }
}

async function writeFile(file: FileEntry, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (file.createSyncAccessHandle) {
    const handle = await file.createSyncAccessHandle()
    try {
      handle.truncate(0)
      for (let at = 0; at < bytes.length;) at += handle.write(bytes.subarray(at), { at })
      handle.flush()
    } finally {
      handle.close()
    }
    return
  }
  const writing = await file.createWritable!()
  try {
    await writing.write(bytes)
  } catch (error) {
    await writing.abort().catch(() => undefined)
    throw error
  }
  await writing.close()
}

async function* nothing(): AsyncIterable<never> {}

async function orNothing<Value>(look: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await look()
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return undefined
    throw error
  }
}

function isNamed(error: unknown, name: string): boolean {
  return (error as { readonly name?: unknown } | null)?.name === name
}

export function partName(part: number): string {
  return `part-${String(part).padStart(6, '0')}`
}

/** Those that are noted, and not there or not whole. `sizes`: of the film's files. */
export function missingParts(film: SavedFilm, sizes: ReadonlyMap<string, number>): readonly number[] {
  return Array.from({ length: partCount(film) }, (_, part) => part).filter((part) => {
    const [from, to] = bytesOfPart(film, part)
    return hasPart(film, part) && sizes.get(partName(part)) !== to - from
  })
}
