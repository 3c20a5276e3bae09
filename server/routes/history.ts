/** Everything a person did, newest first, with what was taken back; filtered as the app filters it. */

import type { FastifyInstance } from 'fastify'
import type { Position, UserId } from '../../domain/event.ts'
import type { TitleRef } from '../../domain/title.ts'
import { MEDIA_TYPES, parseTitleKey, titleKey, tmdbId } from '../../domain/title.ts'
import type { ActivityFilter } from '../../projections/activity.ts'
import { ACTIVITY_KINDS } from '../../projections/activity.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import type { HistoryPage } from '../../projections/wire.ts'
import { PRIVATE } from '../http.ts'
import { invalid, RequestError } from '../request-error.ts'
import type { AsOfPorts } from './as-of.ts'
import { asOf, modelsAsOf } from './as-of.ts'
import { personOf } from './issue.ts'
import { waitFor } from './library.ts'
import type { PageQuery } from './paging.ts'
import { listedWith, pageOf } from './paging.ts'
import { after, listed, paging, query, timelineRow } from './schemas.ts'

interface HistoryQuery extends PageQuery, Partial<TitleRef>, Omit<ActivityFilter, 'offline' | 'undone'> {
  readonly after?: Position
  readonly asOf?: string
  readonly person?: UserId
  readonly offline?: 'true' | 'false'
  readonly undone?: 'true' | 'false'
}

const uuid = { type: 'string', format: 'uuid' } as const
const time = { type: 'string', format: 'date-time' } as const
const either = { type: 'string', enum: ['true', 'false'] } as const
const filters = {
  kind: { type: 'string', enum: Object.keys(ACTIVITY_KINDS) },
  subject: { type: 'string', maxLength: 100, description: 'What it is about: movie_653, list_<id>.' },
  deviceId: uuid, batchId: uuid,
  from: { ...time, description: 'Done on the device at or after this.' }, to: { ...time, description: 'Done on the device before this.' },
  offline: { ...either, description: 'Done without a network.' }, undone: { ...either, description: 'Taken back, and not done again.' },
} as const

export function historyRoutes(app: FastifyInstance, ports: AsOfPorts): void {
  app.get<{ Querystring: HistoryQuery }>('/api/history', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: {
      summary: 'One\'s history, or that of one title in it',
      description: 'Admins may name another `person`.',
      tags: ['Library'],
      querystring: query({ ...paging, after, asOf, mediaType: { type: 'string', enum: MEDIA_TYPES }, tmdbId, person: uuid, ...filters }),
      response: { 200: listed(timelineRow) },
    },
  }, async (request): Promise<HistoryPage> => {
    const { models } = ports
    await waitFor(models, request.query, 'timeline')
    const { mediaType, tmdbId, person, page: _page, limit: _limit, after: _after, asOf: _asOf, offline, undone, ...plain } = request.query
    if ((mediaType === undefined) !== (tmdbId === undefined)) throw invalid(mediaType === undefined ? 'mediaType' : 'tmdbId', 'is missing: a title is named by both')
    const { userId, role } = personOf(request)
    if (person !== undefined && person !== userId && role !== 'admin') throw new RequestError('FORBIDDEN', 'Only admins may look at the history of others.')
    const page = pageOf(request.query)
    const filter: ActivityFilter = {
      ...plain,
      ...mediaType === undefined || tmdbId === undefined ? {} : { subject: titleKey({ mediaType, tmdbId }) },
      ...offline === undefined ? {} : { offline: offline === 'true' },
      ...undone === undefined ? {} : { undone: undone === 'true' },
    }
    const shown = await modelsAsOf(request.query, person ?? userId, ports)
    return await listedWith(models, page, await shown.history(person ?? userId, { ...page, ...filter }), ({ subject }: TimelineRow) => parseTitleKey(subject))
  })
}
