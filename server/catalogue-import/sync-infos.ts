/** How each import is: what the admins' screen and the command line show. */

import type { SyncStatus } from '../../domain/catalogue-sync.ts'
import { SYNC_STATUSES } from '../../domain/catalogue-sync.ts'
import type { SyncInfo } from '../../projections/wire-syncs.ts'
import type { SyncRow } from '../../projections/syncs.ts'
import { syncs } from '../../projections/syncs.ts'
import type { Database } from '../db/database.ts'
import { readModelTable, readRows } from '../db/read-model.ts'
import { limits } from '../limits.ts'
import type { SyncRun } from './sync-runs.ts'
import { runsOf } from './sync-runs.ts'

/** Newest first, or the one that is named. */
export async function syncInfos({ pool, kysely }: Database, nowMs: number, runId?: string): Promise<readonly SyncInfo[]> {
  const rows = await readRows(pool, syncs, { ...runId === undefined ? {} : { where: { key: runId } }, orderBy: ['-startedAt'], limit: limits.syncRunsShown })
  const runs = await runsOf(kysely, rows.map(({ key }) => key))
  return rows.map((row) => infoOf(row, runs.find((run) => run.runId === row.key), nowMs))
}

export async function importsByStatus({ pool }: Pick<Database, 'pool'>): Promise<Readonly<Record<SyncStatus, number>>> {
  const { rows } = await pool.query<{ status: SyncStatus; count: number }>(`select status, count(*) as count from ${readModelTable(syncs)} group by status`)
  return Object.fromEntries(SYNC_STATUSES.map((status) => [status, rows.find((row) => row.status === status)?.count ?? 0])) as Record<SyncStatus, number>
}

function infoOf({ key: runId, ...row }: SyncRow, run: SyncRun | undefined, nowMs: number): SyncInfo {
  if (!run) return { runId, ...row, fetched: 0, moved: row.done + row.gone + row.failed, titlesPerSecond: null, secondsLeft: null, note: null }
  const { phase, total, done, gone, failed, fetched, note } = run
  const counted = { phase, total, done, gone, failed, fetched, note: row.status === 'running' ? note : null }
  const moved = (phase === 'fetching' && row.way === 'files' ? fetched : done) + gone + failed
  const since = (phase === 'fetching' ? done + fetched + gone + failed : done) - run.stretchFrom
  const seconds = (nowMs - Date.parse(run.stretchAt)) / 1_000
  const titlesPerSecond = row.status === 'running' && phase !== 'listing' && since > 0 && seconds > 0 ? since / seconds : null
  const secondsLeft = titlesPerSecond !== null && total !== null ? Math.max(0, (total - moved) / titlesPerSecond) : null
  return { runId, ...row, ...counted, moved, titlesPerSecond, secondsLeft }
}
