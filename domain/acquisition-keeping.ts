/**
 * What becomes of a film once it is stored: watched, kept, about to leave, in the bin, deleted. A film that is kept is never binned or
 * deleted. Its files go while it is `deleting`, which nothing turns back; `deleted` says that they are gone.
 */

import type { AcquisitionEvent } from './acquisition-events.ts'
import type { AcquisitionCommand, AcquisitionCommandType, Job } from './acquisition.ts'
import type { Command, Issued } from './command.ts'
import type { COPY_ENDS } from './copies.ts'
import { COPIES_MAX, COPIES_OF_A_PERSON_MAX, copyOf, leasedUntil } from './copies.ts'
import type { Decision, Refusal } from './decider.ts'
import { refuse } from './decider.ts'
import { DELETION_REASONS } from './deletion-reasons.ts'
import { millisecondsOf, secondsBetween, utc } from './instant.ts'
import type { LeavingWhy, Stay } from './retention.ts'
import { defaultRetention, lastUsedAt } from './retention.ts'

type Keeping = 'RecordStream' | 'KeepMovie' | 'ReleaseMovie' | 'SaveCopy' | 'RemoveCopy' | 'EndCopy' | 'BinMovie' | 'RestoreMovie' | 'DeleteMovie' | 'WarnLeaving' | 'CallOffLeaving' | 'FinishDeletion'
type Of<Type extends AcquisitionCommandType> = Issued<Command & Extract<AcquisitionCommand, { type: Type }>>
type Decided = Decision<AcquisitionEvent>

const STREAM_INTERVAL_SECONDS = 1_800
const DAY_MS = 86_400_000

const deletedBecause = (jobId: string, why: LeavingWhy): AcquisitionEvent => ({ type: 'MovieDeleted', data: { jobId, reason: DELETION_REASONS[why], why } })

