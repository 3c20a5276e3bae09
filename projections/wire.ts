/** What travels between the server and the app, both ways; of the catalogue: wire-catalogue.ts. The route schemas are checked against these types. */

import type { Command, Outcome, Role } from '../domain/command.ts'
import type { DomainEvent } from '../domain/index.ts'
import type { EventId, Position, RecordedEvent, StreamName } from '../domain/event.ts'
import type { ListRole } from '../domain/list.ts'
import type { CardRow } from './cards.ts'
import type { JobRow } from './jobs.ts'
import type { LibraryRow } from './library.ts'
import type { ListItemRow } from './list-items.ts'
import type { ListRow } from './lists.ts'
import type { Said, Told } from './said.ts'
import type { SeriesProgress } from './series-progress.ts'
import type { Stats } from './stats.ts'
import type { TimelineRow } from './timeline.ts'
import type { Registration } from './wire-people.ts'

/** `GET /api/session`; 401 without one. */
export interface Session {
  readonly userId: string
  readonly username: string
  readonly role: Role
  readonly expiresAt: string
}

/** `GET /api/instance`, for anyone: what the sign-in page needs. `demo` is null outside demo mode. */
export interface Instance {
  readonly name: string
  readonly version: string
  /** Whether whoever asks is: nobody's 401 is an error in a browser's eyes, which a page that was only opened must not cause. */
  readonly signedIn: boolean
  /** True until the first admin exists; then `POST /api/setup {token, username, password}` makes it. */
  readonly needsSetup: boolean
  /** Who may make an account of their own. */
  readonly registration: Registration
  /** Whether it sends mail. */
  readonly mail: boolean
  readonly demo: { readonly accounts: readonly { readonly username: string; readonly password: string; readonly role: Role }[] } | null
}

/** `POST /api/commands` takes one command or up to 100; always answers this, outcomes in the order of the commands. */
export type CommandBody = Command | readonly Command[] | { readonly commands: readonly Command[]; readonly atomic?: boolean }
export interface CommandAnswer { readonly outcomes: readonly Outcome[] }

/** One page of a list of ours, with the cards of its titles; `GET /api/watchlist`, `/ratings`, `/history`, `/jobs` and so on. */
export interface Listed<Row> {
  readonly page: number
  readonly totalPages: number
  readonly totalResults: number
  readonly results: readonly Row[]
  readonly cards: readonly CardRow[]
}
export type LibraryPage = Listed<LibraryRow>
export type HistoryPage = Listed<TimelineRow>
export type JobPage = Listed<JobRow>

/** `GET /api/library`: the newest of each shelf, with how many there are. */
export interface LibrarySummary {
  readonly ratings: readonly LibraryRow[]
  readonly watchlist: readonly LibraryRow[]
  readonly watched: readonly LibraryRow[]
  readonly favourites: readonly LibraryRow[]
  readonly recents: readonly LibraryRow[]
  readonly continueWatching: readonly LibraryRow[]
  readonly totals: { readonly ratings: number; readonly watchlist: number; readonly watched: number; readonly favourites: number }
  readonly cards: readonly CardRow[]
}

/** `GET /api/library/:mediaType/:tmdbId`; its newest history. `progress` of a series whose episodes are known, by the day it is in UTC. */
export interface EntryAnswer { readonly entry: LibraryRow | null; readonly card: CardRow | null; readonly progress: SeriesProgress | null; readonly history: readonly TimelineRow[] }

/** `GET /api/stats`, with the cards of every title it names. `people`: the ids of those whose numbers these are. */
export interface StatsAnswer extends Stats { readonly people: readonly string[]; readonly cards: readonly CardRow[] }

/** `POST /api/movies/:id/fetch`; the position of the request, null when an earlier one is under way. */
export interface FetchAnswer { readonly jobId: string; readonly position: Position | null }

/** `GET /api/lists` */
export type ListedLists = Omit<Listed<ListRow>, 'cards'>
/** `GET /api/lists/:listId` */
export interface ListAnswer { readonly list: ListRow; readonly myRole: 'owner' | ListRole }
/** `GET /api/lists/:listId/items`, in the list's order. */
export type ListItemPage = Listed<ListItemRow>

