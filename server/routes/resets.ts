/** Getting back in without mail: links that admins hand over, and what their holders do with them. What has happened with one's account. */

import type { FastifyInstance } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import { boolean, object, uuid } from '../../domain/schema.ts'
import type { ResetLinkMade, ResetOffer } from '../../projections/wire-people.ts'
import type { AccountStory } from '../../projections/wire-security.ts'
import { accountStory } from '../auth/account-story.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { NO_STORE, PRIVATE } from '../http.ts'
import type { Metrics } from '../metrics.ts'
import { addressOf } from '../plugins/rate-limits.ts'
import { personOf } from './issue.ts'
import { linkToken } from './newcomers.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'
import type { SignInPorts } from './session.ts'
import { newPassword, noteEnded, signInLimit } from './session.ts'

export interface ResetPorts extends SignInPorts {
  readonly database: Pick<Database, 'kysely'>
  readonly store: Pick<EventStore, 'readStream'>
  readonly metrics: SignInPorts['metrics'] & Pick<Metrics, 'resetLink'>
}

const string = { type: 'string' } as const
const done = { 204: { type: 'null' } } as const
const ofAdmins = { tags: ['Administration'], params: idParams('userId', uuid) }
const forAdmins = { least: 'admin', cacheControl: NO_STORE } as const
const ofSessions = ['Sessions']
const forAnyone = { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit } as const
type One = { readonly Params: { readonly userId: UserId } }

export function resetRoutes(app: FastifyInstance, ports: ResetPorts): void {
  const { resetLinks, metrics, log } = ports
  app.post<One & { Body: { secondFactor: boolean } }>('/api/admin/users/:userId/reset', {
    config: forAdmins, schema: { ...ofAdmins, summary: 'Make a link by which somebody sets a new password', description: 'For a day and one use; with `secondFactor` it takes that away as well. The person reads of it among what has happened with their account. The one before is of no use any more.', body: object({ secondFactor: boolean }), response: { 201: answer({ linkId: string, token: string, until: string }) } },
  }, async (request, reply): Promise<ResetLinkMade> => {
    const [{ userId }, by] = [request.params, personOf(request).userId]
    const made = await resetLinks.offer(userId, request.body, by)
    metrics.resetLink('offered')
    log.info({ userId, by, linkId: made.linkId, until: made.until, ...request.body }, 'a way back in was made')
    void reply.code(201)
    return made
  })

  app.delete<One & { Body: { linkId: string } }>('/api/admin/users/:userId/reset', {
    config: forAdmins, schema: { ...ofAdmins, summary: 'Take such a link back', body: object({ linkId: uuid }), response: done },
  }, async (request, reply) => {
    const [{ userId }, by] = [request.params, personOf(request).userId]
    await resetLinks.withdraw(userId, request.body.linkId, by)
    metrics.resetLink('withdrawn')
    log.info({ userId, by, linkId: request.body.linkId }, 'a way back in was taken back')
    return await reply.code(204).send()
  })

  holderRoutes(app, ports)
}

function holderRoutes(app: FastifyInstance, ports: ResetPorts): void {
  const { resetLinks, throttle, metrics, log } = ports
  app.post<{ Body: { token: string } }>('/api/auth/reset/look', {
    config: forAnyone, schema: { summary: 'Whose way back in a link is', description: 'By what it ends with, which is never part of an address. LINK_OVER for one that is good no more.', tags: ofSessions, body: object({ token: linkToken }), response: { 200: answer({ username: string, until: string, secondFactor: { type: 'boolean' } }) } },
  }, async ({ body }): Promise<ResetOffer> => await resetLinks.look(body.token))

  app.post<{ Body: { token: string; password: string } }>('/api/auth/reset', {
    config: forAnyone, schema: { summary: 'Set a new password by such a link', description: 'Signs out everywhere; then one signs in. LINK_OVER for one that is good no more.', tags: ofSessions, body: object({ token: linkToken, password: newPassword }), response: done },
  }, async (request, reply) => {
    const { userId, username, secondFactor, ended } = await resetLinks.use(request.body.token, request.body.password)
    await noteEnded(ports, 'reset', userId, ended)
    // Whoever guessed before it is not to keep the person waiting now.
    throttle.succeeded(username, addressOf(request))
    throttle.codeSucceeded(userId)
    metrics.resetLink('used')
    log.info({ userId, secondFactor }, 'a password was set by a link')
    return await reply.code(204).send()
  })

  app.get('/api/me/account', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: {
      summary: 'What has happened with one\'s account', description: 'The newest first: signing in and out, failures, and whatever changed how one signs in or what one may do, by whom.', tags: ofSessions,
      response: { 200: answer({ happened: listOf(answer({ id: string, type: string, at: string, own: boolean, by: nullable(string), userAgent: nullable(string), secondFactor: boolean, role: nullable(string), way: nullable(string) })) }) },
    },
  }, async (request): Promise<AccountStory> => ({ happened: await accountStory(ports, personOf(request).userId) }))
}
