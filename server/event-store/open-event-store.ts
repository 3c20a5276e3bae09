/** The store that the settings name. */

import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { EventStore } from './event-store.ts'
import { isKurrentdb } from './kurrentdb-address.ts'
import { takeIntoPostgres } from './postgres-take.ts'
import { createPostgresEventStore } from './postgres.ts'
import type { TakeEvents } from './take-events.ts'

export interface OpenEventStoreOptions {
  /** `EVENT_STORE_URL`; null for the events in `database`. */
  readonly url: string | null
  readonly database: Database
  readonly system: System
  readonly log: Log
}

/** It has been reached when this resolves. Closing it closes what was opened for it, and leaves `database` open. */
export async function openEventStore({ url, database, system, log }: OpenEventStoreOptions): Promise<EventStore> {
  if (url === null) return await createPostgresEventStore({ database, system, log })
  if (isKurrentdb(url)) return await openKurrentdb(url, system, log)
  const { store, close } = await openForCopy(url, system, log)
  return { ...store, close }
}

/** For `rewind events copy`: what is at an address, and how events get there as they are. */
export async function openForCopy(url: string, system: System, log: Log): Promise<{ readonly store: EventStore; readonly take: TakeEvents; close(): Promise<void> }> {
  if (isKurrentdb(url)) {
    const { takeIntoKurrentdb } = await import('./kurrentdb-take.ts')
    const store = await openKurrentdb(url, system, log)
    const taker = takeIntoKurrentdb({ url, system })
    return { store, take: taker.take, close: async () => { await Promise.all([taker.close(), store.close()]) } }
  }
  const database = await openDatabase({ connection: { connectionString: url }, log })
  try {
    const opened = await openDatabaseForCopy(database, system, log)
    return { ...opened, close: async () => { await opened.store.close(); await database.close() } }
  } catch (error) {
    await database.close()
    throw error
  }
}

export async function openDatabaseForCopy(database: Database, system: System, log: Log): Promise<{ readonly store: EventStore; readonly take: TakeEvents }> {
  return { store: await createPostgresEventStore({ database, system, log }), take: takeIntoPostgres(database) }
}

async function openKurrentdb(url: string, system: System, log: Log): Promise<EventStore> {
  // Its client brings native code, for which a service on PostgreSQL alone has no permission and no use.
  const { createKurrentdbEventStore } = await import('./kurrentdb.ts')
  const store = createKurrentdbEventStore({ url, system, log })
  try {
    await store.lastPosition()
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}
