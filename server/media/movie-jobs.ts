/** The jobs of one movie, as far as playing it and showing it need them. */

import type { JobStatus } from '../../domain/acquisition.ts'
import { JOB_STATUSES } from '../../domain/acquisition.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import type { Queryable } from '../db/read-model.ts'
import { readRow, readRows } from '../db/read-model.ts'
import { notFound } from '../request-error.ts'

/** Of a movie, the newest of these is the one that counts now. */
export const COUNTING: readonly JobStatus[] = JOB_STATUSES.filter((status) => status !== 'cancelled' && status !== 'deleted')

export interface MovieJobs {
  /** The newest that was not called off and whose film was not deleted. */
  current(movieId: number): Promise<JobRow | undefined>
  /** The newest that can be played. */
  playable(movieId: number): Promise<JobRow | undefined>
  byId(jobId: string): Promise<JobRow | undefined>
}

export function movieJobs(database: Queryable): MovieJobs {
  async function newest(movieId: number, status: readonly JobStatus[]): Promise<JobRow | undefined> {
    return (await readRows(database, jobs, { where: { movieId, status }, orderBy: ['-requestedAt'], limit: 1 }))[0]
  }
  return {
    current: (movieId) => newest(movieId, COUNTING),
    playable: (movieId) => newest(movieId, ['ready']),
    byId: (jobId) => readRow(database, jobs, jobId),
  }
}

/** TMDB's ids are kept in four bytes. */
const MOVIE_ID_MAX = 2 ** 31 - 1

/** Of a movie, the job whose film can be played, else the one that counts now. Throws `NOT_FOUND`. */
export async function jobToPlay(jobs: Pick<MovieJobs, 'playable' | 'current' | 'byId'>, idOrJobId: string): Promise<JobRow> {
  const movieId = Number(idOrJobId)
  const job = idOrJobId.startsWith('job_') ? await jobs.byId(idOrJobId) : movieId > MOVIE_ID_MAX ? undefined : await jobs.playable(movieId) ?? await jobs.current(movieId)
  if (!job || job.status === 'deleted') throw notFound('film here')
  return job
}
