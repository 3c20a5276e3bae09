/** Downloads as the household sees them: one row per job. */

import type { AcquisitionEvent, JobPriority, JobStatus, Quality, Watchable } from '../domain/acquisition-events.ts'
import type { Approval } from '../domain/acquisition.ts'
import type { Role } from '../domain/command.ts'
import type { Copy } from '../domain/copies.ts'
import { copiesSeenBy, leasedUntil, withCopy, withoutCopy } from '../domain/copies.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import { acquisitionStream, plainRef } from '../domain/playable.ts'
import type { Leaving, LeavingWhy, Stay } from '../domain/retention.ts'
import type { Told } from '../domain/said.ts'
import type { Handler, Projection } from './projection.ts'

export interface JobRow {
  /** The job's id, `job_…`. */
  readonly key: string
  /** Of an episode null, and the other three are its; see domain/playable.ts. */
  readonly movieId: number | null
  readonly seriesId: number | null
  readonly season: number | null
  readonly episode: number | null
  readonly status: JobStatus
  readonly requestedBy: string
  readonly requestedAt: string
  readonly quality: Quality
  /** `manual`: no other release than the one that was chosen. */
  readonly mode: 'auto' | 'manual'
  /** `given` where none was needed. */
  readonly approval: Approval
  readonly priority: JobPriority
  readonly releaseId: string | null
  readonly releaseTitle: string | null
  readonly indexer: string | null
  /** Why this release, in words; `reasonTold` says it in any language, as do its like of the other sentences. */
  readonly reason: string | null
  readonly reasonTold: Told | null
  /** Releases that turned out to be no good since it was queued last. */
  readonly tried: readonly string[]
  /** Whether it can be watched while it lands; null before that is known, and when it has landed. */
  readonly watchable: Watchable | null
  /** Why it cannot. */
  readonly watchableWhy: string | null
  readonly watchableTold: Told | null
  readonly bytes: number
  readonly totalBytes: number | null
  readonly articles: number
  readonly missing: number
  readonly errorCode: string | null
  readonly errorMessage: string | null
  /** Null also where a person declined it, in their own words. */
  readonly errorTold: Told | null
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
  /** Out of the bin, last. */
  readonly restoredAt: string | null
  /** That it leaves soon has been said. */
  readonly leaving: Leaving | null
  readonly bin: Bin | null
  /** Saved on people's devices. */
  readonly copies: readonly Copy[]
  readonly changedAt: string
}

/** `until`: when it may be deleted. `by` is a person's id, or `system`. */
export interface Bin { readonly at: string; readonly until: string; readonly why: LeavingWhy; readonly by: string }

/** What its end depends on; undefined where nothing is stored. */
export function stayOf({ readyAt, lastStreamedAt, restoredAt, kept, leaving, copies }: JobRow): Stay | undefined {
  return readyAt === null ? undefined : { readyAt, lastStreamedAt, restoredAt, kept, leaving, leasedUntil: leasedUntil(copies) }
}

/** Who may know what the household downloads and has: guests look around in the catalogue alone. */
export const JOBS_LEAST = 'viewer' satisfies Role

/** The same, in the few bytes that the app's first load has for it. */
export function maySeeJobs(role: Role): boolean {
  return role !== 'guest'
}

/** For one person who may see it, of whatever role: it says of nobody else that they have the film with them. */
export function jobSeenBy(userId: string, row: JobRow): JobRow {
  return { ...row, copies: copiesSeenBy(userId, row.copies) }
}

/** Of a former version, kept by a device or read while a rebuild is under way: what it does not say, or says is null, is as it was then. */
export function wholeJob(row: JobRow): JobRow {
  const { seriesId, season, episode, mode, approval, priority, tried, restoredAt, leaving, bin, watchable, watchableWhy, copies, reasonTold, watchableTold, errorTold } = row as Partial<JobRow>
  return {
    ...row, seriesId: seriesId ?? null, season: season ?? null, episode: episode ?? null, mode: mode ?? 'auto', approval: approval ?? (row.status === 'awaiting_approval' ? 'waiting' : 'given'), priority: priority ?? 'NORMAL', tried: tried ?? [],
    restoredAt: restoredAt ?? null, leaving: leaving ?? null, bin: bin ?? null, watchable: watchable ?? null, watchableWhy: watchableWhy ?? null, copies: copies ?? [],
    reasonTold: reasonTold ?? null, watchableTold: watchableTold ?? null, errorTold: errorTold ?? null,
  }
}

