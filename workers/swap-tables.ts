/** Puts a table filled anew in the place of the live one, in one transaction. */

import type pg from 'pg'
import type { Position } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { Database } from '../server/db/database.ts'
import { PROJECTIONS_CHANNEL } from '../server/db/projection-progress.ts'
import { readModelTable } from '../server/db/read-model.ts'
import { replaceTable, tidyTable } from '../server/db/read-model-tables.ts'
import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'

interface SwapOptions {
  readonly database: Database
  readonly system: System
  readonly signal: AbortSignal
  /** Applies the last events to the new table. */
  readonly catchUpTo: (from: Position, to: Position) => Promise<Position>
  /** In the transaction that swaps. */
  readonly swapped: (owner: pg.Client, swapMs: number) => Promise<void>
}

/**
 * Under the lock of the live checkpoint, which the projector too takes before it touches the table: the last events, then the names. Readers are kept
 * out only while the names change; one in the way is not waited for long, as others would queue behind it.
 */
export async function swapTables(client: pg.Client, live: AnyProjection, shadow: AnyProjection, options: SwapOptions): Promise<{ readonly swapMs: number }> {
  const { database, system, signal } = options
  const owner = await database.connect()
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        const swapMs = await swap(owner, client, live, shadow, options)
        await tidyTable(owner, live, shadow)
        return { swapMs }
      } catch (error) {
        await owner.query('rollback')
        // 55P03: somebody reads the old table just now.
        if ((error as { code?: string }).code !== '55P03' || attempt >= limits.swapAttemptsMax || signal.aborted) throw error
        await system.sleep(limits.retryDelayMinMs, signal)
      }
    }
  } finally {
    await owner.end().catch(() => {})
  }
}

/** Answers how long the projector was kept waiting, and readers at most. */
async function swap(owner: pg.Client, client: pg.Client, live: AnyProjection, shadow: AnyProjection, { catchUpTo, swapped }: SwapOptions): Promise<number> {
  await owner.query('begin')
  await owner.query(`set local lock_timeout = ${limits.swapLockTimeoutMs}`)
  // With the rows and after them on the way to the disk: a power cut takes back all of it or nothing.
  await owner.query('set local synchronous_commit = off')
  const at = await positionIn(owner, live, 'for update')
  const lockedAt = performance.now()
  const own = await positionIn(client, shadow)
  const position = at > own ? await catchUpTo(positionOf(own), positionOf(at)) : positionOf(own)
  await replaceTable(owner, live, shadow)
  await owner.query('delete from checkpoints where name = $1 and version = $2', [shadow.name, shadow.version])
  await owner.query(`update checkpoints set position = $3, updated_at = now(), error = null, status = case status when 'paused' then status else 'running' end where name = $1 and version = $2`,
    [live.name, live.version, Number(position)])
  await owner.query('select pg_notify($1, $2)', [PROJECTIONS_CHANNEL, `${readModelTable(live)} ${position}`])
  await swapped(owner, performance.now() - lockedAt)
  await owner.query('commit')
  return performance.now() - lockedAt
}

export async function positionIn(client: pg.Client, { name, version }: AnyProjection, suffix = ''): Promise<number> {
  return (await client.query<{ position: number }>(`select position from checkpoints where name = $1 and version = $2 ${suffix}`, [name, version])).rows[0]!.position
}
