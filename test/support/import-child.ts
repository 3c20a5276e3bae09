/** Does people's imports in a process of its own, to be killed. Argument: connection as JSON. */

import process from 'node:process'
import type { UserId } from '../../domain/event.ts'
import { createPostgresCommandOutcomes } from '../../server/command-outcomes.ts'
import type { Connection } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import { createCommandHandler } from '../../server/handle.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { runImports } from '../../workers/library-import/run-imports.ts'

const database = await openDatabase({ connection: JSON.parse(process.argv[2]!) as Connection, log: silentLog })
const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
const commands = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
const roleOf = async (userId: UserId) => (await database.kysely.selectFrom('accounts').select('role').where('userId', '=', userId).executeTakeFirst())?.role
process.stdout.write('started\n')
await runImports({ database, store, commands, asked: null, roleOf, counted() {}, system: realSystem, log: silentLog, signal: new AbortController().signal })
