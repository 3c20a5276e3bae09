/** Everything a person did, newest first, with what was taken back. */

import type { FastifyInstance } from 'fastify'
import type { Position } from '../../domain/event.ts'
import type { TitleRef } from '../../domain/title.ts'
import { MEDIA_TYPES, parseTitleKey, tmdbId } from '../../domain/title.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import type { HistoryPage } from '../../projections/wire.ts'
import { PRIVATE } from '../http.ts'
import { invalid } from '../request-error.ts'
import type { AsOfPorts } from './as-of.ts'
import { asOf, modelsAsOf } from './as-of.ts'
import { personOf } from './issue.ts'
import { waitFor } from './library.ts'
import type { PageQuery } from './paging.ts'
import { listedWith, pageOf } from './paging.ts'
import { after, listed, paging, query, timelineRow } from './schemas.ts'

export function historyRoutes(app: FastifyInstance, ports: AsOfPorts): void {
  app.get<{ Querystring: PageQuery & Partial<TitleRef> & { after?: Position; asOf?: string } }>('/api/history', {
    config: { least: 'viewer', cacheControl: PRIVATE },
    schema: {
      summary: 'One\'s history, or that of one title in it',
      tags: ['Library'],
      querystring: query({ ...paging, after, asOf, mediaType: { type: 'string', enum: MEDIA_TYPES }, tmdbId }),
      response: { 200: listed(timelineRow) },
    },
  }, async (request): Promise<HistoryPage> => {
    const { models } = ports
    await waitFor(models, request.query, 'timeline')
    const { mediaType, tmdbId } = request.query
    if ((mediaType === undefined) !== (tmdbId === undefined)) throw invalid(mediaType === undefined ? 'mediaType' : 'tmdbId', 'is missing: a title is named by both')
    const page = pageOf(request.query)
    const title = mediaType === undefined || tmdbId === undefined ? {} : { title: { mediaType, tmdbId } }
    const { userId } = personOf(request)
    const shown = await modelsAsOf(request.query, userId, ports)
    return await listedWith(models, page, await shown.history(userId, { ...page, ...title }), ({ subject }: TimelineRow) => parseTitleKey(subject))
  })
}
