/** People and collections, and titles by the ids that others give them. */

import type { FastifyInstance } from 'fastify'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { invalid } from '../request-error.ts'
import { asking, forGuests as config, idParams } from './catalogue-queries.ts'
import { collectionSchema, foundSchema, personBriefSchema, personSchema } from './catalogue-schemas.ts'

export interface CataloguePeopleRoutesDeps {
  readonly catalogue: Catalogue
}

const tags = ['catalogue']
const imdbId = { type: 'string', pattern: '^tt\\d{7,10}$' } as const
const tvdbId = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 } as const

export async function cataloguePeopleRoutes(app: FastifyInstance, { catalogue }: CataloguePeopleRoutesDeps): Promise<void> {
  for (
    const [url, summary, schema, read] of [
      ['/api/people/:id', 'A person in full, with all they did', personSchema, catalogue.person],
      ['/api/people/:id/brief', 'A name and a face', personBriefSchema, catalogue.personBrief],
      ['/api/collections/:id', 'Films that belong together', collectionSchema, catalogue.collection],
    ] as const
  ) {
    app.get<{ Params: { id: number } }>(
      url,
      { config, schema: { tags, summary, params: idParams, response: { 200: schema } } },
      ({ params: { id } }) => read(id),
    )
  }

  app.get<{ Querystring: { imdbId?: string; tvdbId?: number } }>('/api/find', {
    config,
    schema: { tags, summary: "A title by IMDb's or TheTVDB's id", querystring: asking({ imdbId, tvdbId }), response: { 200: foundSchema } },
  }, ({ query: { imdbId, tvdbId } }) => {
    if ((imdbId === undefined) === (tvdbId === undefined)) throw invalid('imdbId', 'or tvdbId must say which title: one of them')
    return imdbId === undefined ? catalogue.find(String(tvdbId), 'tvdb_id') : catalogue.find(imdbId, 'imdb_id')
  })
}
