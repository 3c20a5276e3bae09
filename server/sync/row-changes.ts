/**
 * Rows that changed after a position and that a person may see: the cards of titles in their library and in lists they belong to;
 * and, for whoever has the role for it at the moment at which the rows are read, every job and the cards of what was asked for. A card also counts as changed for a person when their library's or list's row of
 * the title did, because the title may just have entered it, and when they were let into a list.
 */

import type { Kysely, RawBuilder, Transaction } from 'kysely'
import { sql } from 'kysely'
import type { Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import { playableOf } from '../../domain/playable.ts'
import { titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import { cards } from '../../projections/cards.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs, jobSeenBy, maySeeJobs } from '../../projections/jobs.ts'
import { library } from '../../projections/library.ts'
import { listItems } from '../../projections/list-items.ts'
import { listMembers } from '../../projections/list-members.ts'
import { lists } from '../../projections/lists.ts'
import { readModelTable } from '../db/read-model.ts'
import type { Tables } from '../db/tables.ts'
import type { Cursor } from './cursor.ts'

export interface RowChanges {
  readonly cards: readonly CardRow[]
  readonly jobs: readonly JobRow[]
  /** Every change up to here is among the rows. Never beyond what has been projected. `jobs`: null for who may see none. */
  readonly reached: RowsSeen
  readonly more: boolean
}

/** How far a device has been given rows. */
export type RowsSeen = Pick<Cursor, 'rows' | 'jobs'>

/** The read models that say which rows a device is given. */
export const TELLING: readonly AnyProjection[] = [library, cards, jobs, lists, listItems, listMembers]

/** A row, whose it is to see (null: everyone's who may see jobs), and the position of the change that makes it one of the answer. */
export type Changed<Row> = Row & { readonly userId: UserId | null; readonly at: number }

/** Changes after a position and up to another, at most so many, the first ones. */
export interface Span { readonly after: number; readonly upTo: number; readonly limit: number }

interface Cardless { readonly key: null }

export function hasCard<T extends { readonly userId: UserId | null; readonly at: number }>(row: T & (CardRow | Cardless)): row is T & CardRow {
  return row.key !== null
}

export type Reading = Transaction<Tables>

const table = (projection: AnyProjection): RawBuilder<unknown> => sql.table(readModelTable(projection))

/** All queries of `read` see the database as it was at one moment. */
export function inSnapshot<T>(db: Kysely<Tables>, read: (reading: Reading) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
}

/** How far all of them have come. */
export async function projected(reading: Reading): Promise<number> {
  const rows = await reading.selectFrom('checkpoints').select('position')
    .where((row) => row.or(TELLING.map(({ name, version }) => row.and([row('name', '=', name), row('version', '=', version)])))).execute()
  return rows.length < TELLING.length ? 0 : Math.min(...rows.map(({ position }) => position))
}

/** Those of them who may see downloads: by the accounts, as every route has it. */
export async function whoSeeJobs(reading: Reading, people: readonly UserId[]): Promise<ReadonlySet<UserId>> {
  if (people.length === 0) return new Set()
  const accounts = await reading.selectFrom('accounts').select(['userId', 'role']).where('userId', 'in', people).execute()
  return new Set(accounts.filter(({ role }) => maySeeJobs(role as Role)).map(({ userId }) => userId as UserId))
}

/** Changed rows of these people's libraries with the title's card; all but `userId` and `at` is null while there is no card. */
export async function cardsOfChangedEntries(reading: Reading, people: readonly UserId[], { after, upTo, limit }: Span): Promise<readonly Changed<CardRow | Cardless>[]> {
  const { rows } = await sql<Changed<CardRow | Cardless>>`select c.*, l.user_id, l.position as at
    from (select user_id, media_type, tmdb_id, position from ${table(library)} where user_id = any (${people}) and position > ${after} and position <= ${upTo} order by position limit ${limit}) l
    left join ${table(cards)} c on c.key = l.media_type || '_' || l.tmdb_id order by l.position`.execute(reading)
  return rows
}

/** Changed rows of lists that these people belong to, with the title's card. */
export async function cardsOfChangedItems(reading: Reading, people: readonly UserId[], { after, upTo, limit }: Span): Promise<readonly Changed<CardRow | Cardless>[]> {
  const { rows } = await sql<Changed<CardRow | Cardless>>`select c.*, m.user_id, i.position as at from ${table(listMembers)} m
    join ${table(lists)} l on l.key = m.list_id and l.position > ${after}
    cross join lateral (
      select media_type, tmdb_id, position from ${table(listItems)}
      where list_id = m.list_id and position > ${after} and position <= ${upTo} order by position limit ${limit}
    ) i
    left join ${table(cards)} c on c.key = i.media_type || '_' || i.tmdb_id
    where m.user_id = any (${people}) and m.role is not null order by i.position limit ${limit}`.execute(reading)
  return rows
}

/** A list that somebody was let into. */
export interface Entered { readonly listId: string; readonly itemCount: number }

/** Lists that these people were let into. Their own are empty at first: what comes into them is a changed row. */
export async function newMemberships(reading: Reading, people: readonly UserId[], { after, upTo, limit }: Span): Promise<readonly Changed<Entered>[]> {
  const { rows } = await sql<Changed<Entered>>`select m.list_id, m.user_id, m.position as at, l.item_count
    from ${table(listMembers)} m join ${table(lists)} l on l.key = m.list_id
    where m.user_id = any (${people}) and m.role <> 'owner' and m.since > ${positionOf(after)} and m.position > ${after} and m.position <= ${upTo}
    order by m.position limit ${limit}`.execute(reading)
  return rows
}

export async function cardsOfLists(reading: Reading, listIds: readonly string[]): Promise<readonly (CardRow & { readonly listId: string })[]> {
  if (listIds.length === 0) return []
  const { rows } = await sql<CardRow & { listId: string }>`select c.*, i.list_id
    from ${table(listItems)} i join ${table(cards)} c on c.key = i.media_type || '_' || i.tmdb_id where i.list_id = any (${listIds})`.execute(reading)
  return rows
}

/** Cards that changed, once for each of these people whose library or list has the title, and `ofJobs` once for all when it, or an episode of it, was asked for. */
export async function changedCards(reading: Reading, people: readonly UserId[], { after, upTo, limit }: Span, ofJobs: boolean): Promise<readonly Changed<CardRow>[]> {
  const { rows } = await sql<Changed<CardRow>>`select c.*, w.user_id, c.position as at from ${table(cards)} c
    cross join lateral (
      select l.user_id from unnest(${people}::text[]) as person(id) join ${table(library)} l on l.key = person.id || '_' || c.key
      union select m.user_id from ${table(listItems)} i join ${table(listMembers)} m on m.list_id = i.list_id and m.role is not null
        where i.media_type = c.media_type and i.tmdb_id = c.tmdb_id and m.user_id = any (${people})
      union all select null where ${ofJobs} and (c.media_type = 'movie' and exists (select from ${table(jobs)} j where j.movie_id = c.tmdb_id)
        or c.media_type = 'tv' and exists (select from ${table(jobs)} j where j.series_id = c.tmdb_id))
    ) w
    where c.position > ${after} and c.position <= ${upTo} order by c.position limit ${limit}`.execute(reading)
  return rows
}

export async function changedJobs(reading: Reading, { after, upTo, limit }: Span): Promise<readonly Changed<JobRow>[]> {
  const { rows } = await sql<Changed<JobRow>>`select j.*, null as user_id, j.position as at from ${table(jobs)} j
    where j.position > ${after} and j.position <= ${upTo} order by j.position limit ${limit}`.execute(reading)
  return rows
}

export async function cardsOfJobs(reading: Reading, of: readonly JobRow[]): Promise<readonly CardRow[]> {
  if (of.length === 0) return []
  const keys = [...new Set(of.map((job) => titleKey(playableOf(job))))]
  return (await sql<CardRow>`select * from ${table(cards)} where key = any (${keys})`.execute(reading)).rows
}

export function cardOf({ key, mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview, outline }: CardRow): CardRow {
  return { key, mediaType, tmdbId, title, year, posterPath, backdropPath, runtimeMinutes, genres, overview, outline }
}

const JOB_COLUMNS = Object.keys(jobs.columns) as (keyof JobRow)[]

/** Without what the tables hold besides, and as that person may see it. */
export function jobOf(row: JobRow, userId: UserId): JobRow {
  return jobSeenBy(userId, Object.fromEntries(JOB_COLUMNS.map((column) => [column, row[column]])) as unknown as JobRow)
}

export function rowChanges(db: Kysely<Tables>, userId: UserId, after: RowsSeen, rowsMax: number): Promise<RowChanges> {
  return inSnapshot(db, async (reading) => {
    const end = await projected(reading)
    const seesJobs = (await whoSeeJobs(reading, [userId])).has(userId)
    // What lies beyond `end` is sent as well, and will be again: one read model that stands still does not hold up the others.
    const span = { after: after.rows, upTo: Number.MAX_SAFE_INTEGER, limit: rowsMax }
    const ofEntries = await cardsOfChangedEntries(reading, [userId], span)
    const ofItems = await cardsOfChangedItems(reading, [userId], span)
    const ofCatalogue = await changedCards(reading, [userId], span, seesJobs)
    const ofJobs = seesJobs ? await changedJobs(reading, { ...span, after: after.jobs ?? 0 }) : []
    const fetched = await cardsOfJobs(reading, ofJobs)
    const memberships = await newMemberships(reading, [userId], span)
    const entered = memberships.slice(0, fitting(memberships, rowsMax))
    const ofLists = await cardsOfLists(reading, entered.map(({ listId }) => listId))
    const ofCards = [ofEntries, ofItems, ofCatalogue]
    // A list that was cut is complete up to its last row; everything is complete up to the earliest such row.
    const cutOf = (rows: readonly At[], isWhole: boolean) => isWhole ? Infinity : rows.at(-1)!.at
    const cut = Math.min(...ofCards.map((rows) => cutOf(rows, rows.length < rowsMax)), cutOf(entered, entered.length === memberships.length))
    const cardsReach = reachOf([...ofCards.flat(), ...entered], { after: after.rows, end, cut })
    const jobsReach = reachOf(ofJobs, { after: after.jobs ?? 0, end, cut: cutOf(ofJobs, ofJobs.length < rowsMax) })
    return {
      cards: [...new Map([...ofEntries.filter(hasCard), ...ofItems.filter(hasCard), ...ofCatalogue, ...fetched, ...ofLists].map((row) => [row.key, cardOf(row)])).values()],
      jobs: ofJobs.map((row) => jobOf(row, userId)),
      reached: { rows: cardsReach.upTo, jobs: seesJobs ? jobsReach.upTo : null },
      more: cardsReach.more || jobsReach.more,
    }
  })
}

interface At { readonly at: number }

/** Up to where a device that was given these rows has all. `end`: what has been projected; `cut`: where the page was full. */
function reachOf(rows: readonly At[], { after, end, cut }: { readonly after: number; readonly end: number; readonly cut: number }): { readonly upTo: number; readonly more: boolean } {
  if (cut < end) return { upTo: cut, more: true }
  return { upTo: Math.max(after, Math.min(end, Math.max(after, ...rows.map(({ at }) => at)))), more: false }
}

/** How many of the lists' cards make a page: at least one list's. */
function fitting(memberships: readonly Entered[], rowsMax: number): number {
  let rows = 0
  const over = memberships.findIndex(({ itemCount }, i) => (rows += itemCount) > rowsMax && i > 0)
  return over === -1 ? memberships.length : over
}
