/** What screens read of the past: the library as it was, and what is not so any more. Answered from this device's log, with or without a network. */

import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { Difference } from '../projections/library-differences.ts'
import { differencesOf } from '../projections/library-differences.ts'
import type { LibraryRow } from '../projections/library.ts'
import type { TimelineRow } from '../projections/timeline.ts'
import { replica } from './house.ts'
import { library } from './library.ts'
import type { Notable, Span } from './moments.ts'
import { neighbour, notableMoments } from './moments.ts'
import type { Past } from './replica.ts'
import type { Place } from './routes.ts'
import type { Shelf } from './screens/shelf.ts'
import { isOnShelf } from './screens/shelf.ts'
import type { ShelvedThen } from './screens/shelf-then.ts'
import { shelfThen } from './screens/shelf-then.ts'
import { localDay } from './strings/format.ts'
import type { Act } from './strings/told.ts'
import { actsOf, isMinor } from './strings/told.ts'

/** On the slider: more would be no marks but a ruler. */
const notableDays = { countMax: 8, doneMin: 3 }
const rowKey = (title: TitleRef) => `${replica()?.session.userId}_${titleKey(title)}`

function rowsAt(at: string): ReadonlyMap<string, LibraryRow> {
  return replica()?.past?.library(at) ?? new Map<string, LibraryRow>()
}

/** The last answer, for as long as it is asked the same of the same log. */
function remembered<Value>(compute: (at: string, about: string) => Value): (at: string, about: string) => Value {
  let last: { readonly source: Past | undefined; readonly key: string; readonly value: Value } | undefined
  return (at, about) => {
    const source = replica()?.past
    const key = `${at} ${about}`
    if (last?.source !== source || last?.key !== key) last = { source, key, value: compute(at, about) }
    return last!.value
  }
}

const shelfAt = remembered((at, shelf): readonly ShelvedThen[] => shelfThen(rowsAt(at), replica()?.library ?? new Map<string, LibraryRow>(), shelf as Shelf)
  .map((found) => ({ ...found, card: library.card(found.entry) })))

/** Of a title, or of everything; what was merely looked at or played aside. */
function decisions(about: TitleRef | undefined): readonly Act[] {
  return library.acts(about && titleKey(about)).filter((act) => !isMinor(act))
}

export const past = {
  /** The log is read: what is not there yet is not there. */
  isReady: () => replica()?.past !== undefined,
  /** From the first thing that was kept until now; undefined while there is nothing. */
  span(nowMs: number): Span | undefined {
    const first = replica()?.past?.log[0]
    return first && { firstMs: Math.min(Date.parse(first.recordedAt), nowMs), nowMs }
  },
  /** The beginning of today, or of everything where that is later. */
  start(nowMs: number): string {
    return new Date(Math.max(past.span(nowMs)?.firstMs ?? nowMs, new Date(nowMs).setHours(0, 0, 0, 0))).toISOString()
  },
  shelf: (at: string, shelf: Shelf) => shelfAt(at, shelf),
  /** How many titles were on a shelf. */
  count: (at: string, shelf: Shelf): number => [...rowsAt(at).values()].filter((row) => isOnShelf(row, shelf)).length,
  entry: (title: TitleRef, at: string): LibraryRow | undefined => rowsAt(at).get(rowKey(title)),
  differences: (title: TitleRef, at: string): readonly Difference[] => differencesOf(past.entry(title, at), library.entry(title)),
  notable: (about?: TitleRef): readonly Notable[] => notableMoments(decisions(about), { dayOf: localDay, ...notableDays }),
  neighbour: (ms: number, direction: 'earlier' | 'later', about?: TitleRef): number | undefined =>
    neighbour(decisions(about).map(({ recordedAt }) => Date.parse(recordedAt)), ms, direction),
  /** A title's history as it was then: what was taken back only later stands. */
  acts(title: TitleRef, at: string): readonly Act[] {
    const rows = library.acts(titleKey(title)).flatMap((act): readonly TimelineRow[] => act.rows).filter(({ recordedAt }) => recordedAt <= at)
    const known = new Set(rows.map(({ key }) => key))
    return actsOf(rows.map((row) => row.undoneBy !== null && !known.has(row.undoneBy) ? { ...row, undoneBy: null } : row))
  },
} as const

/** Where the time machine of a place is: a title's own or the library's; from within it, back to now. */
export function timeMachinePath(place: Pick<Place, 'route' | 'path' | 'query'> | undefined): string {
  const own = place?.route.name === 'title' || place?.route.name === 'library'
  const query = new URLSearchParams(own ? place.query : undefined)
  const leaves = query.has('at')
  for (const name of ['at', 'since']) query.delete(name)
  if (!leaves) query.set('at', past.start(Date.now()))
  return `${own ? place.path : '/library'}${query.size === 0 ? '' : `?${query}`}`
}
