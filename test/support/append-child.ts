/** Appends to streams of its own and to some it shares, in a process of its own. Arguments: connection, the shared streams, and how many appends, as JSON. */

import process from 'node:process'
import type { StreamName } from '../../domain/event.ts'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { newEvents, newStream } from './new-events.ts'

const [connection, shared, appends] = process.argv.slice(2).map((argument) => JSON.parse(argument) as unknown) as [Connection, StreamName[], number]
const database = await openDatabase({ connection, log: silentLog })
const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
const versions = new Map<StreamName, number>()
await Promise.all(Array.from({ length: 8 }, async (_, client) => {
  for (let i = client; i < appends; i += 8) {
    const stream = i % 2 ? newStream() : shared[i % shared.length]!
    // Whoever loses takes the version it is told and tries again.
    for (let done = false; !done;) {
      const outcome = await store.append(stream, versions.get(stream) ?? -1, newEvents(1 + i % 3))
      done = outcome.status === 'appended'
      versions.set(stream, outcome.status === 'appended' ? outcome.events.at(-1)!.version : outcome.actual)
    }
  }
}))
await store.close()
await database.close()
