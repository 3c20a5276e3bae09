/** Sends the outbox from the service worker, when no page is open to do it. */

import type { Actor } from '../../domain/event.ts'
import { createApi } from './api.ts'
import type { SyncMark } from './database.ts'
import { NOTHING_YET, openPersonDatabase, readOutbox } from './database.ts'
import { openDevice } from './device.ts'
import type { workerEnvironment } from './environment.ts'
import { ownerLock } from './owner.ts'
import type { Parcel } from './parcel.ts'
import { push } from './push.ts'
import { write } from './writing.ts'

export type WorkerEnvironment = Pick<ReturnType<typeof workerEnvironment>, 'now' | 'after' | 'fetch' | 'indexedDB' | 'locks' | 'openChannel'>

/** Throws when something is left to send that could be sent: the browser then tries again later. */
export async function pushInBackground(environment: WorkerEnvironment): Promise<void> {
  const device = await openDevice(environment.indexedDB)
  try {
    const session = await device.session()
    if (!session || await device.worksOffline()) return
    // An open page that owns the replica sends itself.
    await environment.locks.request(ownerLock(session.userId), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await pushAs(session.userId, environment)
    })
  } finally {
    device.close()
  }
}

async function pushAs(userId: string, { now, after, fetch, indexedDB, openChannel }: WorkerEnvironment): Promise<void> {
  const api = createApi({ fetch, after })
  const database = await openPersonDatabase(indexedDB, userId)
  const channel = openChannel(`rewind-${userId}`)
  try {
    const who = await api.session()
    if (who.status === 'failed') throw new Error(`Not sent yet: ${who.message}`)
    if (who.status !== 'ok' || who.value.userId !== userId) return
    let parcels: readonly Parcel[] = await readOutbox(database)
    const pushed = await push({
      actor: userId as Actor,
      parcels: () => parcels,
      async settle(changes) {
        const settled = parcels.filter(({ command }) => changes.has(command.id)).map((parcel) => [parcel, changes.get(parcel.command.id)] as const)
        const mark = await database.get('meta', 'sync') as SyncMark | undefined ?? NOTHING_YET
        await write(database, { mark, parcels: settled })
        parcels = await readOutbox(database)
        channel.postMessage({ type: 'written' })
      },
    }, api, { now, signal: new AbortController().signal })
    if (pushed.status === 'failed') throw new Error(`Not sent yet: ${pushed.message}`)
  } finally {
    channel.close()
    database.close()
  }
}
