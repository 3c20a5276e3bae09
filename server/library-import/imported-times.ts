/** Times of an export as instants here. */

import { millisecondsOf } from '../../domain/instant.ts'
import type { ImportedTime } from '../../domain/library-import/imported-row.ts'

/** A day is kept as its noon in UTC: it is the same day from Alaska to Auckland. */
const NOON = 'T12:00:00.000Z'
const DAY_MS = 86_400_000
/** A day begins first where clocks are 14 hours ahead of UTC, and ends last where they are 12 behind. */
const AHEAD_MS = 14 * 3_600_000
const BEHIND_MS = 12 * 3_600_000
const MINUTE_MS = 60_000

export function instantOfTime({ at }: ImportedTime): string {
  return at.length === 10 ? at + NOON : at
}

/** Whether a viewing that is here may be the one that the export tells of. */
export function isSameViewing(watchedAt: string, when: ImportedTime | null): boolean {
  // "Watched once, by then": any viewing is that one.
  if (when === null || when.precision === 'by') return true
  if (when.precision === 'day') return isOnDay(watchedAt, when.at)
  return Math.abs(millisecondsOf(watchedAt) - millisecondsOf(when.at)) < MINUTE_MS || watchedAt.endsWith(NOON) && isOnDay(when.at, watchedAt.slice(0, 10))
}

/** Somewhere on Earth. */
function isOnDay(instant: string, day: string): boolean {
  if (instant.endsWith(NOON)) return instant.startsWith(day)
  const sinceMs = millisecondsOf(instant) - Date.parse(day)
  return sinceMs >= -AHEAD_MS && sinceMs < DAY_MS + BEHIND_MS
}
