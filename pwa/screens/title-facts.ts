/** What a person had made of a title at a moment, and what they make of it now, thing by thing. Pure. */

import type { ChangeSince } from '../../projections/library-differences.ts'
import { differencesOf } from '../../projections/library-differences.ts'
import type { MaybeRow } from '../strings/fact.ts'
import { tellField } from '../strings/fact.ts'

export interface TitleFact {
  readonly field: string
  readonly since: ChangeSince | 'same'
  readonly then: string
  readonly now: string
}

/** What there was then, or is now; in the order in which a title's own page has it. */
export function titleFacts(then: MaybeRow, now: MaybeRow): readonly TitleFact[] {
  const since = new Map(differencesOf(then, now).map((difference) => [difference.field, difference.since] as const))
  return [...new Set([...fieldsOf(then), ...fieldsOf(now)])].sort((a, b) => rank(a) - rank(b)).map((field) =>
    ({ field, since: since.get(field) ?? 'same', then: tellField(field, then, now), now: tellField(field, now, then) }))
}

function fieldsOf(row: MaybeRow): readonly string[] {
  if (!row) return []
  return [
    ...row.rating ? ['rating'] : [], ...row.watchlistPriority ? ['watchlist'] : [], ...row.favouriteAt ? ['favourite'] : [], ...row.review ? ['review'] : [],
    ...row.dismissedAt ? ['dismissal'] : [], ...row.plays.map(({ playId }) => `play:${playId}`), ...row.tags.map((tag) => `tag:${tag}`),
  ]
}

const ORDER = ['rating', 'watchlist', 'favourite', 'play', 'review', 'tag', 'dismissal']

function rank(field: string): number {
  return ORDER.indexOf(field.split(':')[0]!)
}
