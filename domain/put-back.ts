/** Puts one thing of a title back as it was, by ordinary commands, and leaves all else as it is. */

import type { LibraryEvent, LibraryState } from './library-entry.ts'
import { tagField } from './library-fields.ts'
import type { Wish } from './take-back.ts'
import type { TitleRef } from './title.ts'
import { newestFirst } from './undo.ts'

/**
 * The command that gives a field (as `changeOf` names it) the value it had; undefined when it has it. Where the newest change of
 * the field is all that stands between, that is undone: so the thing comes back with its own dates. Otherwise it is said anew.
 */
export function putBackField(title: TitleRef, field: string, then: LibraryState, now: LibraryState): Wish | undefined {
  const wanted = then.facts[field]
  if (sameFact(wanted, now.facts[field])) return undefined
  for (const entry of newestFirst(now)) {
    if (entry.field !== field) continue
    if (sameFact(entry.before ?? undefined, wanted)) return { type: 'Undo', data: { title, eventId: entry.id } }
    break
  }
  return wanted ? setting(title, wanted) : clearing(title, field)
}

/** Times aside: what was taken away and given again is there again. */
function sameFact(a: LibraryEvent | undefined, b: LibraryEvent | undefined): boolean {
  return a === undefined || b === undefined ? a === b : timeless(a) === timeless(b)
}

function timeless({ type, data }: LibraryEvent): string {
  const { ratedAt: _rated, addedAt: _added, writtenAt: _written, dismissedAt: _dismissed, ...rest } = data as Readonly<Record<string, unknown>>
  return JSON.stringify([type, Object.entries(rest).sort(([a], [b]) => a < b ? -1 : 1)])
}

/** A viewing is undone, never set anew: it is given once and taken away once. So is what nobody decides, such as how far a film was watched. */
function setting(title: TitleRef, fact: LibraryEvent): Wish | undefined {
  if (fact.type === 'TitleRated') return { type: title.mediaType === 'movie' ? 'RateMovie' : 'RateSeries', data: { title, rating: fact.data.rating, watched: false } }
  if (fact.type === 'AddedToWatchlist') return { type: 'AddToWatchlist', data: { title, priority: fact.data.priority, note: fact.data.note ?? '' } }
  if (fact.type === 'FavouriteAdded') return { type: 'AddFavourite', data: { title } }
  if (fact.type === 'NotInterested') return { type: 'DismissTitle', data: { title } }
  if (fact.type === 'TitleTagged') return { type: 'TagTitle', data: { title, tag: fact.data.tag } }
  if (fact.type !== 'ReviewWritten') return undefined
  const { score, text, visibility, spoiler } = fact.data
  return { type: 'WriteReview', data: { title, score, text, visibility, spoiler } }
}

function clearing(title: TitleRef, field: string): Wish | undefined {
  if (field === 'rating') return { type: 'ClearRating', data: { title } }
  if (field === 'watchlist') return { type: 'RemoveFromWatchlist', data: { title } }
  if (field === 'favourite') return { type: 'RemoveFavourite', data: { title } }
  if (field === 'dismissal') return { type: 'RestoreInterest', data: { title } }
  if (field === 'review') return { type: 'DeleteReview', data: { title } }
  const tag = field.startsWith(tagField('')) ? field.slice(tagField('').length) : undefined
  return tag === undefined ? undefined : { type: 'UntagTitle', data: { title, tag } }
}
