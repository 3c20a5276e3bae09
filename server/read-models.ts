/** What the read models answer to people's questions. Their tables belong to the projector; here they are only read. */

import type { RawBuilder, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Position, UserId } from '../domain/event.ts'
import { START } from '../domain/event.ts'
import type { JobStatus } from '../domain/acquisition.ts'
import { JOB_STATUSES } from '../domain/acquisition.ts'
import { PRIORITIES, RATINGS } from '../domain/scales.ts'
import type { TitleRef } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { ActivityFilter } from '../projections/activity.ts'
import { ACTIVITY_KINDS, OFFLINE_MS } from '../projections/activity.ts'
import type { CardRow } from '../projections/cards.ts'
import { cards } from '../projections/cards.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { JobRow } from '../projections/jobs.ts'
import { jobs } from '../projections/jobs.ts'
import type { LibraryRow } from '../projections/library.ts'
import { library } from '../projections/library.ts'
import { lists } from '../projections/lists.ts'
import { preferences } from '../projections/preferences.ts'
import type { ProfileRow } from '../projections/profiles.ts'
import { profiles } from '../projections/profiles.ts'
import type { Projection } from '../projections/projection.ts'
import { syncs } from '../projections/syncs.ts'
import type { TimelineRow } from '../projections/timeline.ts'
import { timeline } from '../projections/timeline.ts'
import { taste } from '../projections/taste.ts'
import type { WatchlistStay } from '../projections/watchlist-stays.ts'
import { STAY_TYPES, staysOf } from '../projections/watchlist-stays.ts'
import type { Database } from './db/database.ts'
import type { ProjectionProgress } from './db/projection-progress.ts'
import { readModelTable } from './db/read-model.ts'
import { limits } from './limits.ts'
import { RequestError } from './request-error.ts'

export const SHELVES = ['ratings', 'watchlist', 'watched', 'favourites', 'reviews', 'recents', 'continue-watching'] as const
export type Shelf = (typeof SHELVES)[number]
export const SORTS = ['added', 'title', 'year', 'rating', 'runtime', 'priority'] as const
export type Sort = (typeof SORTS)[number]

export interface Page { readonly page: number; readonly limit: number }
export interface Found<Row> { readonly rows: readonly Row[]; readonly total: number }
export interface ShelfWish extends Page {
  readonly sort?: Sort
  readonly order?: 'asc' | 'desc'
  readonly mediaType?: string
  readonly rating?: string
  readonly priority?: string
}

/** What is a person's own. */
export interface PersonalModels {
  shelf(userId: UserId, shelf: Shelf, wish: ShelfWish): Promise<Found<LibraryRow>>
  entry(userId: UserId, title: TitleRef): Promise<LibraryRow | undefined>
  /** Newest first. */
  history(userId: UserId, page: Page & ActivityFilter): Promise<Found<TimelineRow>>
  /** All that statistics are made of. */
  life(userId: UserId): Promise<Life>
}

export interface Life { readonly rows: readonly LibraryRow[]; readonly stays: readonly WatchlistStay[] }

export interface ReadModels extends PersonalModels {
  /** How many facts a person has put into their library, as `factCount` counts them. */
  heldBy(userId: UserId): Promise<number>
  jobs(page: Page & { readonly status?: JobStatus }): Promise<Found<JobRow>>
  job(jobId: string): Promise<JobRow | undefined>
  countJobs(): Promise<Readonly<Record<JobStatus, number>>>
  cards(titles: readonly TitleRef[]): Promise<readonly CardRow[]>
  /** Of those who ever said how they show themselves, by their ids. */
  profiles(userIds: readonly UserId[]): Promise<ReadonlyMap<string, ProfileRow>>
  /** Resolves once the read models have seen everything up to the position; throws UNAVAILABLE when they do not soon. */
  caughtUp(position: Position, models?: readonly ModelName[]): Promise<void>
}

const models = { library, timeline, jobs, cards, lists, preferences, profiles, taste, syncs }
export type ModelName = keyof typeof models

type TableOf = (projection: AnyProjection) => RawBuilder<unknown>
const liveTable: TableOf = (projection) => sql`${sql.table(readModelTable(projection))}`

function tableOf<Row extends { readonly key: string }>(projection: Projection<Row>, table: TableOf = liveTable) {
  return table(projection) as RawBuilder<Row>
}

