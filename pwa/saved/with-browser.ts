/**
 * Gives films to the browser to copy, follows how far it is, and takes them back. In pages alone: browsers take such wishes from nobody else.
 */

import type { Environment } from '../sync/environment.ts'
import { limits } from '../sync/limits.ts'
import { bytesOfParts, lotsToHand, parseLotId, questionFor } from './browser-copy.ts'
import type { CopyPorts } from './copy-film.ts'
import type { Lot, SavedFilm, Source } from './saved-film.ts'
import { hasLot, isToCopy, withoutLot } from './saved-film.ts'
import type { SavedRecords } from './saved-records.ts'

/** The part of `BackgroundFetchManager` in use. */
export interface BrowserTasks {
  fetch(id: string, requests: readonly Request[], options: { readonly title: string; readonly icons: readonly { readonly src: string; readonly sizes: string; readonly type: string }[]; readonly downloadTotal: number }): Promise<BrowserTask>
  get(id: string): Promise<BrowserTask | undefined>
  getIds(): Promise<readonly string[]>
}
/** The part of `BackgroundFetchRegistration` in use. */
export interface BrowserTask {
  /** Bytes. */
  readonly downloaded: number
  abort(): Promise<boolean>
  addEventListener(type: 'progress', listen: () => void): void
}

interface Ports {
  readonly userId: string
  readonly records: SavedRecords
  /** Undefined where the browser copies nothing by itself, or has not installed the app yet. */
  readonly tasks: () => Promise<BrowserTasks | undefined>
  readonly environment: Pick<Environment, 'now' | 'after'>
  readonly estimate: CopyPorts['estimate']
  /** The browser says that there is a network. */
  readonly online: () => boolean
  /** What the browser calls a lot, of so many. */
  readonly nameOf: (film: SavedFilm, lot: number, lots: number) => string
  readonly ask: (url: string, headers: Readonly<Record<string, string>>) => Request
  readonly changed: () => void
  readonly progressed: (jobId: string, bytes: number) => void
}

export interface WithBrowser {
  /** False where the browser does not take it: it is copied without then. */
  handOver(jobId: string): Promise<boolean>
  /** These are all that there are: what the browser has of a film that is removed, paused or has to wait is ended. */
  follow(films: readonly SavedFilm[]): void
  close(): void
}

const ICON = { src: '/icon-192.png', sizes: '192x192', type: 'image/png' }

