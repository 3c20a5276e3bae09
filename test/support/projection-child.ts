/**
 * Keeps and rebuilds a counting projection in a process of its own, to be killed, or to kill itself after so many statements of a rebuild. Arguments:
 * connection and `ChildOptions`, as JSON. Prints what it logs, a line of JSON each.
 */

import { writeSync } from 'node:fs'
import process from 'node:process'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createReadModels } from '../../server/db/read-model-tables.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { startProjector } from '../../workers/projector.ts'
import { runRebuilds } from '../../workers/rebuild.ts'
import type { ChildOptions } from './counting.ts'
import { counting } from './counting.ts'

const [connection, given] = process.argv.slice(2)
const { name, roles, diesAfter = Infinity, ...bounds } = JSON.parse(given!) as ChildOptions
const tell = (fields: object, message: string) => { writeSync(1, `${JSON.stringify({ message, ...fields })}\n`) }
const log = { ...silentLog, info: tell }
const database = await openDatabase({ connection: JSON.parse(connection!) as Connection, log: silentLog })
const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
const projection = counting(name)
let statements = 0
/** SIGKILL comes when PostgreSQL has done what it was told last. */
const mortal: typeof database = {
  ...database,
  async connect() {
    const client = await database.connect()
    const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
    client.query = (async (...given: unknown[]) => {
      const result = await query(...given)
      if (++statements >= diesAfter) {
        tell({ statement: typeof given[0] === 'string' ? given[0] : 'COPY' }, 'dies')
        process.kill(process.pid, 'SIGKILL')
        await new Promise(() => {})
      }
      return result
    }) as typeof client.query
    return client
  },
}
const options = { projections: [projection], system: realSystem, log, store, signal: new AbortController().signal }
await createReadModels(database.pool, [projection])
tell({}, 'started')
await Promise.all([
  roles.includes('project') ? startProjector({ ...options, database }).then(({ stopped }) => stopped) : undefined,
  roles.includes('rebuild') ? runRebuilds({ ...options, ...bounds, database: mortal, record: async (_, { type }) => tell({ type }, 'recorded') }) : undefined,
])
