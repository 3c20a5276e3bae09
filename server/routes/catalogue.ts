/** Finding titles: search, what is popular, what is alike; seasons and episodes. */

import type { FastifyInstance } from 'fastify'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Kind, SearchKind } from '../catalogue/catalogue-lists.ts'
import { seriesOnRecord } from '../catalogue/title-on-record.ts'
import { limits } from '../limits.ts'
import type { ReadModels } from '../read-models.ts'
import { invalid } from '../request-error.ts'
import {
  anyKind,
  asking,
  episodeParams,
  forGuests as config,
  idParams,
  kind,
  page,
  pageOf,
  region,
  searchKind,
  searchText,
  seasonParams,
} from './catalogue-queries.ts'
import { episodeSchema, searchPageSchema, seasonSchema } from './catalogue-schemas.ts'
import { titlePageSchema } from './title-schemas.ts'

export interface CatalogueRoutesDeps {
  readonly catalogue: Catalogue
  readonly models: ReadModels
}

const tags = ['catalogue']
const onRecord = 'Of a series that TMDB has taken away, the numbers that were recorded when somebody here kept it.'

export async function catalogueRoutes(app: FastifyInstance, { catalogue, models }: CatalogueRoutesDeps): Promise<void> {
  listRoutes(app, catalogue)
  seriesRoutes(app, seriesOnRecord(catalogue, async (ref) => (await models.cards([ref]))[0]))

  for (const [url, mediaType] of [['/api/movies/:id/similar', 'movie'], ['/api/series/:id/similar', 'tv']] as const) {
    app.get<{ Params: { id: number }; Querystring: { page?: string } }>(url, {
      config,
      schema: { tags, summary: 'Titles like it', params: idParams, querystring: asking({ page }), response: { 200: titlePageSchema } },
    }, ({ params, query: { page } }) => catalogue.similar({ mediaType, tmdbId: params.id } satisfies TitleRef, pageOf(page)))
  }
}

function listRoutes(app: FastifyInstance, catalogue: Catalogue): void {
  app.get<{ Querystring: { q: string; page?: string; kind?: SearchKind } }>('/api/search', {
    config,
    schema: {
      tags,
      summary: 'Titles and people by name',
      querystring: asking({ q: searchText, page, kind: searchKind }, ['q']),
      response: { 200: searchPageSchema },
    },
  }, ({ query: { q, page, kind = 'all' } }) => {
    if (q.trim() === '') throw invalid('q', 'must say what to look for')
    return catalogue.search(q, kind, pageOf(page))
  })

  app.get<{ Querystring: { page?: string; kind?: Kind } }>('/api/trending', {
    config,
    schema: {
      tags,
      summary: 'Titles talked about this week',
      querystring: asking({ page, kind: anyKind }),
      response: { 200: titlePageSchema },
    },
  }, ({ query: { page, kind = 'all' } }) => catalogue.trending(kind, pageOf(page)))

  for (
    const [url, list, summary] of [['/api/popular', catalogue.popular, 'Titles many people watch'], [
      '/api/top',
      catalogue.topRated,
      'Titles with the best scores',
    ]] as const
  ) {
    app.get<{ Querystring: { page?: string; kind?: MediaType } }>(url, {
      config,
      schema: { tags, summary, querystring: asking({ page, kind }), response: { 200: titlePageSchema } },
    }, ({ query: { page, kind = 'movie' } }) => list(kind, pageOf(page)))
  }

  for (
    const [url, list, summary] of [
      ['/api/now-playing', catalogue.nowPlaying, 'Films in cinemas; series with an episode today'],
      ['/api/upcoming', catalogue.upcoming, 'Films that come to cinemas; series with an episode within a week'],
    ] as const
  ) {
    app.get<{ Querystring: { page?: string; kind?: MediaType; region?: string } }>(url, {
      config,
      schema: { tags, summary, querystring: asking({ page, kind, region }), response: { 200: titlePageSchema } },
    }, ({ query: { page, kind = 'movie', region } }) => list(kind, pageOf(page), region))
  }
}

function seriesRoutes(app: FastifyInstance, catalogue: Pick<Catalogue, 'season' | 'episode'>): void {
  app.get<{ Params: { id: number; season: number } }>('/api/series/:id/seasons/:season', {
    config,
    schema: { tags, summary: 'A season with its episodes; 0 has the specials', description: onRecord, params: seasonParams, response: { 200: seasonSchema } },
  }, ({ params: { id, season } }) => catalogue.season(id, season))

  app.get<{ Params: { id: number; season: number; episode: number } }>('/api/series/:id/seasons/:season/episodes/:episode', {
    config,
    schema: { tags, summary: 'An episode in full', description: onRecord, params: episodeParams, response: { 200: episodeSchema } },
  }, ({ params: { id, season, episode } }) => catalogue.episode(id, season, episode))
}
