/**
 * The acquisition of a film or of an episode: stream `acquisition-movie_<tmdbId>` or `acquisition-tv_<tmdbId>_s<season>e<episode>`. At most one active job, by the stream's own concurrency check.
 *
 *   awaiting_approval ─ approve ─▶ queued ─ claim ─▶ downloading ─▶ preparing ─▶ ready ─ bin ─▶ binned ─ delete ─▶ deleting ─▶ deleted
 *      ▲   │ decline     ▲           │                   │              │          ▲              │
 *      │   ▼             │           ├───────────────────┴──────────────┤          └── restore ───┘
 *      │ cancelled ◀───────── cancel ┘                                  └──▶ error
 *      └─ reconsider ─┘  └── retry (from error and cancelled), or another release
 *
 * What people do to a job on its way is decided in acquisition-queue.ts, what workers may do in acquisition-work.ts, what becomes of a stored film in acquisition-keeping.ts.
 */

import type { AcquisitionEvent, JobPriority, JobStatus, Watchable } from './acquisition-events.ts'
import { FETCH_MODES, PRIORITIES, QUALITIES, WATCHABLE } from './acquisition-events.ts'
import { activeJob, allow, decideOnTheWay, unblocking } from './acquisition-queue.ts'
import { decideForKeeping } from './acquisition-keeping.ts'
import { claim, decideForWorker, LEASE_LOST } from './acquisition-work.ts'
import type { Command, Issued } from './command.ts'
import type { Copy } from './copies.ts'
import { COPY_ENDS, withCopy, withoutCopy } from './copies.ts'
import type { Decider, Decision } from './decider.ts'
import { refuse } from './decider.ts'
import type { Recorded, Unrecorded } from './event.ts'
import { utc } from './instant.ts'
import { plainRef } from './playable.ts'
import { ONE_PLAYABLE, playableFields } from './playable-fields.ts'
import type { Leaving, LeavingWhy } from './retention.ts'
import { LEAVING_WHYS } from './retention.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, either, instant, integer, listOf, object, oneOf, optional, text, told, uuid } from './schema.ts'

export type { AcquisitionEvent, JobPriority, JobStatus, Quality, Release } from './acquisition-events.ts'
export { JOB_STATUSES, QUALITIES } from './acquisition-events.ts'

/** `job_` and 26 characters of a-z and 2-7, made by the client. */
const jobId = { type: 'string', pattern: '^job_[a-z2-7]{26}$' } as const
const bytes = integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const articles = integer({ minimum: 0, maximum: 10_000_000 })

// State.
export interface Job {
  readonly jobId: string
  readonly status: JobStatus
  readonly requestedBy: string
  /** `given` where none was needed. */
  readonly approval: Approval
  readonly priority: JobPriority
  readonly lease: Lease | null
  /** Of the release selected last. */
  readonly releaseId: string | null
  /** Releases that turned out to be no good since it was queued last. */
  readonly tried: readonly string[]
  /** Of the release that lands; null before that is known. */
  readonly watchable: Watchable | null
  /** Null until the download has started, and again while another worker takes over. */
  readonly download: Download | null
  readonly kept: boolean
  /** When each person was last recorded as watching. */
  readonly streamedAt: Readonly<Record<string, string>>
  readonly readyAt: string | null
  /** Out of the bin, last. */
  readonly restoredAt: string | null
  readonly leaving: Leaving | null
  /** Of a binned one: when it may be deleted. */
  readonly binUntil: string | null
  /** Saved on people's devices. */
  readonly copies: readonly Copy[]
  /** Of one that is being deleted. */
  readonly deletedWhy: LeavingWhy | null
}
export type Approval = 'waiting' | 'given' | 'declined'
export interface Lease { readonly workerId: string; readonly from: string; readonly until: string }
export interface Download { readonly totalBytes: number; readonly articles: number; readonly bytes: number; readonly reportedAt: string | null; readonly completed: boolean }

export interface AcquisitionState {
  /** The newest job; earlier ones are over. */
  readonly job: Job | null
  /** Of every job it ever had, because an id is never used again. */
  readonly jobIds: readonly string[]
  /** Releases of it that turned out to be no good, whichever job they were for. */
  readonly blocked: readonly string[]
}

