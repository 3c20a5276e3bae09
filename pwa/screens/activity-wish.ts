/** What the history's address asks for. Pure. */

import type { ActivityFilter, ActivityKind } from '../../projections/activity.ts'
import { ACTIVITY_KINDS } from '../../projections/activity.ts'

export interface ActivityWish {
  readonly kind: ActivityKind | ''
  readonly device: string
  readonly batch: string
  /** Days as dates, `2026-11-25`; both are meant whole. */
  readonly from: string
  readonly to: string
  readonly offline: boolean
  readonly undone: boolean
  /** Also what was merely looked at or played. */
  readonly everything: boolean
  /** Part of a name. */
  readonly text: string
  /** Another person's history, which only admins see. */
  readonly person: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

export function activityWishOf(query: URLSearchParams): ActivityWish {
  const day = (name: string) => DAY.test(query.get(name) ?? '') ? query.get(name)! : ''
  const kind = query.get('kind') ?? ''
  return {
    kind: kind in ACTIVITY_KINDS ? kind as ActivityKind : '', device: query.get('device') ?? '', batch: query.get('batch') ?? '', from: day('from'), to: day('to'),
    offline: query.has('offline'), undone: query.has('undone'), everything: query.has('everything'), text: query.get('q') ?? '', person: query.get('person') ?? '',
  }
}

/** The address of a wish, without what goes without saying. */
export function historyPath(wish: Partial<ActivityWish>): string {
  const query = new URLSearchParams()
  for (const name of ['kind', 'device', 'batch', 'from', 'to', 'person'] as const) if (wish[name]) query.set(name, wish[name])
  if (wish.text) query.set('q', wish.text)
  for (const name of ['offline', 'undone', 'everything'] as const) if (wish[name]) query.set(name, 'yes')
  return query.size === 0 ? '/history' : `/history?${query}`
}

export function isFiltered({ everything: _, ...wish }: ActivityWish): boolean {
  return Object.values(wish).some(Boolean)
}

/** For rows; names are looked up elsewhere. */
export function activityFilterOf({ kind, device, batch, from, to, offline, undone }: ActivityWish): ActivityFilter {
  return {
    ...kind === '' ? {} : { kind }, ...device === '' ? {} : { deviceId: device }, ...batch === '' ? {} : { batchId: batch },
    ...from === '' ? {} : { from: startOf(from, 0) }, ...to === '' ? {} : { to: startOf(to, 1) },
    ...offline ? { offline } : {}, ...undone ? { undone } : {},
  }
}

/** Of the person's own day, or of one some days later. */
function startOf(day: string, later: number): string {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + later)
  return date.toISOString()
}
