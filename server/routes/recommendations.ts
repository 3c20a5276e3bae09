/** What a person may like, alone or with others of the household, and why. */

import type { FastifyInstance } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import type { RecommendationReason, RecommendationsAnswer } from '../../projections/wire-catalogue.ts'
import { PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { ReadModels } from '../read-models.ts'
import type { Recommend } from '../recommendations/recommend.ts'
import { invalid, notFound } from '../request-error.ts'
import { personOf } from './issue.ts'
import type { After } from './library.ts'
import { waitFor } from './library.ts'
import type { PageQuery } from './paging.ts'
import { pageOf } from './paging.ts'
import type { PeoplePorts } from './people.ts'
import { after, paging, query } from './schemas.ts'
import { array, integer, object, pageFields, summaryFields, text } from './title-schemas.ts'

export interface RecommendationPorts extends PeoplePorts {
  readonly recommend: Recommend
  readonly models: Pick<ReadModels, 'caughtUp'>
}

const kinds: readonly RecommendationReason['kind'][] = ['liked', 'director', 'cast', 'genre', 'keyword', 'popular', 'together']
const reason = {
  type: 'object', required: ['kind'], additionalProperties: false,
  description: 'What else there is depends on `kind`.',
  properties: {
    kind: { type: 'string', enum: kinds }, loved: { type: 'boolean' }, genre: text, keyword: text,
    decade: { type: ['integer', 'null'], description: 'Its first year' },
    titles: array(object({ mediaType: summaryFields.mediaType, tmdbId: integer, title: text })), person: object({ personId: integer, name: text }),
  },
} as const
const boolean = { type: 'boolean' } as const
const recommendations = object({ ...pageFields, results: array(object({ ...summaryFields, reason })), basedOn: integer, personal: boolean, complete: boolean })

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const others = { type: 'string', pattern: `^${UUID}(?:,${UUID}){0,${limits.recommendationWithMax - 1}}$`, description: 'The ids of those who watch too, parted by commas.' } as const

export function recommendationRoutes(app: FastifyInstance, { recommend, people, models }: RecommendationPorts): void {
  app.get<{ Querystring: After & PageQuery & { with?: string } }>('/api/recommendations', {
    config: { least: 'viewer', cacheControl: PRIVATE },
    schema: { summary: 'What one may like, or all who watch together, and why', tags: ['Recommendations'], querystring: query({ with: others, ...paging, after }), response: { 200: recommendations } },
  }, async (request): Promise<RecommendationsAnswer> => {
    await waitFor(models, request.query, 'taste')
    const { userId } = personOf(request)
    const company = [...new Set(request.query.with?.split(',') ?? [])] as UserId[]
    if (company.includes(userId)) throw invalid('with', 'must name others than yourself')
    if (company.length > 0) {
      const household = new Set((await people()).map((person) => person.userId))
      if (!company.every((other) => household.has(other))) throw notFound('person')
    }
    const { titles, ...made } = await recommend([userId, ...company])
    const { page, limit } = pageOf(request.query)
    return { page, totalPages: Math.ceil(titles.length / limit), totalResults: titles.length, results: titles.slice((page - 1) * limit, page * limit), ...made }
  })
}
