/** Shares of a person's viewings: by anything that has a name, by face, in a row of days, off the watchlist. Pure, like all of `stats.ts`. */

import type { Rating } from '../domain/library-entry.ts'
import { RATINGS } from '../domain/scales.ts'
import { dayAfter } from './local-clock.ts'
import type { TitleRef } from '../domain/title.ts'
import type { Viewing } from './viewings.ts'
import type { WatchlistStay } from './watchlist-stays.ts'

export interface Totals { readonly plays: number; readonly films: number; readonly episodes: number; readonly titles: number; readonly minutes: number }
export type Faces = Readonly<Record<Rating, number>>
/** `name`: a month `2026-03`, a year `2026`, a genre, a decade `1920`. */
export interface Part { readonly name: string; readonly plays: number; readonly titles: number; readonly minutes: number }
export interface Streak { readonly days: number; readonly from: string; readonly to: string }
export interface WatchlistStats {
  readonly added: number
  readonly watched: number
  readonly dropped: number
  /** The newest of them. */
  readonly droppedTitles: readonly TitleRef[]
  /** On it at the end of the period that have not left it since. */
  readonly waiting: number
  /** From being added to being watched; null while nothing was. */
  readonly medianDays: number | null
  readonly longest: { readonly title: TitleRef; readonly days: number } | null
}

const DAY_MS = 86_400_000
const DROPPED_MAX = 12

export function totalsOf(viewings: readonly Viewing[]): Totals {
  return {
    plays: viewings.length,
    films: viewings.filter(({ mediaType }) => mediaType === 'movie').length,
    episodes: sum(viewings, ({ episodes }) => episodes),
    titles: new Set(viewings.map(({ key }) => key)).size,
    minutes: sum(viewings, ({ minutes }) => minutes ?? 0),
  }
}

export function partOf(name: string, viewings: readonly Viewing[]): Part {
  const { plays, titles, minutes } = totalsOf(viewings)
  return { name, plays, titles, minutes }
}

export function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0)
}

export function facesOf(rated: readonly { readonly rating: Rating }[]): Faces {
  const faces = { DISLIKE: 0, OK: 0, LIKE: 0, SUPER_LIKE: 0 } satisfies Record<(typeof RATINGS)[number], number>
  for (const { rating } of rated) faces[rating]++
  return faces
}

/** A viewing may have several names: it counts in full for each. */
export function partsOf(viewings: readonly Viewing[], namesOf: (viewing: Viewing) => readonly string[]): Part[] {
  const named = new Map<string, Viewing[]>()
  for (const viewing of viewings) {
    for (const name of new Set(namesOf(viewing))) {
      const group = named.get(name)
      if (group) group.push(viewing)
      else named.set(name, [viewing])
    }
  }
  return [...named].map(([name, found]) => partOf(name, found))
}

/** The longest row of days within the period, the later of two; and the one that goes on today. */
export function streaksOf(viewings: readonly Viewing[], all: readonly Viewing[], today: string): { readonly streak: Streak | null; readonly current: number } {
  const longest = rowsOfDays(viewings).reduce<Streak | null>((best, row) => best === null || row.days >= best.days ? row : best, null)
  const last = rowsOfDays(all.filter(({ time }) => time.day <= today)).at(-1)
  return { streak: longest, current: last && (last.to === today || last.to === dayAfter(today, -1)) ? last.days : 0 }
}

function rowsOfDays(viewings: readonly Viewing[]): readonly Streak[] {
  const rows: { days: number; from: string; to: string }[] = []
  for (const day of [...new Set(viewings.map(({ time }) => time.day))].sort()) {
    const row = rows.at(-1)
    if (row && dayAfter(row.to) === day) Object.assign(row, { days: row.days + 1, to: day })
    else rows.push({ days: 1, from: day, to: day })
  }
  return rows
}

/** `later`: after the end of the period. */
export function watchlistOf(stays: readonly WatchlistStay[], within: (instant: string) => boolean, later: (instant: string) => boolean): WatchlistStats {
  const left = [...stays].sort((a, b) => (a.ended?.at ?? '') < (b.ended?.at ?? '') ? -1 : 1).flatMap(({ title, addedAt, ended }) => ended && within(ended.at) ? [{ title, how: ended.how, days: Math.max(0, Math.round((Date.parse(ended.at) - Date.parse(addedAt)) / DAY_MS)) }] : [])
  const watched = left.filter(({ how }) => how === 'watched').sort((a, b) => a.days - b.days)
  const dropped = left.filter(({ how }) => how === 'dropped')
  const longest = watched.at(-1)
  return {
    added: stays.filter(({ addedAt }) => within(addedAt)).length,
    watched: watched.length,
    dropped: dropped.length,
    droppedTitles: dropped.slice(-DROPPED_MAX).map(({ title }) => title),
    waiting: stays.filter(({ addedAt, ended }) => !later(addedAt) && (ended === null || later(ended.at))).length,
    medianDays: watched.length === 0 ? null : watched[Math.floor((watched.length - 1) / 2)]!.days,
    longest: longest ? { title: longest.title, days: longest.days } : null,
  }
}