/** `GET /api/public/lists/:listId`, for anyone: all of a list that is not private, in its order. 404 for any other. */
export interface PublicList {
  readonly list: Pick<ListRow, 'name' | 'description' | 'visibility' | 'itemCount' | 'changedAt'> & { readonly listId: string; readonly ownerName: string }
  readonly items: readonly PublicListItem[]
}
export interface PublicListItem extends Pick<ListItemRow, 'mediaType' | 'tmdbId' | 'note'> { readonly card: CardRow | null }

/** `GET /api/jobs/:jobId` */
export interface JobAnswer { readonly job: JobRow; readonly card: CardRow | null }

/** `GET /api/me/sessions` */
export interface SessionInfo {
  readonly id: string
  /** Null for one that is no device of the app's. */
  readonly deviceId: string | null
  readonly userAgent: string | null
  /** Where it was last seen: an IP address; `country`, ISO 3166-1 alpha-2, where a trusted proxy says so. */
  readonly address: string | null
  readonly country: string | null
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly expiresAt: string
  /** The session that asks. */
  readonly current: boolean
  /** Connected now. */
  readonly connected: boolean
  /** Told of news while the app is closed. */
  readonly pushed: boolean
}

/** `GET /health/ready`; 503 unless `ready`. */
export interface Health {
  readonly ready: boolean
  readonly checks: readonly (Said & { readonly name: string; readonly ok: boolean })[]
}

/** Somebody of the household. */
export interface Person { readonly userId: string; readonly username: string; readonly role: Role }
/** `GET /api/people` */
export interface PeopleAnswer { readonly people: readonly Person[] }

/**
 * What changed for this person after a cursor. Events of the person's own streams and of the lists they belong to, each stream's
 * in its order; rows as they are now.
 */
export interface Changes {
  readonly events: readonly DomainEvent[]
  readonly cards: readonly CardRow[]
  readonly jobs: readonly JobRow[]
  /** Everybody of the household; null where nothing changed. */
  readonly people: readonly Person[] | null
  /** What this person may no longer see: of a stream, drop all that came from it; `jobs`: drop every download. */
  readonly forget: readonly (StreamName | 'jobs')[]
}

/**
 * `GET /api/sync?cursor=`. Opaque cursor. With `more`, ask again at once. With `Accept: application/x-ndjson`, every page up to
 * the one without `more`, one a line. A cursor of another person or store is refused with 400: ask again without one.
 */
export interface SyncPage extends Changes { readonly cursor: string; readonly more: boolean }

/** Messages on `/api/live`, server to app. */
export type LiveMessage =
  /**
   * The answer to `hello`. `userId` guards against a cookie that changed hands; the chain of `rows` begins at `cursor`, which is
   * the device's own where the server can go on from it.
   */
  | { readonly type: 'welcome'; readonly userId: string; readonly cursor: string }
  /** Applies on top of exactly `since`; a device whose cursor differs pulls instead. */
  | ({ readonly type: 'rows'; readonly since: string; readonly cursor: string } & Changes)
  /** Pull now: the server cannot or will not send the difference here. */
  | { readonly type: 'resync' }
  | { readonly type: 'ping' }
  | { readonly type: 'signedOut' }
  /** The account has been erased: remove all that is kept of this person. */
  | { readonly type: 'erased' }
/** App to server. `hello` comes first, and again after a pull of the device's own. */
export type LiveRequest = { readonly type: 'hello'; readonly cursor: string | null } | { readonly type: 'pong' }

/** `GET /api/movies/:idOrJobId/stream`: where the bytes are; signed, for four hours. */
export interface StreamLink {
  readonly url: string
  readonly expiresAt: string
  readonly contentType: string
  readonly size: number
  /** False while the film is still landing: then the link may end when another release takes its place, and is to be asked for anew. */
  readonly complete: boolean
  readonly jobId: string
  /** `remuxed`: no ranges; a stream that begins at `&from=` seconds of the film. */
  readonly way: 'ranges' | 'remuxed'
  readonly durationSeconds: number | null
}

/** `GET /api/movies/:idOrJobId/arrival`: what of a film has landed. Spans in bytes: from, up to but not including. */
export interface Arrival {
  readonly jobId: string
  readonly status: JobRow['status']
  /** `soon`: the first articles are on their way. `unpacked`: when all of it is here. */
  readonly watchable: 'now' | 'soon' | 'unpacked' | 'never'
  /** Where it cannot be watched now, one sentence; `told` says it in any language. */
  readonly why: string | null
  readonly told: Told | null
  readonly sizeBytes: number | null
  readonly landed: readonly (readonly [number, number])[]
  /** On no server; may be repaired. */
  readonly missing: readonly (readonly [number, number])[]
  readonly releaseTitle: string | null
  /** Releases of this job that turned out to be no good. */
  readonly rejected: number
}

