/** A device's pull: what changed for its person after its cursor, by the page or as one stream of pages. */

import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import type { SyncPage } from '../../projections/wire.ts'
import { PRIVATE } from '../http.ts'
import { RequestError } from '../request-error.ts'
import type { Cursor } from '../sync/cursor.ts'
import { BEGINNING, decodeCursor, encodeCursor } from '../sync/cursor.ts'
import type { Pull } from '../sync/pull.ts'

export interface SyncRoutesDeps { readonly pull: Pull }

const NDJSON = 'application/x-ndjson'

export async function syncRoutes(app: FastifyInstance, { pull }: SyncRoutesDeps): Promise<void> {
  async function page(userId: UserId, after: Cursor): Promise<SyncPage & { readonly next: Cursor }> {
    const pulled = await pull(userId, after)
    if (!pulled) throw unusable('is of another server, or of this one before it was restored')
    return { ...pulled.changes, cursor: encodeCursor(userId, pulled.cursor), more: pulled.more, next: pulled.cursor }
  }

  async function* lines(userId: UserId, first: SyncPage & { readonly next: Cursor }): AsyncGenerator<string> {
    for (let current = first; ; current = await page(userId, current.next)) {
      const { next: _, ...sent } = current
      yield JSON.stringify(sent) + '\n'
      if (!current.more) return
    }
  }

  app.get<{ Querystring: { cursor?: string } }>('/api/sync', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: {
      tags: ['sync'], summary: 'What changed after a cursor',
      description: `Without a cursor: everything. With \`Accept: ${NDJSON}\`: all pages, one a line; a stream that was cut goes on from the cursor of its last whole line.`,
      querystring: { type: 'object', properties: { cursor: { type: 'string', maxLength: 120 } }, additionalProperties: false },
    },
  }, async (request, reply) => {
    const { userId } = request.person!
    const { cursor } = request.query
    const after = cursor === undefined ? BEGINNING : decodeCursor(userId, cursor)
    if (!after) throw unusable('is not one this server gave this person')
    // The first page before any headers: an error is then still an answer.
    const first = await page(userId, after)
    void reply.header('vary', 'accept')
    if (wantsNdjson(request.headers.accept)) return await reply.type(NDJSON).header('cache-control', 'no-store').send(Readable.from(lines(userId, first)))
    const { next: _, ...sent } = first
    return sent
  })
}

function wantsNdjson(accept: string | undefined): boolean {
  return accept?.split(',').some((type) => type.split(';')[0]!.trim().toLowerCase() === NDJSON) ?? false
}

function unusable(why: string): RequestError {
  return new RequestError('INVALID_INPUT', `The cursor ${why}. Ask again without one.`, { details: [{ field: 'cursor', message: why }] })
}
