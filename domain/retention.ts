/**
 * How long a stored film stays: the rules, and the moment that applies to one film. Shared by the decider, housekeeping and the app, so
 * that what a screen shows is what will happen. Days are 24 hours: no clock change of a country moves an end.
 *
 *   stored ──▶ (first call) ──▶ (last call) ──▶ bin ──▶ gone
 *
 * 1. A film that nobody has watched leaves `unwatchedDays` after it was ready, one that was watched `watchedDays` after that; being brought
 *    back from the bin counts like being watched. `maxHoursAfterReady` caps both. Null: never.
 * 2. A film that is kept never leaves; one that is saved on a device stays while the device holds its lease (copies.ts), if the cap lets it.
 * 3. Two calls come before it leaves; who was told a moment has until then, whatever the rules say meanwhile.
 */

import { millisecondsOf } from './instant.ts'

export interface RetentionRules {
  /** Whole days, 1 to 3,650; null: never. */
  readonly unwatchedDays: number | null
  readonly watchedDays: number | null
  /** 1 to 87,600. */
  readonly maxHoursAfterReady: number | null
  /** 0 to 365; 0: films are deleted without a stay in the bin. */
  readonly binDays: number
  /** Of all films together, those in the bin included. */
  readonly quotaBytes: number | null
  readonly saving: Saving
  /** How long a device that saved a film holds it, from when it was heard of last; 0 to 365. */
  readonly leaseDays: number
}

/**
 * Whether people may save films on their devices, and what becomes of the copies: `free`: they are their persons'; `whileHere`: they go
 * when the film has left here; `off`: nobody may, and those there are go.
 */
export const SAVINGS = ['free', 'whileHere', 'off'] as const
export type Saving = (typeof SAVINGS)[number]

export const defaultRetention: RetentionRules = { unwatchedDays: 7, watchedDays: 7, maxHoursAfterReady: null, binDays: 7, quotaBytes: null, saving: 'free', leaseDays: 14 }

/** What there is to know of a stored film for its end; instants. */
export interface Stay {
  readonly readyAt: string
  readonly lastStreamedAt: string | null
  readonly restoredAt: string | null
  readonly kept: boolean
  readonly leaving: Leaving | null
  /** The last lease of those who saved it. */
  readonly leasedUntil: string | null
}

/** The calls: the first with time to watch it, the last with time to keep it. */
export type Call = 'first' | 'last'
/** Why a film leaves: its time is over; the room is needed; somebody wanted it. */
export const LEAVING_WHYS = ['expired', 'room', 'asked'] as const
export type LeavingWhy = (typeof LEAVING_WHYS)[number]
export interface Leaving { readonly call: Call; readonly why: LeavingWhy; readonly leavesAt: string }

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** How long before the end the calls come; for short stays, this part of the stay. */
const CALLS = { first: { leadMs: 48 * HOUR_MS, part: 1 / 2 }, last: { leadMs: 12 * HOUR_MS, part: 1 / 8 } } as const

/** When a film leaves by its rules alone; null: never. */
export function endByRules(stay: Stay, rules: RetentionRules): string | null {
  const end = endMs(stay, rules)
  return stay.kept || end === Infinity ? null : new Date(end).toISOString()
}

/** The moment that applies: to be shown, and not to be left before. Null: it stays. */
export function expiresAt(stay: Stay, rules: RetentionRules): string | null {
  if (stay.kept) return null
  const byRules = endByRules(stay, rules)
  const promised = stay.leaving?.leavesAt ?? null
  if (byRules === null || promised === null) return stay.leaving?.why === 'room' ? promised : byRules
  return stay.leaving!.why === 'room' || promised > byRules ? promised : byRules
}

/** How long before its end a film's calls come. */
export function leadMsOf(call: Call, stay: Stay, rules: RetentionRules): number {
  const { leadMs, part } = CALLS[call]
  // Who watched a film beyond its cap has had their time.
  return Math.max(0, Math.min(leadMs, (endMs(stay, rules) - usedMs(stay)) * part))
}

/** When it was last of use to anybody. */
export function lastUsedAt(stay: Stay): string {
  return new Date(usedMs(stay)).toISOString()
}

function usedMs({ readyAt, lastStreamedAt, restoredAt }: Stay): number {
  return Math.max(...[readyAt, lastStreamedAt, restoredAt].filter((instant) => instant !== null).map(millisecondsOf))
}

function endMs(stay: Stay, { unwatchedDays, watchedDays, maxHoursAfterReady, saving }: RetentionRules): number {
  const days = stay.lastStreamedAt === null ? unwatchedDays : watchedDays
  // Where nothing may be saved, what was saved holds nothing.
  const leasedMs = saving === 'off' || stay.leasedUntil === null ? 0 : millisecondsOf(stay.leasedUntil)
  const byUse = days === null ? Infinity : Math.max(usedMs(stay) + days * DAY_MS, leasedMs)
  const anew = Math.max(millisecondsOf(stay.readyAt), stay.restoredAt === null ? 0 : millisecondsOf(stay.restoredAt))
  return Math.min(byUse, maxHoursAfterReady === null ? Infinity : anew + maxHoursAfterReady * HOUR_MS)
}
