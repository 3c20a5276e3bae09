/** How far imports are: what their worker moves in the transactions of the titles, and what admins are shown of it. */

import type { Kysely, Selectable } from 'kysely'
import { sql } from 'kysely'
import type pg from 'pg'
import type { SyncState } from '../../domain/catalogue-sync.ts'
import { syncDecider, syncStream } from '../../domain/catalogue-sync.ts'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import type { CatalogueSyncsTable, Tables } from '../db/tables.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import type { Failure, Fetched } from './fetch-title.ts'

export type SyncRun = Selectable<CatalogueSyncsTable>

/** Before it is started, so that whoever sees it started finds what it is to import. */
export async function openRun(db: Kysely<Tables>, runId: string, titles: { readonly mediaType: MediaType; readonly ids: readonly number[] } | null): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('catalogueSyncs').values({ runId, total: null, note: null, ...titles && { phase: 'fetching' as const } }).execute()
    if (!titles) return
    await sql`insert into catalogue_sync_titles (run_id, media_type, tmdb_id) select ${runId}::uuid, ${titles.mediaType}, id from unnest(${titles.ids}::int[]) with ordinality as given(id, place)
      order by place on conflict do nothing`.execute(transaction)
    await sql`update catalogue_syncs set total = (select count(*) from catalogue_sync_titles where run_id = ${runId}) where run_id = ${runId}`.execute(transaction)
  })
}

/** What was wished of a run, as its stream says. */
export async function syncStateOf(store: Pick<EventStore, 'readStream'>, runId: string): Promise<SyncState> {
  let state = syncDecider.initial
  for await (const event of store.readStream(syncStream(runId))) state = syncDecider.evolve(state, event as never)
  return state
}

export async function runsOf(db: Kysely<Tables>, runIds: readonly string[]): Promise<readonly SyncRun[]> {
  return runIds.length === 0 ? [] : await db.selectFrom('catalogueSyncs').selectAll().where('runId', 'in', runIds).execute()
}

/** Those that are not over, oldest first. */
export async function openRuns(db: Kysely<Tables>): Promise<readonly SyncRun[]> {
  return await db.selectFrom('catalogueSyncs').selectAll().where('endedAt', 'is', null).orderBy('startedAt').execute()
}

/** Also one that is over: what failed may be tried again. False where what failed is not known any more. */
export async function reopenRun(db: Kysely<Tables>, runId: string): Promise<boolean> {
  return (await db.updateTable('catalogueSyncs').set({ endedAt: null }).where('runId', '=', runId).executeTakeFirst()).numUpdatedRows > 0n
}

export interface SyncFailure extends TitleRef, Failure { readonly tries: number }

/** The first ones; `gone` are titles that the catalogue does not have. */
export async function failuresOf(db: Kysely<Tables>, runId: string): Promise<{ readonly failures: readonly SyncFailure[]; readonly gone: readonly TitleRef[] }> {
  const of = (state: 'failed' | 'gone') => db.selectFrom('catalogueSyncTitles').select(['mediaType', 'tmdbId', 'code', 'message', 'retryable', 'tries'])
    .where('runId', '=', runId).where('state', '=', state).orderBy('place').limit(limits.syncFailuresShown).execute()
  const [failed, gone] = await Promise.all([of('failed'), of('gone')])
  return {
    failures: failed.map(({ code, message, retryable, ...title }) => ({ ...title, code: code ?? '', message: message ?? '', retryable: retryable ?? true })),
    gone: gone.map(({ mediaType, tmdbId }) => ({ mediaType, tmdbId })),
  }
}

// What the worker does, each within its transaction, on the connection that holds the lock.

/** Titles that are new to the run take their place behind the others. */
export async function listTitles(client: pg.ClientBase, runId: string, mediaType: MediaType, ids: readonly number[]): Promise<void> {
  await client.query(
    `insert into catalogue_sync_titles (run_id, media_type, tmdb_id) select $1, $2, id from unnest($3::int[]) with ordinality as listed(id, place) order by place on conflict do nothing`, [runId, mediaType, ids])
}