export function decideForKeeping(command: Of<Keeping>, job: Job): Decided {
  const { jobId, status } = job
  switch (command.type) {
    case 'RecordStream': {
      if (status !== 'ready' && job.watchable !== 'now') return notReady(job)
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
    case 'SaveCopy': return saveCopy(command, job)
    case 'RemoveCopy': return removeCopy(job, { userId: command.actor, deviceId: command.data.deviceId }, 'removed')
    case 'EndCopy': return removeCopy(job, command.data, command.data.why)
    case 'WarnLeaving': {
      const { call, why, leavesAt } = command.data
      const bar = leavingBar(command.data.lastUsedAt, job)
      if (bar) return bar
      return job.leaving?.call === call || job.leaving?.call === 'last' ? [] : [{ type: 'LeavingSoon', data: { jobId, call, why, leavesAt: utc(leavesAt) } }]
    }
    case 'CallOffLeaving': return status === 'ready' && job.leaving !== null ? [{ type: 'LeavingCalledOff', data: { jobId } }] : []
    case 'BinMovie': return bin(command, job)
    case 'RestoreMovie':
      if (status === 'binned') return [{ type: 'MovieRestored', data: { jobId, restoredBy: command.actor } }]
      return status === 'ready' ? [] : refuse('NOT_IN_BIN', status === 'deleting' || status === 'deleted' ? 'It has been deleted. Ask for it again.' : 'It is not in the bin.', { status })
    case 'DeleteMovie': return deletion(command, job)
    case 'FinishDeletion':
      if (status === 'deleting') return [deletedBecause(jobId, job.deletedWhy ?? 'asked')]
      return status === 'deleted' ? [] : notReady(job)
  }
}

/** The film that is here, or on its way. */
function saveCopy({ actor, data: { deviceId, days = defaultRetention.leaseDays }, issuedAt }: Of<'SaveCopy'>, job: Job): Decided {
  if (days === 0) return refuse('SAVING_OFF', 'Films are not saved on devices here. An admin can allow it.')
  if (job.status !== 'ready' && job.status !== 'downloading' && job.status !== 'preparing') return notReady(job)
  const former = copyOf(job.copies, { userId: actor, deviceId })
  const held = job.copies.filter(({ until }) => until > utc(issuedAt))
  if (!former && held.length >= COPIES_MAX) return refuse('TOO_MANY_COPIES', `It is saved on ${COPIES_MAX} devices already. Remove it from one.`)
  if (!former && held.filter(({ userId }) => userId === actor).length >= COPIES_OF_A_PERSON_MAX) {
    return refuse('TOO_MANY_COPIES', `You have it on ${COPIES_OF_A_PERSON_MAX} devices already. Remove it from one, or sign out there.`)
  }
  const until = new Date(millisecondsOf(issuedAt) + days * DAY_MS).toISOString()
  // Once a day is enough to hold it; a lease of one day would be over by then.
  if (former && millisecondsOf(until) - millisecondsOf(former.until) < Math.min(1, days / 2) * DAY_MS) return []
  return [{ type: 'CopySaved', data: { jobId: job.jobId, userId: actor, deviceId, until } }]
}

function removeCopy(job: Job, { userId, deviceId }: { readonly userId: string; readonly deviceId: string }, why: (typeof COPY_ENDS)[number]): Decided {
  return copyOf(job.copies, { userId, deviceId }) ? [{ type: 'CopyRemoved', data: { jobId: job.jobId, userId, deviceId, why } }] : []
}

function bin({ actor, data, issuedAt, sender }: Of<'BinMovie'>, job: Job): Decided {
  if (job.status === 'binned') return []
  const bar = leavingBar(data.lastUsedAt, job)
  if (bar) return bar
  if (data.lastUsedAt !== undefined && (leasedUntil(job.copies) ?? '') > utc(data.leasedUntil ?? data.lastUsedAt)) return refuse('USED_SINCE', 'The film was saved on a device meanwhile.')
  const { days = defaultRetention.binDays, why = 'asked' } = data
  // Who promised a time keeps to it; a person may be quicker.
  if (sender === 'worker' && why === 'expired' && (job.leaving?.call !== 'last' || job.leaving.leavesAt > utc(issuedAt))) return refuse('NOT_DUE', 'Those who know of it have not been told twice, or another time.')
  return [{ type: 'MovieBinned', data: { jobId: job.jobId, binnedBy: actor, why, until: new Date(millisecondsOf(issuedAt) + days * DAY_MS).toISOString() } }]
}

function deletion({ actor, data, issuedAt, sender }: Of<'DeleteMovie'>, job: Job): Decided {
  const { jobId, status } = job
  const started: Decided = [{ type: 'DeletionStarted', data: { jobId, startedBy: actor, why: sender === 'worker' ? data.why ?? 'expired' : 'asked' } }]
  if (status === 'deleting' || status === 'deleted') return []
  if (status !== 'binned') return leavingBar(undefined, job) ?? (sender === 'worker' ? refuse('NOT_IN_BIN', 'It is not in the bin.', { status }) : started)
  if (sender === 'worker' && data.why !== 'room' && job.binUntil !== null && job.binUntil > utc(issuedAt)) return refuse('NOT_DUE', 'It stays in the bin for now.', { until: job.binUntil })
  return started
}

/** Why a film may not leave, or undefined. */
function leavingBar(basedOn: string | undefined, job: Job): Refusal | undefined {
  if (job.status !== 'ready') return notReady(job)
  if (job.kept) return refuse('KEPT', 'It is kept. Let it go first.')
  if (basedOn !== undefined && utc(basedOn) < lastUsedAt(stayOf(job))) return refuse('USED_SINCE', 'It was watched meanwhile.')
  return undefined
}

function stayOf({ readyAt, streamedAt, restoredAt, kept, leaving, copies }: Job): Stay {
  const streams = Object.values(streamedAt).sort()
  return { readyAt: readyAt!, lastStreamedAt: streams.at(-1) ?? null, restoredAt, kept, leaving, leasedUntil: leasedUntil(copies) }
}

function notReady({ status }: Job): Refusal {
  const message = status === 'binned' ? 'It is in the bin. Bring it back first.' : status === 'deleting' || status === 'deleted' ? 'It has been deleted. Ask for it again.' : 'It is not ready yet.'
  return refuse('NOT_READY', message, { status })
}
