/** What a person's library holds. */

import type { FastifyInstance } from 'fastify'
import type { Position } from '../../domain/event.ts'
import { PRIORITIES, RATINGS } from '../../domain/scales.ts'
import type { TitleRef } from '../../domain/title.ts'
import { MEDIA_TYPES, titleKey } from '../../domain/title.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { followSeries } from '../../projections/series-progress.ts'
import type { EntryAnswer, LibraryPage, LibrarySummary } from '../../projections/wire.ts'
import { PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { ReadModels, Shelf, ShelfWish } from '../read-models.ts'
import { SHELVES, SORTS } from '../read-models.ts'
import type { AsOfPorts } from './as-of.ts'
import { asOf, modelsAsOf } from './as-of.ts'
import { personOf } from './issue.ts'
import type { PageQuery } from './paging.ts'
import { listedWith, pageOf } from './paging.ts'
import { after, answer, cardRow, libraryRow, listed, listOf, nullable, paging, query, timelineRow, titleParams } from './schemas.ts'

export interface After { readonly after?: Position }
type When = After & { readonly asOf?: string }

export function libraryRoutes(app: FastifyInstance, ports: AsOfPorts): void {
  const { models } = ports
  // What is one's own may be read in any role: devices hold it as well.
  const config = { least: 'guest', cacheControl: PRIVATE } as const
  const tags = ['Library']

  app.get<{ Querystring: When }>('/api/library', {
    config,
    schema: { summary: 'The newest of everything in one\'s library', tags, querystring: query({ after, asOf }), response: { 200: summary } },
  }, async (request): Promise<LibrarySummary> => {
    await waitFor(models, request.query, 'library')
    const { userId } = personOf(request)
    const shown = await modelsAsOf(request.query, userId, ports)
    const shelf = (name: Shelf, limit: number) => shown.shelf(userId, name, { page: 1, limit })
    const [ratings, watchlist, watched, favourites, recents, continueWatching] = await Promise.all([
      shelf('ratings', limits.shelfRowsMax), shelf('watchlist', limits.shelfRowsMax), shelf('watched', limits.shelfRowsMax), shelf('favourites', limits.shelfRowsMax),
      shelf('recents', limits.recentsMax), shelf('continue-watching', limits.continueWatchingMax),
    ])
    const titles = [ratings, watchlist, watched, favourites, recents, continueWatching].flatMap(({ rows }) => rows)
    return {
      ratings: ratings.rows, watchlist: watchlist.rows, watched: watched.rows, favourites: favourites.rows, recents: recents.rows, continueWatching: continueWatching.rows,
      totals: { ratings: ratings.total, watchlist: watchlist.total, watched: watched.total, favourites: favourites.total },
      cards: await models.cards(titles),
    }
  })

  app.get<{ Params: TitleRef; Querystring: When }>('/api/library/:mediaType/:tmdbId', {
    config,
    schema: {
      summary: 'One title in one\'s library, with its newest history', tags, params: titleParams, querystring: query({ after, asOf }),
      response: { 200: answer({ entry: nullable(libraryRow), card: nullable(cardRow), progress: nullable(progress), history: listOf(timelineRow) }) },
    },
  }, async (request): Promise<EntryAnswer> => {
    await waitFor(models, request.query, 'library', 'timeline')
    const { userId } = personOf(request)
    const title = request.params
    const shown = await modelsAsOf(request.query, userId, ports)
    const [entry, [card], history] = await Promise.all([
      shown.entry(userId, title), models.cards([title]), shown.history(userId, { subject: titleKey(title), page: 1, limit: limits.entryHistoryMax }),
    ])
    const today = new Date(ports.system.now()).toISOString().slice(0, 10)
    const followed = card?.outline ? followSeries(entry?.plays ?? [], card.outline, today).progress : null
    return { entry: entry ?? null, card: card ?? null, progress: followed, history: history.rows }
  })

  for (const shelf of SHELVES) {
    app.get<{ Querystring: ShelfQuery }>(`/api/${shelf}`, {
      config,
      schema: { summary: `Shelf of one's library: ${shelf}`, tags, querystring: shelfQuery, response: { 200: listed(libraryRow) } },
    }, async (request): Promise<LibraryPage> => {
      await waitFor(models, request.query, 'library')
      const page = pageOf(request.query)
      const { userId } = personOf(request)
      const shown = await modelsAsOf(request.query, userId, ports)
      return await listedWith(models, page, await shown.shelf(userId, shelf, { ...request.query, ...page }), (row: LibraryRow) => row)
    })
  }
}

type ShelfQuery = PageQuery & When & Omit<ShelfWish, 'page' | 'limit'>

const shelfQuery = query({
  ...paging,
  after,
  asOf,
  sort: { type: 'string', enum: SORTS, description: 'By `added` when absent.' },
  order: { type: 'string', enum: ['asc', 'desc'], description: 'Titles from A on, all else greatest first, when absent.' },
  mediaType: { type: 'string', enum: MEDIA_TYPES },
  rating: { type: 'string', enum: RATINGS },
  priority: { type: 'string', enum: PRIORITIES },
})

const number = { type: 'integer' } as const
const progress = answer({
  run: number, watched: number, aired: number, state: { type: 'string', enum: ['unwatched', 'watching', 'caughtUp', 'finished'] },
  next: nullable(answer({ season: number, episode: number })), upcoming: nullable(answer({ season: number, episode: number, date: nullable({ type: 'string' }) })), lastWatchedAt: nullable({ type: 'string' }),
  seasons: listOf(answer({ season: number, episodes: number, aired: number, watched: number })),
})

const rows = listOf(libraryRow)
const summary = answer({
  ratings: rows, watchlist: rows, watched: rows, favourites: rows, recents: rows, continueWatching: rows,
  totals: answer({ ratings: number, watchlist: number, watched: number, favourites: number }),
  cards: listOf(cardRow),
})

/** Read your writes: whoever names a position sees what it stands for. */
export async function waitFor(models: Pick<ReadModels, 'caughtUp'>, { after }: After, ...names: Parameters<ReadModels['caughtUp']>[1] & {}): Promise<void> {
  if (after !== undefined) await models.caughtUp(after, names)
}
