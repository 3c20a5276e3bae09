/** Starts an import of what is trending and of what anyone keeps, once a day, whichever process comes first. */

import { sql } from 'kysely'
import type { SyncAdmin } from '../../server/catalogue-import/sync-admin.ts'
import { syncs } from '../../projections/syncs.ts'
import type { Database } from '../../server/db/database.ts'
import { readModelTable } from '../../server/db/read-model.ts'
import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { System } from '../../server/system.ts'
import { runWorker } from '../worker.ts'

export interface RefreshOptions {
  readonly database: Pick<Database, 'kysely' | 'pool'>
  readonly admin: Pick<SyncAdmin, 'start'>
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

const ACTOR = 'worker-catalogue'

/** Resolves after the signal. */
export async function refreshCatalogue(options: RefreshOptions): Promise<void> {
  await runWorker({ name: 'catalogue refresh', step: () => startWhenDue(options) }, options)
}

async function startWhenDue({ database: { kysely, pool }, admin, system, log }: RefreshOptions): Promise<number> {
  const now = new Date(system.now()).toISOString()
  const { numUpdatedRows } = await kysely.updateTable('catalogueRefresh').set({ dueAt: new Date(system.now() + limits.syncRefreshMs).toISOString() }).where('dueAt', '<=', now).executeTakeFirst()
  if (numUpdatedRows > 0n) {
    await prune(kysely)
    // While TMDB is away for days, or an import takes that long, one that waits is enough.
    if (await isUnderWay(pool)) return limits.syncRefreshLookMs
    const { runId } = await admin.start({ source: { kind: 'refresh' }, way: 'database' }, ACTOR)
    log.info({ runId }, 'a refresh of the catalogue is started')
  }
  const { dueAt } = await kysely.selectFrom('catalogueRefresh').select('dueAt').executeTakeFirstOrThrow()
  return Math.min(Math.max(Date.parse(dueAt) - system.now(), limits.syncPollMs), limits.syncRefreshLookMs)
}

async function isUnderWay(pool: Database['pool']): Promise<boolean> {
  const { rows } = await pool.query(`select from ${readModelTable(syncs)} where status = 'running' and source ->> 'kind' = 'refresh' limit 1`)
  return rows.length > 0
}

/** What old imports could not fetch is of no use any more. */
async function prune(kysely: Database['kysely']): Promise<void> {
  await kysely.deleteFrom('catalogueSyncs').where('endedAt', '<', sql<string>`now() - interval '90 days'`).execute()
}
