/** History as it was recorded, for admins: to look through, one event with its causes and effects, and as a file. */

import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { EventId, Position, RecordedEvent, StreamName } from '../../domain/event.ts'
import type { EventPage, Verification } from '../../projections/wire.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { browseEvents, eventWithRelated, everyEvent } from '../events/browse-events.ts'
import type { EventFilter } from '../events/event-filter.ts'
import { verification } from '../events/verify-events.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import { notFound } from '../request-error.ts'
import { answer, idParams, listOf, nullable, query } from './schemas.ts'

interface PageOfEvents extends EventFilter { readonly before?: Position; readonly limit?: number }

const tags = ['Administration']
const text = { type: 'string', minLength: 1, maxLength: 200 } as const
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' } as const
const instant = { type: 'string', format: 'date-time' } as const
const filters = { stream: text, type: text, category: text, actor: text, deviceId: uuid, commandId: uuid, correlationId: uuid, from: instant, to: instant } as const
const config = { least: 'admin', cacheControl: NO_STORE } as const

const recordedEvent = {
  title: 'recorded event',
  ...answer({
    id: { type: 'string' }, type: { type: 'string' }, schema: { type: 'integer' }, data: {}, meta: { type: 'object', additionalProperties: true },
    stream: { type: 'string' }, version: { type: 'integer' }, position: { type: 'string' }, recordedAt: { type: 'string' }, hash: { type: 'string' },
  }),
}

export function eventRoutes(app: FastifyInstance, { store }: { store: EventStore }): void {
  app.get<{ Querystring: PageOfEvents }>('/api/admin/events', {
    config,
    schema: {
      summary: 'Events, newest first', tags,
      description: 'One answer looks at a bounded number of events: where it ends, `before` says from where to ask on; it is null at the beginning of history.',
      querystring: query({
        ...filters, before: { type: 'string', pattern: '^\\d{20}$' }, limit: { type: 'integer', minimum: 1, maximum: limits.pageSizeMax, default: limits.pageSizeDefault },
      }),
      response: { 200: answer({ events: listOf(recordedEvent), before: nullable({ type: 'string' }) }) },
    },
  }, async ({ query: { before, limit = limits.pageSizeDefault, ...filter } }): Promise<EventPage> =>
    await browseEvents(store, filter, { limit, ...before === undefined ? {} : { before } }))

  app.get<{ Querystring: EventFilter }>('/api/admin/events/export', {
    config,
    schema: { summary: 'Events as lines of JSON, oldest first', tags, querystring: query(filters) },
  }, async ({ query: filter, log, person }, reply) => {
    log.info({ by: person!.userId, filter: Object.keys(filter) }, 'events are exported')
    return await reply.type('application/x-ndjson').header('content-disposition', 'attachment; filename="events.ndjson"').send(Readable.from(lines(everyEvent(store, filter))))
  })

  app.get<{ Querystring: { stream?: StreamName; after?: Position } }>('/api/admin/events/verification', {
    config,
    schema: {
      summary: 'Whether events are as they were recorded', tags,
      description: 'Compares the hash chains of one stream, or of all. One answer looks at a bounded number of events: `next` says after which to ask on; it is null at the end.',
      querystring: query({ stream: text, after: { type: 'string', pattern: '^\\d{20}$' } }),
      response: { 200: answer({
        checked: { type: 'integer' }, next: nullable({ type: 'string' }),
        findings: listOf(answer({
          code: { type: 'string' }, stream: nullable({ type: 'string' }), version: nullable({ type: 'integer' }), position: nullable({ type: 'string' }), eventId: nullable({ type: 'string' }), message: { type: 'string' },
        })),
      }) },
    },
  }, async ({ query: asked, log, person }): Promise<Verification> => {
    const verified = await verification(store, asked)
    const { checked, findings } = verified
    if (findings.length > 0) log.error({ by: person!.userId, stream: asked.stream, checked, findings: findings.length, first: findings[0] }, 'history is not as it was recorded')
    else log.info({ by: person!.userId, stream: asked.stream, checked }, 'events are verified')
    return verified
  })

  app.get<{ Params: { eventId: EventId } }>('/api/admin/events/:eventId', {
    config,
    schema: {
      summary: 'One event, with what led to it and what it led to', tags, params: idParams('eventId', uuid),
      response: { 200: answer({
        event: recordedEvent, stored: nullable(answer({ schema: { type: 'integer' }, data: {} })), correlated: listOf(recordedEvent), undoes: nullable(recordedEvent), undoneBy: listOf(recordedEvent),
        complete: { type: 'boolean', description: 'False when there may be more than a bounded look has found.' },
      }) },
    },
  }, async ({ params }) => {
    const found = await eventWithRelated(store, params.eventId)
    if (!found) throw notFound('event')
    return found
  })
}

async function* lines(events: AsyncIterable<RecordedEvent>): AsyncGenerator<string> {
  for await (const event of events) yield JSON.stringify(event) + '\n'
}
