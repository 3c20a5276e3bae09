/** Jobs to work on, as the read model has them. It may be behind: the claim decides. */

import { sql } from 'kysely'
import { plainRef } from '../domain/playable.ts'
import { jobs } from '../projections/jobs.ts'
import type { Database } from '../server/db/database.ts'
import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'
import { instantOf } from '../server/system.ts'
import type { JobRef } from './job-folder.ts'

/** Queued ones, our own, and those whose worker has not renewed its lease; what is more urgent first, then the oldest request. */
export async function claimableJobs({ kysely }: Pick<Database, 'kysely'>, workerId: string, system: Pick<System, 'now'>): Promise<readonly JobRef[]> {
  const { rows } = await sql<JobRef>`
    select key as job_id, movie_id, series_id, season, episode from ${sql.table(`${jobs.name}_v${jobs.version}`)}
    where status = 'queued'
       or status in ('downloading', 'preparing') and (worker_id = ${workerId} or lease_until is null or lease_until <= ${instantOf(system)}::timestamptz)
    order by array_position(array['HIGH', 'NORMAL', 'LOW'], priority), requested_at limit ${limits.downloaderCandidatesMax}`.execute(kysely)
  return rows.map((row) => ({ jobId: row.jobId, ...plainRef(row) }))
}
