/** Which titles there are to import: each source brings them into the run's own list, of which what was brought stays, whatever comes. */

import type pg from 'pg'
import type { SyncSource } from '../../domain/catalogue-sync.ts'
import type { MediaType } from '../../domain/title.ts'
import { MEDIA_TYPES } from '../../domain/title.ts'
import { library } from '../../projections/library.ts'
import type { DiscoverFilters } from '../../server/catalogue/discover.ts'
import { tmdbQuery } from '../../server/catalogue/discover.ts'
import { readTitlePage } from '../../server/catalogue/tmdb-list.ts'
import type { TmdbClient } from '../../server/catalogue/tmdb-client.ts'
import type { SyncRun } from '../../server/catalogue-import/sync-runs.ts'
import { endListing, listTitles } from '../../server/catalogue-import/sync-runs.ts'
import { readModelTable } from '../../server/db/read-model.ts'
import { limits } from '../../server/limits.ts'
import type { ExportPorts } from './tmdb-export.ts'
import { exportedIds } from './tmdb-export.ts'
import { transaction } from '../../server/db/transaction.ts'

export interface ListPorts extends ExportPorts { readonly tmdb: Pick<TmdbClient, 'get'> }

type Work = { readonly client: pg.ClientBase; readonly run: Pick<SyncRun, 'runId' | 'listedPage'>; readonly ports: ListPorts; readonly signal: AbortSignal }

/** Up to its end, or the signal. Throws `SyncFault`, or `CatalogueError` where TMDB cannot be asked just now. */
export async function listSource(source: SyncSource, work: Work): Promise<void> {
  const { client, run: { runId } } = work
  switch (source.kind) {
    // Listed when it was asked for.
    case 'ids': break
    case 'title': await whole(work, () => listTitles(client, runId, source.mediaType!, [source.tmdbId!])); return
    case 'library': await whole(work, () => listLibrary(client, runId)); return
    case 'export': await whole(work, () => listExport(source, work)); return
    case 'discover': await listDiscovered(source, work); break
    case 'refresh': await listRefresh(work); return
  }
  if (!work.signal.aborted) await transaction(client, () => endListing(client, runId))
}

/** All of it and its end at once: cut off, it begins anew. */
async function whole({ client, run: { runId }, signal }: Work, list: () => Promise<unknown>): Promise<void> {
  await transaction(client, async () => {
    await list()
    signal.throwIfAborted()
    await endListing(client, runId)
  }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

async function listExport({ mediaType, date, file, adult = false }: SyncSource, { client, run: { runId }, ports, signal }: Work): Promise<void> {
  const from = date === undefined ? { file: file! } : { date }
  for await (const ids of exportedIds({ mediaType: mediaType!, from, adult }, ports, signal)) await listTitles(client, runId, mediaType!, ids)
}

async function listLibrary(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query(
    `insert into catalogue_sync_titles (run_id, media_type, tmdb_id) select distinct $1::uuid, media_type, tmdb_id from ${readModelTable(library)} on conflict do nothing`, [runId])
}

/** What is trending, and what anyone keeps, as far as `limits.syncRefreshTitlesMax` goes: first what is not here, then what was asked for longest ago. */
async function listRefresh(work: Work): Promise<void> {
  const trending = new Map<MediaType, number[]>(MEDIA_TYPES.map((mediaType) => [mediaType, []]))
  for (let page = 1; page <= limits.syncTrendingPages && !work.signal.aborted; page++) {
    for (const { mediaType, tmdbId } of readTitlePage(await work.ports.tmdb.get('/trending/all/week', { page }), null).results) trending.get(mediaType)!.push(tmdbId)
  }
  const { client, run: { runId } } = work
  await whole(work, async () => {
    for (const [mediaType, ids] of trending) await listTitles(client, runId, mediaType, ids)
    // What TMDB did not have lately is not asked for each day.
    await client.query(
      `insert into catalogue_sync_titles (run_id, media_type, tmdb_id)
        select $1, kept.media_type, kept.tmdb_id from (select distinct media_type, tmdb_id from ${readModelTable(library)}) kept
          left join catalogue_titles t on t.media_type = kept.media_type and t.tmdb_id = kept.tmdb_id
        where not exists (select from catalogue_sync_titles g where g.media_type = kept.media_type and g.tmdb_id = kept.tmdb_id and g.state = 'gone')
        order by t.fetched_at nulls first limit ${limits.syncRefreshTitlesMax} on conflict do nothing`, [runId])
  })
}

/** Days, both included, whose titles are still to be listed, from a page on. */
interface Stretch { readonly from: string; readonly to: string; readonly page: number }
const DAY_MS = 86_400_000
/** Before the first film, and after all that is announced. */
const [FIRST_DAY, LAST_DAY] = ['1870-01-01', '2099-12-31']

/**
 * TMDB serves no more than 500 pages of one question: where there are more, the days are halved until each half has less. Oldest first, because
 * that order stays as it is while it is read. What is left to list is kept with each page.
 */
async function listDiscovered({ query = '' }: SyncSource, { client, run, ports, signal }: Work): Promise<void> {
  const { kind = 'movie', page: _, ...given } = Object.fromEntries(new URLSearchParams(query)) as DiscoverFilters & { kind?: MediaType; page?: string }
  // What is ordered by date would leave out what few have seen.
  const filters: DiscoverFilters = { minVotes: '0', ...given, sort: 'oldest' }
  let left: readonly Stretch[] = run.listedPage as readonly Stretch[] | null ?? [{ from: filters.from ?? '', to: filters.to ?? '', page: 1 }]
  while (left.length > 0 && !signal.aborted) {
    const [{ from, to, page }, ...others] = left as [Stretch, ...Stretch[]]
    const days = { ...from === '' ? {} : { from }, ...to === '' ? {} : { to } }
    const answer = readTitlePage(await ports.tmdb.get(`/discover/${kind}`, { ...tmdbQuery(kind, { ...filters, ...days }), page }), kind)
    const halves = page === 1 && answer.totalResults > limits.cataloguePageMax * PAGE_TITLES ? halvesOf(from || FIRST_DAY, to || LAST_DAY) : undefined
    left = [...halves ?? (page < answer.totalPages ? [{ from, to, page: page + 1 }] : []), ...others]
    await transaction(client, async () => {
      if (!halves) await listTitles(client, run.runId, kind, answer.results.map(({ tmdbId }) => tmdbId))
      await client.query('update catalogue_syncs set listed_page = $2, note = null where run_id = $1', [run.runId, JSON.stringify(left)])
    })
  }
}

const PAGE_TITLES = 20

/** Undefined for a single day: of that the first 500 pages are all there is. */
function halvesOf(from: string, to: string): readonly Stretch[] | undefined {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  if (!(first < last)) return undefined
  const middle = first + Math.floor((last - first) / DAY_MS / 2) * DAY_MS
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return [{ from, to: day(middle), page: 1 }, { from: day(middle + DAY_MS), to, page: 1 }]
}
