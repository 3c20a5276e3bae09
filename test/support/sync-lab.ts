/** Imports of the catalogue as the service does them, over a real PostgreSQL and an upstream of the test's. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandId } from '../../domain/command.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { tmdbClient } from '../../server/catalogue/tmdb-client.ts'
import type { Fetched } from '../../server/catalogue-import/fetch-title.ts'
import type { ImportPorts } from '../../server/catalogue-import/import-ports.ts'
import { importing } from '../../server/catalogue-import/import-ports.ts'
import { importedTitlesIn } from '../../server/catalogue-import/imported-titles.ts'
import type { SyncAdmin } from '../../server/catalogue-import/sync-admin.ts'
import type { SyncRun } from '../../server/catalogue-import/sync-runs.ts'
import { runsOf, syncStateOf } from '../../server/catalogue-import/sync-runs.ts'
import { createPostgresCommandOutcomes } from '../../server/command-outcomes.ts'
import type { Connection, Database } from '../../server/db/database.ts'
import { createReadModels } from '../../server/db/read-model-tables.ts'
import { createPostgresEventStore } from '../../server/event-store/postgres.ts'
import type { EventStore } from '../../server/event-store/event-store.ts'
import type { CommandHandler } from '../../server/handle.ts'
import { createCommandHandler } from '../../server/handle.ts'
import type { Log } from '../../server/log.ts'
import { silentLog } from '../../server/log.ts'
import type { System } from '../../server/system.ts'
import { instantOf, realSystem, uuidv7 } from '../../server/system.ts'
import { projections } from '../../projections/index.ts'
import { runSyncs } from '../../workers/catalogue-sync/run-syncs.ts'
import { eventually } from './eventually.ts'
import { withPostgres } from './postgres.ts'

/** Waiting takes next to no time, and the clock says that it did: a pace is kept by the clock. */
export function hurried(): System {
  let aheadMs = 0
  return { ...realSystem, now: () => realSystem.now() + aheadMs, sleep: async (ms, signal) => {
    aheadMs += ms
    await realSystem.sleep(Math.min(ms, 5), signal)
  } }
}

export interface SyncWorkerOptions {
  readonly database: Database
  readonly store: EventStore
  readonly upstreamUrl: string
  readonly importFolder: string
  readonly log?: Log
  readonly signal: AbortSignal
}

/** The worker, and what it asks with. Its rests are short. */
export function syncWorker({ database, store, upstreamUrl, importFolder, log = silentLog, signal }: SyncWorkerOptions) {
  const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  const system = hurried()
  const tmdb = tmdbClient({ baseUrl: `${upstreamUrl}/3`, token: 'secret' }, system)
  const counts: Partial<Record<Fetched['outcome'], number>> = {}
  const counted: ImportPorts['counted'] = (outcome, titles) => { counts[outcome] = (counts[outcome] ?? 0) + titles }
  const { syncAdmin: admin, imports } = importing(tmdb, { database, handle, imported: importedTitlesIn(database), refreshCard() {}, counted, system })
  return {
    handle, counts, admin,
    run: () => runSyncs({
      ...imports, exportBaseUrl: `${upstreamUrl}/p/exports`, importFolder, database, store, handle, system, log, signal,
    }),
  }
}

export interface SyncLab {
  readonly connection: Connection
  readonly database: Database
  readonly store: EventStore
  readonly admin: SyncAdmin
  readonly handle: CommandHandler['handle']
  readonly importFolder: string
  readonly counts: Readonly<Partial<Record<Fetched['outcome'], number>>>
  /** From now on a worker works. */
  work(): void
  rest(): Promise<void>
  send<Type extends CommandType>(type: Type, data: CommandData[Type]): Promise<void>
  row(runId: string): Promise<SyncRun>
  /** Until its stream says so. */
  until(runId: string, status: string): Promise<SyncRun>
  /** What was imported, but for when: by key. */
  rows(): Promise<readonly object[]>
}

export async function syncLab(t: Parameters<typeof withPostgres>[0], upstreamUrl: string): Promise<SyncLab> {
  const { connection, database } = await withPostgres(t)
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  await createReadModels(database.pool, projections)
  const importFolder = mkdtempSync(join(tmpdir(), 'rewind-imports-'))
  let stop = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const options = { database, store, upstreamUrl, importFolder }
  const { handle, admin, counts } = syncWorker({ ...options, signal: stop.signal })
  const rest = async () => {
    stop.abort()
    await running
  }
  t.teardown(async () => {
    await rest()
    await store.close()
    rmSync(importFolder, { recursive: true, force: true })
  })
  const row = async (runId: string) => (await runsOf(database.kysely, [runId]))[0]!
  return {
    connection, database, store, admin, handle, importFolder, counts, rest, row,
    work() {
      stop = new AbortController()
      running = Promise.all([running, syncWorker({ ...options, signal: stop.signal }).run()]).then(() => {})
    },
    async send(type, data) {
      const outcome = await handle({ id: uuidv7(realSystem) as CommandId, type, data, issuedAt: instantOf(realSystem), deviceId: null, actor: 'system', sender: 'worker' })
      if (outcome.status !== 'accepted') throw new Error(`${outcome.code}: ${outcome.message}`)
    },
    async until(runId, status) {
      await eventually(`the import to be ${status}`, async () => (await syncStateOf(store, runId)).status === status && (status !== 'completed' || (await row(runId)).endedAt !== null), 120_000)
      return await row(runId)
    },
    async rows() {
      const { rows } = await database.pool.query<object>(`select (to_jsonb(t) - 'fetched_at') as row from catalogue_titles t order by media_type, tmdb_id`)
      return rows
    },
  }
}
