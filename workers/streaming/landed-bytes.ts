/** Reads files that are still landing: what is on disk at once, what is not as soon as its article is in. */

import type { FileHandle } from 'node:fs/promises'
import { LandingFilmError } from '../../server/media/landing-films.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import type { PostedFile } from './locate-article.ts'
import { locateArticle } from './locate-article.ts'

/** A file of a release while it lands, or after it was repaired. */
export interface LandingVolume extends PostedFile {
  /** Its place in the plan's files. */
  readonly file: number
  /** As posted or repaired; null where nobody says. */
  readonly name: string | null
  readonly path: string
  /** All of it is on disk as it should be, whatever of it has landed. */
  readonly whole: boolean
}

export interface LandedBytesPorts {
  readonly system: Pick<System, 'files' | 'sleep'>
  /** Resolves when the article is in, or on no server. Rejects when the download ends. */
  landed(article: number): Promise<'landed' | 'missing'>
}

export interface LandedBytes {
  /**
   * Bytes of a volume from `offset` on: at least one, at most `bytesMax`, as far as they are there without waiting. `onWait` is told
   * before it waits for an article.
   */
  read(volume: LandingVolume, offset: number, bytesMax: number, signal: AbortSignal, onWait?: (article: number) => void): Promise<Uint8Array>
  /** Exactly these bytes, waiting for each. */
  readAll(volume: LandingVolume, from: number, to: number, signal: AbortSignal, onWait?: (article: number) => void): Promise<Uint8Array>
  /** Resolves when the article is in. Throws `LandingFilmError`: MISSING, LATE. */
  arrivalOf(article: number, signal: AbortSignal): Promise<void>
  /** Opens them, so that they can be read to the end when they are removed. */
  hold(volumes: readonly LandingVolume[]): Promise<void>
  close(): Promise<void>
}

interface Handle {
  readonly file: Promise<FileHandle>
  /** Under way. */
  reads: number
}

export function landedBytes({ system, landed }: LandedBytesPorts): LandedBytes {
  /** What was read last is the newest at the end. */
  const handles = new Map<string, Handle>()
  let held = false

  function opened({ path }: LandingVolume): Handle {
    const known = handles.get(path)
    handles.delete(path)
    const handle = known ?? {
      reads: 0,
      file: system.files.promises.open(path, 'r').catch((error: unknown) => {
        handles.delete(path)
        throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? gone(error) : error
      }),
    }
    handles.set(path, handle)
    return handle
  }

  async function bytesOf(volume: LandingVolume, from: number, to: number): Promise<Uint8Array> {
    const handle = opened(volume)
    handle.reads++
    try {
      const file = await handle.file
      const bytes = new Uint8Array(to - from)
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at)
        if (bytesRead === 0) throw gone()
        at += bytesRead
      }
      return bytes
    } finally {
      handle.reads--
      await closeOldest()
    }
  }

  /** A release has hundreds of volumes, and a process may open about a thousand files. */
  async function closeOldest(): Promise<void> {
    if (held) return
    for (const [path, { file, reads }] of handles) {
      if (handles.size <= limits.landingFilesOpenMax) return
      if (reads > 0) continue
      handles.delete(path)
      await file.then((open) => open.close(), () => undefined)
    }
  }

  async function arrival(article: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController()
    const waiting = AbortSignal.any([signal, over.signal])
    try {
      const known = landed(article).catch((error: unknown) => {
        throw gone(error)
      })
      const outcome = await Promise.race([known, system.sleep(limits.landingWaitMs, waiting).then(() => 'late' as const)])
      signal.throwIfAborted()
      if (outcome === 'missing') throw new LandingFilmError('MISSING', 'This part of the film is on no server. It is repaired when the rest has landed, if it can be.')
      if (outcome === 'late') throw new LandingFilmError('LATE', 'This part of the film has not arrived in time. Try again in a moment.')
    } finally {
      over.abort()
    }
  }

  /** How far the bytes from `offset` on are on disk. */
  function endOfLanded(volume: LandingVolume, offset: number, bytesMax: number): number {
    const last = Math.min(volume.sizeBytes, offset + bytesMax)
    if (volume.whole) return last
    let end = offset
    while (end < last) {
      const located = locateArticle(volume, end)
      if (!located?.certain) break
      const { offset: from, length } = volume.placeOf(located.article)!
      end = from + length
    }
    return Math.min(last, end)
  }

  async function read(volume: LandingVolume, offset: number, bytesMax: number, signal: AbortSignal, onWait?: (article: number) => void): Promise<Uint8Array> {
    // Each round one more article has landed, so it ends.
    for (;;) {
      signal.throwIfAborted()
      const end = endOfLanded(volume, offset, bytesMax)
      if (end > offset) return bytesOf(volume, offset, end)
      const located = offset < volume.sizeBytes ? locateArticle(volume, offset) : undefined
      if (!located) throw new LandingFilmError('MISSING', 'The articles of this film leave a gap here. It is repaired when the rest has landed, if it can be.')
      onWait?.(located.article)
      await arrival(located.article, signal)
    }
  }

  return {
    read,
    arrivalOf: arrival,
    async readAll(volume, from, to, signal, onWait) {
      const bytes = new Uint8Array(to - from)
      for (let at = from; at < to;) {
        const part = await read(volume, at, to - at, signal, onWait)
        bytes.set(part, at - from)
        at += part.length
      }
      return bytes
    },
    async hold(volumes) {
      held = true
      await Promise.all(volumes.map((volume) => opened(volume).file))
    },
    async close() {
      const open = await Promise.allSettled([...handles.values()].map(({ file }) => file))
      handles.clear()
      for (const each of open) if (each.status === 'fulfilled') await each.value.close()
    },
  }
}

function gone(cause?: unknown): LandingFilmError {
  return new LandingFilmError('GONE', 'This release is not landing any more. Another one may follow.', { cause })
}
