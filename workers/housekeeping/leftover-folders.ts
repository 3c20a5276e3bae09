/** Folders of downloads whose jobs are over: what a killed downloader left, or a job that failed and was never tried again. */

import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import type { Database } from '../../server/db/database.ts'
import { readRow } from '../../server/db/read-model.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import { jobFolders, openJobFolder } from '../job-folder.ts'

const GRACE_MS = 3_600_000

/** Of this machine. Answers how many went. */
export async function removeLeftoverFolders(root: string, { database, system }: { readonly database: Pick<Database, 'pool'>; readonly system: Pick<System, 'now'> }): Promise<number> {
  let removed = 0
  for (const ref of await jobFolders(root)) {
    const row = await readRow(database.pool, jobs, ref.jobId)
    if (row === undefined || !isLeftOver(row, system.now())) continue
    await (await openJobFolder(root, ref)).remove()
    removed++
  }
  return removed
}

/** The downloader tidies up after itself; this comes long after. */
function isLeftOver({ status, retryable, changedAt }: Pick<JobRow, 'status' | 'retryable' | 'changedAt'>, nowMs: number): boolean {
  const ageMs = nowMs - Date.parse(changedAt)
  switch (status) {
    case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing': return false
    case 'error': return ageMs > (retryable === false ? GRACE_MS : limits.leftoverFolderAgeMs)
    case 'ready': case 'binned': case 'deleting': case 'deleted': case 'cancelled': return ageMs > GRACE_MS
  }
}
