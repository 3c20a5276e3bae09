/**
 * Takes in what the browser copied, in the service worker, whether a page of the app is open or not: its parts become files here, each noted once it is
 * written. Where no page is open to do it, what is still lacking is copied then and there, and the whole is checked.
 */

import type { Device } from '../sync/device.ts'
import type { Environment } from '../sync/environment.ts'
import { parseLotId, partOf } from './browser-copy.ts'
import { copyFilm } from './copy-film.ts'
import { heldBy } from './plan-queue.ts'
import type { SavedFilm } from './saved-film.ts'
import { bytesOfPart, hasLot, isToCopy, isUnderWay, paused, withoutLot, withPart } from './saved-film.ts'
import { NoRoomError, partName } from './saved-folder.ts'
import type { SavedRecords } from './saved-records.ts'
import type { SavedWord, SaverPorts } from './saver.ts'
import { savedChannel, saverLock, takingLock } from './saver.ts'

/** The part of `BackgroundFetchRegistration` in use once it has ended. */
export interface EndedTask {
  readonly id: string
  matchAll(): Promise<readonly { readonly responseReady: Promise<Response> }[]>
}
/** `abort`: by the person, in what the browser shows of it. */
export type TaskEnd = 'success' | 'fail' | 'abort'

export interface TakingPorts {
  readonly environment: Pick<Environment, 'locks' | 'openChannel'>
  readonly device: Pick<Device, 'session'>
  readonly openRecords: (userId: string) => Promise<SavedRecords>
  readonly saverPorts: (userId: string, records: SavedRecords, say: (word: SavedWord) => void) => SaverPorts
  /** Ends other lots of a film. */
  readonly endTask: (id: string) => Promise<unknown>
}

/** Answers the film as it is then; undefined where it is nobody's who is here. */
export async function takeIn(task: EndedTask, how: TaskEnd, { environment, device, openRecords, saverPorts, endTask }: TakingPorts): Promise<SavedFilm | undefined> {
  const whose = parseLotId(task.id)
  if (!whose) return undefined
  const { userId, jobId } = whose
  const stop = new AbortController()
  const channel = environment.openChannel(savedChannel(userId))
  channel.onmessage = ({ data }: MessageEvent<SavedWord>) => { if (data.type === 'stop') stop.abort() }
  let records: SavedRecords | undefined
  try {
    await environment.locks.request(takingLock(userId), { signal: stop.signal }, async () => {
      // Somebody else's, or nobody's: neither told of nor kept.
      if ((await device.session())?.userId !== userId) return
      records = await openRecords(userId)
      const ports = saverPorts(userId, records, (word) => channel.postMessage(word))
      if (hasLot(await records.film(jobId) ?? NONE, task.id)) await moveParts(task, jobId, ports, stop.signal)
      const film = await records.change(jobId, (known) => ended(known, task.id, how))
      if (how === 'abort') for (const { id } of film?.lots ?? []) await endTask(id)
      ports.changed()
    })
    if (!records || stop.signal.aborted) return undefined
    await goOn(jobId, saverPorts(userId, records, (word) => channel.postMessage(word)), environment, stop.signal)
    return await records.film(jobId)
  } catch (error) {
    // Who signs out takes it all away under our hands.
    if (!stop.signal.aborted) throw error
    return undefined
  } finally {
    records?.close()
    channel.close()
  }
}

const NONE = { lots: [] } as unknown as SavedFilm

/** An end that the person made, in what the browser shows, is a pause: what has come is here, and nothing goes on until they say so. */
function ended(film: SavedFilm, id: string, how: TaskEnd): SavedFilm {
  if (!hasLot(film, id)) return film
  const left = withoutLot(film, id)
  return how === 'abort' && film.state === 'copying' ? { ...paused(left), inVain: film.inVain } : { ...left, inVain: how === 'abort' ? film.inVain : left.inVain }
}

async function moveParts(task: EndedTask, jobId: string, { records, folder }: SaverPorts, signal: AbortSignal): Promise<void> {
  for (const { responseReady } of await task.matchAll()) {
    // Those that have not come whole are none.
    const coming = responseReady.catch(() => undefined)
    const film = await records.film(jobId)
    if (!film?.source || !hasLot(film, task.id) || signal.aborted) return
    const answer = await coming
    const part = answer && partOf(film, answer)
    const bytes = part === undefined ? undefined : await answer!.arrayBuffer().catch(() => undefined)
    const [from, to] = bytesOfPart(film, part ?? 0)
    if (part === undefined || bytes?.byteLength !== to - from) continue
    try {
      await folder.write(jobId, partName(part), new Uint8Array(bytes))
    } catch (error) {
      // What does not fit is left to the app, which says how much is lacking.
      if (error instanceof NoRoomError) return
      throw error
    }
    const { etag } = film.source
    await records.change(jobId, (known) => hasLot(known, task.id) && known.source?.etag === etag ? withPart(known, part) : known)
  }
}

/** In a page's stead, if none is there: until all is here and checked, or it has to wait. */
async function goOn(jobId: string, ports: SaverPorts, { locks }: Pick<Environment, 'locks'>, signal: AbortSignal): Promise<void> {
  await locks.request(saverLock(ports.userId), { ifAvailable: true }, async (lock) => {
    const film = await ports.records.film(jobId)
    if (lock === null || !film || !isToCopy(film) || heldBy(await ports.conditions())) return
    const copied = await copyFilm(jobId, ports, signal)
    if (copied.status !== 'rests') return
    await ports.records.change(jobId, (known) => isUnderWay(known) ? { ...known, state: 'waiting', why: copied.why } : known)
    ports.changed()
  })
}
