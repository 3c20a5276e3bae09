/** Each person's library: one row per title they ever touched. */

import type { RecordedEvent, StreamName } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import type { Priority, Rating, Visibility } from '../domain/library-entry.ts'
import type { MediaType } from '../domain/title.ts'
import { parseLibraryStream } from '../domain/title.ts'
import type { Handler, Projection } from './projection.ts'
import { isBegun } from './resume.ts'

/** `from`: who gave it. `together`: who else was there. */
export interface Play { readonly playId: string; readonly watchedAt: string; readonly season?: number; readonly episode?: number; readonly from?: string; readonly together?: readonly string[] }
/** Where somebody stopped in an episode. */
export interface EpisodePosition { readonly season: number; readonly episode: number; readonly positionSeconds: number; readonly durationSeconds: number; readonly at: string }
export interface Review { readonly score: number; readonly text: string; readonly visibility: Visibility; readonly spoiler: boolean; readonly writtenAt: string }

/** Times are RFC 3339 UTC, the device's clock when the person acted. */
export interface LibraryRow {
  /** `<userId>_<mediaType>_<tmdbId>` */
  readonly key: string
  readonly userId: string
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly rating: Rating | null
  readonly ratedAt: string | null
  readonly watchlistPriority: Priority | null
  readonly watchlistNote: string | null
  readonly watchlistAddedAt: string | null
  readonly favouriteAt: string | null
  /** Newest last. */
  readonly plays: readonly Play[]
  readonly lastWatchedAt: string | null
  /** Of a film. */
  readonly progressSeconds: number | null
  readonly durationSeconds: number | null
  /** When its position was told last: of a series, that of any episode. */
  readonly progressAt: string | null
  /** Of a series: episodes that were begun and not watched to their end, the newest last. Not there, or null, in rows of a former version, which knew none. */
  readonly begun?: readonly EpisodePosition[] | null
  readonly review: Review | null
  readonly tags: readonly string[]
  readonly elsewhere: { readonly watchLink: string; readonly providerName: string; readonly at: string } | null
  readonly viewedAt: string | null
  /** Since when it is not to be recommended to them. */
  readonly dismissedAt: string | null
  /** Of the newest event, whatever it was. */
  readonly changedAt: string
}

/** How many facts a person has put into a row: what there is to lose. */
export function factCount({ rating, watchlistAddedAt, favouriteAt, review, plays, tags }: LibraryRow): number {
  return [rating, watchlistAddedAt, favouriteAt, review].filter((fact) => fact !== null).length + plays.length + tags.length
}

