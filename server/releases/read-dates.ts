/** Dates of a broadcast, in the orders releases write them. */

import type { Span } from './find-tags.ts'

export interface DateFound extends Span {
  /** yyyy-mm-dd */
  readonly value: string
  /** Day and month cannot be told apart: 05-06-2024. */
  readonly ambiguous: boolean
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const YEAR_FIRST = /(?<!\d)((?:19|20)\d\d)(年|([-. /])[ ]?)(0?[1-9]|1[0-2])(?:月|\3)(0?[1-9]|[12]\d|3[01])(?!\d)/u
const DAY_FIRST = /(?<!\d)(\d{1,2})[-. _/](\d{1,2})[-. _/]((?:19|20)\d\d)(?!\d)/u
const WORDED_DATE = /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[-. _](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[-. _]((?:19|20)\d\d|(?<=-)[0-4]\d)(?!\d)/iu
const COMPACT_DATE = /(?<!\d)(20[0-4]\d|19\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/u
/** "March 5, 2019", "2019.Mar.05" */
const MONTH_FIRST = new RegExp(`(?<![\\p{L}\\d])(${MONTHS.join('|')})[a-z]{0,6}[-. ](\\d{1,2})(?:st|nd|rd|th)?,?[-. ]((?:19|20)\\d\\d)(?!\\d)`, 'iu')
const MONTH_BETWEEN = new RegExp(`(?<!\\d)((?:19|20)\\d\\d)[-. ](${MONTHS.join('|')})[a-z]{0,6}[-. ](\\d{1,2})(?!\\d)`, 'iu')
/** "2008x12.13" */
const CROSS_DATE = /(?<!\d)((?:19|20)\d\d)x(0[1-9]|1[0-2])[.-](0[1-9]|[12]\d|3[01])(?!\d)/iu
/** "10-19-12", as American stations write it. */
const SHORT_DATE = /(?<![\d-])(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])-([0-4]\d)(?![\d-])/u

export function readDate(text: string): DateFound | null {
  const worded = WORDED_DATE.exec(text)
  if (worded) return dateAt(worded, worded[3]!.padStart(4, '20'), monthOf(worded[2]!), Number(worded[1]))
  const monthFirst = MONTH_FIRST.exec(text)
  if (monthFirst) return dateAt(monthFirst, monthFirst[3]!, monthOf(monthFirst[1]!), Number(monthFirst[2]))
  const between = MONTH_BETWEEN.exec(text)
  if (between) return dateAt(between, between[1]!, monthOf(between[2]!), Number(between[3]))
  const yearFirst = YEAR_FIRST.exec(text)
  if (yearFirst) return dateAt(yearFirst, yearFirst[1]!, Number(yearFirst[4]), Number(yearFirst[5]))
  const dayFirst = DAY_FIRST.exec(text)
  if (dayFirst) {
    const [first, second] = [Number(dayFirst[1]), Number(dayFirst[2])]
    return second > 12 ? dateAt(dayFirst, dayFirst[3]!, first, second) : dateAt(dayFirst, dayFirst[3]!, second, first, first <= 12 && first !== second)
  }
  const compact = COMPACT_DATE.exec(text)
  return compact ? dateAt(compact, compact[1]!, Number(compact[2]), Number(compact[3])) : null
}

export function readCrossDate(text: string): DateFound | null {
  const match = CROSS_DATE.exec(text)
  return match ? dateAt(match, match[1]!, Number(match[2]), Number(match[3])) : null
}

export function readShortDate(text: string): DateFound | null {
  const match = SHORT_DATE.exec(text)
  // Of three numbers each one more than the one before, all are episodes: "01-02-03".
  if (!match || Number(match[2]) === Number(match[1]) + 1 && Number(match[3]) === Number(match[2]) + 1) return null
  return dateAt(match, `20${match[3]}`, Number(match[1]), Number(match[2]))
}

const monthOf = (word: string) => MONTHS.indexOf(word.toLowerCase()) + 1

function dateAt(match: RegExpExecArray, year: string, month: number, day: number, ambiguous = false): DateFound | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  return { value: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, ambiguous, start: match.index, end: match.index + match[0].length }
}
