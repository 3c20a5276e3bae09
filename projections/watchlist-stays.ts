/** How long titles were on a person's watchlist, and what became of them: from the history, since a row only knows what is on it now. */

import type { TitleRef } from '../domain/title.ts'
import type { TimelineRow } from './timeline.ts'

/** `ended` is null while it is on the watchlist. `dropped`: taken off, neither watched nor rated by the same act. */
export interface WatchlistStay {
  readonly title: TitleRef
  readonly addedAt: string
  readonly ended: { readonly at: string; readonly how: 'watched' | 'dropped' } | null
}

/** The acts it needs; others do no harm. */
export const STAY_TYPES = ['AddedToWatchlist', 'RemovedFromWatchlist', 'TitleWatched', 'PlayReceived', 'TitleRated'] as const

/**
 * What was undone does not count, nor what undid it: an act and its undo leave no trace. Rows of one person, in any order. A title leaves
 * by the act that also watched or rated it, at the time of the act, however long ago the viewing was.
 */
export function staysOf(rows: Iterable<TimelineRow>): readonly WatchlistStay[] {
  const wanted = new Set<string>(STAY_TYPES)
  const inForce = [...rows].filter(({ type, undoes, undoneBy, mediaType }) => mediaType !== null && undoes === null && undoneBy === null && wanted.has(type))
  return [...Map.groupBy(inForce, ({ subject }) => subject).values()].flatMap(staysOfTitle)
}

function staysOfTitle(rows: readonly TimelineRow[]): readonly WatchlistStay[] {
  const seen = new Set(rows.filter(({ type }) => type === 'TitleWatched' || type === 'PlayReceived' || type === 'TitleRated').map(({ commandId }) => commandId))
  const { mediaType, tmdbId } = rows[0]!
  const title = { mediaType: mediaType!, tmdbId: tmdbId! }
  const stays: WatchlistStay[] = []
  let addedAt: string | undefined
  for (const { type, issuedAt, commandId } of [...rows].sort((a, b) => a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : a.key < b.key ? -1 : 1)) {
    if (type === 'AddedToWatchlist') addedAt ??= issuedAt
    if (type !== 'RemovedFromWatchlist' || addedAt === undefined) continue
    stays.push({ title, addedAt, ended: { at: issuedAt, how: seen.has(commandId) ? 'watched' : 'dropped' } })
    addedAt = undefined
  }
  return addedAt === undefined ? stays : [...stays, { title, addedAt, ended: null }]
}
