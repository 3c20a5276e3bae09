/** A person's own calendar: which day and hour an instant is where they live. The zone comes in, so that a device and the server say the same. */

/** `day`: `YYYY-MM-DD`. `weekday`: 0 for Monday. */
export interface LocalTime { readonly year: number; readonly month: number; readonly day: string; readonly weekday: number; readonly hour: number }

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Whether it is an IANA zone that this runtime knows, such as `Europe/Berlin`. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/**
 * Reads many instants quickly: asking for a zone's offset costs a hundred times a division, so it is asked once for each midnight of UTC, and again
 * only within the days on which clocks change; and each day is made once. Throws RangeError for what is no zone.
 */
export function localClock(zone: string): (instant: string) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' })
  const midnights = new Map<number, number>()
  const days = new Map<number, LocalTime[]>()

  function offsetAt(ms: number): number {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - Math.floor(ms / 1_000) * 1_000
  }

  function offsetAtMidnight(day: number): number {
    const known = midnights.get(day) ?? offsetAt(day * DAY_MS)
    midnights.set(day, known)
    return known
  }

  function offsetOf(ms: number): number {
    const day = Math.floor(ms / DAY_MS)
    const first = offsetAtMidnight(day)
    return first === offsetAtMidnight(day + 1) ? first : offsetAt(ms)
  }

  return (instant) => {
    const ms = Date.parse(instant)
    const there = ms + offsetOf(ms)
    const day = Math.floor(there / DAY_MS)
    const hours = days.get(day) ?? hoursOf(new Date(day * DAY_MS))
    days.set(day, hours)
    return hours[Math.floor((there - day * DAY_MS) / HOUR_MS)]!
  }
}

/** Of a day there, as if it were one of UTC. */
function hoursOf(there: Date): LocalTime[] {
  const day = { year: there.getUTCFullYear(), month: there.getUTCMonth() + 1, day: there.toISOString().slice(0, 10), weekday: (there.getUTCDay() + 6) % 7 }
  return Array.from({ length: 24 }, (_, hour) => ({ ...day, hour }))
}

/** So many days on, or back. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}
