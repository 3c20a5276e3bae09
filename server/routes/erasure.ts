/** Erasing an account for good: one's own, or as an admin another person's. Always with the password again. */

import type { FastifyInstance } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import { object, text, uuid } from '../../domain/schema.ts'
import type { Erasure } from '../auth/erasure.ts'
import type { PasswordGate } from '../auth/password-gate.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import { clearSessionCookie } from '../plugins/identity.ts'
import type { OwnOrigin } from '../plugins/origin.ts'
import { personOf } from './issue.ts'
import { idParams } from './schemas.ts'
import { signInLimit } from './session.ts'

export interface ErasurePorts { readonly erasure: Erasure; readonly passwordGate: PasswordGate; readonly own: OwnOrigin }

const body = object({ password: text(limits.passwordCharactersMax, 1) })
const description = 'What the person wrote cannot be read any more, in history neither; sessions end, lists of their own go, the name is free. '
  + 'It cannot be undone. The last admin is refused with LAST_ADMIN.'

export function erasureRoutes(app: FastifyInstance, { erasure, passwordGate, own }: ErasurePorts): void {
  app.post<{ Body: { password: string } }>('/api/me/erase', {
    config: { least: 'guest', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'Erase one\'s own account', description, tags: ['Sessions'], body, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    const { userId } = personOf(request)
    await passwordGate(request, reply, request.body.password)
    await erasure.erase(userId, userId)
    clearSessionCookie(request, reply, own)
    return await reply.code(204).send()
  })

  app.post<{ Params: { userId: UserId }; Body: { password: string } }>('/api/admin/users/:userId/erase', {
    config: { least: 'admin', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'Erase somebody\'s account', description: `${description} The password is the admin's own.`, tags: ['Administration'], params: idParams('userId', uuid), body, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    await passwordGate(request, reply, request.body.password)
    await erasure.erase(request.params.userId, personOf(request).userId)
    return await reply.code(204).send()
  })
}
