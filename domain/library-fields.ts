/** What a library entry is made of: its fields, the event that sets each and the one that clears it. */

import type { LibraryEvent, Place } from './library-entry.ts'
import type { Change, Fields, History } from './undo.ts'

/** The fields there is one of, and the type of the fact that sets each; besides them `play:<playId>`, `tag:<tag>` and `at:<season>x<episode>`. */
interface Setter {
  rating: 'TitleRated'
  watchlist: 'AddedToWatchlist'
  favourite: 'FavouriteAdded'
  review: 'ReviewWritten'
  progress: 'ProgressRecorded'
  elsewhere: 'WatchingContinuedElsewhere'
  view: 'TitleViewed'
  dismissal: 'NotInterested'
}
type DataOf<Type extends LibraryEvent['type']> = Extract<LibraryEvent, { type: Type }>['data']
type Facts = History<LibraryEvent>['facts']

export const playField = (playId: string): string => `play:${playId}`
const togetherField = (playId: string, userId: string): string => `with:${playId}:${userId}`
/** Of the position in an episode, or in the title. */
export const progressField = ({ season, episode }: Place): string => season === undefined ? 'progress' : `at:${season}x${episode}`
export const tagField = (tag: string): string => `tag:${tag}`

export function factOf<Field extends keyof Setter>({ facts }: { readonly facts: Facts }, field: Field): DataOf<Setter[Field]> | null {
  return (facts[field]?.data ?? null) as DataOf<Setter[Field]> | null
}

export function playsOf({ facts }: { readonly facts: Facts }): readonly DataOf<'TitleWatched'>[] {
  return Object.values(facts).flatMap((fact) => fact.type === 'TitleWatched' || fact.type === 'PlayReceived' ? [fact.data] : [])
}

export function positionOf({ facts }: { readonly facts: Facts }, field: string): DataOf<'ProgressRecorded'> | null {
  const fact = facts[field]
  return fact?.type === 'ProgressRecorded' ? fact.data : null
}

/** Which field an event concerns and what it makes of it. */
export function changeOf({ type, data }: LibraryEvent, facts: Facts): Change<LibraryEvent> {
  const fact = { type, data } as LibraryEvent
  switch (fact.type) {
    case 'TitleRated': return { field: 'rating', after: fact }
    case 'RatingCleared': return { field: 'rating', after: null }
    case 'AddedToWatchlist': return { field: 'watchlist', after: fact }
    case 'WatchlistPriorityChanged': return { field: 'watchlist', after: withPriority(facts.watchlist, fact.data.priority) }
    case 'RemovedFromWatchlist': return { field: 'watchlist', after: null }
    case 'TitleWatched': return { field: playField(fact.data.playId), after: fact }
    case 'PlayReceived': return { field: playField(fact.data.playId), after: fact }
    case 'WatchRemoved': case 'PlayGivenAway': return { field: playField(fact.data.playId), after: null }
    case 'WatchedTogether': return { field: togetherField(fact.data.playId, fact.data.userId), after: fact }
    case 'WatchedApart': return { field: togetherField(fact.data.playId, fact.data.userId), after: null }
    case 'FavouriteAdded': return { field: 'favourite', after: fact }
    case 'FavouriteRemoved': return { field: 'favourite', after: null }
    case 'ReviewWritten': return { field: 'review', after: fact }
    case 'ReviewDeleted': return { field: 'review', after: null }
    case 'ProgressRecorded': return { field: progressField(fact.data), after: fact }
    case 'ProgressCleared': return { field: progressField(fact.data), after: null }
    case 'WatchingContinuedElsewhere': return { field: 'elsewhere', after: fact }
    case 'WatchingElsewhereForgotten': return { field: 'elsewhere', after: null }
    case 'TitleViewed': return { field: 'view', after: fact }
    case 'ViewForgotten': return { field: 'view', after: null }
    case 'NotInterested': return { field: 'dismissal', after: fact }
    case 'InterestRestored': return { field: 'dismissal', after: null }
    case 'TitleTagged': return { field: tagField(fact.data.tag), after: fact }
    case 'TitleUntagged': return { field: tagField(fact.data.tag), after: null }
  }
}

function withPriority(listed: LibraryEvent | undefined, priority: DataOf<'WatchlistPriorityChanged'>['priority']): LibraryEvent | null {
  return listed?.type === 'AddedToWatchlist' ? { type: 'AddedToWatchlist', data: { ...listed.data, priority } } : null
}

const single: Readonly<Record<keyof Setter, { readonly name: string; readonly cleared: LibraryEvent }>> = {
  rating: { name: 'rating', cleared: { type: 'RatingCleared', data: {} } },
  watchlist: { name: 'watchlist entry', cleared: { type: 'RemovedFromWatchlist', data: {} } },
  favourite: { name: 'favourite', cleared: { type: 'FavouriteRemoved', data: {} } },
  review: { name: 'review', cleared: { type: 'ReviewDeleted', data: {} } },
  progress: { name: 'position', cleared: { type: 'ProgressCleared', data: {} } },
  elsewhere: { name: 'place where you go on watching', cleared: { type: 'WatchingElsewhereForgotten', data: {} } },
  view: { name: 'visit', cleared: { type: 'ViewForgotten', data: {} } },
  dismissal: { name: '"not interested"', cleared: { type: 'InterestRestored', data: {} } },
}

export const fields: Fields<LibraryEvent> = {
  restore(field, value) {
    if (value !== null) return value
    const [kind, rest] = split(field)
    if (kind === 'play') return { type: 'WatchRemoved', data: { playId: rest } }
    if (kind === 'tag') return { type: 'TitleUntagged', data: { tag: rest } }
    if (kind === 'at') {
      const [season, episode] = rest.split('x').map(Number)
      return { type: 'ProgressCleared', data: { season: season!, episode: episode! } }
    }
    if (kind === 'with') {
      const [playId, userId] = split(rest)
      return { type: 'WatchedApart', data: { playId, userId } }
    }
    return single[field as keyof Setter].cleared
  },
  nameOf(field) {
    const [kind, rest] = split(field)
    if (kind === 'play') return 'viewing'
    if (kind === 'tag') return `tag "${rest}"`
    if (kind === 'with') return 'company'
    if (kind === 'at') return 'position'
    return single[field as keyof Setter].name
  },
}

function split(field: string): [kind: string, rest: string] {
  const colon = field.indexOf(':')
  return [field.slice(0, Math.max(colon, 0)), field.slice(colon + 1)]
}
