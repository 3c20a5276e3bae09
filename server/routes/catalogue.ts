/** Finding titles: search, what is popular, what is alike. */

import type { FastifyInstance } from 'fastify'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import { MEDIA_TYPES } from '../../domain/title.ts'
import type { Catalogue, Kind, SearchKind } from '../catalogue/catalogue.ts'
import { PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import { invalid } from '../request-error.ts'
import { genresSchema, searchPageSchema } from './catalogue-schemas.ts'
import { titlePageSchema } from './title-schemas.ts'

export interface CatalogueRoutesDeps {
  readonly catalogue: Catalogue
}

/** Text, because what is no page number is page 1. */
const page = { type: 'string', maxLength: 20, description: 'From 1; 1 when it is no page number.' } as const
const kind = { type: 'string', enum: MEDIA_TYPES } as const
const anyKind = { type: 'string', enum: [...MEDIA_TYPES, 'all'] } as const
const searchKind = { type: 'string', enum: [...MEDIA_TYPES, 'person', 'all'] } as const
const id = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 } as const
const idParams = { type: 'object', properties: { id }, required: ['id'], additionalProperties: false } as const

function query(properties: object, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false } as const
}

const config = { least: 'guest', cacheControl: PRIVATE } as const
const tags = ['catalogue']

export async function catalogueRoutes(app: FastifyInstance, { catalogue }: CatalogueRoutesDeps): Promise<void> {
  app.get<{ Querystring: { q: string; page?: string; kind?: SearchKind } }>('/api/search', {
    config, schema: { tags, summary: 'Titles and people by name', querystring: query({ q: { type: 'string', maxLength: limits.catalogueQueryCharactersMax }, page, kind: searchKind }, ['q']), response: { 200: searchPageSchema } },
  }, ({ query: { q, page, kind = 'all' } }) => {
    if (q.trim() === '') throw invalid('q', 'must say what to look for')
    return catalogue.search(q, kind, pageOf(page))
  })

  app.get<{ Querystring: { page?: string; kind?: Kind } }>('/api/trending', {
    config, schema: { tags, summary: 'Titles talked about this week', querystring: query({ page, kind: anyKind }), response: { 200: titlePageSchema } },
  }, ({ query: { page, kind = 'all' } }) => catalogue.trending(kind, pageOf(page)))

  for (const [url, list, summary] of [['/api/popular', catalogue.popular, 'Titles many people watch'], ['/api/top', catalogue.topRated, 'Titles with the best scores']] as const) {
    app.get<{ Querystring: { page?: string; kind?: MediaType } }>(url, {
      config, schema: { tags, summary, querystring: query({ page, kind }), response: { 200: titlePageSchema } },
    }, ({ query: { page, kind = 'movie' } }) => list(kind, pageOf(page)))
  }

  for (const [url, mediaType] of [['/api/movies/:id/similar', 'movie'], ['/api/series/:id/similar', 'tv']] as const) {
    app.get<{ Params: { id: number }; Querystring: { page?: string } }>(url, {
      config, schema: { tags, summary: 'Titles like it', params: idParams, querystring: query({ page }), response: { 200: titlePageSchema } },
    }, ({ params, query: { page } }) => catalogue.similar({ mediaType, tmdbId: params.id } satisfies TitleRef, pageOf(page)))
  }

  app.get('/api/genres', { config, schema: { tags, summary: 'The names of genres', response: { 200: genresSchema } } }, () => catalogue.genres())
}

/** TMDB has no page beyond the last one it serves. */
function pageOf(text: string | undefined): number {
  const page = /^\d{1,6}$/.test(text ?? '') ? Number(text) : 1
  return Math.min(Math.max(page, 1), limits.cataloguePageMax)
}
