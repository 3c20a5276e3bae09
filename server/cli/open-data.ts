/** The databases of this configuration, for as long as one command takes: those of a running service, or started for it. */

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import pg from 'pg'
import type { Config } from '../config.ts'
import type { Connection, Database } from '../db/database.ts'
import { openDatabase } from '../db/database.ts'
import { socketFolderOf, startEmbeddedPostgres } from '../db/embedded-postgres.ts'
import { createDomainStore } from '../event-store/domain-store.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { openEventStore } from '../event-store/open-event-store.ts'
import type { Log } from '../log.ts'
import { createLogger } from '../logger.ts'
import type { PersonalKeys } from '../personal/personal-keys.ts'
import { personalKeysIn } from '../personal/personal-keys.ts'
import { createPersonalTexts } from '../personal/personal-texts.ts'
import { realSystem } from '../system.ts'

export interface Data { readonly database: Database; readonly store: EventStore; readonly personalKeys: PersonalKeys; close(): Promise<void> }

export async function openData(config: Config): Promise<Data> {
  // What a command answers goes to the output alone.
  const log = createLogger({ logLevel: 'error', logPretty: null }, process.stderr)
  const parts = new AsyncDisposableStack()
  try {
    const database = await openConfigured(config, log, parts)
    const personalKeys = await personalKeysIn(database, config, realSystem)
    const recorded = await openEventStore({ url: config.eventStoreUrl === config.databaseUrl ? null : config.eventStoreUrl, database, system: realSystem, log })
    const store = createDomainStore({ recorded, texts: createPersonalTexts({ keys: personalKeys, system: realSystem }) })
    parts.defer(store.close)
    return { database, store, personalKeys, close: () => parts.disposeAsync() }
  } catch (error) {
    await parts.disposeAsync()
    throw error
  }
}

/** The database that the settings name, or the built-in one; closed with the parts. */
export async function openConfigured(config: Config, log: Log, parts: AsyncDisposableStack): Promise<Database> {
  const ownPostgres = async (): Promise<Connection> => {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, system: realSystem, log })
    parts.defer(postgres.stop)
    return postgres.connection
  }
  const connection = config.databaseUrl !== null ? { connectionString: config.databaseUrl } : await runningPostgres(config.dataDir) ?? await ownPostgres()
  const database = await openDatabase({ connection, log })
  parts.defer(database.close)
  return database
}

/** The built-in PostgreSQL of a service that is running now, found at its socket. */
async function runningPostgres(dataDir: string): Promise<Connection | undefined> {
  const home = resolve(dataDir, 'postgres')
  const password = await readFile(join(home, 'password'), 'utf8').catch(() => undefined)
  if (password === undefined) return undefined
  const connection = { host: socketFolderOf(home), user: 'postgres', password, database: 'postgres' }
  const client = new pg.Client(connection)
  client.on('error', () => {})  // also rejects what is under way
  try {
    await client.connect()
    return connection
  } catch {
    // Nobody is there: it is ours to start, and says itself what stands in the way.
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}
