/**
 * One movie's acquisition: stream `acquisition-movie_<tmdbId>`. At most one active job, by the stream's own concurrency check.
 *
 *   awaiting_approval ─ approve ─▶ queued ─ claim ─▶ downloading ─▶ preparing ─▶ ready ─▶ deleted
 *          │ decline                 │                   │              │
 *          ▼                         ├───────────────────┴──────────────┤
 *       cancelled ◀── cancel ────────┘                                  └──▶ error ─ retry ─▶ queued
 */

import { claim, decideForWorker, LEASE_LOST } from './acquisition-work.ts'
import type { Command, Issued } from './command.ts'
import type { Decider, Decision, Refusal } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact, Recorded, Unrecorded } from './event.ts'
import { secondsBetween, utc } from './instant.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, instant, integer, object, oneOf, optional, text } from './schema.ts'
import { tmdbId } from './title.ts'

export const QUALITIES = ['720p', '1080p', '4K'] as const
export type Quality = (typeof QUALITIES)[number]
const FETCH_MODES = ['auto', 'manual'] as const
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
type JobFact<Type extends string, Data = object> = Fact<Type, Readonly<{ jobId: string } & Data>>
export type AcquisitionEvent =
  | JobFact<'FetchRequested', {
    movieId: number; requestedBy: string; mode: (typeof FETCH_MODES)[number]; releaseId?: string; quality: Quality; needsApproval: boolean
  }>
  | JobFact<'FetchApproved', { approvedBy: string }>
  | JobFact<'FetchDeclined', { declinedBy: string; reason: string }>
  | JobFact<'JobClaimed', { workerId: string; leaseUntil: string }>
  | JobFact<'ReleaseSelected', Release>
  | JobFact<'ReleaseRejected', { releaseId: string; code: string; message: string }>
  | JobFact<'DownloadStarted', { totalBytes: number; articles: number }>
  | JobFact<'DownloadProgressed', {
    bytes: number; totalBytes: number; articles: number; missing: number; leaseUntil: string
  }>
  | JobFact<'DownloadCompleted', { bytes: number; missing: number; repaired: number }>
  | JobFact<'PreparationStarted'>
  | JobFact<'MovieStored', { key: string; sizeBytes: number; contentType: string; sha256: string }>
  | JobFact<'MovieReady'>
  | JobFact<'MovieStreamed', { userId: string; at: string }>
  | JobFact<'FetchFailed', { code: string; message: string; retryable: boolean }>
  | JobFact<'FetchRetried', { retriedBy: string }>
  | JobFact<'FetchCancelled', { cancelledBy: string }>
  | JobFact<'MovieKept', { keptBy: string }>
  | JobFact<'MovieReleased', { releasedBy: string }>
  | JobFact<'MovieDeleted', { reason: string }>

// State.
export interface Job {
  readonly jobId: string
  readonly status: JobStatus
  readonly requestedBy: string
  readonly lease: Lease | null
  /** Of the release selected last. */
  readonly releaseId: string | null
  /** Releases that turned out to be no good since it was queued last. */
  readonly tried: readonly string[]
  /** Null until the download has started, and again while another worker takes over. */
  readonly download: Download | null
  readonly kept: boolean
  /** When each person was last recorded as watching. */
  readonly streamedAt: Readonly<Record<string, string>>
}
export interface Lease { readonly workerId: string; readonly from: string; readonly until: string }
export interface Download { readonly totalBytes: number; readonly articles: number; readonly bytes: number; readonly reportedAt: string | null; readonly completed: boolean }

export interface AcquisitionState {
  /** The newest job; earlier ones are over. */
  readonly job: Job | null
  /** Of every job this movie ever had, because an id is never used again. */
  readonly jobIds: readonly string[]
  /** Releases of this movie that turned out to be no good, whichever job they were for. */
  readonly blocked: readonly string[]
}

