/** Web push: the key to subscribe with, and this browser's subscription. */

import type { FastifyInstance } from 'fastify'
import { object, text } from '../../domain/schema.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { PushKey } from '../push/push-key.ts'
import { isPushAddress } from '../push/push-addresses.ts'
import type { PushSubscriptions } from '../push/push-subscriptions.ts'
import { sendPush } from '../push/send-push.ts'
import { invalid, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, nullable } from './schemas.ts'

export interface PushPorts {
  readonly pushKey: PushKey
  readonly pushSubscriptions: PushSubscriptions
  /** Origins that may be called; none where nothing is pushed. */
  readonly pushServices: readonly string[]
  readonly system: System
}

const tags = ['Notifications']
const config = { least: 'viewer', cacheControl: NO_STORE } as const
const done = { 204: { type: 'null' } } as const
const body = object({
  endpoint: text(limits.pushEndpointCharactersMax, 1),
  keys: object({ p256dh: { type: 'string', pattern: '^B[A-Za-z0-9_-]{86}$' }, auth: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' } }),
})

export function pushRoutes(app: FastifyInstance, { pushKey, pushSubscriptions, pushServices, system }: PushPorts): void {
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

  app.post('/api/me/push-subscriptions/test', {
    config: { ...config, rateLimit: { max: limits.pushTestsPerMinute } },
    schema: { summary: 'Push a test to this browser', description: 'NOT_FOUND where it is not pushed to; UNAVAILABLE where its push service takes nothing now.', tags, response: done },
  }, async (request, reply) => {
    const subscription = await pushSubscriptions.ofSession(personOf(request).sessionId)
    if (!subscription) throw notBeingPushed()
    const id = uuidv7(system)
    const outcome = await sendPush({ key: pushKey, services: pushServices, system }, subscription, { id, kind: 'test' }, { topic: id, signal: AbortSignal.timeout(limits.pushTestMs) })
      .catch((error: unknown) => {
        request.log.warn({ err: error }, 'a push service could not be reached')
        throw new RequestError('UNAVAILABLE', 'The push service of this browser could not be reached. Try again in a minute.')
      })
    if (outcome === 'gone' || outcome === 'unknown service') {
      await pushSubscriptions.end(subscription.id)
      throw notBeingPushed()
    }
    if (outcome !== 'sent') throw new RequestError('UNAVAILABLE', `The push service of this browser answered ${outcome.status}. Try again in a minute.`)
    return await reply.code(204).send()
  })

  app.delete('/api/me/push-subscriptions', { config, schema: { summary: 'Push to this browser no more', tags, response: done } }, async (request, reply) => {
    await pushSubscriptions.endOfSession(personOf(request).sessionId)
    return await reply.code(204).send()
  })
}

function notBeingPushed(): RequestError {
  return new RequestError('NOT_FOUND', 'This browser is not told of anything while Rewind is closed. Switch that on first.')
}