/** When a title came onto a shelf, and, where that does not say all, whether it is on it. */
const ADDED = {
  ratings: 'ratedAt', watchlist: 'watchlistAddedAt', watched: 'lastWatchedAt', favourites: 'favouriteAt', recents: 'viewedAt', 'continue-watching': 'progressAt',
  reviews: 'changedAt',
} as const satisfies Record<Shelf, keyof LibraryRow>
const RESUMABLE = sql<boolean>`(duration_seconds >= 300 and progress_seconds between duration_seconds * 0.05 and duration_seconds * 0.9 or json_array_length(begun) > 0)`

export function heldIn(db: Database['kysely']): ReadModels['heldBy'] {
  return async (userId) => (await sql<{ held: number }>`select coalesce(sum((rating is not null)::int + (watchlist_added_at is not null)::int + (favourite_at is not null)::int
    + (review is not null)::int + json_array_length(plays) + json_array_length(tags)), 0) as held from ${tableOf(library)} where user_id = ${userId}`.execute(db)).rows[0]!.held
}

export function isOnShelf(row: LibraryRow, shelf: Shelf): boolean {
  return row[ADDED[shelf]] !== null
}

/** `table` says where the rows of library and timeline are, if not in the live tables. */
export function personalModelsIn(kysely: Database['kysely'], table: TableOf = liveTable): PersonalModels {
  const ofLibrary = () => kysely.selectFrom(tableOf(library, table).as('library')).leftJoin(tableOf(cards).as('cards'), (join) =>
    join.onRef('cards.mediaType', '=', 'library.mediaType').onRef('cards.tmdbId', '=', 'library.tmdbId'))

  return {
    async shelf(userId, shelf, { page, limit, sort = 'added', order, mediaType, rating, priority }) {
      let query = ofLibrary().where('library.userId', '=', userId).where(`library.${ADDED[shelf]}`, 'is not', null)
      if (shelf === 'reviews') query = query.where('library.review', 'is not', null)
      if (shelf === 'continue-watching') query = query.where(RESUMABLE)
      if (mediaType !== undefined) query = query.where('library.mediaType', '=', mediaType as TitleRef['mediaType'])
      if (rating !== undefined) query = query.where('library.rating', '=', rating as LibraryRow['rating'])
      if (priority !== undefined) query = query.where('library.watchlistPriority', '=', priority as LibraryRow['watchlistPriority'])
      const direction = sql.raw(order ?? (sort === 'title' ? 'asc' : 'desc'))
      const ordered = query.orderBy(sql`${orderOf(sort, shelf)} ${direction} nulls last`).orderBy('library.key')
      return await found(ordered.select(columnsOf(library, 'library')).$castTo<LibraryRow>(), query, { page, limit })
    },
    entry: (userId, title) => ofLibrary().where('library.key', '=', `${userId}_${titleKey(title)}`)
      .select(columnsOf(library, 'library')).$castTo<LibraryRow>().executeTakeFirst(),
    async history(userId, { page, limit, ...filter }) {
      const query = filtered(kysely.selectFrom(tableOf(timeline, table).as('timeline')).where('userId', '=', userId), filter)
      return await found(query.orderBy('recordedAt', 'desc').orderBy('key', 'desc').select(columnsOf(timeline, 'timeline')).$castTo<TimelineRow>(), query, { page, limit })
    },
    async life(userId) {
      const acts = kysely.selectFrom(tableOf(timeline, table).as('timeline')).where('userId', '=', userId).where('type', 'in', [...STAY_TYPES])
      const [rows, done] = await Promise.all([
        kysely.selectFrom(tableOf(library, table).as('library')).where('userId', '=', userId).select(columnsOf(library, 'library')).$castTo<LibraryRow>().execute(),
        acts.select(columnsOf(timeline, 'timeline')).$castTo<TimelineRow>().execute(),
      ])
      return { rows, stays: staysOf(done) }
    },
  }
}