export const library: Projection<LibraryRow> = {
  name: 'library',
  version: 4,
  categories: ['library'],
  columns: {
    key: { type: 'text' },
    userId: { type: 'text' },
    mediaType: { type: 'text' },
    tmdbId: { type: 'integer' },
    rating: { type: 'text', nullable: true },
    ratedAt: { type: 'timestamptz', nullable: true },
    watchlistPriority: { type: 'text', nullable: true },
    watchlistNote: { type: 'text', nullable: true },
    watchlistAddedAt: { type: 'timestamptz', nullable: true },
    favouriteAt: { type: 'timestamptz', nullable: true },
    plays: { type: 'json' },
    lastWatchedAt: { type: 'timestamptz', nullable: true },
    progressSeconds: { type: 'double', nullable: true },
    durationSeconds: { type: 'double', nullable: true },
    progressAt: { type: 'timestamptz', nullable: true },
    begun: { type: 'json' },
    review: { type: 'json', nullable: true },
    tags: { type: 'json' },
    elsewhere: { type: 'json', nullable: true },
    viewedAt: { type: 'timestamptz', nullable: true },
    dismissedAt: { type: 'timestamptz', nullable: true },
    changedAt: { type: 'timestamptz' },
  },
  indexes: [['userId', 'changedAt'], ['userId', 'position']],
  audience: { owner: 'userId' },
  erased: { column: 'userId', change: () => undefined },
  on: {
    TitleRated: changes(({ rating, ratedAt }) => ({ rating, ratedAt })),
    RatingCleared: changes(() => ({ rating: null, ratedAt: null })),
    AddedToWatchlist: changes(({ priority, note, addedAt }) => ({ watchlistPriority: priority, watchlistNote: note, watchlistAddedAt: addedAt })),
    WatchlistPriorityChanged: changes(({ priority }) => ({ watchlistPriority: priority })),
    RemovedFromWatchlist: changes(() => ({ watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null })),
    TitleWatched: changes((play, row) => withPlays([...row.plays.filter(({ playId }) => playId !== play.playId), play])),
    PlayReceived: changes((play, row) => withPlays([...row.plays.filter(({ playId }) => playId !== play.playId), play])),
    PlayGivenAway: changes(({ playId }, row) => withPlays(row.plays.filter((play) => play.playId !== playId))),
    WatchedTogether: changes(({ playId, userId }, row) => withPlays(row.plays.map((play) => play.playId === playId ? { ...play, together: [...play.together ?? [], userId] } : play))),
    WatchedApart: changes(({ playId, userId }, row) => withPlays(row.plays.map((play) => play.playId === playId ? without(play, userId) : play))),
    WatchRemoved: changes(({ playId }, row) => withPlays(row.plays.filter((play) => play.playId !== playId))),
    FavouriteAdded: changes(({ addedAt }) => ({ favouriteAt: addedAt })),
    FavouriteRemoved: changes(() => ({ favouriteAt: null })),
    ReviewWritten: changes((review) => ({ review })),
    ReviewDeleted: changes(() => ({ review: null })),
    ProgressRecorded: changes(({ season, episode, ...position }, row) => season === undefined || episode === undefined
      ? { progressSeconds: position.positionSeconds, durationSeconds: position.durationSeconds, progressAt: position.at }
      : { begun: withPosition(row, { season, episode, ...position }), progressAt: position.at }),
    ProgressCleared: changes(({ season, episode }, row) => season === undefined
      ? { progressSeconds: null, durationSeconds: null, progressAt: null }
      : withoutPosition(row, season, episode)),
    WatchingContinuedElsewhere: changes((elsewhere) => ({ elsewhere })),
    WatchingElsewhereForgotten: changes(() => ({ elsewhere: null })),
    TitleViewed: changes(({ at }) => ({ viewedAt: at })),
    ViewForgotten: changes(() => ({ viewedAt: null })),
    NotInterested: changes(({ dismissedAt }) => ({ dismissedAt })),
    InterestRestored: changes(() => ({ dismissedAt: null })),
    TitleTagged: changes(({ tag }, row) => ({ tags: [...new Set([...row.tags, tag])].sort() })),
    TitleUntagged: changes(({ tag }, row) => ({ tags: row.tags.filter((other) => other !== tag) })),
  },
}

/** A handler from what an event's data makes of a row. */
function changes<Data>(change: (data: Data, row: LibraryRow) => Partial<LibraryRow>): Handler<LibraryRow, RecordedEvent<string, Data>> {
  return {
    keys: (event) => [event.stream.slice('library-'.length)],
    fold(before, event, key) {
      const row = before ?? blank(event.stream, key)
      return { ...row, ...change(event.data, row), changedAt: utc(event.meta.issuedAt) }
    },
  }
}

function blank(stream: StreamName, key: string): LibraryRow {
  const entry = parseLibraryStream(stream)
  if (!entry) throw new Error(`Not the name of a library stream: ${stream}`)
  return {
    key, userId: entry.userId, ...entry.title,
    rating: null, ratedAt: null,
    watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null,
    favouriteAt: null, plays: [], lastWatchedAt: null,
    progressSeconds: null, durationSeconds: null, progressAt: null, begun: [],
    review: null, tags: [], elsewhere: null, viewedAt: null, dismissedAt: null, changedAt: '',
  }
}

function without({ together = [], ...play }: Play, userId: string): Play {
  const others = together.filter((other) => other !== userId)
  return others.length === 0 ? play : { ...play, together: others }
}

function withPosition({ begun }: LibraryRow, now: EpisodePosition): readonly EpisodePosition[] {
  const others = (begun ?? []).filter(({ season, episode }) => season !== now.season || episode !== now.episode)
  return isBegun(now.positionSeconds, now.durationSeconds) ? [...others, now].sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0) : others
}

function withoutPosition({ begun }: LibraryRow, season: number, episode: number | undefined): Partial<LibraryRow> {
  const others = (begun ?? []).filter((each) => each.season !== season || each.episode !== episode)
  return { begun: others, progressAt: others.at(-1)?.at ?? null }
}

function withPlays(plays: readonly Play[]): Partial<LibraryRow> {
  const sorted = [...plays].sort((a, b) => a.watchedAt < b.watchedAt ? -1 : a.watchedAt > b.watchedAt ? 1 : 0)
  return { plays: sorted, lastWatchedAt: sorted.at(-1)?.watchedAt ?? null }
}
