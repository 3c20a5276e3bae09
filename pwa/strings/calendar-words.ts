/** Months, weekdays, hours of the day and lengths of time, as the person's language says them. */

import { locale } from './language.ts'

const utc = { timeZone: 'UTC' } as const
const month = { short: new Intl.DateTimeFormat(locale, { ...utc, month: 'short' }), long: new Intl.DateTimeFormat(locale, { ...utc, month: 'long' }) }
const weekday = {
  narrow: new Intl.DateTimeFormat(locale, { ...utc, weekday: 'narrow' }), short: new Intl.DateTimeFormat(locale, { ...utc, weekday: 'short' }), long: new Intl.DateTimeFormat(locale, { ...utc, weekday: 'long' }),
}
const day = new Intl.DateTimeFormat(locale, { ...utc, weekday: 'long', day: 'numeric', month: 'long' })
const dayShort = new Intl.DateTimeFormat(locale, { ...utc, day: 'numeric', month: 'long' })
const clock = new Intl.DateTimeFormat(locale, { ...utc, hour: 'numeric' })
const yearName = new Intl.DateTimeFormat(locale, { ...utc, year: 'numeric' })
const hours = { short: new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'short', maximumFractionDigits: 0 }), long: new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 0 }) }
const minutes = { short: new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' }), long: new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }) }
const change = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'never' })
const people = new Intl.ListFormat(locale)

/** From 0 for January. */
export function monthName(index: number, length: 'short' | 'long' = 'short'): string {
  return month[length].format(Date.UTC(2024, index, 15))
}

/** From 0 for Monday. */
export function weekdayName(index: number, length: 'narrow' | 'short' | 'long'): string {
  // The first of January 2024 was a Monday.
  return weekday[length].format(Date.UTC(2024, 0, 1 + index))
}

/** `2026-03-01` → "Sunday, 1 March". */
export function dayInYear(isoDay: string): string {
  return day.format(new Date(isoDay))
}

/** `2026-03-01` → "1 March". */
export function dateInYear(isoDay: string): string {
  return dayShort.format(new Date(isoDay))
}

export function yearInWords(year: number): string {
  return yearName.format(Date.UTC(year, 6, 1))
}

/** 0 to 23. */
export function hourName(hour: number): string {
  return clock.format(Date.UTC(2024, 0, 1, hour))
}

/** Minutes below an hour, else whole hours, rounded down: nothing is said that was not watched. */
export function lengthInWords(length: number, form: 'short' | 'long' = 'short'): string {
  return length < 60 ? minutes[form].format(length) : hours[form].format(Math.floor(length / 60))
}

/** 0.12 → "12%", without a sign. */
export function changeInWords(fraction: number): string {
  return change.format(Math.abs(fraction))
}

export function listed(names: readonly string[]): string {
  return people.format(names)
}