export function withBrowser({ userId, records, tasks, environment, estimate, online, nameOf, ask, changed, progressed }: Ports): WithBrowser {
  const followed = new Map<string, { readonly jobId: string; readonly task: BrowserTask | undefined; bytes: number }>()
  const ending = new Set<string>()
  let quietSinceMs = environment.now()
  let stopLooking = () => {}
  let closed = false

  async function taskOf(id: string): Promise<BrowserTask | undefined> {
    return await (await tasks())?.get(id)
  }

  /** How many of the lots it took. */
  async function begin(film: SavedFilm & { readonly source: Source }, lots: readonly Lot[]): Promise<number> {
    const given = await tasks()
    if (!given) return 0
    for (const [index, { id, parts }] of lots.entries()) {
      const requests = parts.map((part) => questionFor(film, part)).map(({ url, headers }) => ask(url, headers))
      try {
        await given.fetch(id, requests, { title: nameOf(film, index, lots.length), icons: [ICON], downloadTotal: bytesOfParts(film, parts) })
      } catch {
        // The person, the house of a company or want of room forbids it: the app copies without.
        return index
      }
    }
    return lots.length
  }

  async function track({ jobId }: SavedFilm, { id }: Lot): Promise<void> {
    const own = { jobId, task: undefined as BrowserTask | undefined, bytes: 0 }
    followed.set(id, own)
    const task = await taskOf(id)
    if (!task || closed) return
    const tell = () => {
      if (task.downloaded > own.bytes) quietSinceMs = environment.now()
      own.bytes = task.downloaded
      progressed(jobId, [...followed.values()].reduce((sum, each) => sum + (each.jobId === jobId ? each.bytes : 0), 0))
    }
    followed.set(id, Object.assign(own, { task }))
    task.addEventListener('progress', tell)
    tell()
  }

  /** Of a browser that lost a lot, or takes wishes and does nothing about them. */
  async function takeBack(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const { jobId, task } = followed.get(id)!
      followed.delete(id)
      await records.change(jobId, (film) => hasLot(film, id) ? { ...withoutLot(film, id), inVain: true } : film)
      await task?.abort().catch(() => false)
    }
    changed()
  }

  async function look(): Promise<void> {
    const nowMs = environment.now()
    if (!online()) quietSinceMs = nowMs
    const silent = nowMs - quietSinceMs >= limits.savedBrowserSilentMs
    if (silent && [...followed.values()].every(({ bytes }) => bytes === 0)) {
      await records.setSilentAt(nowMs)
      return await takeBack([...followed.keys()])
    }
    const lost: string[] = []
    for (const id of followed.keys()) if (nowMs - parseLotId(id)!.sinceMs >= limits.savedBrowserSilentMs && !await taskOf(id)) lost.push(id)
    if (lost.length > 0) await takeBack(lost.filter((id) => followed.has(id)))
  }

  function lookLater(): void {
    stopLooking()
    if (!closed && followed.size > 0) stopLooking = environment.after(limits.savedBrowserSilentMs, () => void look().finally(lookLater))
  }

  /** What has come by then is taken in, if the film still waits for it. */
  async function end(ids: readonly string[]): Promise<void> {
    for (const id of ids) await (await taskOf(id))?.abort().catch(() => false)
  }

  return {
    async handOver(jobId) {
      const silentAt = await records.silentAt()
      const film = await records.film(jobId)
      const nowMs = environment.now()
      if (!film?.source || !isToCopy(film) || film.inVain || silentAt !== undefined && nowMs - silentAt < limits.savedBrowserAgainMs) return false
      const lots = lotsToHand(film, { userId, nowMs, space: await estimate() })
      if (lots.length === 0) return false
      // Noted first: what the browser brings at once has to be known.
      const { etag } = film.source
      const noted = await records.change(jobId, (known) => isToCopy(known) && known.source?.etag === etag ? { ...known, state: 'copying', why: null, lots } : known)
      if (!noted || !hasLot(noted, lots[0]!.id)) return false
      const taken = await begin({ ...film, source: film.source }, lots)
      for (const { id } of lots.slice(taken)) await records.change(jobId, (known) => withoutLot(known, id))
      // Paused or removed meanwhile.
      const now = await records.film(jobId)
      if (!now || !isUnderWayWith(now, lots)) await end(lots.map(({ id }) => id))
      changed()
      return taken > 0
    },
    follow(films) {
      const wanted = new Map(films.flatMap((film) => film.lots.map((lot) => [lot.id, [film, lot] as const])))
      const over = [...followed.keys()].filter((id) => !wanted.has(id))
      for (const id of over) followed.delete(id)
      const unwanted = [...wanted].filter(([id, [{ state }]]) => state !== 'copying' && !ending.has(id)).map(([id]) => id)
      for (const id of unwanted) ending.add(id)
      void end([...over, ...unwanted])
      const fresh = [...wanted.values()].filter(([, { id }]) => !followed.has(id))
      if (fresh.length === 0) return
      if (followed.size === 0) quietSinceMs = environment.now()
      for (const [film, lot] of fresh) void track(film, lot)
      lookLater()
    },
    close() {
      closed = true
      stopLooking()
      followed.clear()
    },
  }
}

function isUnderWayWith(film: SavedFilm, lots: readonly Lot[]): boolean {
  return film.state === 'copying' && lots.some(({ id }) => hasLot(film, id))
}
