/** Downloads in the order a person looks for them, and what that person may do with each. Pure. */

import type { Role } from '../../domain/command.ts'
import { maySend } from '../../domain/command.ts'
import { playableKey, playableOf } from '../../domain/playable.ts'
import type { JobRow } from '../../projections/jobs.ts'

export const GROUPS = ['approval', 'failed', 'queue', 'leaving', 'ready', 'bin', 'ended'] as const
export type Group = (typeof GROUPS)[number]

/** `jobs` of any order; a film's earlier jobs have ended, whatever became of them. */
export function groupsOf(jobs: Iterable<JobRow>): ReadonlyMap<Group, readonly JobRow[]> {
  const all = [...jobs]
  const newest = new Map<string, JobRow>()
  const keyOf = (job: JobRow) => playableKey(playableOf(job))
  for (const job of all) if ((newest.get(keyOf(job))?.requestedAt ?? '') < job.requestedAt) newest.set(keyOf(job), job)
  const grouped = Map.groupBy(all, (job) => newest.get(keyOf(job)) === job ? groupOf(job) : 'ended')
  return new Map(GROUPS.flatMap((group) => {
    const found = grouped.get(group)
    return found ? [[group, found.sort(ORDER[group])] as const] : []
  }))
}

function groupOf({ status, leaving }: JobRow): Group {
  switch (status) {
    case 'awaiting_approval': return 'approval'
    case 'error': return 'failed'
    case 'queued': case 'downloading': case 'preparing': return 'queue'
    case 'ready': return leaving === null ? 'ready' : 'leaving'
    case 'binned': case 'deleting': return 'bin'
    case 'cancelled': case 'deleted': return 'ended'
  }
}

type Order = (a: JobRow, b: JobRow) => number
const by = (value: (job: JobRow) => string, newestFirst = false): Order => (a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (newestFirst ? -1 : 1)
const STEP = { preparing: 0, downloading: 1, queued: 2 } as const
const URGENCY = { HIGH: 0, NORMAL: 1, LOW: 2 } as const
/** As the downloader takes them. */
const queued = by(({ status, priority, requestedAt }) => `${STEP[status as keyof typeof STEP]}${URGENCY[priority]}${requestedAt}`)

const ORDER: Readonly<Record<Group, Order>> = {
  approval: by(({ requestedAt }) => requestedAt), failed: by(({ changedAt }) => changedAt, true), queue: queued, leaving: by(({ leaving }) => leaving!.leavesAt),
  ready: by(({ readyAt }) => readyAt ?? '', true), bin: by(({ bin }) => bin?.until ?? ''), ended: by(({ changedAt }) => changedAt, true),
}

export type JobAct = 'approve' | 'decline' | 'cancel' | 'retry' | 'choose' | 'sooner' | 'later' | 'keep' | 'letGo' | 'bin' | 'restore' | 'delete' | 'bringBack'

interface Who { readonly role: Role; readonly userId: string }

/** The likeliest first. `ended`: a newer job of the film has taken its place. */
export function actsFor(job: JobRow, { role, userId }: Who, ended = false): readonly JobAct[] {
  const admin = role === 'admin'
  const member = admin || role === 'member'
  const own = admin || job.requestedBy === userId
  const may = (allowed: boolean, ...acts: readonly JobAct[]) => allowed ? acts : []
  if (ended) return may(job.status === 'deleted' && role !== 'guest', 'bringBack')
  const moves = may(own && member && job.priority !== 'HIGH', 'sooner').concat(may(own && member && job.priority !== 'LOW', 'later'))
  switch (job.status) {
    case 'awaiting_approval': return [...may(admin, 'approve', 'decline'), ...may(own, 'cancel'), ...may(own && member, 'choose')]
    case 'queued': case 'downloading': case 'preparing': return [...may(own, 'cancel'), ...moves, ...may(own && member, 'choose')]
    case 'error': return [...may(own || member, 'retry'), ...may(own && member, 'choose')]
    case 'cancelled': return may(job.approval === 'declined' ? member : own || member, 'retry')
    case 'ready': return [...may(member, job.kept ? 'letGo' : 'keep'), ...may(admin && !job.kept, 'bin', 'delete')]
    case 'binned': return [...may(role !== 'guest', 'restore'), ...may(admin, 'delete')]
    case 'deleting': return []
    case 'deleted': return may(role !== 'guest', 'bringBack')
  }
}

/** A release: anew, or, by whom it is up to, instead of what is under way. What is stored, or on its way out, keeps the one it has. */
export function mayChooseFor(job: JobRow | undefined, who: Who): boolean {
  if (job === undefined || job.status === 'cancelled' || job.status === 'deleted') return maySend(who.role, 'member')
  return actsFor(job, who).includes('choose')
}
