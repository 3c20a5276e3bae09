/**
 * The durable tables as kysely sees them: camelCase here, snake_case in PostgreSQL (CamelCasePlugin).
 * Every bigint is a number (positions stay below 2^53) and every timestamptz an RFC 3339 UTC string, see `value-types.ts`.
 * Read models have tables of their own, made from their projections' columns, see `read-model.ts`.
 */

import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { SyncPhase } from '../../domain/catalogue-sync.ts'
import type { CommandId, Outcome, Role } from '../../domain/command.ts'
import type { EventMeta } from '../../domain/event.ts'
import type { MediaType } from '../../domain/title.ts'
import type { RebuildStatus, VerifyResult } from '../../projections/wire.ts'
import type { HousekeepingReport } from '../../projections/wire-storage.ts'
import type { LibraryImportListsTable, LibraryImportsTable, LibraryImportTitlesTable } from './library-import-tables.ts'
import type { OutboxTable, WebhookAttemptsTable } from './outbox-tables.ts'
import type { EmailAddressesTable, InvitationsTable, PasskeysTable, PushSubscriptionsTable, RecoveryCodesTable, SentCodesTable, RemovedDevicesTable, ResetLinksTable, SecondFactorsTable, SessionsTable, SignInChallengesTable } from './sign-in-tables.ts'

/** Read as a string; written as a string or left to the column's default. */
export type Instant = ColumnType<string, string, string>
export type InstantByDefault = ColumnType<string, string | undefined, string>
/** Written as text: the `pg` driver would turn an array into a PostgreSQL array. */
export type Json<Value> = ColumnType<Value, string, string>

/** Append-only: nothing updates or deletes a row, and the service's database role may not. */
export interface EventsTable {
  position: number
  version: number
  recordedAt: Instant
  id: string
  stream: string
  type: string
  schema: number
  data: JSONColumnType<object>
  meta: JSONColumnType<EventMeta & object>
}

export interface StreamsTable { stream: string; version: number }

/** One row: the position of the last event. Locking it is what puts commits in order. */
export interface HeadTable { id: number; position: number }

/** Outcomes that left no event to be known by: refusals, and commands that changed nothing. */
export interface CommandOutcomesTable {
  actor: string
  commandId: string
  outcome: Json<Outcome>
  recordedAt: InstantByDefault
}

/** How far each version of a projection or policy has come. */
export interface CheckpointsTable {
  name: string
  version: number
  position: Generated<number>
  /** `building`: what is read are the rows of another version, or none, until a rebuild has swapped its own in. */
  status: Generated<'running' | 'failed' | 'paused' | 'building'>
  error: Json<CheckpointError | null>
  updatedAt: InstantByDefault
}

/** The event that a projection or policy cannot apply, and why. */
export interface CheckpointError { readonly eventId: string; readonly position: string; readonly type: string; readonly message: string }

/** The newest rebuild or verification of a projection. `wish`: what an admin wants of it, until it is noticed. */
export interface RebuildsTable {
  name: string
  version: number
  kind: 'rebuild' | 'verify'
  status: Generated<RebuildStatus>
  wish: 'pause' | 'cancel' | null
  /** The table beside the live one stands at its own checkpoint: what goes on goes on from there. */
  kept: Generated<boolean>
  eventsDone: Generated<number>
  eventsTotal: Generated<number>
  /** Where and when it began, or last went on: what its rate is reckoned from. */
  partFrom: Generated<number>
  partAt: InstantByDefault
  /** How long the tables' names took to change, readers kept out. */
  swapMs: number | null
  requestedBy: string
  startedAt: InstantByDefault
  endedAt: ColumnType<string | null, string | null | undefined, string | null>
  error: string | null
  result: ColumnType<VerifyResult | null, string | null | undefined, string | null>
  /** The event it could not apply. */
  poisoned: ColumnType<CheckpointError | null, string | null | undefined, string | null>
  /** What is still to be recorded of its end. */
  ending: ColumnType<RebuildEnding | null, string | null | undefined, string | null>
}

/** How a rebuild that ended is recorded, by a command of this id: told again after a kill, it is recorded once. */
export type RebuildEnding = { readonly commandId: CommandId } & (
  | { readonly type: 'CompleteRebuild'; readonly events: number; readonly rows: number; readonly durationMs: number }
  | { readonly type: 'FailRebuild'; readonly message: string }
  | { readonly type: 'CancelRebuild' })

export interface AccountsTable {
  userId: string
  /** Unique whatever its case. */
  username: string
  passwordHash: string
  role: Role
  createdAt: InstantByDefault
  /** When they last came; null for who never did. */
  lastSeenAt: ColumnType<string | null, string | undefined, string>
  /** Null while they may come in. */
  disabledAt: ColumnType<string | null, string | null | undefined, string | null>
}

/** Answers of the catalogue in our own shape; null with status 404 for what it does not know. */
export interface CatalogueCacheTable {
  key: string
  body: Json<unknown>
  status: number
  fetchedAt: Instant
  expiresAt: Instant
  claimedUntil: InstantByDefault
}

/** Titles that entered somebody's library and that the catalogue has not described yet. */
export interface TitlesToDescribeTable {
  titleKey: string
  tries: Generated<number>
  tryAt: InstantByDefault
  /** Why the last try failed. */
  error: string | null
}