// Commands of people.
/** Every command names its film or its episode. */
const about = <const P extends typeof ofJob>(properties: P) => either(object(properties), ONE_PLAYABLE)
const ofJob = { ...playableFields, jobId }
const ofWorker = { ...ofJob, workerId: text(100, 1) }
const releaseId = text(500, 1)
export const acquisitionCommands = {
  RequestFetch: about({
    ...ofJob,
    mode: optional(oneOf(FETCH_MODES)),
    /** With the mode `auto`: this one if it is still there, else the best. */
    releaseId: optional(releaseId),
    qualityPreference: optional(oneOf(QUALITIES)),
    /** Also where the role needs no approval. */
    needsApproval: optional(boolean),
  }),
  ApproveFetch: about(ofJob),
  DeclineFetch: about({ ...ofJob, reason: optional(text(500)) }),
  ReconsiderFetch: about(ofJob),
  RetryFetch: about({ ...ofJob, needsApproval: optional(boolean) }),
  CancelFetch: about(ofJob),
  PrioritizeFetch: about({ ...ofJob, priority: oneOf(PRIORITIES) }),
  ChooseRelease: about({ ...ofJob, releaseId }),
  /** Of the film; all where none is named. */
  AllowReleases: about({ ...ofJob, releaseIds: optional(listOf(releaseId, 100)) }),
  RecordStream: about(ofJob),
  KeepMovie: about(ofJob),
  /** Also to renew what it holds. `days`: by the house's rules; 0: nothing may be saved. */
  SaveCopy: about({ ...ofJob, deviceId: uuid, days: optional(integer({ minimum: 0, maximum: 365 })) }),
  RemoveCopy: about({ ...ofJob, deviceId: uuid }),
  ReleaseMovie: about(ofJob),
  /** `lastUsedAt` and `leasedUntil` are what it is based on: who used the film since, or saved it, has gone before. */
  BinMovie: about({ ...ofJob, days: optional(integer({ minimum: 0, maximum: 365 })), why: optional(oneOf(LEAVING_WHYS)), lastUsedAt: optional(instant), leasedUntil: optional(instant) }),
  RestoreMovie: about(ofJob),
  /** Before its time in the bin is over: by a person, or where the room is needed. */
  DeleteMovie: about({ ...ofJob, why: optional(oneOf(LEAVING_WHYS)) }),
  // Commands of housekeeping.
  WarnLeaving: about({ ...ofJob, call: oneOf(['first', 'last']), why: oneOf(LEAVING_WHYS), leavesAt: instant, lastUsedAt: instant }),
  CallOffLeaving: about(ofJob),
  EndCopy: about({ ...ofJob, userId: uuid, deviceId: uuid, why: oneOf(COPY_ENDS) }),
  FinishDeletion: about(ofJob),
  // Commands of the downloader; no person may send them. `leaseUntil` comes with each, made from the worker's own clock.
  ClaimJob: about({ ...ofWorker, leaseUntil: instant }),
  SelectRelease: about({
    ...ofWorker,
    releaseId,
    title: text(1_000),
    indexer: text(200),
    sizeBytes: bytes,
    reason: text(1_000),
    told: optional(told),
  }),
  StartDownload: about({ ...ofWorker, totalBytes: bytes, articles }),
  DownloadProgressed: about({ ...ofWorker, bytes, totalBytes: bytes, articles, missing: articles, leaseUntil: instant }),
  FinishDownload: about({ ...ofWorker, bytes, missing: articles, repaired: articles }),
  BeginPreparing: about(ofWorker),
  FinishPreparing: about({
    ...ofWorker,
    key: text(500, 1),
    sizeBytes: bytes,
    contentType: text(200, 1),
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  }),
  MapRelease: about({ ...ofWorker, releaseId, watchable: oneOf(WATCHABLE), why: text(1_000), told: optional(told) }),
  RejectRelease: about({ ...ofWorker, releaseId, code: text(100, 1), message: text(1_000), told: optional(told) }),
  FailJob: about({ ...ofWorker, code: text(100, 1), message: text(1_000), told: optional(told), retryable: boolean }),
} as const satisfies Record<string, Schema>

export type AcquisitionCommandType = keyof typeof acquisitionCommands
export type AcquisitionCommandData = { [T in AcquisitionCommandType]: Infer<(typeof acquisitionCommands)[T]> }
export type AcquisitionCommand = { [T in AcquisitionCommandType]: { type: T; data: AcquisitionCommandData[T] } }[AcquisitionCommandType]

