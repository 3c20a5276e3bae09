/** What the downloader may do with a job: claim it, and report its steps for as long as it holds the lease. */

import type { AcquisitionEvent } from './acquisition-events.ts'
import type { AcquisitionCommand, AcquisitionCommandType, Job, Lease } from './acquisition.ts'
import type { Command, Issued } from './command.ts'
import type { Decision } from './decider.ts'
import { refuse } from './decider.ts'
import { secondsBetween, utc } from './instant.ts'
import type { Said, Told } from './said.ts'
import { toldOf } from './said.ts'

type Of<Type extends AcquisitionCommandType> = Issued<Command & Extract<AcquisitionCommand, { type: Type }>>
type Decided = Decision<AcquisitionEvent>
type Step = 'SelectRelease' | 'StartDownload' | 'DownloadProgressed' | 'FinishDownload' | 'BeginPreparing' | 'FinishPreparing' | 'MapRelease' | 'RejectRelease' | 'FailJob'

/** At most one report a second; of those, one per hundredth of the film, and one to renew the lease when half of it has gone. */
const REPORT_INTERVAL_SECONDS = 1
const REPORT_STEP_SHARE = 0.01

/** So many releases are tried by themselves; then a person decides whether to go on. */
const TRIES_MAX = 3

export const LEASE_LOST = refuse('LEASE_LOST', 'This job is over or another worker has it now. Stop working on it.')

/** A queued job is free; one under way only when its worker's lease has run out. The holder renews by claiming again. */
export function claim(command: Of<'ClaimJob'>, job: Job): Decided {
  const { jobId, workerId } = command.data
  const { lease, status } = job
  const claimed: Decided = [{ type: 'JobClaimed', data: { jobId, workerId, leaseUntil: utc(command.data.leaseUntil) } }]
  if (status === 'queued') return claimed
  if (status !== 'downloading' && status !== 'preparing') return refuse('WRONG_JOB_STATUS', 'There is no work to do on this job.', { status })
  if (lease === null || lease.until <= utc(command.issuedAt)) return claimed
  if (lease.workerId !== workerId) return refuse('LEASE_HELD', 'Another worker is on this job. Wait until its lease has run out.', { leaseUntil: lease.until })
  return isHalfGone(lease, command.issuedAt) ? claimed : []
}

/** The steps in their order. Each may be said again, so that a worker that got no answer can go on. */
export function decideForWorker(command: Of<Step>, job: Job, lease: Lease): Decided {
  const { jobId, status, download } = job
  const preparing = status === 'preparing'
  switch (command.type) {
    case 'SelectRelease': {
      const { releaseId, title, indexer, sizeBytes, reason, told = null } = command.data
      if (preparing) return outOfOrder('The release is chosen before the download.', job)
      return job.releaseId === releaseId ? [] : [{ type: 'ReleaseSelected', data: { jobId, releaseId, title, indexer, sizeBytes, reason, told } }]
    }
    case 'StartDownload': {
      const { totalBytes, articles } = command.data
      if (preparing) return outOfOrder('The download is over.', job)
      return download?.totalBytes === totalBytes && download.articles === articles ? [] : [{ type: 'DownloadStarted', data: { jobId, totalBytes, articles } }]
    }
    case 'DownloadProgressed': return report(command, job, lease)
    case 'FinishDownload': {
      const { bytes, missing, repaired } = command.data
      if (download === null) return outOfOrder('The download has not started.', job)
      return download.completed ? [] : [{ type: 'DownloadCompleted', data: { jobId, bytes, missing, repaired } }]
    }
    case 'BeginPreparing':
      if (!download?.completed) return outOfOrder('The download is not finished.', job)
      return preparing ? [] : [{ type: 'PreparationStarted', data: { jobId } }]
    case 'FinishPreparing': {
      const { key, sizeBytes, contentType, sha256 } = command.data
      if (!preparing) return outOfOrder('Preparing has not begun.', job)
      return [{ type: 'MovieStored', data: { jobId, key, sizeBytes, contentType, sha256 } }, { type: 'MovieReady', data: { jobId } }]
    }
    case 'MapRelease': {
      const { releaseId, watchable, why, told = null } = command.data
      // Late news of a release that was given up meanwhile is no news.
      return job.watchable === watchable || job.releaseId !== releaseId || download === null ? [] : [{ type: 'ReleaseMapped', data: { jobId, releaseId, watchable, why, told } }]
    }
    case 'RejectRelease': {
      const { releaseId, code, message, told = null } = command.data
      if (job.tried.includes(releaseId)) return []
      if (job.releaseId !== releaseId) return outOfOrder('Another release is chosen.', job)
      const rejected = { type: 'ReleaseRejected', data: { jobId, releaseId, code, message, told } } as const
      if (job.tried.length + 1 < TRIES_MAX) return [rejected]
      const all = allTried(message, told)
      return [rejected, { type: 'FetchFailed', data: { jobId, code, message: all.message, told: toldOf(all), retryable: true } }]
    }
    case 'FailJob': {
      const { code, message, told = null, retryable } = command.data
      return [{ type: 'FetchFailed', data: { jobId, code, message, told, retryable } }]
    }
  }
}

/** Words for it are in projections/said-of-jobs.ts. */
function allTried(message: string, told: Told | null): Said {
  return { code: 'JOB_TRIES', values: { count: TRIES_MAX, told: told === null ? message : { ...told, message } }, message: `${TRIES_MAX} releases were no good. The last one: ${message}` }
}

function report(command: Of<'DownloadProgressed'>, job: Job, lease: Lease): Decided {
  const { jobId, bytes, totalBytes, articles, missing, leaseUntil } = command.data
  const { download } = job
  if (download === null || download.completed) return outOfOrder('There is no download under way.', job)
  const { reportedAt } = download
  if (reportedAt !== null && Math.abs(secondsBetween(reportedAt, command.issuedAt)) < REPORT_INTERVAL_SECONDS) return []
  const moved = totalBytes !== download.totalBytes || Math.abs(bytes - download.bytes) >= totalBytes * REPORT_STEP_SHARE && bytes !== download.bytes
  if (!moved && !isHalfGone(lease, command.issuedAt)) return []
  return [{ type: 'DownloadProgressed', data: { jobId, bytes, totalBytes, articles, missing, leaseUntil: utc(leaseUntil) } }]
}

function isHalfGone(lease: Lease, now: string): boolean {
  return secondsBetween(lease.from, now) >= secondsBetween(lease.from, lease.until) / 2
}

function outOfOrder(message: string, job: Job): Decided {
  return refuse('WRONG_JOB_STATUS', message, { status: job.status })
}
