/** What a device has to tell the server of its saved films, and which of them the house's rules let it keep. Pure. */

import { copyOf } from '../../domain/copies.ts'
import type { Saving } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { limits } from '../sync/limits.ts'
import type { SavedFilm } from './saved-film.ts'

export interface Me { readonly userId: string; readonly deviceId: string }
type Jobs = ReadonlyMap<string, JobRow>

/** A lease that was told of and is not to be seen yet may be on its way. */
const AGAIN_MS = 3_600_000

/** Those whose lease is to begin, or to be renewed: this device has been heard of. */
export function dueLeases(films: readonly SavedFilm[], jobs: Jobs, me: Me, nowMs: number): readonly SavedFilm[] {
  return films.filter(({ jobId, state, why, toldAt }) => {
    const job = jobs.get(jobId)
    if (!job || !isHolding(job) || state === 'failed' && why !== 'lost' && why !== 'damaged') return false
    const sinceMs = toldAt === null ? Infinity : Math.abs(nowMs - toldAt)
    return sinceMs >= limits.savedTellMs || sinceMs >= AGAIN_MS && !copyOf(job.copies, me)
  })
}

/** Leases of this device for what is not here: removed while the server could not be told, or taken away by the browser with all else. */
export function strayLeases(films: readonly SavedFilm[], jobs: Jobs, me: Me): readonly JobRow[] {
  const here = new Set(films.map(({ jobId }) => jobId))
  return [...jobs.values()].filter((job) => !here.has(job.key) && copyOf(job.copies, me))
}

/** Those that have to go. */
export function forbidden(films: readonly SavedFilm[], jobs: Jobs, saving: Saving): readonly SavedFilm[] {
  switch (saving) {
    case 'free': return []
    case 'whileHere': return films.filter(({ jobId }) => isGone(jobs.get(jobId)))
    case 'off': return films
  }
}

function isHolding({ status }: JobRow): boolean {
  return status === 'ready' || status === 'downloading' || status === 'preparing'
}

/** The server has it no more, and will not bring it back. */
export function isGone(job: JobRow | undefined): boolean {
  return job?.status === 'deleted' || job?.status === 'deleting'
}