/** All that there is has been listed. */
export async function endListing(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query(
    `update catalogue_syncs set phase = 'fetching', listed_page = null, total = (select count(*) from catalogue_sync_titles where run_id = $1) where run_id = $1`, [runId])
}

/** What failed waits again, `retries` times by now. */
export async function grantRetries(client: pg.ClientBase, runId: string, retries: number): Promise<void> {
  await client.query(
    `with again as (update catalogue_sync_titles set state = 'waiting', tries = 0 where run_id = $1 and state = 'failed' returning 1)
      update catalogue_syncs set retries = $2, phase = case phase when 'listing' then phase else 'fetching' end, failed = failed - (select count(*) from again) where run_id = $1`, [runId, retries])
  // Files that are loaded may be removed already: a new one is begun.
  await client.query(
    `update catalogue_syncs set part = part + 1, part_bytes = 0, loaded_part = part + 1, loaded_bytes = 0
      where run_id = $1 and done > 0 and (loaded_part, loaded_bytes) = (part, part_bytes)`, [runId])
}

/** From where its rate is reckoned. */
export async function beginStretch(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query(
    `update catalogue_syncs set stretch_from = case phase when 'fetching' then done + fetched + gone + failed else done end, stretch_at = now(), note = null where run_id = $1`, [runId])
}

export async function endRun(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query(`delete from catalogue_sync_titles where run_id = $1 and state = 'waiting'`, [runId])
  await client.query('update catalogue_syncs set ended_at = now(), note = null where run_id = $1', [runId])
}

/** What was fetched leaves the titles that wait: `counted` says as what. */
export async function leaveQueue(client: pg.ClientBase, runId: string, titles: readonly TitleRef[], counted: 'done' | 'fetched'): Promise<void> {
  if (titles.length === 0) return
  await client.query(
    `with left_it as (delete from catalogue_sync_titles where run_id = $1 and (media_type, tmdb_id) in (select * from unnest($2::text[], $3::int[])) returning 1)
      update catalogue_syncs set ${counted} = ${counted} + (select count(*) from left_it), note = null where run_id = $1`, [runId, titles.map(({ mediaType }) => mediaType), titles.map(({ tmdbId }) => tmdbId)])
}

export type Unfetched = Extract<Fetched, { outcome: 'gone' | 'failed' }>

/** What could not be fetched stays, with the reason; until it has been tried often enough, it waits. */
export async function keepUnfetched(client: pg.ClientBase, runId: string, unfetched: readonly Unfetched[]): Promise<void> {
  if (unfetched.length === 0) return
  const failures = unfetched.map((one) => one.outcome === 'failed' ? one.failure : null)
  await client.query(
    `with told as (select * from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::boolean[]) as told(media_type, tmdb_id, code, message, retryable)),
      kept as (update catalogue_sync_titles t set tries = t.tries + 1, code = told.code, message = told.message, retryable = told.retryable,
          state = case when told.code is null then 'gone' when not told.retryable or t.tries + 1 >= ${limits.syncTriesMax} then 'failed' else 'waiting' end
        from told where t.run_id = $1 and t.media_type = told.media_type and t.tmdb_id = told.tmdb_id and t.state = 'waiting' returning t.state)
      update catalogue_syncs set gone = gone + (select count(*) from kept where state = 'gone'), failed = failed + (select count(*) from kept where state = 'failed') where run_id = $1`,
    [runId, unfetched.map(({ title }) => title.mediaType), unfetched.map(({ title }) => title.tmdbId), ...(['code', 'message', 'retryable'] as const).map((field) => failures.map((failure) => failure?.[field] ?? null))])
}

/** Those that wait, in order, those after a place. */
export async function waitingTitles(client: Pick<pg.ClientBase, 'query'>, runId: string, after: number): Promise<readonly (TitleRef & { readonly place: number })[]> {
  const { rows } = await client.query<TitleRef & { place: number }>(
    `select media_type as "mediaType", tmdb_id as "tmdbId", place from catalogue_sync_titles where run_id = $1 and state = 'waiting' and place > $2 order by place limit ${limits.syncFeedTitles}`, [runId, after])
  return rows
}
