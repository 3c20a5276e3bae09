/** How long until an instant, in words: "in 2 days". */

import { calendarDate } from './format.ts'
import { locale } from './language.ts'

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const soonDays = 14

/** What is past is now. */
export function until(instant: string, now: number): string {
  const leftMs = Math.max(0, Date.parse(instant) - now)
  if (leftMs < hourMs) return relative.format(Math.round(leftMs / minuteMs), 'minute')
  if (leftMs < dayMs) return relative.format(Math.round(leftMs / hourMs), 'hour')
  if (leftMs < soonDays * dayMs) return relative.format(Math.round(leftMs / dayMs), 'day')
  return calendarDate(instant)
}