/** The job that a further request is answered with: one that is on its way or ready. */
export function activeJob({ job }: AcquisitionState): Job | null {
  return job !== null && isActive(job) ? job : null
}

function isActive({ status }: Job): boolean {
  return ON_THE_WAY.has(status) || status === 'ready'
}

const ON_THE_WAY: ReadonlySet<JobStatus> = new Set(['awaiting_approval', 'queued', 'downloading', 'preparing'])

// Commands of people.
const ofJob = { movieId: tmdbId, jobId }
const ofWorker = { ...ofJob, workerId: text(100, 1) }
export const acquisitionCommands = {
  RequestFetch: object({
    ...ofJob,
    mode: optional(oneOf(FETCH_MODES)),
    releaseId: optional(text(500, 1)),
    qualityPreference: optional(oneOf(QUALITIES)),
  }),
  ApproveFetch: object(ofJob),
  DeclineFetch: object({ ...ofJob, reason: optional(text(500)) }),
  RetryFetch: object(ofJob),
  CancelFetch: object(ofJob),
  RecordStream: object(ofJob),
  KeepMovie: object(ofJob),
  ReleaseMovie: object(ofJob),
  DeleteMovie: object(ofJob),
  // Commands of the downloader; no person may send them. `leaseUntil` comes with each, made from the worker's own clock.
  ClaimJob: object({ ...ofWorker, leaseUntil: instant }),
  SelectRelease: object({
    ...ofWorker,
    releaseId: text(500, 1),
    title: text(1_000),
    indexer: text(200),
    sizeBytes: bytes,
    reason: text(1_000),
  }),
  StartDownload: object({ ...ofWorker, totalBytes: bytes, articles }),
  DownloadProgressed: object({ ...ofWorker, bytes, totalBytes: bytes, articles, missing: articles, leaseUntil: instant }),
  FinishDownload: object({ ...ofWorker, bytes, missing: articles, repaired: articles }),
  BeginPreparing: object(ofWorker),
  FinishPreparing: object({
    ...ofWorker,
    key: text(500, 1),
    sizeBytes: bytes,
    contentType: text(200, 1),
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  }),
  RejectRelease: object({ ...ofWorker, releaseId: text(500, 1), code: text(100, 1), message: text(1_000) }),
  FailJob: object({ ...ofWorker, code: text(100, 1), message: text(1_000), retryable: boolean }),
} as const satisfies Record<string, Schema>

export type AcquisitionCommandType = keyof typeof acquisitionCommands
export type AcquisitionCommandData = { [T in AcquisitionCommandType]: Infer<(typeof acquisitionCommands)[T]> }
export type AcquisitionCommand = { [T in AcquisitionCommandType]: { type: T; data: AcquisitionCommandData[T] } }[AcquisitionCommandType]

// Decide.
type Of<Type extends AcquisitionCommandType> = Issued<Command & Extract<AcquisitionCommand, { type: Type }>>
type Decided = Decision<AcquisitionEvent>
type RecordedAcquisition = Recorded<AcquisitionEvent> | Unrecorded<AcquisitionEvent>
type ByPerson = 'ApproveFetch' | 'DeclineFetch' | 'RetryFetch' | 'CancelFetch' | 'RecordStream' | 'KeepMovie' | 'ReleaseMovie' | 'DeleteMovie'

const STREAM_INTERVAL_SECONDS = 1_800

