/** What films take, and how housekeeping stands, for those who watch over it. */

import { jobs } from '../../projections/jobs.ts'
import type { HousekeepingReport } from '../../projections/wire-storage.ts'
import type { Database } from '../db/database.ts'
import { readModelTable } from '../db/read-model.ts'

export interface StorageFigures {
  readonly readyBytes: number
  readonly binnedBytes: number
  /** Null where there is no bound. */
  readonly quotaBytes: number | null
  readonly ranAt: string | null
  readonly report: HousekeepingReport | null
}

export async function storageFigures({ kysely, pool }: Pick<Database, 'kysely' | 'pool'>, quotaBytes: number | null): Promise<StorageFigures> {
  const { rows } = await pool.query<{ ready: number; binned: number }>(`select coalesce(sum(size_bytes) filter (where status = 'ready'), 0)::bigint as ready,
    coalesce(sum(size_bytes) filter (where status in ('binned', 'deleting')), 0)::bigint as binned from ${readModelTable(jobs)}`)
  const { ranAt, report } = await kysely.selectFrom('housekeeping').select(['ranAt', 'report']).executeTakeFirstOrThrow()
  return { readyBytes: rows[0]!.ready, binnedBytes: rows[0]!.binned, quotaBytes, ranAt, report }
}
