/** What stands in the cells and fields of exports. Each answers null for what says nothing, and undefined for what means nothing. */

import { utc } from '../instant.ts'
import type { Rating } from '../library-entry.ts'
import type { ImportedIds, ImportedTime } from './imported-row.ts'

const YEAR_MIN = 1800
const YEAR_MAX = 2999
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i
/** IMDb's until 2017: "Sat Dec 13 00:00:00 2014". */
const ASCTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) \d{2}:\d{2}:\d{2} (\d{4})$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** An hour with no zone says no more than the day. */
export function timeOf(text: string): ImportedTime | null | undefined {
  if (text === '') return null
  const old = ASCTIME.exec(text)
  if (old) return dayOf(old[3]!, String(MONTHS.indexOf(old[1]!) + 1).padStart(2, '0'), old[2]!.padStart(2, '0'))
  const [, year, month, day, hour, zone] = DATE.exec(text) ?? []
  const date = year === undefined ? undefined : dayOf(year, month!, day!)
  if (date === undefined || hour === undefined || zone === undefined) return date
  const colon = zone.length === 3 ? `${zone}:00` : zone.replace(/^(.\d{2})(\d{2})$/, '$1:$2')
  const written = `${date.at}T${hour}${colon.toUpperCase()}`
  return Number.isNaN(Date.parse(written)) ? undefined : { at: utc(written), precision: 'instant' }
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


function dayOf(year: string, month: string, day: string): ImportedTime | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  const isLeap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0)
  const real = y >= YEAR_MIN && y <= YEAR_MAX && d >= 1 && d <= (m === 2 && !isLeap ? 28 : DAYS[m - 1] ?? 0)
  return real ? { at: `${year}-${month}-${day}`, precision: 'day' } : undefined
}

/** The time by which it was so. */
export function by(time: ImportedTime | null): ImportedTime | null {
  return time && { at: time.at, precision: 'by' }
}

/** Of two times, or of one and none: whether the first is later. A day begins before its hours. */
export function isLater(a: ImportedTime | null, b: ImportedTime | null): boolean {
  return a !== null && (b === null || a.at > b.at)
}

/** "2008", "2008-2013", "2008.0", a date. */
export function yearOf(text: string): number | null {
  const year = Number(/^(\d{4})(?!\d)/.exec(text)?.[1] ?? 0)
  return year >= YEAR_MIN && year <= YEAR_MAX ? year : null
}

/** Whole, and not less than zero. */
export function wholeOf(text: string): number | null | undefined {
  if (text === '') return null
  return /^\d{1,15}(?:\.0+)?$/.test(text) ? Number(text) : undefined
}

/** A comma is a point, as spreadsheets write it where people do. */
export function decimalOf(text: string): number | null | undefined {
  if (text === '') return null
  return /^\d{1,6}(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : undefined
}

const TMDB_ID_MAX = 2 ** 31 - 1

/** Without those that are none. */
export function idsOf({ tmdb = '', imdb = '', tvdb = '' }: { readonly tmdb?: string; readonly imdb?: string; readonly tvdb?: string }): ImportedIds {
  const number = (text: string) => {
    const id = wholeOf(text)
    return typeof id === 'number' && id >= 1 && id <= TMDB_ID_MAX ? id : undefined
  }
  const [tmdbId, imdbId, tvdbId] = [number(tmdb), imdbIdOf(imdb), number(tvdb)]
  return { ...tmdbId === undefined ? {} : { tmdb: tmdbId }, ...imdbId === undefined ? {} : { imdb: imdbId }, ...tvdbId === undefined ? {} : { tvdb: tvdbId } }
}

/** Some programs lose the letters. Seven digits at least. */
function imdbIdOf(text: string): string | undefined {
  const digits = /^(?:tt)?(\d{1,10})$/i.exec(text)?.[1]
  return digits === undefined || Number(digits) === 0 ? undefined : `tt${digits.padStart(7, '0')}`
}

export function isEmpty(ids: ImportedIds): boolean {
  return ids.tmdb === undefined && ids.imdb === undefined && ids.tvdb === undefined
}

/** The bridge from ten points to our four: the least of each. Halves count as the point above. */
const LEAST: readonly (readonly [least: number, rating: Rating])[] = [[9, 'SUPER_LIKE'], [7, 'LIKE'], [5, 'OK'], [0, 'DISLIKE']]

export function ratingOfTen(ofTen: number): Rating {
  return LEAST.find(([least]) => Math.round(ofTen) >= least)![1]
}
