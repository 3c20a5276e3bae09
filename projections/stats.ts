/**
 * What a person's library comes to in numbers: the same on the server and on a device with no network. Pure: the zone and the moment come in.
 *
 * - Days, months and hours are those of the person's zone. A viewing counts on the day it was, however late it was recorded; one that was
 *   taken back is in no row, and so in no number.
 * - A viewing counts as long as the catalogue says the film, or an episode of the series, runs; a film that the catalogue has no length of,
 *   as long as the player said. Lengths of episodes are an estimate: `estimates` says how much of the hours is.
 * - A season marked as one viewing counts for all of its episodes. A series marked as a whole says nothing of which were seen: it is one viewing of no length.
 * - A rating counts in the period in which it was given, as it is now; one that was changed counts once.
 * - A rewatch is a viewing of a film or an episode that is not the first of it there ever was.
 */

import type { Rating } from '../domain/library-entry.ts'
import { RATINGS } from '../domain/scales.ts'
import type { MediaType, TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { CardRow } from './cards.ts'
import type { LibraryRow } from './library.ts'
import type { LocalTime } from './local-clock.ts'
import { localClock } from './local-clock.ts'
import type { Faces, Part, Streak, Totals, WatchlistStats } from './stats-parts.ts'
import { facesOf, partOf, partsOf, streaksOf, sum, totalsOf, watchlistOf } from './stats-parts.ts'
import type { Viewing } from './viewings.ts'
import { viewingsOf } from './viewings.ts'
import type { WatchlistStay } from './watchlist-stays.ts'

export type StatsKind = 'all' | MediaType
export interface StatsWish {
  /** Undefined for all time. */
  readonly year?: number
  readonly kind: StatsKind
  /** IANA, such as `Europe/Berlin`. */
  readonly zone: string
  /** RFC 3339. */
  readonly now: string
}

export interface Watched { readonly title: TitleRef; readonly at: string }
export interface Stats {
  /** Null for all time. */
  readonly year: number | null
  readonly kind: StatsKind
  readonly zone: string
  /** Every year in which something was watched or rated, newest first, whatever the period. */
  readonly years: readonly number[]
  readonly totals: Totals
  /** The same span of the year before; null for all time, and where there was nothing. */
  readonly before: Totals | null
  readonly estimates: {
    /** Of the minutes: of episodes, whose length is their series'. */
    readonly minutes: number
    /** Viewings whose length nobody knows: they are in no hours. */
    readonly unknownLength: number
    /** Seasons that were marked as one viewing. */
    readonly wholeSeasons: number
    /** Rated without any viewing: in no viewing, no hours. */
    readonly ratedUnseen: number
  }
  readonly faces: Faces
  /** Months of the year, or all years from the first to the last. */
  readonly periods: readonly (Part & { readonly faces: Faces })[]
  /** Most watched first. */
  readonly genres: readonly Part[]
  /** Oldest first, without gaps. */
  readonly decades: readonly Part[]
  /** Viewings by weekday, from Monday. */
  readonly weekdays: readonly number[]
  /** Viewings by hour of the day. */
  readonly hours: readonly number[]
  /** Viewings by day, `YYYY-MM-DD`; days with none are left out. */
  readonly days: Readonly<Record<string, number>>
  readonly streak: Streak | null
  /** Days in a row up to today, or yesterday; of all time. */
  readonly current: number
  readonly busiest: { readonly day: string; readonly plays: number; readonly minutes: number; readonly titles: readonly TitleRef[] } | null
  readonly first: Watched | null
  readonly last: Watched | null
  /** Most often first; `plays` of the period that were not the first. */
  readonly rewatched: readonly { readonly title: TitleRef; readonly plays: number }[]
  readonly oldest: { readonly title: TitleRef; readonly year: number } | null
  /** The best ratings of the period. */
  readonly loved: readonly { readonly title: TitleRef; readonly rating: Rating }[]
  /** Who watched along, or says so. Most often first. */
  readonly company: readonly { readonly userId: string; readonly plays: number }[]
  readonly watchlist: WatchlistStats
}

export interface StatsSource {
  /** Of one person. */
  readonly rows: Iterable<LibraryRow>
  readonly cards: ReadonlyMap<string, CardRow>
  readonly stays: readonly WatchlistStay[]
}

/** Of each list of titles: a chart or a story shows no more. */
const LISTED_MAX = 12

export function statsOf({ rows, cards, stays }: StatsSource, { year, kind, zone, now }: StatsWish): Stats {
  const clock = localClock(zone)
  const today = clock(now)
  const ofKind = (title: TitleRef) => kind === 'all' || title.mediaType === kind
  const library = [...rows].filter(ofKind)
  const all = viewingsOf(library, cards, clock)
  const within = (time: LocalTime) => year === undefined || time.year === year
  const viewings = all.filter(({ time }) => within(time))
  const rated = library.flatMap((row) => row.rating === null || row.ratedAt === null ? [] : [{ row, rating: row.rating, at: row.ratedAt, time: clock(row.ratedAt) }])
  const inPeriod = rated.filter(({ time }) => within(time))
  const years = [...new Set([...all, ...rated].map(({ time }) => time.year))].sort((a, b) => b - a)
  const periodOf = ({ year: of, day }: LocalTime) => year === undefined ? String(of) : day.slice(0, 7)
  const watchedIn = Map.groupBy(viewings, ({ time }) => periodOf(time))
  const ratedIn = Map.groupBy(inPeriod, ({ time }) => periodOf(time))
  return {
    year: year ?? null, kind, zone, years,
    totals: totalsOf(viewings),
    before: year === undefined ? null : totalsBefore(all, year, today),
    estimates: {
      minutes: sum(viewings, (each) => each.mediaType === 'tv' ? each.minutes ?? 0 : 0),
      unknownLength: viewings.filter(({ minutes }) => minutes === null).length,
      wholeSeasons: viewings.filter(({ episodes }) => episodes > 1).length,
      ratedUnseen: inPeriod.filter(({ row }) => row.plays.length === 0).length,
    },
    faces: facesOf(inPeriod),
    periods: periodsOf(year, years).map((name) => ({ ...partOf(name, watchedIn.get(name) ?? []), faces: facesOf(ratedIn.get(name) ?? []) })),
    genres: partsOf(viewings, ({ genres }) => genres).sort((a, b) => b.plays - a.plays || b.minutes - a.minutes || (a.name < b.name ? -1 : 1)),
    decades: decadesOf(viewings),
    weekdays: countsOf(7, viewings, ({ weekday }) => weekday),
    hours: countsOf(24, viewings, ({ hour }) => hour),
    days: Object.fromEntries([...Map.groupBy(viewings, ({ time }) => time.day)].map(([day, plays]) => [day, plays.length] as const).sort(([a], [b]) => a < b ? -1 : 1)),
    ...streaksOf(viewings, all, today.day),
    busiest: busiestOf(viewings),
    first: watched(viewings[0]), last: watched(viewings.at(-1)),
    rewatched: rewatchedOf(viewings), oldest: oldestOf(viewings), loved: lovedOf(inPeriod), company: companyOf(viewings),
    watchlist: watchlistOf(stays.filter(({ title }) => ofKind(title)), (instant) => within(clock(instant)), (instant) => year !== undefined && clock(instant).year > year),
  }
}

/** Of a year that is not over, only what of the one before was over by the same day. */
function totalsBefore(all: readonly Viewing[], year: number, today: LocalTime): Totals | null {
  const upTo = year === today.year ? today.day.slice(4) : '-12-31'
  const found = all.filter(({ time }) => time.year === year - 1 && time.day.slice(4) <= upTo)
  return found.length === 0 ? null : totalsOf(found)
}

function periodsOf(year: number | undefined, years: readonly number[]): readonly string[] {
  if (year !== undefined) return Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')}`)
  const [newest, oldest] = [years[0], years.at(-1)]
  return newest === undefined || oldest === undefined ? [] : Array.from({ length: newest - oldest + 1 }, (_, i) => String(oldest + i))
}

function decadesOf(viewings: readonly Viewing[]): readonly Part[] {
  const found = partsOf(viewings, ({ year }) => year === null ? [] : [String(Math.floor(year / 10) * 10)])
  const decades = found.map(({ name }) => Number(name))
  const [first, last] = [Math.min(...decades), Math.max(...decades)]
  const all = found.length === 0 ? [] : Array.from({ length: (last - first) / 10 + 1 }, (_, i) => String(first + i * 10))
  return all.map((name) => found.find((part) => part.name === name) ?? { name, plays: 0, titles: 0, minutes: 0 })
}

function countsOf(length: number, viewings: readonly Viewing[], of: (time: LocalTime) => number): readonly number[] {
  const counts = Array.from({ length }, () => 0)
  for (const { time } of viewings) counts[of(time)]!++
  return counts
}

function busiestOf(viewings: readonly Viewing[]): Stats['busiest'] {
  const [busiest] = [...Map.groupBy(viewings, ({ time }) => time.day)].map(([day, found]) => ({ ...partOf(day, found), found }))
    .sort((a, b) => b.plays - a.plays || b.minutes - a.minutes || (a.name < b.name ? 1 : -1))
  return busiest ? { day: busiest.name, plays: busiest.plays, minutes: busiest.minutes, titles: distinct(busiest.found.map(refOf)).slice(0, LISTED_MAX) } : null
}

function rewatchedOf(viewings: readonly Viewing[]): Stats['rewatched'] {
  const again = [...Map.groupBy(viewings.filter(({ again }) => again), ({ key }) => key).values()]
  return again.map((found) => ({ title: refOf(found[0]!), plays: found.length })).sort((a, b) => b.plays - a.plays || byKey(a.title, b.title)).slice(0, LISTED_MAX)
}

function oldestOf(viewings: readonly Viewing[]): Stats['oldest'] {
  const dated = viewings.flatMap((viewing) => viewing.year === null ? [] : [{ title: refOf(viewing), year: viewing.year }])
  return dated.sort((a, b) => a.year - b.year || byKey(a.title, b.title))[0] ?? null
}

/** Of the best face that was given, favourites and the newest first. */
function lovedOf(rated: readonly { readonly row: LibraryRow; readonly rating: Rating; readonly at: string }[]): Stats['loved'] {
  const worth = ({ row, rating }: { readonly row: LibraryRow; readonly rating: Rating }) => RATINGS.indexOf(rating) * 2 + (row.favouriteAt === null ? 0 : 1)
  return rated.filter(({ rating }) => rating === 'SUPER_LIKE' || rating === 'LIKE')
    .sort((a, b) => worth(b) - worth(a) || (a.at < b.at ? 1 : a.at > b.at ? -1 : byKey(a.row, b.row))).slice(0, LISTED_MAX).map(({ row, rating }) => ({ title: refOf(row), rating }))
}

function companyOf(viewings: readonly Viewing[]): Stats['company'] {
  const counts = new Map<string, number>()
  for (const { with: others } of viewings) for (const userId of others) counts.set(userId, (counts.get(userId) ?? 0) + 1)
  return [...counts].map(([userId, plays]) => ({ userId, plays })).sort((a, b) => b.plays - a.plays || (a.userId < b.userId ? -1 : 1))
}

function watched(viewing: Viewing | undefined): Watched | null {
  return viewing ? { title: refOf(viewing), at: viewing.watchedAt } : null
}

function refOf({ mediaType, tmdbId }: TitleRef): TitleRef {
  return { mediaType, tmdbId }
}

function distinct(titles: readonly TitleRef[]): readonly TitleRef[] {
  return [...new Map(titles.map((title) => [titleKey(title), title])).values()]
}

function byKey(a: TitleRef, b: TitleRef): number {
  return titleKey(a) < titleKey(b) ? -1 : 1
}
