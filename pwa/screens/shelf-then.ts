/** A shelf as it was, each title with what became of it since. Pure. */

import type { LibraryRow } from '../../projections/library.ts'
import type { ChangeSince, FactKind } from '../../projections/library-differences.ts'
import { differencesOf } from '../../projections/library-differences.ts'
import type { Shelf, Shelved } from './shelf.ts'
import { isOnShelf } from './shelf.ts'

export interface ShelvedThen extends Shelved {
  /** `gone`: it is not on this shelf now. `added`: it was not on it then, and `entry` is today's. */
  readonly since: ChangeSince | 'same'
  readonly now: LibraryRow | undefined
  /** What would have to be put back. */
  readonly fields: readonly string[]
}

export const SINCE = ['gone', 'changed', 'added'] as const satisfies readonly ChangeSince[]

const KINDS: Readonly<Record<Shelf, FactKind>> = { watchlist: 'watchlist', rated: 'rating', watched: 'play', favourites: 'favourite', reviews: 'review' }

type Rows = ReadonlyMap<string, LibraryRow>

export function shelfThen(then: Rows, now: Rows, shelf: Shelf): readonly Omit<ShelvedThen, 'card'>[] {
  const found: Omit<ShelvedThen, 'card'>[] = []
  for (const key of new Set([...then.keys(), ...now.keys()])) {
    const [before, after] = [then.get(key), now.get(key)]
    const was = before !== undefined && isOnShelf(before, shelf)
    const is = after !== undefined && isOnShelf(after, shelf)
    if (!was && !is) continue
    const fields = differencesOf(before, after).filter(({ kind }) => kind === KINDS[shelf]).map(({ field }) => field)
    const since = was && is ? fields.length > 0 ? 'changed' : 'same' : was ? 'gone' : 'added'
    found.push({ entry: was ? before : after!, since, now: after, fields })
  }
  return found
}
