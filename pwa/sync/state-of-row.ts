/** What a row of the library tells of its title's state, for acts on it before the log has been read. Pure. */

import type { Command } from '../../domain/command.ts'
import type { LibraryEvent, LibraryState } from '../../domain/library-entry.ts'
import { changeOf } from '../../domain/library-fields.ts'
import type { LibraryRow } from '../../projections/library.ts'

/** What sets or clears one thing of a title, and asks for nothing but what is so. Undo, and how far somebody came, ask for how it came to be so. */
const FROM_ROWS: ReadonlySet<string> = new Set([
  'RateMovie', 'RateSeries', 'ClearRating', 'AddToWatchlist', 'SetWatchlistPriority', 'RemoveFromWatchlist', 'MarkWatched', 'AddFavourite', 'RemoveFavourite',
  'WriteReview', 'DeleteReview', 'ContinueOn', 'ViewTitle', 'TagTitle', 'UntagTitle', 'DismissTitle', 'RestoreInterest',
] satisfies (keyof typeof import('../../domain/library-entry.ts').libraryCommands)[])

/** Whether any of them is decided on the log. */
export function needLog(commands: readonly Pick<Command, 'type'>[]): boolean {
  return commands.some(({ type }) => !FROM_ROWS.has(type))
}

export function stateOfRow(row: LibraryRow | undefined): LibraryState {
  const facts: Record<string, LibraryEvent> = {}
  for (const fact of row ? factsIn(row) : []) facts[changeOf(fact, facts).field] = fact
  return { facts, log: null, runs: {} }
}

function* factsIn({ rating, ratedAt, watchlistPriority, watchlistNote, watchlistAddedAt, favouriteAt, plays, review, tags, elsewhere, viewedAt, dismissedAt }: LibraryRow): Iterable<LibraryEvent> {
  if (rating !== null) yield { type: 'TitleRated', data: { rating, ratedAt: ratedAt! } }
  if (watchlistAddedAt !== null) yield { type: 'AddedToWatchlist', data: { priority: watchlistPriority!, note: watchlistNote, addedAt: watchlistAddedAt } }
  if (favouriteAt !== null) yield { type: 'FavouriteAdded', data: { addedAt: favouriteAt } }
  if (review !== null) yield { type: 'ReviewWritten', data: review }
  if (elsewhere !== null) yield { type: 'WatchingContinuedElsewhere', data: elsewhere }
  if (viewedAt !== null) yield { type: 'TitleViewed', data: { at: viewedAt } }
  if (dismissedAt !== null) yield { type: 'NotInterested', data: { dismissedAt } }
  for (const tag of tags) yield { type: 'TitleTagged', data: { tag } }
  for (const { from: _from, together: _together, ...play } of plays) yield { type: 'TitleWatched', data: play }
}
