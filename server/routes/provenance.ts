/** Where each fact of a title comes from, as the app tells it. */

import type { FastifyInstance } from 'fastify'
import type { Position } from '../../domain/event.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import { provenanceOf } from '../../projections/provenance.ts'
import type { ProvenanceAnswer } from '../../projections/wire-history.ts'
import { PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { ReadModels } from '../read-models.ts'
import { personOf } from './issue.ts'
import { waitFor } from './library.ts'
import { after, answer, listOf, nullable, query, timelineRow, titleParams } from './schemas.ts'

const provenance = answer({ field: { type: 'string' }, act: timelineRow, replaced: nullable(timelineRow), again: nullable(timelineRow), offline: { type: 'boolean' } })

export function provenanceRoutes(app: FastifyInstance, { models }: { models: ReadModels }): void {
  app.get<{ Querystring: TitleRef & { after?: Position } }>('/api/provenance', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: {
      summary: 'Where each fact of one\'s own about a title comes from',
      description: 'The act that made it, what that replaced, and what put it in force again.',
      tags: ['Library'],
      querystring: { ...query({ ...titleParams.properties, after }), required: [...titleParams.required] },
      response: { 200: answer({ facts: listOf(provenance) }) },
    },
  }, async (request): Promise<ProvenanceAnswer> => {
    await waitFor(models, request.query, 'timeline')
    const { rows } = await models.history(personOf(request).userId, { subject: titleKey(request.query), page: 1, limit: limits.provenanceActsMax })
    return { facts: [...provenanceOf(rows.toReversed()).values()] }
  })
}
