/** A process that starts an embedded PostgreSQL in the folder it is given, says so, and waits to be killed. */

import process from 'node:process'
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'

await startEmbeddedPostgres({ dataDir: process.argv[2]!, system: realSystem, log: silentLog })
console.log('started')
await realSystem.sleep(60_000)
