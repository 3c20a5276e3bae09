/** What is recorded of the acquisition of one film or one episode; see acquisition.ts. */

import type { COPY_ENDS } from './copies.ts'
import type { Fact } from './event.ts'
import type { Leaving, LeavingWhy } from './retention.ts'
import type { Told } from './said.ts'

export const QUALITIES = ['720p', '1080p', '4K'] as const
export type Quality = (typeof QUALITIES)[number]
export const FETCH_MODES = ['auto', 'manual'] as const
export const JOB_STATUSES = ['awaiting_approval', 'queued', 'downloading', 'preparing', 'ready', 'binned', 'deleting', 'deleted', 'error', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

export const PRIORITIES = ['LOW', 'NORMAL', 'HIGH'] as const
/** Of a job among those that wait. */
export type JobPriority = (typeof PRIORITIES)[number]

/** Whether a film can be watched while it is still downloading; `unpacked`: only when all of it is here. */
export const WATCHABLE = ['now', 'unpacked', 'never'] as const
export type Watchable = (typeof WATCHABLE)[number]

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export interface Release {
  /** The indexer's name and its own id of the release: `<indexer>:<guid>`; never a URL, because those carry API keys. */
  readonly releaseId: string
  readonly title: string
  readonly indexer: string
  readonly sizeBytes: number
  /** Why this one, in words, for the story of the fetch; `told` says it in any language, and is null of former times. */
  readonly reason: string
  readonly told: Told | null
}
type JobFact<Type extends string, Data = object> = Fact<Type, Readonly<{ jobId: string } & Data>>
export type AcquisitionEvent =
  | JobFact<'FetchRequested', {
    /** Of an episode the other three, see playable.ts. */
    movieId?: number; seriesId?: number; season?: number; episode?: number; requestedBy: string; mode: (typeof FETCH_MODES)[number]; releaseId?: string; quality: Quality; needsApproval: boolean
  }>
  | JobFact<'FetchApproved', { approvedBy: string }>
  | JobFact<'FetchDeclined', { declinedBy: string; reason: string }>
  | JobFact<'JobClaimed', { workerId: string; leaseUntil: string }>
  | JobFact<'ReleaseSelected', Release>
  | JobFact<'ReleaseMapped', { releaseId: string; watchable: Watchable; why: string; told: Told | null }>
  | JobFact<'ReleaseRejected', { releaseId: string; code: string; message: string; told: Told | null }>
  | JobFact<'DownloadStarted', { totalBytes: number; articles: number }>
  | JobFact<'DownloadProgressed', {
    bytes: number; totalBytes: number; articles: number; missing: number; leaseUntil: string
  }>
  | JobFact<'DownloadCompleted', { bytes: number; missing: number; repaired: number }>
  | JobFact<'PreparationStarted'>
  | JobFact<'MovieStored', { key: string; sizeBytes: number; contentType: string; sha256: string }>
  | JobFact<'MovieReady'>
  | JobFact<'MovieStreamed', { userId: string; at: string }>
  | JobFact<'FetchFailed', { code: string; message: string; told: Told | null; retryable: boolean }>
  | JobFact<'FetchRetried', { retriedBy: string }>
  | JobFact<'FetchCancelled', { cancelledBy: string }>
  | JobFact<'MovieKept', { keptBy: string }>
  | JobFact<'MovieReleased', { releasedBy: string }>
  /** On a person's device, for the first time or still: the film stays until then at least. */
  | JobFact<'CopySaved', { userId: string; deviceId: string; until: string }>
  | JobFact<'CopyRemoved', { userId: string; deviceId: string; why: (typeof COPY_ENDS)[number] }>
  /** Approved or declined, then thought over, or wished for again by who needs approval: it waits for approval. `was` says what is taken back. */
  | JobFact<'FetchReconsidered', { reconsideredBy: string; was: 'approved' | 'declined' | 'cancelled' }>
  | JobFact<'FetchPrioritized', { priority: JobPriority; former: JobPriority; prioritizedBy: string }>
  /** Another release, by hand: the job begins again with it. */
  | JobFact<'ReleaseChosen', { releaseId: string; chosenBy: string }>
  /** May be tried again, whichever job they were no good for. */
  | JobFact<'ReleasesAllowed', { releaseIds: readonly string[]; allowedBy: string }>
  | JobFact<'LeavingSoon', Leaving>
  /** What was said by the last `LeavingSoon` is not so: the rules changed, or there is room. */
  | JobFact<'LeavingCalledOff'>
  /** In the bin: not to be played, but all there, until `until` at least. */
  | JobFact<'MovieBinned', { binnedBy: string; why: LeavingWhy; until: string }>
  | JobFact<'MovieRestored', { restoredBy: string }>
  /** From here there is no way back: the files go, then `MovieDeleted` says so. */
  | JobFact<'DeletionStarted', { startedBy: string; why: LeavingWhy }>
  /** `reason` says in English what `why` says. */
  | JobFact<'MovieDeleted', { reason: string; why: LeavingWhy | null }>
