/** Downloads as the household sees them: one row per job. */

import type { JobStatus, Quality } from '../domain/acquisition.ts'

export interface JobRow {
  /** The job's id, `job_…`. */
  readonly key: string
  readonly movieId: number
  readonly status: JobStatus
  readonly requestedBy: string
  readonly requestedAt: string
  readonly quality: Quality
  readonly releaseId: string | null
  readonly releaseTitle: string | null
  readonly indexer: string | null
  /** Why this release, in words. */
  readonly reason: string | null
  readonly bytes: number
  readonly totalBytes: number | null
  readonly articles: number
  readonly missing: number
  readonly errorCode: string | null
  readonly errorMessage: string | null
  readonly retryable: boolean | null
  readonly workerId: string | null
  readonly leaseUntil: string | null
  readonly storageKey: string | null
  readonly sizeBytes: number | null
  readonly contentType: string | null
  readonly sha256: string | null
  readonly readyAt: string | null
  readonly lastStreamedAt: string | null
  readonly kept: boolean
  readonly changedAt: string
}
