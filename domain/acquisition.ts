/**
 * One movie's acquisition: stream `acquisition-movie_<tmdbId>`. At most one active job, by the stream's own concurrency check.
 *
 *   awaiting_approval ─ approve ─▶ queued ─ claim ─▶ downloading ─▶ preparing ─▶ ready ─▶ deleted
 *          │ decline                 │                   │              │
 *          ▼                         ├───────────────────┴──────────────┤
 *       cancelled ◀── cancel ────────┘                                  └──▶ error ─ retry ─▶ queued
 */

import type { Fact } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, instant, integer, object, oneOf, optional, text } from './schema.ts'
import { tmdbId } from './title.ts'

export const QUALITIES = ['720p', '1080p', '4K'] as const
export type Quality = (typeof QUALITIES)[number]
export const FETCH_MODES = ['auto', 'manual'] as const
export const JOB_STATUSES = ['awaiting_approval', 'queued', 'downloading', 'preparing', 'ready', 'deleted', 'error', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** `job_` and 26 characters of a-z and 2-7, made by the client. */
const jobId = { type: 'string', pattern: '^job_[a-z2-7]{26}$' } as const
const bytes = integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const articles = integer({ minimum: 0, maximum: 10_000_000 })

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export interface Release {
  /** The indexer's name and its own id of the release: `<indexer>:<guid>`; never a URL, because those carry API keys. */
  readonly releaseId: string
  readonly title: string
  readonly indexer: string
  readonly sizeBytes: number
  /** Why this one, in words, for the story of the fetch. */
  readonly reason: string
}
export type AcquisitionEvent =
  | Fact<'FetchRequested', { readonly jobId: string; readonly movieId: number; readonly requestedBy: string; readonly mode: 'auto' | 'manual'; readonly releaseId?: string; readonly quality: Quality; readonly needsApproval: boolean }>
  | Fact<'FetchApproved', { readonly jobId: string; readonly approvedBy: string }>
  | Fact<'FetchDeclined', { readonly jobId: string; readonly declinedBy: string; readonly reason: string }>
  | Fact<'JobClaimed', { readonly jobId: string; readonly workerId: string; readonly leaseUntil: string }>
  | Fact<'ReleaseSelected', { readonly jobId: string } & Release>
  | Fact<'DownloadStarted', { readonly jobId: string; readonly totalBytes: number; readonly articles: number }>
  | Fact<'DownloadProgressed', { readonly jobId: string; readonly bytes: number; readonly totalBytes: number; readonly articles: number; readonly missing: number; readonly leaseUntil: string }>
  | Fact<'DownloadCompleted', { readonly jobId: string; readonly bytes: number; readonly missing: number; readonly repaired: number }>
  | Fact<'PreparationStarted', { readonly jobId: string }>
  | Fact<'MovieStored', { readonly jobId: string; readonly key: string; readonly sizeBytes: number; readonly contentType: string; readonly sha256: string }>
  | Fact<'MovieReady', { readonly jobId: string }>
  | Fact<'MovieStreamed', { readonly jobId: string; readonly userId: string; readonly at: string }>
  | Fact<'FetchFailed', { readonly jobId: string; readonly code: string; readonly message: string; readonly retryable: boolean }>
  | Fact<'FetchRetried', { readonly jobId: string; readonly retriedBy: string }>
  | Fact<'FetchCancelled', { readonly jobId: string; readonly cancelledBy: string }>
  | Fact<'MovieKept', { readonly jobId: string; readonly keptBy: string }>
  | Fact<'MovieReleased', { readonly jobId: string; readonly releasedBy: string }>
  | Fact<'MovieDeleted', { readonly jobId: string; readonly reason: string }>

// Commands of people.
export const acquisitionCommands = {
  RequestFetch: object({
    movieId: tmdbId,
    jobId,
    mode: optional(oneOf(FETCH_MODES)),
    releaseId: optional(text(500, 1)),
    qualityPreference: optional(oneOf(QUALITIES)),
  }),
  ApproveFetch: object({ movieId: tmdbId, jobId }),
  DeclineFetch: object({ movieId: tmdbId, jobId, reason: optional(text(500)) }),
  RetryFetch: object({ movieId: tmdbId, jobId }),
  CancelFetch: object({ movieId: tmdbId, jobId }),
  RecordStream: object({ movieId: tmdbId, jobId }),
  KeepMovie: object({ movieId: tmdbId, jobId }),
  ReleaseMovie: object({ movieId: tmdbId, jobId }),
  DeleteMovie: object({ movieId: tmdbId, jobId }),
  // Commands of the downloader; no person may send them. `leaseUntil` comes with each, made from the worker's own clock.
  ClaimJob: object({ movieId: tmdbId, jobId, workerId: text(100, 1), leaseUntil: instant }),
  SelectRelease: object({ movieId: tmdbId, jobId, workerId: text(100, 1), releaseId: text(500, 1), title: text(1_000), indexer: text(200), sizeBytes: bytes, reason: text(1_000) }),
  StartDownload: object({ movieId: tmdbId, jobId, workerId: text(100, 1), totalBytes: bytes, articles }),
  DownloadProgressed: object({ movieId: tmdbId, jobId, workerId: text(100, 1), bytes, totalBytes: bytes, articles, missing: articles, leaseUntil: instant }),
  FinishDownload: object({ movieId: tmdbId, jobId, workerId: text(100, 1), bytes, missing: articles, repaired: articles }),
  BeginPreparing: object({ movieId: tmdbId, jobId, workerId: text(100, 1) }),
  FinishPreparing: object({ movieId: tmdbId, jobId, workerId: text(100, 1), key: text(500, 1), sizeBytes: bytes, contentType: text(200, 1), sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } }),
  FailJob: object({ movieId: tmdbId, jobId, workerId: text(100, 1), code: text(100, 1), message: text(1_000), retryable: boolean }),
} as const satisfies Record<string, Schema>

export type AcquisitionCommandType = keyof typeof acquisitionCommands
export type AcquisitionCommandData = { [T in AcquisitionCommandType]: Infer<(typeof acquisitionCommands)[T]> }
export type AcquisitionCommand = { [T in AcquisitionCommandType]: { type: T; data: AcquisitionCommandData[T] } }[AcquisitionCommandType]
