/** The store that the settings name. */

import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { EventStore } from './event-store.ts'
import { isKurrentdb } from './kurrentdb-address.ts'
import { createPostgresEventStore } from './postgres.ts'

export interface OpenEventStoreOptions {
  /** `EVENT_STORE_URL`; null for the events in `database`. */
  readonly url: string | null
  readonly database: Database
  readonly system: System
  readonly log: Log
}

/** It has been reached when this resolves. Closing it closes what was opened for it, and leaves `database` open. */
export async function openEventStore({ url, database, system, log }: OpenEventStoreOptions): Promise<EventStore> {
  return url === null ? await createPostgresEventStore({ database, system, log }) : await openEventStoreAt(url, system, log)
}

async function openEventStoreAt(url: string, system: System, log: Log): Promise<EventStore> {
  if (isKurrentdb(url)) {
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
  const database = await openDatabase({ connection: { connectionString: url }, log })
  const store = await createPostgresEventStore({ database, system, log })
  return {
    ...store,
    async close() {
      await store.close()
      await database.close()
    },
  }
}