// Decide.
type Of<Type extends AcquisitionCommandType> = Issued<Command & Extract<AcquisitionCommand, { type: Type }>>
type Decided = Decision<AcquisitionEvent>
type RecordedAcquisition = Recorded<AcquisitionEvent> | Unrecorded<AcquisitionEvent>

export const acquisitionDecider: Decider<AcquisitionState, AcquisitionCommand, AcquisitionEvent> = {
  category: 'acquisition',
  initial: { job: null, jobIds: [], blocked: [] },
  decide(command, state) {
    if (command.type === 'RequestFetch') return requestFetch(command, state)
    const job = state.job?.jobId === command.data.jobId ? state.job : null
    switch (command.type) {
      case 'ApproveFetch': case 'DeclineFetch': case 'ReconsiderFetch': case 'RetryFetch': case 'CancelFetch': case 'PrioritizeFetch': case 'ChooseRelease':
        return job === null ? NO_SUCH_JOB : decideOnTheWay(command, job, state)
      case 'AllowReleases': return job === null ? NO_SUCH_JOB : allow(job, state, command.data.releaseIds ?? state.blocked, command.actor)
      case 'RecordStream': case 'KeepMovie': case 'ReleaseMovie': case 'SaveCopy': case 'RemoveCopy': case 'EndCopy': case 'BinMovie': case 'RestoreMovie': case 'DeleteMovie':
      case 'WarnLeaving': case 'CallOffLeaving': case 'FinishDeletion':
        return job === null ? NO_SUCH_JOB : decideForKeeping(command, job)
      case 'ClaimJob': return job === null ? LEASE_LOST : claim(command, job)
      case 'SelectRelease': case 'StartDownload': case 'DownloadProgressed': case 'FinishDownload':
      case 'BeginPreparing': case 'FinishPreparing': case 'MapRelease': case 'RejectRelease': case 'FailJob':
        return job?.lease?.workerId === command.data.workerId ? decideForWorker(command, job, job.lease) : LEASE_LOST
    }
  },
  evolve(state, event) {
    if (event.type !== 'FetchRequested') return state.job === null ? state : { ...state, job: { ...state.job, ...changeOf(state.job, event) }, blocked: blockedAfter(state, event) }
    const { jobId, requestedBy, needsApproval } = event.data
    const job: Job = {
      jobId, status: needsApproval ? 'awaiting_approval' : 'queued', requestedBy, approval: needsApproval ? 'waiting' : 'given', priority: 'NORMAL', lease: null, releaseId: null, tried: [], watchable: null,
      download: null, kept: false, streamedAt: {}, readyAt: null, restoredAt: null, leaving: null, binUntil: null, copies: [], deletedWhy: null,
    }
    return { ...state, job, jobIds: [...state.jobIds, jobId] }
  },
}

const NO_SUCH_JOB = refuse('NOT_FOUND', 'There is no such download, or a newer one has replaced it.')

function requestFetch(command: Of<'RequestFetch'>, state: AcquisitionState): Decided {
  const { jobId, releaseId, mode = releaseId === undefined ? 'auto' : 'manual', qualityPreference: quality = '1080p' } = command.data
  if (activeJob(state)) return []
  if (state.job?.status === 'binned') return [{ type: 'MovieRestored', data: { jobId: state.job.jobId, restoredBy: command.actor } }]
  if (state.job?.status === 'deleting') return refuse('WRONG_JOB_STATUS', 'It is being deleted just now. Ask again in a minute.', { status: 'deleting' })
  if (mode === 'manual' && releaseId === undefined) return refuse('INVALID_INPUT', 'Choose a release, or let one be chosen for you.')
  if (state.jobIds.includes(jobId)) return refuse('JOB_ID_USED', 'This download was asked for before. Retry it, or ask again with a new job id.')
  const needsApproval = command.sender === 'viewer' || command.data.needsApproval === true
  const requested: AcquisitionEvent = { type: 'FetchRequested', data: { jobId, ...plainRef(command.data), requestedBy: command.actor, mode, ...(releaseId === undefined ? {} : { releaseId }), quality, needsApproval } }
  return [requested, ...unblocking(jobId, state, mode === 'manual' ? releaseId : undefined, command.actor)]
}