export function readModelsIn({ kysely }: Database, progress: ProjectionProgress): ReadModels {
  const ofJobs = () => kysely.selectFrom(tableOf(jobs).as('jobs'))

  return {
    ...personalModelsIn(kysely),
    heldBy: heldIn(kysely),
    async jobs({ status, ...page }) {
      const query = status ? ofJobs().where('status', '=', status) : ofJobs().where('status', '!=', 'deleted')
      return await found(query.orderBy('requestedAt', 'desc').orderBy('key').select(columnsOf(jobs, 'jobs')).$castTo<JobRow>(), query, page)
    },
    job: (jobId) => ofJobs().where('key', '=', jobId).select(columnsOf(jobs, 'jobs')).$castTo<JobRow>().executeTakeFirst(),
    async countJobs() {
      const counted = await ofJobs().groupBy('status').select(['status', sql<number>`count(*)`.as('count')]).execute()
      return Object.fromEntries(JOB_STATUSES.map((status) => [status, counted.find((row) => row.status === status)?.count ?? 0])) as Record<JobStatus, number>
    },
    async cards(titles) {
      if (titles.length === 0) return []
      return await kysely.selectFrom(tableOf(cards).as('cards')).where('key', '=', sql<string>`any(${[...new Set(titles.map(titleKey))]})`)
        .select(columnsOf(cards, 'cards')).$castTo<CardRow>().execute()
    },
    async profiles(userIds) {
      const rows = await kysely.selectFrom(tableOf(profiles).as('profiles')).where('key', '=', sql<string>`any(${[...userIds]})`).select(columnsOf(profiles, 'profiles')).$castTo<ProfileRow>().execute()
      return new Map(rows.map((row) => [row.key, row]))
    },
    async caughtUp(position, names = ['library', 'timeline', 'jobs']) {
      if (position === START) return
      const reached = await Promise.all(names.map((name) => progress.waitFor(models[name], position, limits.readYourWritesWaitMs)))
      if (reached.includes(false)) throw new RequestError('UNAVAILABLE', 'What you changed is safe, but not to be seen here yet. Try again in a moment.')
    },
  }
}

/** As `passes` of projections/activity.ts filters on a device. */
function filtered<Query extends AnyQuery<object>>(query: Query, { kind, subject, deviceId, batchId, from, to, offline, undone }: ActivityFilter): Query {
  let rows: AnyQuery<object> = query
  if (kind !== undefined) rows = rows.where('type', 'in', [...ACTIVITY_KINDS[kind]])
  if (subject !== undefined) rows = rows.where('subject', '=', subject)
  if (deviceId !== undefined) rows = rows.where('deviceId', '=', deviceId)
  if (batchId !== undefined) rows = rows.where('batchId', '=', batchId)
  if (from !== undefined) rows = rows.where('issuedAt', '>=', from)
  if (to !== undefined) rows = rows.where('issuedAt', '<', to)
  if (offline !== undefined) rows = rows.where(sql<boolean>`(device_id is not null and recorded_at - issued_at > make_interval(secs => ${OFFLINE_MS / 1_000}::double precision)) = ${offline}`)
  if (undone !== undefined) rows = rows.where('undoneBy', undone ? 'is not' : 'is', null)
  return rows as Query
}

function orderOf(sort: Sort, shelf: Shelf) {
  switch (sort) {
    case 'added': return sql.ref(`library.${ADDED[shelf]}`)
    case 'title': return sql`lower(cards.title)`
    case 'year': return sql`cards.year`
    case 'runtime': return sql`cards.runtime_minutes`
    case 'rating': return sql`array_position(${sql.val([...RATINGS])}::text[], library.rating)`
    case 'priority': return sql`array_position(${sql.val([...PRIORITIES])}::text[], library.watchlist_priority)`
  }
}

/** The columns that the projection declares: not the runner's own, which say where the row stands. */
function columnsOf<Row extends { readonly key: string }, Table extends string>({ columns }: Projection<Row>, table: Table) {
  return Object.keys(columns).map((column) => `${table}.${column}` as const) as `${Table}.${keyof Row & string}`[]
}

// deno-lint-ignore no-explicit-any
type AnyQuery<Row> = SelectQueryBuilder<any, any, Row>

async function found<Row>(rows: AnyQuery<Row>, all: AnyQuery<object>, { page, limit }: Page): Promise<Found<Row>> {
  const [some, { count }] = await Promise.all([
    rows.limit(limit).offset((page - 1) * limit).execute(),
    all.select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow() as Promise<{ count: number }>,
  ])
  return { rows: some, total: count }
}
