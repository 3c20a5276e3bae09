/** Finding titles: search, what is popular, and each title in full. */

import type { FastifyInstance } from 'fastify'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import { MEDIA_TYPES } from '../../domain/title.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import type { Catalogue, Kind, SearchKind } from '../catalogue/catalogue.ts'
import { titleDetail } from '../catalogue/title-detail.ts'
import { PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { MovieJobs } from '../media/movie-jobs.ts'
import { invalid } from '../request-error.ts'
import { genresSchema, searchPageSchema } from './catalogue-schemas.ts'
import { titleDetailSchema, titlePageSchema } from './title-schemas.ts'

export interface CatalogueRoutesDeps {
  readonly catalogue: Catalogue
  readonly movieJobs: Pick<MovieJobs, 'current'>
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

export async function catalogueRoutes(app: FastifyInstance, { catalogue, movieJobs }: CatalogueRoutesDeps): Promise<void> {
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

  app.get<{ Params: { id: number } }>('/api/movies/:id', {
    config, schema: { tags, summary: 'A movie in full', params: idParams, response: { 200: titleDetailSchema } },
  }, async ({ params: { id } }): Promise<TitleDetail> => {
    const [title, job] = await Promise.all([catalogue.title({ mediaType: 'movie', tmdbId: id }), movieJobs.current(id)])
    return titleDetail(title, job ? jobStatusOf(job) : null)
  })

  app.get<{ Params: { id: number } }>('/api/series/:id', {
    config, schema: { tags, summary: 'A series in full', params: idParams, response: { 200: titleDetailSchema } },
  }, async ({ params: { id } }): Promise<TitleDetail> => titleDetail(await catalogue.title({ mediaType: 'tv', tmdbId: id }), null))

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

function jobStatusOf({ key, status, bytes, totalBytes, errorMessage }: JobRow): NonNullable<TitleDetail['jobStatus']> {
  const progress = status === 'ready' || status === 'preparing' ? 1 : totalBytes ? Math.min(1, bytes / totalBytes) : 0
  return { jobId: key, status, progress, errorMessage }
}
