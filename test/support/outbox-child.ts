/** One policy and the relay in a process of its own, to be killed. Arguments: connection as JSON, URL of the receiver. */

import process from 'node:process'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { createBell } from '../../workers/bell.ts'
import { runOutboxRelay } from '../../workers/outbox-relay.ts'
import { startPolicies } from '../../workers/policy.ts'
import { tellOfRatings } from './tell-of-ratings.ts'

const [connection, url] = process.argv.slice(2)
const ports = { system: realSystem, log: silentLog, signal: new AbortController().signal }
const database = await openDatabase({ connection: JSON.parse(connection!) as Connection, log: silentLog })
const store = await createPostgresEventStore({ database, ...ports })
const bell = createBell(realSystem)
await startPolicies({ store, db: database.kysely, policies: [tellOfRatings()], ring: bell.ring, ...ports })
process.stdout.write('started\n')
await runOutboxRelay({
  db: database.kysely, ...ports, leaseMs: 1_000, wait: (ms, signal) => bell.wait(Math.min(ms, 100), signal),
  deliver: {
    async tell({ id }, signal) {
      const answer = await fetch(`${url}/${id}`, { method: 'POST', signal })
      await answer.body?.cancel()
    },
  },
})
