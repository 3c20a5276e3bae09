/**
 * What recommendations rest on: of each title that a person has to do with, how they feel about it, and whether it may still be
 * recommended to them. Together with what the titles are like (`features`) it gives their taste.
 */

import type { RecordedEvent } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import { RATING_WEIGHTS } from '../domain/scales.ts'
import type { MediaType } from '../domain/title.ts'
import { parseLibraryStream } from '../domain/title.ts'
import type { Handler, Projection } from './projection.ts'

export interface TasteRow {
  /** `<userId>_<mediaType>_<tmdbId>` */
  readonly key: string
  readonly userId: string
  readonly mediaType: MediaType
  readonly tmdbId: number
  /** DISLIKE −1, OK 0, LIKE 1, SUPER_LIKE 2; null while it is not rated. */
  readonly weight: number | null
  readonly favourite: boolean
  readonly watchlisted: boolean
  /** Viewings, by their ids: a viewing removed is one fewer. */
  readonly plays: readonly string[]
  readonly dismissed: boolean
  /** When the person last said anything of these, by their device's clock. */
  readonly changedAt: string
}

export const taste: Projection<TasteRow> = {
  name: 'taste',
  version: 1,
  categories: ['library'],
  columns: {
    key: { type: 'text' },
    userId: { type: 'text' },
    mediaType: { type: 'text' },
    tmdbId: { type: 'integer' },
    weight: { type: 'integer', nullable: true },
    favourite: { type: 'boolean' },
    watchlisted: { type: 'boolean' },
    plays: { type: 'json' },
    dismissed: { type: 'boolean' },
    changedAt: { type: 'timestamptz' },
  },
  indexes: [['userId', 'position']],
  audience: { owner: 'userId' },
  erased: { column: 'userId', change: () => undefined },
  on: {
    TitleRated: changes(({ rating }) => ({ weight: RATING_WEIGHTS[rating] })),
    RatingCleared: changes(() => ({ weight: null })),
    AddedToWatchlist: changes(() => ({ watchlisted: true })),
    RemovedFromWatchlist: changes(() => ({ watchlisted: false })),
    TitleWatched: changes(({ playId }, { plays }) => ({ plays: [...plays.filter((id) => id !== playId), playId] })),
    PlayReceived: changes(({ playId }, { plays }) => ({ plays: [...plays.filter((id) => id !== playId), playId] })),
    WatchRemoved: changes(({ playId }, { plays }) => ({ plays: plays.filter((id) => id !== playId) })),
    PlayGivenAway: changes(({ playId }, { plays }) => ({ plays: plays.filter((id) => id !== playId) })),
    FavouriteAdded: changes(() => ({ favourite: true })),
    FavouriteRemoved: changes(() => ({ favourite: false })),
    NotInterested: changes(() => ({ dismissed: true })),
    InterestRestored: changes(() => ({ dismissed: false })),
  },
}

/** A row stays when all in it is taken back: its position tells that something changed. */
function changes<Data>(change: (data: Data, row: TasteRow) => Partial<TasteRow>): Handler<TasteRow, RecordedEvent<string, Data>> {
  return {
    keys: (event) => [event.stream.slice('library-'.length)],
    fold(before, event, key) {
      const row = before ?? blank(event, key)
      return { ...row, ...change(event.data, row), changedAt: utc(event.meta.issuedAt) }
    },
  }
}

function blank({ stream }: Pick<RecordedEvent, 'stream'>, key: string): TasteRow {
  const entry = parseLibraryStream(stream)
  if (!entry) throw new Error(`Not the name of a library stream: ${stream}`)
  return { key, userId: entry.userId, ...entry.title, weight: null, favourite: false, watchlisted: false, plays: [], dismissed: false, changedAt: '' }
}
