/** Numbers and times in words, in the person's locale. Pure: `now` comes in. */

import { direction, locale } from './language.ts'
import { t } from './shell.ts'

const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const dayOfYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })
const exactMoment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const percentage = new Intl.NumberFormat(locale, { style: 'percent' })
const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 })
const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const plain = new Intl.NumberFormat(locale, { useGrouping: false })
const list = new Intl.ListFormat(locale, { type: 'unit' })
const sizes = (['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const).map((unit) => {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short' })
  return (count: number) => format.format(count)
})
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** 1 500 000 → "1.5 MB": decimal units, as stores and indexers count. */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(count) / 3))
  return sizes[power]!(count / 1000 ** power)
}

/** What there is of it, side by side, as the language lists things: "Comedy, Drama, Horror". */
export function listed(parts: readonly (string | null | undefined)[]): string {
  return list.format(parts.filter((part) => part != null && part !== '') as string[])
}

/** A fraction, 0 to 1, rounded down: nothing says 100 % before it is so. */
export function percent(fraction: number): string {
  return percentage.format(Math.floor(Math.min(1, Math.max(0, fraction)) * 100) / 100)
}

/** 7.65 → "7.7", as scores and rates stand beside each other. */
export function tenths(value: number): string {
  return oneDecimal.format(value)
}

/** 94 → "1 h 34 min" */
export function runtime(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = Math.round(minutes % 60)
  const minutesLeft = t('unit.minutes', { count: rest })
  if (hours === 0) return minutesLeft
  const hoursWhole = t('unit.hours', { count: hours })
  return rest === 0 ? hoursWhole : `${hoursWhole} ${minutesLeft}`
}

/** How long something will still take: "40 s", "3 min", "1 h 5 min". */
export function timeLeft(seconds: number): string {
  return seconds < 60 ? t('unit.seconds', { count: Math.max(1, Math.ceil(seconds)) }) : runtime(Math.ceil(seconds / 60))
}

/** A player's clock: "4:05", "1:04:05"; from left to right in any language. */
export function timecode(seconds: number): string {
  const total = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0))
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  const clock = shown.map((part, index) => (index === 0 ? plain : twoDigits).format(part)).join(':')
  return direction === 'ltr' ? clock : `\u2066${clock}\u2069`
}

export function calendarDate(instant: string): string {
  return date.format(new Date(instant))
}

/** "1922-02-16" → "16 Feb 1922", wherever the person is. */
export function wholeDate(day: string): string {
  return calendarDate(`${day}T12:00:00`)
}

export function timeOfDay(instant: string): string {
  return clock.format(new Date(instant))
}

/** "Wednesday, 24 December 2025 at 21:00", with seconds where it has some. */
export function momentName(ms: number): string {
  return (Math.floor(ms / 1_000) % 60 === 0 ? moment : exactMoment).format(ms)
}

/** "today", "yesterday", "Monday 16 November": the heading of a day in the history. */
export function dayName(instant: string, now: number): string {
  const then = new Date(instant)
  const daysAgo = Math.round((startOfDay(now) - startOfDay(then.getTime())) / dayMs)
  if (daysAgo === 0 || daysAgo === 1) return relative.format(-daysAgo, 'day')
  return (then.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(then)
}

/** "3 minutes ago", "yesterday", "16 Nov 2026". A time in the future (a device's clock is off) reads as now. */
export function ago(instant: string, now: number): string {
  const elapsedMs = Math.max(0, now - Date.parse(instant))
  if (elapsedMs < minuteMs) return relative.format(0, 'second')
  if (elapsedMs < 60 * minuteMs) return relative.format(-Math.floor(elapsedMs / minuteMs), 'minute')
  if (elapsedMs < dayMs) return relative.format(-Math.floor(elapsedMs / (60 * minuteMs)), 'hour')
  if (elapsedMs < 7 * dayMs) return relative.format(-Math.floor(elapsedMs / dayMs), 'day')
  return calendarDate(instant)
}

/** The person's own calendar day, for grouping: "2026-11-21". */
export function localDay(instant: string): string {
  const at = new Date(instant)
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0)
}