/** `GET /api/admin/events`, newest first; `before` is where to ask on from, null at the beginning of history. */
export interface EventPage { readonly events: readonly RecordedEvent[]; readonly before: Position | null }

/** `GET /api/admin/events/:id` */
export interface EventAnswer {
  readonly event: RecordedEvent
  /** As it lies in the store, where that differs: a former shape, or what a person wrote, sealed. */
  readonly stored: { readonly schema: number; readonly data: unknown } | null
  /** Of the same chain of causes, itself included, in order. */
  readonly correlated: readonly RecordedEvent[]
  readonly undoes: RecordedEvent | null
  readonly undoneBy: readonly RecordedEvent[]
  /** False when there may be more than a bounded look has found. */
  readonly complete: boolean
}

/** Something in the record that is not as it was recorded. */
export interface ChainFinding {
  /** An event's content or place in its chain; one that is gone; two the other way round; what the store's books say of ends and gaps. */
  readonly code: 'CHANGED' | 'MISSING' | 'REORDERED' | 'POSITIONS_MISSING' | 'STREAM_END' | 'LOG_END'
  readonly stream: StreamName | null
  readonly version: number | null
  readonly position: Position | null
  readonly eventId: EventId | null
  readonly message: string
}

/** `GET /api/admin/events/verification`; `next` is where to go on from, null when all has been looked at. */
export interface Verification { readonly checked: number; readonly findings: readonly ChainFinding[]; readonly next: Position | null }

/** Every error of the API. */
export interface ApiError {
  readonly error: string
  readonly code: string
  readonly details?: readonly { readonly field: string; readonly message: string }[]
  readonly requestId: string
}

export type RebuildStatus = 'requested' | 'folding' | 'catching_up' | 'verifying' | 'paused' | 'failed' | 'done' | 'cancelled'
/** Live rows against a fresh fold at the same position; SHA-256 of all rows in the order of their keys. */
export interface VerifyResult {
  readonly same: boolean
  readonly rows: number
  /** The first 20 keys whose rows differ. */
  readonly differing: readonly string[]
  readonly sha256Live: string
  readonly sha256Rebuilt: string
}
/** The event that a projection or a rebuild cannot apply, and why. */
export interface PoisonedEvent { readonly position: string; readonly eventId: string; readonly type: string; readonly message: string }
export interface RebuildInfo {
  readonly kind: 'rebuild' | 'verify'
  readonly version: number
  readonly status: RebuildStatus
  /** What an admin wants of it and it has not noticed yet. */
  readonly wish: 'pause' | 'cancel' | null
  readonly eventsDone: number
  readonly eventsTotal: number
  /** Since it began, or last went on. */
  readonly eventsPerSecond: number | null
  readonly secondsLeft: number | null
  readonly startedAt: string
  readonly endedAt: string | null
  readonly error: string | null
  readonly poisoned: PoisonedEvent | null
  readonly result: VerifyResult | null
  /** How long the projector was kept waiting for the new table to take its place, and readers at most. */
  readonly swapMs: number | null
}
/** `GET /api/admin/projections` */
export interface ProjectionInfo {
  readonly name: string
  readonly version: number
  /** `building`: its version is being filled; meanwhile the rows of `servedVersion` are read. */
  readonly status: 'running' | 'paused' | 'failed' | 'building'
  readonly servedVersion: number
  readonly position: Position
  readonly lagEvents: number
  /** Age of the oldest event that it has not seen; null when there is none. */
  readonly lagSeconds: number | null
  readonly rows: number
  /** True where counting would take long. */
  readonly rowsEstimated: boolean
  /** Of the table with its indexes. */
  readonly bytes: number
  readonly error: PoisonedEvent | null
  /** The newest rebuild or verification, if there was one. */
  readonly rebuild: RebuildInfo | null
  readonly updatedAt: string
}
export interface ProjectionsAnswer { readonly projections: readonly ProjectionInfo[] }
