/**
 * The object store in a folder: `objects/<key>` holds the bytes, `meta/<key>.json` the content type and checksum, `incoming/` what
 * is not whole yet. All on one file system, so that a rename puts an object in place at once.
 */

import { createHash, randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'
import { checkedKey, checkedRange } from './object-key.ts'
import type { ByteRange, Measured, ObjectInfo, ObjectStore } from './object-store.ts'
import { ObjectStoreError } from './object-store.ts'

type Disk = System['files']['promises']

interface Meta { readonly contentType: string; readonly sha256: string }

export async function openFolderStore(folder: string, { now, files }: Pick<System, 'now' | 'files'> = realSystem): Promise<ObjectStore> {
  const disk = files.promises
  const { mkdir, open, readdir, readFile, rm, stat } = disk
  const objects = join(folder, 'objects'), metas = join(folder, 'meta'), incoming = join(folder, 'incoming')
  for (const each of [objects, metas, incoming]) await mkdir(each, { recursive: true })
  await clearLeftovers(disk, incoming, now() - limits.objectIncomingAgeMs)

  const pathOf = (key: string) => join(objects, checkedKey(key))
  const metaOf = (key: string) => join(metas, `${checkedKey(key)}.json`)
  const fresh = () => join(incoming, randomUUID())

  async function infoOf(key: string, found: Stats): Promise<ObjectInfo> {
    const meta = await missingAsUndefined(readFile(metaOf(key), 'utf8'))
    const contentType = meta === undefined ? 'application/octet-stream' : (JSON.parse(meta) as Meta).contentType
    // Of the file itself, never of its description: the two are replaced one after the other.
    const etag = `"${found.ino.toString(36)}-${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`
    return { sizeBytes: found.size, contentType, modifiedAt: found.mtime.toISOString(), etag }
  }

  async function info(key: string): Promise<ObjectInfo | undefined> {
    const found = await missingAsUndefined(stat(pathOf(key)))
    return found?.isFile() ? infoOf(key, found) : undefined
  }

  /** Puts a whole, flushed file in place: its description first, so that no object is without one. */
  async function place(key: string, path: string, meta: Meta): Promise<void> {
    const described = fresh()
    await writeFlushed(disk, described, new TextEncoder().encode(JSON.stringify(meta)))
    await renameInto(disk, described, metaOf(key))
    await renameInto(disk, path, pathOf(key))
  }

  return {
    async put(key, body, { contentType }) {
      pathOf(key)
      const path = fresh()
      try {
        const { sizeBytes, sha256 } = await receive(disk, path, body)
        await place(key, path, { contentType, sha256 })
        return { sizeBytes, sha256 }
      } catch (error) {
        await rm(path, { force: true })
        throw error instanceof ObjectStoreError ? error : faultOf(error)
      }
    },
    async putFile(key, source, { contentType, signal, onMeasured }) {
      pathOf(key)
      const path = fresh()
      try {
        await bringIn(disk, source, path)
        const measured = await measure(disk, path, signal)
        await onMeasured(measured)
        signal.throwIfAborted()
        await place(key, path, { contentType, sha256: measured.sha256 })
        await rm(source, { force: true })
        return measured
      } catch (error) {
        throw faultOf(error)
      } finally {
        // Also where it is in place already, brought there by a worker that was killed: two names of one file are not made into one.
        await rm(path, { force: true })
      }
    },
    head: (key) => info(key),
    async get(key, range) {
      const file = await missingAsUndefined(open(pathOf(key), 'r'))
      if (!file) return undefined
      try {
        const found = await file.stat()
        const wanted = range ?? { start: 0, end: found.size - 1 }
        if (range) checkedRange(range, found.size)
        return { info: await infoOf(key, found), body: bytesOf(file, wanted) }
      } catch (error) {
        await file.close()
        throw error
      }
    },
    async delete(key) {
      await rm(pathOf(key), { force: true })
      await rm(metaOf(key), { force: true })
    },
    link: async () => undefined,
    async *list(prefix) {
      const entries = await readdir(objects, { recursive: true, withFileTypes: true })
      const keys = entries.filter((entry) => entry.isFile()).map((entry) => relative(objects, join(entry.parentPath, entry.name)).split(sep).join('/')).sort()
      for (const key of keys.filter((each) => each.startsWith(prefix))) {
        const found = await info(key)
        if (found) yield { key, sizeBytes: found.sizeBytes, modifiedAt: found.modifiedAt }
      }
    },
  }
}

/** What killed writers left. Young files may be another thread's that is still writing: the change time also counts a rename. */
async function clearLeftovers({ readdir, rm, stat }: Disk, incoming: string, before: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const found = await missingAsUndefined(stat(join(incoming, name)))
    if (found && found.ctimeMs < before) await rm(join(incoming, name), { force: true })
  }
}

async function receive({ open }: Disk, path: string, body: AsyncIterable<Uint8Array>): Promise<Measured> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const file = await open(path, 'wx')
  try {
    for await (const chunk of body) {
      hash.update(chunk)
      for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at, chunk.length - at, sizeBytes + at)).bytesWritten
      sizeBytes += chunk.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sizeBytes, sha256: hash.digest('hex') }
}

/** A second name for the file, or a copy where it lies on another file system: its source stays until the object is in place, so a kill loses nothing. */
async function bringIn({ copyFile, link, open }: Disk, source: string, path: string): Promise<void> {
  await link(source, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV' && error.code !== 'EPERM' && error.code !== 'ENOTSUP') throw error
    return copyFile(source, path)
  })
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Of the file as it lies on disk: what landed correctly and was then damaged shows here, not in the player. */
async function measure({ open }: Disk, path: string, signal: AbortSignal): Promise<Measured> {
  const hash = createHash('sha256')
  const chunk = new Uint8Array(limits.objectHashBytes)
  const file = await open(path, 'r')
  try {
    for (let sizeBytes = 0; ;) {
      signal.throwIfAborted()
      const { bytesRead } = await file.read(chunk, 0, chunk.length, sizeBytes)
      if (bytesRead === 0) return { sizeBytes, sha256: hash.digest('hex') }
      hash.update(chunk.subarray(0, bytesRead))
      sizeBytes += bytesRead
    }
  } finally {
    await file.close()
  }
}

async function writeFlushed({ open }: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The rename itself is on disk only when its folder is flushed. */
async function renameInto({ mkdir, open, rename }: Disk, from: string, to: string): Promise<void> {
  const folder = dirname(to)
  await mkdir(folder, { recursive: true })
  await rename(from, to)
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Reads on demand, so that a slow reader holds one chunk; rejects when the file turns out shorter. */
function bytesOf(file: FileHandle, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  let at = start
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (at > end) {
          await file.close()
          controller.close()
          return
        }
        const chunk = new Uint8Array(Math.min(limits.objectReadBytes, end - at + 1))
        const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
        if (bytesRead === 0) throw new ObjectStoreError('STORAGE_ERROR', `The object ends at byte ${at}, ${end + 1 - at} bytes early`)
        at += bytesRead
        controller.enqueue(chunk.subarray(0, bytesRead))
      } catch (error) {
        await file.close()
        throw error
      }
    },
    cancel: () => file.close(),
  }, { highWaterMark: 0 })
}

async function missingAsUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw faultOf(error)
  }
}

function faultOf(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error
  return code === 'ENOSPC' || code === 'EDQUOT' ? new ObjectStoreError('STORAGE_FULL', 'The disk is full', { cause: error })
    : new ObjectStoreError('STORAGE_ERROR', `The object store's folder answered ${code}`, { cause: error })
}
