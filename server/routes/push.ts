/** Web push: the key to subscribe with, and this browser's subscription. */

import type { FastifyInstance } from 'fastify'
import { object, text } from '../../domain/schema.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { PushKey } from '../push/push-key.ts'
import { isPushAddress } from '../push/push-addresses.ts'
import type { PushSubscriptions } from '../push/push-subscriptions.ts'
import { invalid } from '../request-error.ts'
import { personOf } from './issue.ts'
import { answer, nullable } from './schemas.ts'

export interface PushPorts {
  readonly pushKey: PushKey
  readonly pushSubscriptions: PushSubscriptions
  /** Origins that may be called; none where nothing is pushed. */
  readonly pushServices: readonly string[]
}

const tags = ['Notifications']
const config = { least: 'viewer', cacheControl: NO_STORE } as const
const done = { 204: { type: 'null' } } as const
const body = object({
  endpoint: text(limits.pushEndpointCharactersMax, 1),
  keys: object({ p256dh: { type: 'string', pattern: '^B[A-Za-z0-9_-]{86}$' }, auth: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' } }),
})

export function pushRoutes(app: FastifyInstance, { pushKey, pushSubscriptions, pushServices }: PushPorts): void {
  app.get('/api/push-key', { config, schema: { summary: 'The key that browsers subscribe to pushes with', tags, response: { 200: answer({ key: nullable({ type: 'string' }) }) } } },
    async () => ({ key: pushServices.length === 0 ? null : pushKey.publicKey }))

  app.post<{ Body: { endpoint: string; keys: { p256dh: string; auth: string } } }>('/api/me/push-subscriptions', {
    config, schema: { summary: 'Push to this browser', tags, body, response: done },
  }, async (request, reply) => {
    const { endpoint, keys: { p256dh, auth } } = request.body
    if (!isPushAddress(endpoint, pushServices)) throw invalid('endpoint', 'must be at a push service that this server knows')
    await pushSubscriptions.keep(personOf(request), { endpoint, p256dh, auth })
    return await reply.code(204).send()
  })

  app.delete('/api/me/push-subscriptions', { config, schema: { summary: 'Push to this browser no more', tags, response: done } }, async (request, reply) => {
    await pushSubscriptions.endOfSession(personOf(request).sessionId)
    return await reply.code(204).send()
  })
}
