/** A real PostgreSQL for tests: one embedded server per test process, a fresh database per call. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Connection, Database } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import type { EmbeddedPostgres } from '../../server/db/embedded-postgres.ts'
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import root from './tap.ts'
import { copyTemplate, MIGRATED } from './template.ts'

interface SharedPostgres extends EmbeddedPostgres { readonly hasMigrated: boolean }

let shared: Promise<SharedPostgres> | undefined
let databases = 0

async function sharedPostgres(): Promise<SharedPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rewind-postgres-'))
  const hasMigrated = await copyTemplate(dataDir, 'postgres')
  const postgres = await startEmbeddedPostgres({ dataDir, system: realSystem, log: silentLog })
  root.teardown(async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return { ...postgres, hasMigrated }
}

/** Runs one statement as the server's administrator, beside whatever is under test. */
export async function asAdministrator(connection: Connection, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client(connection)
  client.on('error', () => {})  // tests end connections
  await client.connect()
  try {
    return await client.query(text, values)
  } finally {
    await client.end().catch(() => {})
  }
}

interface Teardown { teardown(handler: () => unknown): void }

/** An empty database on the shared server; opening it is left to the test. */
export async function freshDatabase(): Promise<Connection> {
  return await newDatabase(await (shared ??= sharedPostgres()), '')
}

async function newDatabase({ connection }: SharedPostgres, from: string): Promise<Connection> {
  const database = `test_${++databases}`
  await asAdministrator(connection, `create database ${database} ${from}`)
  return { ...connection, database }
}

/** A migrated database, closed when the test ends. */
export async function withPostgres(t: Teardown): Promise<{ connection: Connection; database: Database }> {
  const postgres = await (shared ??= sharedPostgres())
  const connection = await newDatabase(postgres, postgres.hasMigrated ? `template ${MIGRATED}` : '')
  const database = await openDatabase({ connection, log: silentLog })
  t.teardown(() => database.close())
  return { connection, database }
}
