/** The jobs of one film or episode, as far as playing it and showing it need them. */

import type { JobStatus } from '../../domain/acquisition.ts'
import { JOB_STATUSES } from '../../domain/acquisition.ts'
import type { Playable } from '../../domain/playable.ts'
import { playableRef } from '../../domain/playable.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import type { Queryable } from '../db/read-model.ts'
import { readRow, readRows } from '../db/read-model.ts'
import { notFound } from '../request-error.ts'

/** Of a film or an episode, the newest of these is the one that counts now. */
export const COUNTING: readonly JobStatus[] = JOB_STATUSES.filter((status) => status !== 'cancelled' && status !== 'deleted')

export interface MovieJobs {
  /** The newest that was not called off and whose film was not deleted. */
  current(playable: Playable): Promise<JobRow | undefined>
  /** The newest that can be played. */
  playable(playable: Playable): Promise<JobRow | undefined>
  byId(jobId: string): Promise<JobRow | undefined>
}

export function movieJobs(database: Queryable): MovieJobs {
  async function newest(playable: Playable, status: readonly JobStatus[]): Promise<JobRow | undefined> {
    return (await readRows(database, jobs, { where: { ...playableRef(playable), status }, orderBy: ['-requestedAt'], limit: 1 }))[0]
  }
  return {
    current: (playable) => newest(playable, COUNTING),
    playable: (playable) => newest(playable, ['ready']),
    byId: (jobId) => readRow(database, jobs, jobId),
  }
}

/** TMDB's ids are kept in four bytes. */
const TMDB_ID_MAX = 2 ** 31 - 1

/** `of`: a job's id, or a film or an episode: then the job whose film can be played, else the one that counts now. Throws `NOT_FOUND`. */
export async function jobToPlay(jobs: Pick<MovieJobs, 'playable' | 'current' | 'byId'>, of: string | Playable): Promise<JobRow> {
  const playable = typeof of === 'string' ? movieOf(of) : of
  const job = typeof of === 'string' && playable === undefined ? await jobs.byId(of) : playable === undefined || playable.tmdbId > TMDB_ID_MAX ? undefined : await jobs.playable(playable) ?? await jobs.current(playable)
  if (!job || job.status === 'deleted') throw notFound('film here')
  return job
}

/** As addresses name a film: by its number, or by a job's id. */
function movieOf(idOrJobId: string): Playable | undefined {
  return idOrJobId.startsWith('job_') ? undefined : { mediaType: 'movie', tmdbId: Number(idOrJobId) }
}
