/** Imports the catalogue in a process of its own, to be killed. Arguments: connection as JSON, the upstream's address, the folder of imports. */

import process from 'node:process'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { syncWorker } from './sync-lab.ts'

const [connection, upstreamUrl, importFolder] = process.argv.slice(2) as [string, string, string]
const database = await openDatabase({ connection: JSON.parse(connection) as Connection, log: silentLog })
const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
process.stdout.write('started\n')
await syncWorker({ database, store, upstreamUrl, importFolder, signal: new AbortController().signal }).run()
