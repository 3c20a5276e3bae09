/** What screens read of the past: the library as it was, and what is not so any more. Answered from this device's log, with or without a network. */

import type { List } from '../domain/list-fields.ts'
import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { LibraryRow } from '../projections/library.ts'
import type { TimelineRow } from '../projections/timeline.ts'
import { replica } from './house.ts'
import { library, listSubject } from './library.ts'
import type { Notable, Span } from './moments.ts'
import { neighbour, notableMoments } from './moments.ts'
import type { Past } from './replica.ts'
import type { Place } from './routes.ts'
import type { Shelf } from './screens/shelf.ts'
import { isOnShelf, SHELVES } from './screens/shelf.ts'
import type { ShelvedThen } from './screens/shelf-then.ts'
import { shelfThen } from './screens/shelf-then.ts'
import { localDay } from './strings/format.ts'
import type { Act } from './act.ts'
import { actsOf, isMinor } from './act.ts'

/** On the slider: more would be no marks but a ruler. */
const notableDays = { countMax: 8, doneMin: 3 }
const rowKey = (title: TitleRef) => `${replica()?.session.userId}_${titleKey(title)}`

/** The last answer, for as long as it is asked the same of the same log: the handle asks at every move. */
function remembered<Asked extends readonly (string | undefined)[], Value>(compute: (...asked: Asked) => Value): (...asked: Asked) => Value {
  let last: { readonly source: Past | undefined; readonly asked: Asked; readonly value: Value } | undefined
  return (...asked) => {
    const source = replica()?.past
    if (last?.source !== source || !last?.asked.every((each, i) => each === asked[i])) last = { source, asked, value: compute(...asked) }
    return last!.value
  }
}

const rowsAt = remembered((at: string): ReadonlyMap<string, LibraryRow> => replica()?.past?.library(at) ?? new Map<string, LibraryRow>())

const shelfAt = remembered((at: string, shelf: Shelf): readonly ShelvedThen[] => shelfThen(rowsAt(at), replica()?.library ?? new Map<string, LibraryRow>(), shelf)
  .map((found) => ({ ...found, card: library.card(found.entry) })))

/** About one thing, or about everything; what was merely looked at or played aside. */
function decisions(subject: string | undefined): readonly Act[] {
  return library.acts(subject).filter((act) => !isMinor(act))
}

const timesOf = remembered((subject: string | undefined): readonly number[] => decisions(subject).map(({ recordedAt }) => Date.parse(recordedAt)))

const notableOf = remembered((subject: string | undefined): readonly Notable[] => notableMoments(decisions(subject), { dayOf: localDay, ...notableDays }))

const countsAt = remembered((at: string): ReadonlyMap<Shelf, number> => {
  const rows = [...rowsAt(at).values()]
  return new Map(SHELVES.map((shelf) => [shelf, rows.filter((row) => isOnShelf(row, shelf)).length]))
})

/** When a list is as it is today. */
const TODAY = '9999-12-31T23:59:59.999Z'

export const past = {
  /** The log is read: what is not there yet is not there. */
  isReady: () => replica()?.past !== undefined,
  /** From the first thing that was kept, of one subject where there is one, until now; undefined while there is nothing. */
  span(nowMs: number, subject?: string): Span | undefined {
    const first = replica()?.past?.log[0]
    if (!first) return undefined
    const firstMs = subject === undefined ? Infinity : timesOf(subject).reduce((least, time) => Math.min(least, time), Infinity)
    return { firstMs: Math.min(firstMs === Infinity ? Date.parse(first.recordedAt) : firstMs, nowMs), nowMs }
  },
  /** The beginning of today, or of everything where that is later. */
  start(nowMs: number, subject?: string): string {
    return new Date(Math.max(past.span(nowMs, subject)?.firstMs ?? nowMs, new Date(nowMs).setHours(0, 0, 0, 0))).toISOString()
  },
  shelf: (at: string, shelf: Shelf) => shelfAt(at, shelf),
  /** How many titles were on a shelf. */
  count: (at: string, shelf: Shelf): number => countsAt(at).get(shelf) ?? 0,
  entry: (title: TitleRef, at: string): LibraryRow | undefined => rowsAt(at).get(rowKey(title)),
  /** A list as it was; undefined before there was one. */
  list: (listId: string, at: string): List | undefined => replica()?.past?.list(listId, at),
  /** As it is, in the same shape. */
  listToday: (listId: string): List | undefined => replica()?.past?.list(listId, TODAY),
  notable: (subject?: string): readonly Notable[] => notableOf(subject),
  neighbours: (ms: number, subject?: string): { readonly earlier: number | undefined; readonly later: number | undefined } => {
    const times = timesOf(subject)
    return { earlier: neighbour(times, ms, 'earlier'), later: neighbour(times, ms, 'later') }
  },
  /** The history of one thing as it was then: what was taken back only later stands. */
  acts(subject: string, at: string): readonly Act[] {
    const rows = library.acts(subject).flatMap((act): readonly TimelineRow[] => act.rows).filter(({ recordedAt }) => recordedAt <= at)
    const known = new Set(rows.map(({ key }) => key))
    return actsOf(rows.map((row) => row.undoneBy !== null && !known.has(row.undoneBy) ? { ...row, undoneBy: null } : row))
  },
} as const

/** Where the time machine of a place is: a title's, a list's or the statistics' own, or the library's; from within it, back to now. */
export function timeMachinePath(place: Pick<Place, 'route' | 'path' | 'query' | 'params'> | undefined): string {
  const own = place !== undefined && ['title', 'list', 'library', 'stats'].includes(place.route.name)
  const query = new URLSearchParams(own ? place.query : undefined)
  const leaves = query.has('at')
  for (const name of ['at', 'since']) query.delete(name)
  if (!leaves) query.set('at', past.start(Date.now(), own ? subjectAt(place) : undefined))
  return `${own ? place.path : '/library'}${query.size === 0 ? '' : `?${query}`}`
}

function subjectAt({ route, params }: Pick<Place, 'route' | 'params'>): string | undefined {
  if (route.name === 'title') return `${params.mediaType}_${params.id}`
  return route.name === 'list' ? listSubject(params.listId!) : undefined
}