// Evolve.
function changeOf(job: Job, event: Exclude<RecordedAcquisition, { type: 'FetchRequested' }>): Partial<Job> {
  switch (event.type) {
    case 'FetchApproved': return { status: 'queued', approval: 'given' }
    case 'FetchRetried': return { status: 'queued', approval: 'given', tried: [] }
    case 'FetchDeclined': return { status: 'cancelled', approval: 'declined' }
    case 'FetchCancelled': return { status: 'cancelled', lease: null, download: null, watchable: null }
    case 'FetchReconsidered': return { status: 'awaiting_approval', approval: 'waiting', lease: null, download: null, watchable: null }
    case 'FetchPrioritized': return { priority: event.data.priority }
    case 'ReleaseChosen': return { status: job.status === 'awaiting_approval' ? job.status : 'queued', lease: null, download: null, watchable: null, releaseId: event.data.releaseId }
    case 'ReleasesAllowed': return { tried: job.tried.filter((releaseId) => !event.data.releaseIds.includes(releaseId)) }
    case 'JobClaimed': return claimedBy(job, { workerId: event.data.workerId, from: utc(event.meta.issuedAt), until: event.data.leaseUntil })
    case 'ReleaseSelected': return { releaseId: event.data.releaseId, watchable: null }
    case 'ReleaseMapped': return { watchable: event.data.watchable }
    case 'ReleaseRejected': return { status: 'downloading', releaseId: null, download: null, watchable: null, tried: [...job.tried, event.data.releaseId] }
    case 'DownloadStarted': return { download: { totalBytes: event.data.totalBytes, articles: event.data.articles, bytes: 0, reportedAt: null, completed: false } }
    case 'DownloadProgressed': return progressed(job, event.data, utc(event.meta.issuedAt))
    case 'DownloadCompleted': return { download: job.download && { ...job.download, bytes: event.data.bytes, completed: true } }
    case 'PreparationStarted': return { status: 'preparing' }
    case 'MovieStored': return {}
    case 'MovieReady': return { status: 'ready', lease: null, watchable: null, readyAt: utc(event.meta.issuedAt) }
    case 'MovieStreamed': return { streamedAt: { ...job.streamedAt, [event.data.userId]: event.data.at }, leaving: null }
    case 'FetchFailed': return { status: 'error', lease: null, download: null, watchable: null }
    case 'MovieKept': return { kept: true, leaving: null }
    case 'MovieReleased': return { kept: false }
    case 'CopySaved': return { copies: withCopy(job.copies, event.data) }
    case 'CopyRemoved': return { copies: withoutCopy(job.copies, event.data) }
    case 'LeavingSoon': return { leaving: { call: event.data.call, why: event.data.why, leavesAt: event.data.leavesAt } }
    case 'LeavingCalledOff': return { leaving: null }
    case 'MovieBinned': return { status: 'binned', leaving: null, binUntil: event.data.until }
    case 'MovieRestored': return { status: 'ready', binUntil: null, restoredAt: utc(event.meta.issuedAt) }
    case 'DeletionStarted': return { status: 'deleting', leaving: null, binUntil: null, deletedWhy: event.data.why }
    case 'MovieDeleted': return { status: 'deleted', kept: false, leaving: null, binUntil: null, copies: [] }
  }
}

/** What failed for good after a release was chosen failed because of it. */
function blockedAfter({ job, blocked }: AcquisitionState, event: Exclude<RecordedAcquisition, { type: 'FetchRequested' }>): readonly string[] {
  if (event.type === 'ReleasesAllowed') return blocked.filter((releaseId) => !event.data.releaseIds.includes(releaseId))
  const releaseId = event.type === 'ReleaseRejected' ? event.data.releaseId : event.type === 'FetchFailed' && !event.data.retryable ? job?.releaseId ?? null : null
  return releaseId === null || blocked.includes(releaseId) ? blocked : [...blocked, releaseId]
}

/** The holder goes on where it is; another worker starts the steps again, and asks only for what it lacks. */
function claimedBy(job: Job, lease: Lease): Partial<Job> {
  return job.lease?.workerId === lease.workerId ? { lease } : { lease, status: 'downloading', download: null, watchable: null }
}

function progressed(job: Job, { bytes, totalBytes, articles, leaseUntil }: { bytes: number; totalBytes: number; articles: number; leaseUntil: string }, at: string): Partial<Job> {
  const download: Download = { totalBytes, articles: job.download?.articles ?? articles, bytes, reportedAt: at, completed: false }
  return { download, lease: job.lease && { ...job.lease, from: at, until: leaseUntil } }
}
