/** The audit trail: one row per event that a person's act caused, with what undid it. Screens group rows by command. */

import type { RecordedEvent } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import type { MediaType } from '../domain/title.ts'
import { parseTitleKey } from '../domain/title.ts'
import type { Handler, Projection } from './projection.ts'

export interface TimelineRow {
  /** The event's id. */
  readonly key: string
  /** Whose history it belongs to: the owner of the library, or the person who acted on a movie's acquisition. */
  readonly userId: string
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly commandId: string
  readonly actor: string
  readonly deviceId: string | null
  readonly issuedAt: string
  readonly recordedAt: string
  readonly undoes: string | null
  /** The event that took this one back, while it is taken back. */
  readonly undoneBy: string | null
}

const PERSON = /^[0-9a-f]{8}-/
/** `library-<userId>_movie_653`, `acquisition-movie_653`. */
const STREAM = /^(?:library-(?<owner>[0-9a-f-]{36})_|acquisition-)(?<title>(?:movie|tv)_\d+)$/

/** Besides its own row an event touches the rows of what it takes back and of what it puts in force again. */
const act: Handler<TimelineRow, RecordedEvent<string, object>> = {
  keys({ id, meta }) {
    if (!PERSON.test(meta.actor)) return []
    return [id, meta.undoes, meta.undoesAgain, meta.redoes].filter((key) => key !== undefined)
  },
  fold(row, event, key) {
    if (key === event.id) return rowOf(event)
    return row && { ...row, undoneBy: key === event.meta.redoes ? null : event.id }
  },
}

function rowOf({ id, stream, type, data, meta, recordedAt }: RecordedEvent<string, object>): TimelineRow {
  const { owner, title = '' } = STREAM.exec(stream)?.groups ?? {}
  const reference = parseTitleKey(title)
  if (!reference) throw new Error(`Not the name of a library or acquisition stream: ${stream}`)
  return {
    key: id, userId: owner ?? meta.actor, ...reference, type, data: { ...data },
    commandId: meta.commandId, actor: meta.actor, deviceId: meta.deviceId, issuedAt: utc(meta.issuedAt), recordedAt,
    undoes: meta.undoes ?? null, undoneBy: null,
  }
}

export const timeline: Projection<TimelineRow> = {
  name: 'timeline',
  version: 2,
  categories: ['library', 'acquisition'],
  columns: {
    key: { type: 'text' },
    userId: { type: 'text' },
    mediaType: { type: 'text' },
    tmdbId: { type: 'integer' },
    type: { type: 'text' },
    data: { type: 'json' },
    commandId: { type: 'text' },
    actor: { type: 'text' },
    deviceId: { type: 'text', nullable: true },
    issuedAt: { type: 'timestamptz' },
    recordedAt: { type: 'timestamptz' },
    undoes: { type: 'text', nullable: true },
    undoneBy: { type: 'text', nullable: true },
  },
  indexes: [['userId', 'recordedAt'], ['commandId']],
  audience: { owner: 'userId' },
  on: {
    TitleRated: act, RatingCleared: act,
    AddedToWatchlist: act, WatchlistPriorityChanged: act, RemovedFromWatchlist: act,
    TitleWatched: act, WatchRemoved: act,
    FavouriteAdded: act, FavouriteRemoved: act,
    ReviewWritten: act, ReviewDeleted: act,
    ProgressRecorded: act, ProgressCleared: act,
    WatchingContinuedElsewhere: act, WatchingElsewhereForgotten: act,
    TitleViewed: act, ViewForgotten: act,
    TitleTagged: act, TitleUntagged: act,
    // What workers report of a fetch is not a person's act.
    FetchRequested: act, FetchApproved: act, FetchDeclined: act, FetchRetried: act, FetchCancelled: act,
    MovieStreamed: act, MovieKept: act, MovieReleased: act, MovieDeleted: act,
  },
}
