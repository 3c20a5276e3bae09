/** What of a title in a library is not as it was: field by field, each under the name that the domain has for it. */

import { playField, tagField } from '../domain/library-fields.ts'
import type { LibraryRow } from './library.ts'

/** `gone`: was there then and is not now. `added`: the other way round. `changed`: has another value now. */
export type ChangeSince = 'gone' | 'added' | 'changed'
export type FactKind = 'rating' | 'watchlist' | 'favourite' | 'review' | 'play' | 'tag' | 'dismissal'

export interface Difference {
  /** `rating`, `watchlist`, `favourite`, `review`, `play:<playId>`, `tag:<tag>`, `dismissal` */
  readonly field: string
  readonly kind: FactKind
  readonly since: ChangeSince
}

/** How far it was watched, where, and when it was looked at are no decisions of a person: they do not count, nor do the times of the others. */
export function differencesOf(then: LibraryRow | undefined, now: LibraryRow | undefined): readonly Difference[] {
  if (then === now) return []
  return [
    ...difference('rating', 'rating', then?.rating, now?.rating),
    ...difference('watchlist', 'watchlist', listed(then), listed(now)),
    ...difference('favourite', 'favourite', then?.favouriteAt && 'yes', now?.favouriteAt && 'yes'),
    ...difference('review', 'review', reviewed(then), reviewed(now)),
    ...members('play', playField, then?.plays.map(({ playId }) => playId), now?.plays.map(({ playId }) => playId)),
    ...members('tag', tagField, then?.tags, now?.tags),
    ...difference('dismissal', 'dismissal', then?.dismissedAt && 'yes', now?.dismissedAt && 'yes'),
  ]
}

function listed(row: LibraryRow | undefined): string | null {
  return row?.watchlistPriority ? `${row.watchlistPriority} ${row.watchlistNote ?? ''}` : null
}

function reviewed(row: LibraryRow | undefined): string | null {
  return row?.review ? JSON.stringify([row.review.score, row.review.text, row.review.visibility, row.review.spoiler]) : null
}

function difference(kind: FactKind, field: string, then: string | null | undefined, now: string | null | undefined): readonly Difference[] {
  if ((then ?? null) === (now ?? null)) return []
  return [{ field, kind, since: !now ? 'gone' : !then ? 'added' : 'changed' }]
}

function members(kind: FactKind, fieldOf: (name: string) => string, then: readonly string[] = [], now: readonly string[] = []): readonly Difference[] {
  return [...new Set([...then, ...now])].flatMap((name) => difference(kind, fieldOf(name), then.includes(name) ? name : null, now.includes(name) ? name : null))
}
