/** Erasing an account for good: one's own, or as an admin another person's. Always with the password again. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import { object, text, uuid } from '../../domain/schema.ts'
import type { Accounts } from '../auth/accounts.ts'
import type { Erasure } from '../auth/erasure.ts'
import { isPassword } from '../auth/passwords.ts'
import type { Record } from '../auth/record.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import { clearSessionCookie } from '../plugins/identity.ts'
import type { OwnOrigin } from '../plugins/origin.ts'
import { RequestError } from '../request-error.ts'
import { personOf } from './issue.ts'
import { idParams } from './schemas.ts'
import { signInLimit } from './session.ts'

interface Ports { readonly accounts: Accounts; readonly erasure: Erasure; readonly record: Record; readonly own: OwnOrigin }

const body = object({ password: text(limits.passwordCharactersMax, 1) })
const description = 'What the person wrote cannot be read any more, in history neither; sessions end, lists of their own go, the name is free. '
  + 'It cannot be undone. The last admin is refused with LAST_ADMIN.'

export function erasureRoutes(app: FastifyInstance, { accounts, erasure, record, own }: Ports): void {
  app.post<{ Body: { password: string } }>('/api/me/erase', {
    config: { least: 'guest', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'Erase one\'s own account', description, tags: ['Sessions'], body, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    const { userId } = personOf(request)
    await confirm(request, request.body.password)
    await erasure.erase(userId, userId)
    clearSessionCookie(request, reply, own)
    return await reply.code(204).send()
  })

  app.post<{ Params: { userId: UserId }; Body: { password: string } }>('/api/admin/users/:userId/erase', {
    config: { least: 'admin', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'Erase somebody\'s account', description: `${description} The password is the admin's own.`, tags: ['Administration'], params: idParams('userId', uuid), body, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    await confirm(request, request.body.password)
    await erasure.erase(request.params.userId, personOf(request).userId)
    return await reply.code(204).send()
  })

  /** Whoever finds a browser open may do many things, but not this. */
  async function confirm(request: FastifyRequest, password: string): Promise<void> {
    const { userId, username } = personOf(request)
    const account = await accounts.find(username)
    if (account && await isPassword(password, account.passwordHash)) return
    await record('FailSignIn', { userId })
    throw new RequestError('FORBIDDEN', 'The password is not right.')
  }
}