/** Each person's key, sealed with the master key; nothing once it was destroyed. */
export interface PersonalKeysTable {
  userId: string
  sealedKey: string | null
  masterKeyId: string | null
  createdAt: InstantByDefault
  destroyedAt: ColumnType<string | null, string | null | undefined, string | null>
}

export interface PictureColoursTable { path: string; colour: string }

/** The imported catalogue: one row a title, with the answer that it was made from. */
export interface CatalogueTitlesTable {
  mediaType: MediaType
  tmdbId: number
  imdbId: string | null
  tvdbId: number | null
  title: string
  originalTitle: string
  releaseDate: ColumnType<Date | null, string | null, string | null>
  posterPath: string | null
  backdropPath: string | null
  genreIds: readonly number[]
  castIds: readonly number[]
  crewIds: readonly number[]
  directors: readonly string[]
  runtimeMinutes: number | null
  collectionId: number | null
  /** By country. */
  certifications: Json<Readonly<Record<string, string>>>
  originalLanguage: string
  languages: readonly string[]
  countries: readonly string[]
  popularity: number
  /** From 0 to 100. */
  ratingTmdb: number | null
  ratingImdb: number | null
  ratingLetterboxd: number | null
  ratingMetacritic: number | null
  ratingRottenTomatoes: number | null
  /** Number of the answer's shape: see `SHAPE` of catalogue/catalogue.ts. */
  shape: number
  /** What the catalogue's cache would hold. */
  answer: Json<unknown>
  fetchedAt: Instant
}

/** How far an import is: counts and places move in the transaction of the titles they stand for. What was wished of it is in its stream. */
export interface CatalogueSyncsTable {
  runId: string
  phase: Generated<SyncPhase>
  /** Of a source that is asked by pages: where its listing goes on. */
  listedPage: ColumnType<unknown, string | null | undefined, string | null>
  /** What it waits for. */
  note: string | null
  /** Of the stream's wishes to try again what failed, those that were granted. */
  retries: Generated<number>
  total: number | null
  /** Answers that are in files. */
  fetched: Generated<number>
  done: Generated<number>
  gone: Generated<number>
  failed: Generated<number>
  /** The file that is written, and the bytes in it that count; the same of the file that is loaded. */
  part: Generated<number>
  partBytes: Generated<number>
  loadedPart: Generated<number>
  loadedBytes: Generated<number>
  /** Where and when it began, or last went on: what its rate is reckoned from. */
  stretchFrom: Generated<number>
  stretchAt: InstantByDefault
  startedAt: InstantByDefault
  endedAt: ColumnType<string | null, string | null | undefined, string | null>
}

/** What is left of an import; what failed, and what the catalogue does not have. */
export interface CatalogueSyncTitlesTable {
  runId: string
  mediaType: MediaType
  tmdbId: number
  place: GeneratedAlways<number>
  state: Generated<'waiting' | 'gone' | 'failed'>
  tries: Generated<number>
  code: string | null
  message: string | null
  retryable: boolean | null
}

export interface CatalogueRefreshTable { id: Generated<number>; dueAt: Instant }

/** What admins have set, see connections/settings-store.ts. */
export interface SettingsTable {
  scope: string
  version: number
  /** Without its secrets. */
  value: Json<unknown>
  sealed: string | null
  masterKeyId: string | null
  changedAt: Instant
  changedBy: string
  /** The command that records the change, until it is recorded. */
  unrecorded: ColumnType<unknown, string | null, string | null>
  /** The value of the version before, and its secrets; none before the first. */
  former: ColumnType<unknown, string | null | undefined, string | null | undefined>
  formerSealed: ColumnType<string | null, string | null | undefined, string | null>
  formerMasterKeyId: ColumnType<string | null, string | null | undefined, string | null>
}

/** One row: when housekeeping is due, and what it did last. */
export interface HousekeepingTable { id: Generated<number>; dueAt: Instant; ranAt: ColumnType<string | null, string | null, string | null>; report: Json<HousekeepingReport> | null }

export interface Tables {
  housekeeping: HousekeepingTable
  settings: SettingsTable
  catalogueTitles: CatalogueTitlesTable
  catalogueSyncs: CatalogueSyncsTable
  catalogueSyncTitles: CatalogueSyncTitlesTable
  catalogueRefresh: CatalogueRefreshTable
  personalKeys: PersonalKeysTable
  rebuilds: RebuildsTable
  events: EventsTable
  streams: StreamsTable
  head: HeadTable
  commandOutcomes: CommandOutcomesTable
  checkpoints: CheckpointsTable
  accounts: AccountsTable
  sessions: SessionsTable
  catalogueCache: CatalogueCacheTable
  pictureColours: PictureColoursTable
  titlesToDescribe: TitlesToDescribeTable
  outbox: OutboxTable
  webhookAttempts: WebhookAttemptsTable
  pushSubscriptions: PushSubscriptionsTable
  removedDevices: RemovedDevicesTable
  passkeys: PasskeysTable
  secondFactors: SecondFactorsTable
  recoveryCodes: RecoveryCodesTable
  sentCodes: SentCodesTable
  signInChallenges: SignInChallengesTable
  invitations: InvitationsTable
  resetLinks: ResetLinksTable
  emailAddresses: EmailAddressesTable
  libraryImports: LibraryImportsTable
  libraryImportTitles: LibraryImportTitlesTable
  libraryImportLists: LibraryImportListsTable
}
