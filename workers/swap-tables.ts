/** Puts a table filled anew in the place of the live one, in one transaction. */

import type pg from 'pg'
import type { Position } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { Database } from '../server/db/database.ts'
import { PROJECTIONS_CHANNEL } from '../server/db/projection-progress.ts'
import { dropTable, readModelTable, renameTable } from '../server/db/read-model.ts'
import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'

interface SwapOptions { readonly database: Database; readonly system: System; readonly signal: AbortSignal }

/**
 * Under the lock of the live checkpoint, which the projector too takes before it touches the table: the last events, then the names. Readers are kept
 * out only while the names change; one in the way is not waited for long, as others would queue behind it. Answers how many rows there are.
 */
export async function swapTables(client: pg.Client, projection: AnyProjection, shadow: AnyProjection, { database, system, signal }: SwapOptions, catchUpTo: (from: Position, to: Position) => Promise<Position>): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const owner = await database.connect()
    try {
      await owner.query('begin')
      await owner.query(`set local lock_timeout = ${limits.swapLockTimeoutMs}`)
      const live = (await owner.query<{ position: number }>('select position from checkpoints where name = $1 and version = $2 for update', [projection.name, projection.version])).rows[0]!.position
      const own = (await client.query<{ position: number }>('select position from checkpoints where name = $1 and version = $2', [shadow.name, shadow.version])).rows[0]!.position
      const position = live > own ? await catchUpTo(positionOf(own), positionOf(live)) : positionOf(own)
      await dropTable(owner, projection, { keepCheckpoint: true })
      await renameTable(owner, shadow, projection)
      await owner.query('delete from checkpoints where name = $1 and version = $2', [shadow.name, shadow.version])
      await owner.query(`update checkpoints set position = $3, updated_at = now(), error = null, status = case status when 'failed' then 'running' else status end where name = $1 and version = $2`,
        [projection.name, projection.version, Number(position)])
      await owner.query('select pg_notify($1, $2)', [PROJECTIONS_CHANNEL, `${readModelTable(projection)} ${position}`])
      const { rows } = await owner.query<{ count: number }>(`select count(*)::int as count from ${readModelTable(projection)}`)
      await owner.query('commit')
      return rows[0]!.count
    } catch (error) {
      // 55P03: somebody reads the old table just now.
      if ((error as { code?: string }).code !== '55P03' || attempt >= limits.swapAttemptsMax || signal.aborted) throw error
      await owner.query('rollback')
      await system.sleep(limits.retryDelayMinMs, signal)
    } finally {
      await owner.end().catch(() => {})
    }
  }
}
