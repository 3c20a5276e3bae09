/** What the screens of statistics read: counted on this device from its own rows, with or without a network; now, or as of a moment. */

import { staysOf } from '../projections/watchlist-stays.ts'
import type { Stats, StatsKind } from '../projections/stats.ts'
import { statsOf } from '../projections/stats.ts'
import type { TimelineRow } from '../projections/timeline.ts'
import { replica } from './house.ts'
import { past } from './past.ts'

export const KINDS = ['all', 'movie', 'tv'] as const satisfies readonly StatsKind[]

/** What an address asks for. `at`: a moment, RFC 3339; empty for now. `household`: of all who show their statistics. */
export interface StatsWish { readonly year: number | undefined; readonly kind: StatsKind; readonly at: string; readonly household: boolean }

export function statsWishOf(query: URLSearchParams): StatsWish {
  const year = query.get('year') ?? ''
  return { year: /^\d{4}$/.test(year) ? Number(year) : undefined, kind: KINDS.find((kind) => kind === query.get('kind')) ?? 'all', at: query.get('at') ?? '', household: query.get('of') === 'household' }
}

export function statsPath({ year, kind, at, household }: Partial<StatsWish>): string {
  const query = new URLSearchParams()
  if (year !== undefined) query.set('year', String(year))
  if (kind !== undefined && kind !== 'all') query.set('kind', kind)
  if (at) query.set('at', at)
  if (household && !at) query.set('of', 'household')
  return query.size === 0 ? '/stats' : `/stats?${query}`
}

/** The zone whose days count: this device's. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Acts as they stood then: what was taken back only later was in force. */
function* actsAt(rows: Iterable<TimelineRow>, at: string): Iterable<TimelineRow> {
  const known = new Map([...rows].filter(({ recordedAt }) => recordedAt <= at).map((row) => [row.key, row]))
  for (const row of known.values()) yield row.undoneBy !== null && !known.has(row.undoneBy) ? { ...row, undoneBy: null } : row
}

/** Others' libraries are not on this device: the server counts them. */
export function householdAddress({ year, kind }: Pick<StatsWish, 'year' | 'kind'>): string {
  return `/api/stats?${new URLSearchParams({ of: 'household', kind, zone: zone(), ...year === undefined ? {} : { year: String(year) } })}`
}

let last: { readonly key: string; readonly source: unknown; readonly stats: Stats } | undefined

/** Undefined until the rows are there. The last answer is kept: a screen is redrawn more often than its numbers change. */
export function statsHere({ year, kind, at }: Omit<StatsWish, 'household'>, nowMs: number): Stats | undefined {
  const here = replica()
  if (!here?.ready || (at !== '' && !past.isReady())) return undefined
  const now = at === '' ? new Date(nowMs).toISOString() : at
  // Of the moment only the day counts.
  const key = JSON.stringify([here.session.userId, here.version, year, kind, at, now.slice(0, 13), zone()])
  if (last?.key !== key || last.source !== here) {
    const rows = at === '' ? here.library : here.past!.library(at)
    const acts = at === '' ? here.timeline.values() : actsAt(here.timeline.values(), at)
    last = { key, source: here, stats: statsOf({ rows: rows.values(), cards: here.cards, stays: staysOf(acts) }, { ...year === undefined ? {} : { year }, kind, zone: zone(), now }) }
  }
  return last.stats
}
