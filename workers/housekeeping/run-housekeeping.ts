/**
 * The role `housekeeping`: hourly, or when an admin wishes it. Any number of processes may have it; which one runs is settled by an
 * advisory lock that goes with its connection, when by the one row of the table.
 */

import { jobs } from '../../projections/jobs.ts'
import type { HousekeepingReport } from '../../projections/wire-storage.ts'
import type { Database } from '../../server/db/database.ts'
import { readRows } from '../../server/db/read-model.ts'
import { limits } from '../../server/limits.ts'
import { instantOf } from '../../server/system.ts'
import { runWorker } from '../worker.ts'
import type { Before, HousePorts } from './keep-house.ts'
import { keepHouse } from './keep-house.ts'

export interface HousekeepingOptions extends HousePorts {
  readonly database: Database
  readonly signal: AbortSignal
}

const LOCK = `hashtext('housekeeping'), 0`

/** Resolves after the signal, when what was under way is over. */
export async function runHousekeeping(options: HousekeepingOptions): Promise<void> {
  await runWorker({ name: 'housekeeping', step: (signal) => runWhenDue(options, signal) }, options)
}

async function runWhenDue(options: HousekeepingOptions, signal: AbortSignal): Promise<number> {
  const { database, system } = options
  const { dueAt, ranAt, report } = await database.kysely.selectFrom('housekeeping').select(['dueAt', 'ranAt', 'report']).executeTakeFirstOrThrow()
  const restMs = (report?.failures.length ?? 0) > 0 ? limits.housekeepingRestAfterFailureMs : limits.housekeepingRestMs
  const rested = ranAt === null || Math.abs(system.now() - Date.parse(ranAt)) > restMs
  if (isDue(dueAt, system.now()) || rested && await isDeleting(database)) await runNow(options, signal)
  return limits.housekeepingLookMs
}

export async function databaseClock({ pool }: Pick<Database, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ now: string }>('select now() as now')
  return Date.parse(rows[0]!.now)
}

/** Whoever deletes a film wants the room soon. */
async function isDeleting({ pool }: Database): Promise<boolean> {
  return (await readRows(pool, jobs, { where: { status: 'deleting' }, limit: 1 })).length > 0
}

/** Also where a clock that was ahead has put the next run far into the future. */
function isDue(dueAt: string, nowMs: number): boolean {
  const waitMs = Date.parse(dueAt) - nowMs
  return waitMs <= 0 || waitMs > 2 * limits.housekeepingEveryMs
}

/** Undefined when another process is at it. */
export async function runNow(options: Omit<HousekeepingOptions, 'signal'>, signal: AbortSignal): Promise<HousekeepingReport | undefined> {
  const { database, system } = options
  const client = await database.connect()
  const session = new AbortController()
  client.on('end', () => session.abort())
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${LOCK}) as mine`)
    if (!rows[0]!.mine) return undefined
    const before: Before = await database.kysely.selectFrom('housekeeping').select(['ranAt', 'report']).executeTakeFirstOrThrow()
    const report = await keepHouse(options, before, AbortSignal.any([signal, session.signal]))
    await database.kysely.updateTable('housekeeping').set({ dueAt: new Date(system.now() + limits.housekeepingEveryMs).toISOString(), ranAt: instantOf(system), report: JSON.stringify(report) }).execute()
    return report
  } finally {
    await client.end().catch(() => {})
  }
}
