/**
 * What housekeeping has to do now, by the rules: whom to tell, what goes into the bin, what is deleted from it. Pure, so that a screen
 * and a dry run show what the next run would do.
 *
 * Room is made in good time: beyond `ROOM_TARGET` of the quota films are told to leave that were watched longest ago, with the calls that
 * every film has. Beyond the quota itself there is no time: the bin is emptied, oldest first, then films go as they are. Who has watched
 * one within the last hours is watching it.
 */

import { leasedUntil } from '../domain/copies.ts'
import type { Call, LeavingWhy, RetentionRules, Stay } from '../domain/retention.ts'
import { endByRules, expiresAt, lastUsedAt, leadMsOf } from '../domain/retention.ts'
import type { JobRow } from './jobs.ts'
import { stayOf } from './jobs.ts'

export interface Warning { readonly job: JobRow; readonly call: Call; readonly why: LeavingWhy; readonly leavesAt: string }
export interface Departure { readonly job: JobRow; readonly why: LeavingWhy; /** What it is based on. */ readonly lastUsedAt: string; readonly leasedUntil: string | null }

/** For the command that lets it go: who used or saved it since has gone before. */
export function basisOf({ lastUsedAt, leasedUntil }: Pick<Departure, 'lastUsedAt' | 'leasedUntil'>): { readonly lastUsedAt: string; readonly leasedUntil?: string } {
  return { lastUsedAt, ...leasedUntil === null ? {} : { leasedUntil } }
}

export interface RetentionPlan {
  readonly usedBytes: number
  readonly warn: readonly Warning[]
  readonly callOff: readonly JobRow[]
  readonly bin: readonly Departure[]
  /** At once, for want of room. */
  readonly evict: readonly Departure[]
  /** Out of the bin, for good; and the files of those whose deletion has begun. */
  readonly remove: readonly Departure[]
}

const ROOM_TARGET = 0.9
const IN_USE_MS = 6 * 3_600_000

/** `jobs`: every one; those without files are left alone. */
export function planRetention(jobs: Iterable<JobRow>, rules: RetentionRules, nowMs: number): RetentionPlan {
  const stored = [...jobs].filter(({ status }) => status === 'ready' || status === 'binned' || status === 'deleting')
  const usedBytes = stored.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
  const now = new Date(nowMs).toISOString()
  const departing = (job: JobRow, why: LeavingWhy): Departure => ({ job, why, lastUsedAt: lastUsedAt(stayOf(job)!), leasedUntil: stayOf(job)!.leasedUntil })
  const remove = stored.filter(({ status, bin }) => status === 'deleting' || bin !== null && bin.until <= now).map((job) => departing(job, 'expired'))
  const evicted = evictions(stored, remove, usedBytes, rules, nowMs)
  const pressed = new Set(forRoom(stored, usedBytes, rules, nowMs))
  const staying = stored.filter((job) => job.status === 'ready' && !evicted.includes(job))
  const steps = staying.map((job) => stepOf(job, stayOf(job)!, pressed.has(job), rules, nowMs))
  return {
    usedBytes,
    warn: steps.flatMap((step) => step !== null && 'call' in step ? [step] : []),
    callOff: steps.flatMap((step) => step !== null && 'calledOff' in step ? [step.calledOff] : []),
    bin: steps.flatMap((step) => step !== null && 'bin' in step ? [departing(step.bin, step.why)] : []),
    evict: evicted.filter(({ status }) => status === 'ready').map((job) => departing(job, 'room')),
    remove: [...remove, ...evicted.filter(({ status }) => status === 'binned').map((job) => departing(job, 'room'))],
  }
}

type Step = Warning | { readonly calledOff: JobRow } | { readonly bin: JobRow; readonly why: LeavingWhy } | null

function stepOf(job: JobRow, stay: Stay, pressed: boolean, rules: RetentionRules, nowMs: number): Step {
  const { leaving } = stay
  const byRules = endByRules(stay, rules)
  const endMs = pressed ? nowMs : byRules === null ? Infinity : Date.parse(byRules)
  const [first, last] = [leadMsOf('first', stay, rules), leadMsOf('last', stay, rules)]
  if (leaving === null) return !stay.kept && nowMs >= endMs - first ? warning(job, 'first', pressed, Math.max(endMs, nowMs + first)) : null
  if (stay.kept || endMs - nowMs > first) return { calledOff: job }
  const leavesMs = Math.max(Date.parse(leaving.leavesAt), pressed ? 0 : endMs)
  if (leaving.call === 'first') return nowMs >= leavesMs - last ? warning(job, 'last', pressed, Math.max(leavesMs, nowMs + last)) : null
  return nowMs >= leavesMs ? { bin: job, why: pressed ? 'room' : 'expired' } : null
}

function warning(job: JobRow, call: Call, pressed: boolean, leavesMs: number): Warning {
  return { job, call, why: pressed ? 'room' : 'expired', leavesAt: new Date(leavesMs).toISOString() }
}

/** Those that nobody minds least, first: watched longest ago; last those that somebody has with them. */
function byUse(stored: readonly JobRow[], nowMs: number): readonly JobRow[] {
  const used = (job: JobRow) => Date.parse(lastUsedAt(stayOf(job)!))
  const leased = (job: JobRow) => Number((leasedUntil(job.copies) ?? '') > new Date(nowMs).toISOString())
  return stored.filter((job) => job.status === 'ready' && !job.kept && nowMs - used(job) > IN_USE_MS).sort((a, b) => leased(a) - leased(b) || used(a) - used(b))
}

/** So many of them that `bytes` come free. */
function enough(jobs: readonly JobRow[], bytes: number): readonly JobRow[] {
  let freed = 0
  return jobs.filter(({ sizeBytes }) => {
    if (freed >= bytes) return false
    freed += sizeBytes ?? 0
    return true
  })
}

function forRoom(stored: readonly JobRow[], usedBytes: number, { quotaBytes }: RetentionRules, nowMs: number): readonly JobRow[] {
  if (quotaBytes === null) return []
  const inBin = stored.filter(({ status }) => status !== 'ready').reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
  // What is in the bin is on its way out already.
  return enough(byUse(stored, nowMs), usedBytes - inBin - quotaBytes * ROOM_TARGET)
}

function evictions(stored: readonly JobRow[], remove: readonly Departure[], usedBytes: number, { quotaBytes }: RetentionRules, nowMs: number): readonly JobRow[] {
  if (quotaBytes === null) return []
  const going = new Set(remove.map(({ job }) => job))
  const binned = stored.filter((job) => job.status === 'binned' && !going.has(job)).sort((a, b) => a.bin!.at < b.bin!.at ? -1 : 1)
  const goingBytes = [...going].reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
  return enough([...binned, ...byUse(stored, nowMs)], usedBytes - goingBytes - quotaBytes)
}

/** Null: it stays. */
export type Ends = (job: JobRow) => string | null

/** When each stored film would leave, were these the rules: by its time, or sooner because room is needed. */
export function endsUnder(jobs: Iterable<JobRow>, rules: RetentionRules, nowMs: number): Ends {
  const { evict, warn } = planRetention(jobs, rules, nowMs)
  const atOnce = new Date(nowMs).toISOString()
  const forRoom = new Map([...warn.filter(({ why }) => why === 'room').map(({ job, leavesAt }) => [job.key, leavesAt] as const), ...evict.map(({ job }) => [job.key, atOnce] as const)])
  return (job) => {
    const stay = stayOf(job)
    return forRoom.get(job.key) ?? (stay ? expiresAt(stay, rules) : null)
  }
}