export const acquisitionDecider: Decider<AcquisitionState, AcquisitionCommand, AcquisitionEvent> = {
  category: 'acquisition',
  initial: { job: null, jobIds: [], blocked: [] },
  decide(command, state) {
    switch (command.type) {
      case 'RequestFetch': return requestFetch(command, state)
      case 'ApproveFetch': case 'DeclineFetch': case 'RetryFetch': case 'CancelFetch':
      case 'RecordStream': case 'KeepMovie': case 'ReleaseMovie': case 'DeleteMovie':
        if (state.job?.jobId !== command.data.jobId) return refuse('NOT_FOUND', 'There is no such download of this film, or a newer one has replaced it.')
        return decideForPerson(command, state.job)
      case 'ClaimJob': return state.job?.jobId === command.data.jobId ? claim(command, state.job) : LEASE_LOST
      case 'SelectRelease': case 'StartDownload': case 'DownloadProgressed': case 'FinishDownload':
      case 'BeginPreparing': case 'FinishPreparing': case 'RejectRelease': case 'FailJob':
        if (state.job?.jobId !== command.data.jobId || state.job.lease?.workerId !== command.data.workerId) return LEASE_LOST
        return decideForWorker(command, state.job, state.job.lease)
    }
  },
  evolve(state, event) {
    if (event.type !== 'FetchRequested') return state.job === null ? state : { ...state, job: { ...state.job, ...changeOf(state.job, event) }, blocked: blockedAfter(state, event) }
    const { jobId, requestedBy, needsApproval } = event.data
    const job: Job = { jobId, status: needsApproval ? 'awaiting_approval' : 'queued', requestedBy, lease: null, releaseId: null, tried: [], download: null, kept: false, streamedAt: {} }
    return { ...state, job, jobIds: [...state.jobIds, jobId] }
  },
}

function requestFetch(command: Of<'RequestFetch'>, state: AcquisitionState): Decided {
  const { movieId, jobId, releaseId, mode = releaseId === undefined ? 'auto' : 'manual', qualityPreference: quality = '1080p' } = command.data
  if (activeJob(state)) return []
  if (mode === 'manual' && releaseId === undefined) return refuse('INVALID_INPUT', 'Choose a release, or let one be chosen for you.')
  if (state.jobIds.includes(jobId)) return refuse('JOB_ID_USED', 'This download was asked for before. Retry it, or ask again with a new job id.')
  const needsApproval = command.sender === 'viewer'
  return [{ type: 'FetchRequested', data: { jobId, movieId, requestedBy: command.actor, mode, ...(releaseId === undefined ? {} : { releaseId }), quality, needsApproval } }]
}

function decideForPerson(command: Of<ByPerson>, job: Job): Decided {
  const { jobId, status } = job
  switch (command.type) {
    case 'ApproveFetch':
      if (status === 'awaiting_approval') return [{ type: 'FetchApproved', data: { jobId, approvedBy: command.actor } }]
      return isActive(job) ? [] : notNow(job, 'It no longer waits for approval.')
    case 'DeclineFetch':
      if (status === 'awaiting_approval') return [{ type: 'FetchDeclined', data: { jobId, declinedBy: command.actor, reason: command.data.reason ?? '' } }]
      return status === 'cancelled' ? [] : notNow(job, 'It no longer waits for approval. Cancel it, or delete the film, instead.')
    case 'RetryFetch':
      if (status === 'error' || status === 'cancelled') return [{ type: 'FetchRetried', data: { jobId, retriedBy: command.actor } }]
      return status === 'queued' || status === 'downloading' || status === 'preparing' ? [] : notNow(job, 'Only a download that failed or was cancelled can be retried.')
    case 'CancelFetch':
      if (command.sender !== 'admin' && command.actor !== job.requestedBy) return refuse('FORBIDDEN', 'Only the person who asked for it, or an admin, may cancel a download.')
      if (ON_THE_WAY.has(status)) return [{ type: 'FetchCancelled', data: { jobId, cancelledBy: command.actor } }]
      return status === 'cancelled' ? [] : notNow(job, 'There is no download under way to cancel.')
    case 'RecordStream': {
      if (status !== 'ready') return notReady(job)
      const last = job.streamedAt[command.actor]
      const due = last === undefined || secondsBetween(last, command.issuedAt) >= STREAM_INTERVAL_SECONDS
      return due ? [{ type: 'MovieStreamed', data: { jobId, userId: command.actor, at: utc(command.issuedAt) } }] : []
    }
    case 'KeepMovie':
      if (status !== 'ready') return notReady(job)
      return job.kept ? [] : [{ type: 'MovieKept', data: { jobId, keptBy: command.actor } }]
    case 'ReleaseMovie':
      if (status !== 'ready') return notReady(job)
      return job.kept ? [{ type: 'MovieReleased', data: { jobId, releasedBy: command.actor } }] : []
    case 'DeleteMovie':
      if (status === 'ready') return [{ type: 'MovieDeleted', data: { jobId, reason: 'An admin deleted it.' } }]
      return status === 'deleted' ? [] : notReady(job)
  }
}

