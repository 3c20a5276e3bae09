/** Copies what a person wants to have here, one film at a time, in whichever tab's worker holds the lock; the other tabs' wait for their turn (SV4). */

import type { Environment } from '../sync/environment.ts'
import { limits } from '../sync/limits.ts'
import { createMailbox } from '../sync/mailbox.ts'
import type { CopyPorts } from './copy-film.ts'
import { copyFilm } from './copy-film.ts'
import type { Conditions } from './plan-queue.ts'
import { heldBy, nextFilm, restMs } from './plan-queue.ts'
import type { SavedFilm, Why } from './saved-film.ts'
import { isToCopy, isUnderWay, isWithBrowser } from './saved-film.ts'

/** What tabs, workers and the service worker tell one another. */
export type SavedWord =
  /** A record was written, or how things stand outside may have changed. */
  | { readonly type: 'changed' }
  | { readonly type: 'progress'; readonly jobId: string; readonly bytes: number }
  /** The person's files are removed: let go of them. */
  | { readonly type: 'stop' }

export function savedChannel(userId: string): string {
  return `rewind-saved-${userId}`
}

export function saverLock(userId: string): string {
  return `rewind-saving-${userId}`
}

/** Held while what the browser brought is taken in: beside the other, since a tab may be open meanwhile. */
export function takingLock(userId: string): string {
  return `rewind-taking-${userId}`
}

export interface SaverPorts extends CopyPorts {
  readonly environment: CopyPorts['environment'] & Pick<Environment, 'locks'>
  readonly conditions: () => Promise<Conditions>
}

export interface Saver {
  /** Something changed. */
  look(): void
  /** Ends once the signal has aborted. */
  run(signal: AbortSignal): Promise<void>
}

export function createSaver(ports: SaverPorts): Saver {
  const { records, folder, environment, userId } = ports
  const mailbox = createMailbox<'look'>()
  const restingUntil = new Map<string, number>()
  const rested = new Map<string, number>()
  let current: { readonly jobId: string; readonly stop: AbortController } | undefined

  /** Files of a film that nobody knows of any more: it was removed while a part of it was written. */
  async function sweep(): Promise<void> {
    for (const jobId of await folder.jobIds()) if (!await records.film(jobId)) await folder.remove(jobId)
  }

  async function sayWhy(jobIds: readonly string[], why: Why): Promise<void> {
    for (const jobId of jobIds) await records.change(jobId, (film) => isToCopy(film) && (film.why !== why || film.state !== 'waiting') ? { ...film, state: 'waiting', why } : film)
    ports.changed()
  }

  /** The person wants nothing copied now, or over Wi-Fi alone, which the browser would not heed: it gives back what it has. */
  async function recall({ manual, wifiOnly }: Conditions, films: readonly SavedFilm[]): Promise<void> {
    if (!manual && !wifiOnly) return
    for (const { jobId } of films.filter(isWithBrowser)) await records.change(jobId, (film) => isWithBrowser(film) ? { ...film, state: 'waiting', why: manual ? 'offline' : 'wifi' } : film)
    if (films.some(isWithBrowser)) ports.changed()
  }

  /** Longer each time, so that a server in trouble is not asked all the time. */
  function rest(jobId: string, why: Why): void {
    const times = why === 'landing' ? 0 : Math.min(4, rested.get(jobId) ?? 0)
    rested.set(jobId, times + 1)
    restingUntil.set(jobId, environment.now() + Math.min(limits.savedRestMaxMs, limits.savedRestMs * 2 ** times))
  }

  /** How long there is nothing to do: until told, if undefined. */
  async function once(signal: AbortSignal): Promise<number | undefined> {
    const conditions = await ports.conditions()
    const held = heldBy(conditions)
    const films = await records.all()
    await recall(conditions, films)
    if (held) {
      const affected = films.filter((film) => isToCopy(film) && film.why !== held).map(({ jobId }) => jobId)
      if (affected.length > 0) await sayWhy(affected, held)
      return films.some(isToCopy) ? limits.savedRestMaxMs : undefined
    }
    const film = nextFilm(films, restingUntil, environment.now())
    if (!film) return restMs(films, restingUntil, environment.now())
    const stop = new AbortController()
    current = { jobId: film.jobId, stop }
    const copied = await copyFilm(film.jobId, ports, AbortSignal.any([signal, stop.signal]))
    current = undefined
    if (copied.status === 'rests') {
      rest(film.jobId, copied.why)
      await sayWhy([film.jobId], copied.why)
    } else rested.delete(film.jobId)
    if (!await records.film(film.jobId)) await folder.remove(film.jobId)
    return 0
  }

  /** What is under way may have been paused or removed, or the network may be another. */
  async function interrupt(): Promise<void> {
    const during = current
    if (!during) return
    const film = await records.film(during.jobId)
    if (!film || !isUnderWay(film) || heldBy(await ports.conditions())) during.stop.abort()
  }

  return {
    look() {
      restingUntil.clear()
      mailbox.put('look')
      void interrupt()
    },
    async run(signal) {
      try {
        await environment.locks.request(saverLock(userId), { signal }, async () => {
          await sweep()
          while (!signal.aborted) {
            const ms = await once(signal)
            if (ms === 0 && mailbox.isEmpty()) continue
            await mailbox.take(signal, ms === undefined ? undefined : { ms, after: environment.after })
          }
        })
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
  }
}
