/** Looks for rebuilds that are wanted, and has them done in a thread while there are some. */

import type { AnyProjection } from '../projections/index.ts'
import type { Database } from '../server/db/database.ts'
import { wantedRebuilds } from '../server/db/rebuilds.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import type { RebuildThreadConfig, ToRebuildThread } from './rebuild-thread.ts'
import type { OfThread } from './run-thread.ts'
import { runThread } from './run-thread.ts'
import { runWorker } from './worker.ts'

interface Ports {
  readonly database: Database
  readonly projections: readonly AnyProjection[]
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

/** Resolves after the signal, when the thread has let go of everything. */
export async function startRebuilds(config: RebuildThreadConfig, ports: Ports): Promise<void> {
  await runWorker({ name: 'rebuilds', step: (signal) => rebuildInThread(config, { ...ports, signal }) }, ports)
}

async function rebuildInThread(config: RebuildThreadConfig, { database, projections, log, system, signal }: Ports): Promise<number> {
  if (!await anyFree(database, projections)) return limits.rebuildPollMs
  const failure = await runThread<OfThread, ToRebuildThread>(new URL('./rebuild-thread.ts', import.meta.url), {
    start: { type: 'start', config }, stop: { type: 'stop' }, role: 'rebuilds', hear() {}, log, system, signal,
  })
  if (failure !== undefined) throw new Error(`The thread that rebuilds died: ${failure}`)
  return 0
}

/** A thread is not begun for what another process is at. */
async function anyFree({ kysely, pool }: Database, projections: readonly AnyProjection[]): Promise<boolean> {
  for (const { name } of await wantedRebuilds(kysely, projections)) {
    const { rows } = await pool.query<{ free: boolean }>(`select pg_try_advisory_xact_lock(hashtext('rebuild'), hashtext($1)) as free`, [name])
    if (rows[0]!.free) return true
  }
  return false
}
