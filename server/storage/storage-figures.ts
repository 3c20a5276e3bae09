/** What films take, and how housekeeping stands, for those who watch over it. */

import { jobs } from '../../projections/jobs.ts'
import type { HousekeepingReport } from '../../projections/wire-storage.ts'
import type { Database } from '../db/database.ts'
import { readModelTable } from '../db/read-model.ts'

export interface StorageFigures {
  readonly readyBytes: number
  readonly binnedBytes: number
  /** On people's devices, that hold their films still. */
  readonly copies: number
  /** Null where there is no bound. */
  readonly quotaBytes: number | null
  readonly ranAt: string | null
  readonly report: HousekeepingReport | null
}

export async function storageFigures({ kysely, pool }: Pick<Database, 'kysely' | 'pool'>, quotaBytes: number | null): Promise<StorageFigures> {
  const { rows } = await pool.query<{ ready: number; binned: number; copies: number }>(`select coalesce(sum(size_bytes) filter (where status = 'ready'), 0)::bigint as ready,
    coalesce(sum(size_bytes) filter (where status in ('binned', 'deleting')), 0)::bigint as binned,
    coalesce(sum((select count(*) from jsonb_array_elements(copies::jsonb) as held where (held->>'until')::timestamptz > now())), 0)::bigint as copies from ${readModelTable(jobs)}`)
  const { ranAt, report } = await kysely.selectFrom('housekeeping').select(['ranAt', 'report']).executeTakeFirstOrThrow()
  return { readyBytes: rows[0]!.ready, binnedBytes: rows[0]!.binned, copies: rows[0]!.copies, quotaBytes, ranAt, report }
}
