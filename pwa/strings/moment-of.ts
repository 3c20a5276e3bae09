/** A day and a time, for what may be days away: "16 Nov 2026, 21:00". Pure. */

import { calendarDate, timeOfDay } from './format.ts'
import { withCommas } from './with-commas.ts'

export function momentOf(instant: string): string {
  return withCommas(calendarDate(instant), timeOfDay(instant))
}
