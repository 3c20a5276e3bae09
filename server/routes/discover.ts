/** Discovering: titles by filters, topics, and what filters offer. */

import type { FastifyInstance } from 'fastify'
import type { MediaType } from '../../domain/title.ts'
import type { DiscoverQuery, TopicPage, TopicsAnswer } from '../../projections/wire-catalogue.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { unfit } from '../catalogue/discover.ts'
import { filtersOf, topicByKey, TOPICS } from '../catalogue/topics.ts'
import { invalid, notFound } from '../request-error.ts'
import { asking, forGuests as config, idParams, kind, page, pageOf, region, searchText } from './catalogue-queries.ts'
import {
  certificationsSchema, configurationSchema, countriesSchema, discoverFilters, genresSchema, keywordSchema, keywordsSchema, languagesSchema, providersSchema,
  topicPageSchema, topicsSchema,
} from './catalogue-schemas.ts'
import { titlePageSchema } from './title-schemas.ts'

export interface DiscoverRoutesDeps {
  readonly catalogue: Catalogue
}

const tags = ['catalogue']
const key = { type: 'string', maxLength: 100 } as const

export async function discoverRoutes(app: FastifyInstance, { catalogue }: DiscoverRoutesDeps): Promise<void> {
  app.get<{ Querystring: DiscoverQuery }>('/api/discover', {
    config,
    schema: {
      tags,
      summary: 'Titles by filters',
      querystring: asking({ kind, page, ...discoverFilters }),
      response: { 200: titlePageSchema },
    },
  }, ({ query: { kind = 'movie', page, ...filters } }) => {
    const wrong = unfit(kind, filters)
    if (wrong) throw invalid(wrong.field, wrong.message)
    return catalogue.discover(kind, filters, pageOf(page))
  })

  app.get(
    '/api/topics',
    { config, schema: { tags, summary: 'Filters with a name', response: { 200: topicsSchema } } },
    (): TopicsAnswer => ({ topics: TOPICS }),
  )

  app.get<{ Params: { key: string }; Querystring: { page?: string } }>('/api/topics/:key', {
    config,
    schema: {
      tags,
      summary: 'The titles of a topic',
      params: asking({ key }, ['key']),
      querystring: asking({ page }),
      response: { 200: topicPageSchema },
    },
  }, async ({ params, query: { page } }): Promise<TopicPage> => {
    const topic = topicByKey(params.key)
    if (!topic) throw notFound('topic')
    return { ...await catalogue.discover(topic.mediaType, filtersOf(topic), pageOf(page)), topic }
  })

  for (
    const [url, summary, schema, read] of [
      ['/api/genres', 'The names of genres', genresSchema, catalogue.genres],
      ['/api/languages', 'The names of languages', languagesSchema, catalogue.languages],
      ['/api/countries', 'Countries with offers', countriesSchema, catalogue.countries],
      ['/api/certifications', 'Age ratings by country', certificationsSchema, catalogue.certifications],
      ['/api/configuration', 'Widths of pictures', configurationSchema, catalogue.configuration],
    ] as const
  ) {
    app.get(url, { config, schema: { tags, summary, response: { 200: schema } } }, () => read())
  }

  app.get<{ Querystring: { q: string } }>('/api/keywords', {
    config,
    schema: { tags, summary: 'Keywords by their words', querystring: asking({ q: searchText }, ['q']), response: { 200: keywordsSchema } },
  }, ({ query: { q } }) => {
    if (q.trim() === '') throw invalid('q', 'must say what to look for')
    return catalogue.keywords(q)
  })

  app.get<{ Params: { id: number } }>('/api/keywords/:id', {
    config,
    schema: { tags, summary: 'The name of a keyword', params: idParams, response: { 200: keywordSchema } },
  }, ({ params: { id } }) => catalogue.keyword(id))

  app.get<{ Querystring: { kind?: MediaType; region: string } }>('/api/providers', {
    config,
    schema: {
      tags,
      summary: 'Where titles can be watched in a country',
      querystring: asking({ kind, region }, ['region']),
      response: { 200: providersSchema },
    },
  }, ({ query: { kind = 'movie', region } }) => catalogue.providers(kind, region))
}
