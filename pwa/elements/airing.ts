/** When an episode comes, in words. */

import { locale } from '../strings/language.ts'
import { calendarDate } from '../strings/format.ts'
import { t } from '../strings/series.ts'

const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const dayMs = 86_400_000
const aWeek = 7

/** "tomorrow", "Friday", "in 12 days", "5 Mar 2027"; `date` is a day such as `2027-03-05`, null where it is not known. */
export function airing(date: string | null, now: number): string {
  if (date === null) return t('series.soon')
  const day = new Date(`${date}T00:00:00`)
  const days = Math.round((day.getTime() - new Date(now).setHours(0, 0, 0, 0)) / dayMs)
  if (days < 2) return relative.format(days, 'day')
  return days < aWeek ? weekday.format(day) : days <= 2 * aWeek ? relative.format(days, 'day') : calendarDate(`${date}T12:00:00`)
}
