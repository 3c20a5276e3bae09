/** The audit trail: one row per event that a person's act caused, with what undid it. Screens group rows by command and by batch. */

import type { RecordedEvent, StreamName } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import type { MediaType } from '../domain/title.ts'
import { parsePlayableKey } from '../domain/playable.ts'
import { parseTitleKey, titleKey } from '../domain/title.ts'
import type { Handler, Projection } from './projection.ts'

export interface TimelineRow {
  /** The event's id. */
  readonly key: string
  /** Whose history it belongs to: the owner of the stream, or who acted where the stream is the household's. */
  readonly userId: string
  readonly stream: StreamName
  /** What it is about: `movie_653`, `batch_<id>`. */
  readonly subject: string
  /** Of a subject that is a title. */
  readonly mediaType: MediaType | null
  readonly tmdbId: number | null
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly commandId: string
  readonly batchId: string | null
  readonly actor: string
  readonly deviceId: string | null
  readonly issuedAt: string
  readonly recordedAt: string
  readonly undoes: string | null
  /** The event that took this one back, while it is taken back. */
  readonly undoneBy: string | null
}

const PERSON = /^[0-9a-f]{8}-/
/** `library-<userId>_movie_653`, `batch-<userId>_<id>`, `acquisition-movie_653`, `acquisition-tv_1396_s1e2`. */
const STREAM = /^(?<category>[a-z]+)-(?:(?<owner>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_)?(?<rest>.+)$/

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

/** `movie_653` for what is about a title, or an episode of it, in whichever stream; else kind and id, such as `batch_<id>`. */
export function subjectOf(stream: StreamName): string {
  return parse(stream).subject
}

/** Of the last stream that was asked about: events of one mostly come together, and share what is read from its name. */
let latest: { readonly stream: StreamName; readonly parsed: ReturnType<typeof read> } | undefined

function parse(stream: StreamName) {
  if (latest?.stream !== stream) latest = { stream, parsed: read(stream) }
  return latest.parsed
}

function read(stream: StreamName) {
  const { category = '', owner, rest = '' } = STREAM.exec(stream)?.groups ?? {}
  const title = parseTitleKey(rest) ?? parsePlayableKey(rest)
  return { owner, subject: title ? titleKey(title) : `${category}_${rest}`, mediaType: title?.mediaType ?? null, tmdbId: title?.tmdbId ?? null }
}

function rowOf({ id, stream, type, data, meta, recordedAt }: RecordedEvent<string, object>): TimelineRow {
  const { owner, ...about } = parse(stream)
  return {
    key: id, userId: owner ?? meta.actor, stream, ...about, type, data: data as TimelineRow['data'], commandId: meta.commandId, batchId: meta.batchId ?? null,
    actor: meta.actor, deviceId: meta.deviceId, issuedAt: utc(meta.issuedAt), recordedAt, undoes: meta.undoes ?? null, undoneBy: null,
  }
}

export const timeline: Projection<TimelineRow> = {
  name: 'timeline',
  version: 5,
  categories: ['library', 'list', 'acquisition', 'batch', 'profile'],
  columns: {
    key: { type: 'text' },
    userId: { type: 'text' },
    stream: { type: 'text' },
    subject: { type: 'text' },
    mediaType: { type: 'text', nullable: true },
    tmdbId: { type: 'integer', nullable: true },
    type: { type: 'text' },
    data: { type: 'json' },
    commandId: { type: 'text' },
    batchId: { type: 'text', nullable: true },
    actor: { type: 'text' },
    deviceId: { type: 'text', nullable: true },
    issuedAt: { type: 'timestamptz' },
    recordedAt: { type: 'timestamptz' },
    undoes: { type: 'text', nullable: true },
    undoneBy: { type: 'text', nullable: true },
  },
  indexes: [['userId', 'recordedAt'], ['userId', 'subject'], ['commandId'], ['batchId']],
  audience: { owner: 'userId' },
  erased: { column: 'userId', change: () => undefined },
  on: {
    TitleRated: act, RatingCleared: act,
    AddedToWatchlist: act, WatchlistPriorityChanged: act, RemovedFromWatchlist: act,
    TitleWatched: act, WatchRemoved: act, PlayGivenAway: act, PlayReceived: act, WatchedTogether: act, WatchedApart: act,
    FavouriteAdded: act, FavouriteRemoved: act,
    ReviewWritten: act, ReviewDeleted: act,
    ProgressRecorded: act, ProgressCleared: act,
    WatchingContinuedElsewhere: act, WatchingElsewhereForgotten: act,
    TitleViewed: act, ViewForgotten: act,
    TitleTagged: act, TitleUntagged: act,
    NotInterested: act, InterestRestored: act,
    // What workers report of a fetch is not a person's act.
    FetchRequested: act, FetchApproved: act, FetchDeclined: act, FetchRetried: act, FetchCancelled: act,
    FetchReconsidered: act, FetchPrioritized: act, ReleaseChosen: act, ReleasesAllowed: act, MovieBinned: act, MovieRestored: act, DeletionStarted: act,
    MovieStreamed: act, MovieKept: act, MovieReleased: act, MovieDeleted: act,
    ListCreated: act, ListRenamed: act, ListDescribed: act, ListVisibilityChanged: act, ListDeleted: act, ListRestored: act,
    AddedToList: act, RemovedFromList: act, ListItemNoted: act, ListItemMoved: act, ListShared: act, ListUnshared: act,
    BatchBegun: act,
    ProfileNamed: act, BioWritten: act, ProfileVisibilityChanged: act, ProfilePartsShown: act, AvatarChanged: act,
  },
}
