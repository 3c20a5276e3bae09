/** What a person has asked for, against what they may. Pure: the server refuses by it, and the app shows with it what is left. */

import type { Quota } from '../domain/request-rules.ts'
import type { JobRow } from './jobs.ts'

export interface Bound { readonly used: number; readonly max: number | null }

export interface QuotaState {
  readonly requestsPerWeek: Bound
  readonly bytes: Bound
  readonly unwatched: Bound
  /** When the next request may be made as far as the week is concerned; null: now. */
  readonly nextRequestAt: string | null
}

const WEEK_MS = 7 * 86_400_000

/** `jobs` of anybody; `except` is one that is not to be counted. */
export function quotaState(jobs: Iterable<JobRow>, userId: string, quota: Quota, nowMs: number, except?: string): QuotaState {
  const own = [...jobs].filter((job) => job.requestedBy === userId && job.key !== except)
  const lately = own.filter((job) => job.status !== 'cancelled' && Date.parse(job.requestedAt) > nowMs - WEEK_MS).map((job) => job.requestedAt).sort()
  const held = own.filter(takesRoom)
  const { requestsPerWeek, bytes, unwatched } = quota
  const oldest = requestsPerWeek === null || lately.length < requestsPerWeek ? undefined : lately[lately.length - requestsPerWeek]
  return {
    requestsPerWeek: { used: lately.length, max: requestsPerWeek },
    bytes: { used: held.reduce((sum, { sizeBytes, totalBytes }) => sum + (sizeBytes ?? totalBytes ?? 0), 0), max: bytes },
    unwatched: { used: held.filter(({ lastStreamedAt }) => lastStreamedAt === null).length, max: unwatched },
    nextRequestAt: oldest === undefined ? null : new Date(Date.parse(oldest) + WEEK_MS).toISOString(),
  }
}

/** On its way or stored. */
function takesRoom({ status }: JobRow): boolean {
  switch (status) {
    case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing': case 'ready': return true
    case 'binned': case 'deleting': case 'deleted': case 'error': case 'cancelled': return false
  }
}

export type QuotaName = 'requestsPerWeek' | 'bytes' | 'unwatched'

/** The bound that a further request would break. */
export function brokenBound(state: QuotaState): QuotaName | null {
  return (['requestsPerWeek', 'unwatched', 'bytes'] as const).find((name) => state[name].max !== null && state[name].used >= state[name].max) ?? null
}