function notNow(job: Job, message: string): Refusal {
  return refuse('WRONG_JOB_STATUS', message, { status: job.status })
}

function notReady(job: Job): Refusal {
  return refuse('NOT_READY', job.status === 'deleted' ? 'The film has been deleted. Ask for it again.' : 'The film is not ready yet.', { status: job.status })
}

// Evolve.
function changeOf(job: Job, event: Exclude<RecordedAcquisition, { type: 'FetchRequested' }>): Partial<Job> {
  switch (event.type) {
    case 'FetchApproved': return { status: 'queued' }
    case 'FetchRetried': return { status: 'queued', tried: [] }
    case 'FetchDeclined': case 'FetchCancelled': return { status: 'cancelled', lease: null, download: null }
    case 'JobClaimed': return claimedBy(job, { workerId: event.data.workerId, from: utc(event.meta.issuedAt), until: event.data.leaseUntil })
    case 'ReleaseSelected': return { releaseId: event.data.releaseId }
    case 'ReleaseRejected': return { status: 'downloading', releaseId: null, download: null, tried: [...job.tried, event.data.releaseId] }
    case 'DownloadStarted': return { download: { totalBytes: event.data.totalBytes, articles: event.data.articles, bytes: 0, reportedAt: null, completed: false } }
    case 'DownloadProgressed': return progressed(job, event.data, utc(event.meta.issuedAt))
    case 'DownloadCompleted': return { download: job.download && { ...job.download, bytes: event.data.bytes, completed: true } }
    case 'PreparationStarted': return { status: 'preparing' }
    case 'MovieStored': return {}
    case 'MovieReady': return { status: 'ready', lease: null }
    case 'MovieStreamed': return { streamedAt: { ...job.streamedAt, [event.data.userId]: event.data.at } }
    case 'FetchFailed': return { status: 'error', lease: null, download: null }
    case 'MovieKept': return { kept: true }
    case 'MovieReleased': return { kept: false }
    case 'MovieDeleted': return { status: 'deleted', kept: false }
  }
}

/** What failed for good after a release was chosen failed because of it. */
function blockedAfter({ job, blocked }: AcquisitionState, event: Exclude<RecordedAcquisition, { type: 'FetchRequested' }>): readonly string[] {
  const releaseId = event.type === 'ReleaseRejected' ? event.data.releaseId : event.type === 'FetchFailed' && !event.data.retryable ? job?.releaseId ?? null : null
  return releaseId === null || blocked.includes(releaseId) ? blocked : [...blocked, releaseId]
}

/** The holder goes on where it is; another worker starts the steps again, and asks only for what it lacks. */
function claimedBy(job: Job, lease: Lease): Partial<Job> {
  return job.lease?.workerId === lease.workerId ? { lease } : { lease, status: 'downloading', download: null }
}

function progressed(job: Job, { bytes, totalBytes, articles, leaseUntil }: { bytes: number; totalBytes: number; articles: number; leaseUntil: string }, at: string): Partial<Job> {
  const download: Download = { totalBytes, articles: job.download?.articles ?? articles, bytes, reportedAt: at, completed: false }
  return { download, lease: job.lease && { ...job.lease, from: at, until: leaseUntil } }
}