export const jobs: Projection<JobRow> = {
  name: 'jobs',
  version: 5,
  categories: ['acquisition'],
  columns: {
    key: { type: 'text' },
    movieId: { type: 'integer', nullable: true },
    seriesId: { type: 'integer', nullable: true },
    season: { type: 'integer', nullable: true },
    episode: { type: 'integer', nullable: true },
    status: { type: 'text' },
    requestedBy: { type: 'text' },
    requestedAt: { type: 'timestamptz' },
    quality: { type: 'text' },
    mode: { type: 'text' },
    approval: { type: 'text' },
    priority: { type: 'text' },
    releaseId: { type: 'text', nullable: true },
    releaseTitle: { type: 'text', nullable: true },
    indexer: { type: 'text', nullable: true },
    reason: { type: 'text', nullable: true },
    reasonTold: { type: 'json', nullable: true },
    tried: { type: 'json' },
    watchable: { type: 'text', nullable: true },
    watchableWhy: { type: 'text', nullable: true },
    watchableTold: { type: 'json', nullable: true },
    bytes: { type: 'bigint' },
    totalBytes: { type: 'bigint', nullable: true },
    articles: { type: 'integer' },
    missing: { type: 'integer' },
    errorCode: { type: 'text', nullable: true },
    errorMessage: { type: 'text', nullable: true },
    errorTold: { type: 'json', nullable: true },
    retryable: { type: 'boolean', nullable: true },
    workerId: { type: 'text', nullable: true },
    leaseUntil: { type: 'timestamptz', nullable: true },
    storageKey: { type: 'text', nullable: true },
    sizeBytes: { type: 'bigint', nullable: true },
    contentType: { type: 'text', nullable: true },
    sha256: { type: 'text', nullable: true },
    readyAt: { type: 'timestamptz', nullable: true },
    lastStreamedAt: { type: 'timestamptz', nullable: true },
    kept: { type: 'boolean' },
    restoredAt: { type: 'timestamptz', nullable: true },
    leaving: { type: 'json', nullable: true },
    bin: { type: 'json', nullable: true },
    copies: { type: 'json' },
    changedAt: { type: 'timestamptz' },
  },
  indexes: [['movieId', 'requestedAt'], ['seriesId', 'requestedAt'], ['status', 'changedAt']],
  audience: { least: JOBS_LEAST },
  on: {
    FetchRequested: {
      keys: (event) => [event.data.jobId],
      // A job id that a job of something else has already is somebody's mischief: the first one keeps its row.
      fold: (row, event) => row ?? requested(event.data, utc(event.meta.issuedAt)),
    },
    FetchApproved: changes(() => ({ status: 'queued', approval: 'given' })),
    FetchDeclined: changes(({ reason }) => ({ status: 'cancelled', approval: 'declined', errorMessage: reason === '' ? null : reason, errorTold: null })),
    FetchReconsidered: changes(() => ({ ...NOT_MAPPED, status: 'awaiting_approval', approval: 'waiting', errorMessage: null, errorTold: null, workerId: null, leaseUntil: null })),
    FetchPrioritized: changes(({ priority }) => ({ priority })),
    ReleaseChosen: changes(({ releaseId }, _at, { status }) => ({
      ...BLANK, releaseId, status: status === 'awaiting_approval' ? status : 'queued', mode: 'manual', errorCode: null, errorMessage: null, errorTold: null, retryable: null, workerId: null, leaseUntil: null,
    })),
    ReleasesAllowed: changes(({ releaseIds }, _at, { tried }) => ({ tried: tried.filter((releaseId) => !releaseIds.includes(releaseId)) })),
    JobClaimed: changes(({ workerId, leaseUntil }, _at, row) => ({
      ...row.workerId === workerId ? {} : NOT_MAPPED, workerId, leaseUntil, status: row.status === 'preparing' && row.workerId === workerId ? 'preparing' : 'downloading',
    })),
    ReleaseSelected: changes(({ releaseId, title, indexer, reason, told }) => ({ ...NOT_MAPPED, releaseId, releaseTitle: title, indexer, reason, reasonTold: told })),
    ReleaseMapped: changes(({ watchable, why, told }) => ({ watchable, watchableWhy: why === '' ? null : why, watchableTold: told })),
    ReleaseRejected: changes(({ releaseId }, _at, { tried }) => ({ ...BLANK, status: 'downloading', tried: [...tried, releaseId] })),
    DownloadStarted: changes(({ totalBytes, articles }) => ({ totalBytes, articles, missing: 0 })),
    DownloadProgressed: changes(({ bytes, totalBytes, missing, leaseUntil }) => ({ bytes, totalBytes, missing, leaseUntil })),
    DownloadCompleted: changes(({ bytes, missing }) => ({ bytes, missing })),
    PreparationStarted: changes(() => ({ status: 'preparing' })),
    MovieStored: changes(({ key, sizeBytes, contentType, sha256 }) => ({ storageKey: key, sizeBytes, contentType, sha256 })),
    MovieReady: changes((_data, at) => ({ ...NOT_MAPPED, status: 'ready', readyAt: at, workerId: null, leaseUntil: null })),
    MovieStreamed: changes(({ at }) => ({ lastStreamedAt: at, leaving: null })),
    FetchFailed: changes(({ code, message, told, retryable }) => ({ ...NOT_MAPPED, status: 'error', errorCode: code, errorMessage: message, errorTold: told, retryable, workerId: null, leaseUntil: null })),
    FetchRetried: changes(() => ({ status: 'queued', approval: 'given', tried: [], errorCode: null, errorMessage: null, errorTold: null, retryable: null })),
    FetchCancelled: changes(() => ({ ...NOT_MAPPED, status: 'cancelled', workerId: null, leaseUntil: null })),
    MovieKept: changes(() => ({ kept: true, leaving: null })),
    MovieReleased: changes(() => ({ kept: false })),
    CopySaved: changes((copy, _at, { copies }) => ({ copies: withCopy(copies, copy) })),
    CopyRemoved: changes((copy, _at, { copies }) => ({ copies: withoutCopy(copies, copy) })),
    LeavingSoon: changes(({ call, why, leavesAt }) => ({ leaving: { call, why, leavesAt } })),
    LeavingCalledOff: changes(() => ({ leaving: null })),
    MovieBinned: changes(({ until, why, binnedBy }, at) => ({ status: 'binned', leaving: null, bin: { at, until, why, by: binnedBy } })),
    MovieRestored: changes((_data, at) => ({ status: 'ready', bin: null, restoredAt: at })),
    DeletionStarted: changes(() => ({ status: 'deleting', leaving: null, bin: null })),
    MovieDeleted: changes(() => ({ status: 'deleted', kept: false, leaving: null, bin: null, copies: [], storageKey: null })),
  },
}

