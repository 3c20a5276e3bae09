/** What people may do with a job that is on its way, or did not get there: approve, think over, cancel, retry, move, choose another release. */

import type { AcquisitionEvent, JobStatus } from './acquisition-events.ts'
import type { AcquisitionCommand, AcquisitionCommandType, AcquisitionState, Job } from './acquisition.ts'
import type { Command, Issued } from './command.ts'
import type { Decision, Refusal } from './decider.ts'
import { refuse } from './decider.ts'

type Of<Type extends AcquisitionCommandType> = Issued<Command & Extract<AcquisitionCommand, { type: Type }>>
type Decided = Decision<AcquisitionEvent>
type OnItsWay = 'ApproveFetch' | 'DeclineFetch' | 'ReconsiderFetch' | 'RetryFetch' | 'CancelFetch' | 'PrioritizeFetch' | 'ChooseRelease'

/** The job that a further request is answered with: one that is on its way or ready. */
export function activeJob({ job }: AcquisitionState): Job | null {
  return job !== null && isActive(job) ? job : null
}

function isActive({ status }: Job): boolean {
  return ON_THE_WAY.has(status) || status === 'ready'
}

const ON_THE_WAY: ReadonlySet<JobStatus> = new Set(['awaiting_approval', 'queued', 'downloading', 'preparing'])

export function decideOnTheWay(command: Of<OnItsWay>, job: Job, state: AcquisitionState): Decided {
  const { jobId, status } = job
  const reconsidered = (was: 'approved' | 'declined' | 'cancelled'): Decided => [{ type: 'FetchReconsidered', data: { jobId, reconsideredBy: command.actor, was } }]
  switch (command.type) {
    case 'ApproveFetch':
      if (status === 'awaiting_approval') return [{ type: 'FetchApproved', data: { jobId, approvedBy: command.actor } }]
      return isActive(job) ? [] : notNow(job, 'It no longer waits for approval.')
    case 'DeclineFetch':
      if (status === 'awaiting_approval') return [{ type: 'FetchDeclined', data: { jobId, declinedBy: command.actor, reason: command.data.reason ?? '' } }]
      return status === 'cancelled' ? [] : notNow(job, 'It no longer waits for approval. Cancel it, or delete what is here, instead.')
    case 'ReconsiderFetch':
      if (status === 'awaiting_approval') return []
      if (ON_THE_WAY.has(status)) return reconsidered('approved')
      return status === 'cancelled' && job.approval === 'declined' ? reconsidered('declined') : notNow(job, 'What became of it cannot be thought over any more.')
    case 'RetryFetch':
      if (status === 'error' || status === 'cancelled') return retry(command, job, reconsidered)
      return status === 'queued' || status === 'downloading' || status === 'preparing' ? [] : notNow(job, 'Only a download that failed or was cancelled can be retried.')
    case 'CancelFetch':
      if (!isOwn(command, job)) return refuse('FORBIDDEN', 'Only the person who asked for it, or an admin, may cancel a download.')
      if (ON_THE_WAY.has(status)) return [{ type: 'FetchCancelled', data: { jobId, cancelledBy: command.actor } }]
      return status === 'cancelled' ? [] : notNow(job, 'There is no download under way to cancel.')
    case 'PrioritizeFetch':
      if (!isOwn(command, job)) return refuse('FORBIDDEN', 'Only the person who asked for it, or an admin, may move a download in the queue.')
      if (!ON_THE_WAY.has(status)) return notNow(job, 'There is no download under way to move.')
      return job.priority === command.data.priority ? [] : [{ type: 'FetchPrioritized', data: { jobId, priority: command.data.priority, former: job.priority, prioritizedBy: command.actor } }]
    case 'ChooseRelease': {
      if (!isOwn(command, job)) return refuse('FORBIDDEN', 'Only the person who asked for it, or an admin, may choose another release.')
      if (!ON_THE_WAY.has(status) && status !== 'error') return notNow(job, 'A release can be chosen for a download that is on its way or failed.')
      if (job.releaseId === command.data.releaseId && status !== 'error') return []
      return [{ type: 'ReleaseChosen', data: { jobId, releaseId: command.data.releaseId, chosenBy: command.actor } }, ...unblocking(jobId, state, command.data.releaseId, command.actor)]
    }
  }
}

/** What nobody had approved waits again, whoever takes it up: to undo a cancelling is no approval. */
function retry(command: Of<'RetryFetch'>, job: Job, reconsidered: (was: 'cancelled') => Decided): Decided {
  if (command.sender === 'viewer' && job.requestedBy !== command.actor) return refuse('FORBIDDEN', 'Only the person who asked for it, a member or an admin may retry a download.')
  const needsApproval = command.sender === 'viewer' || command.data.needsApproval === true
  if (needsApproval && job.approval === 'declined') return refuse('DECLINED', 'An admin has declined it. Talk to them, or ask for something else.')
  if (job.approval === 'waiting') return reconsidered('cancelled')
  return [{ type: 'FetchRetried', data: { jobId: job.jobId, retriedBy: command.actor } }]
}

function isOwn({ sender, actor }: Pick<Of<'CancelFetch'>, 'sender' | 'actor'>, { requestedBy }: Job): boolean {
  return sender === 'admin' || actor === requestedBy
}

export function allow({ jobId }: Job, { blocked }: AcquisitionState, releaseIds: readonly string[], allowedBy: string): readonly AcquisitionEvent[] {
  const allowed = releaseIds.filter((releaseId) => blocked.includes(releaseId))
  return allowed.length === 0 ? [] : [{ type: 'ReleasesAllowed', data: { jobId, releaseIds: allowed, allowedBy } }]
}

/** Who chooses a release that was no good wants it tried again. */
export function unblocking(jobId: string, { blocked }: AcquisitionState, releaseId: string | undefined, allowedBy: string): readonly AcquisitionEvent[] {
  return releaseId !== undefined && blocked.includes(releaseId) ? [{ type: 'ReleasesAllowed', data: { jobId, releaseIds: [releaseId], allowedBy } }] : []
}

function notNow(job: Job, message: string): Refusal {
  return refuse('WRONG_JOB_STATUS', message, { status: job.status })
}