const NOT_MAPPED = { watchable: null, watchableWhy: null, watchableTold: null } as const
/** No release is chosen, and nothing of one has come. */
const BLANK = { releaseId: null, releaseTitle: null, indexer: null, reason: null, reasonTold: null, bytes: 0, totalBytes: null, articles: 0, missing: 0, ...NOT_MAPPED } as const

function changes<Data extends { readonly jobId: string }>(change: (data: Data, at: string, row: JobRow) => Partial<JobRow>): Handler<JobRow, RecordedEvent<string, Data>> {
  return {
    keys: (event) => [event.data.jobId],
    fold(row, event) {
      if (row === undefined || acquisitionStream(row) !== event.stream) return row
      const at = utc(event.meta.issuedAt)
      return { ...row, ...change(event.data, at, row), changedAt: at }
    },
  }
}

function requested({ jobId, requestedBy, mode, quality, releaseId, needsApproval, ...about }: Extract<AcquisitionEvent, { type: 'FetchRequested' }>['data'], at: string): JobRow {
  const what = { movieId: null, seriesId: null, season: null, episode: null, ...plainRef(about) }
  return {
    key: jobId, ...what, status: needsApproval ? 'awaiting_approval' : 'queued', requestedBy, requestedAt: at, quality, mode,
    approval: needsApproval ? 'waiting' : 'given', priority: 'NORMAL', ...BLANK, releaseId: releaseId ?? null, tried: [],
    errorCode: null, errorMessage: null, errorTold: null, retryable: null, workerId: null, leaseUntil: null,
    storageKey: null, sizeBytes: null, contentType: null, sha256: null,
    readyAt: null, lastStreamedAt: null, kept: false, restoredAt: null, leaving: null, bin: null, copies: [], changedAt: at,
  }
}
