/** The first admin, made once, by whoever can read the log. */

import type { FastifyInstance } from 'fastify'
import type { Session } from '../../projections/wire.ts'
import { object, text } from '../../domain/schema.ts'
import { assertGoodPassword } from '../auth/passwords.ts'
import type { SetupToken } from '../auth/setup-token.ts'
import { NO_STORE } from '../http.ts'
import { RequestError } from '../request-error.ts'
import { newPassword, newUsername, sessionSchema, signInLimit, startSession } from './session.ts'
import type { SignInPorts } from './session.ts'

const body = object({
  token: text(200, 1),
  username: newUsername,
  password: newPassword,
})

export function setupRoutes(app: FastifyInstance, { setupToken, ...ports }: SignInPorts & { setupToken: SetupToken }): void {
  app.post<{ Body: { token: string; username: string; password: string } }>('/api/setup', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'Make the first admin, and sign in', description: 'The token is in the log of a server that has no admin yet.', tags: ['Sessions'], body, response: { 201: sessionSchema } },
  }, async (request, reply): Promise<Session> => {
    const { token, username, password } = request.body
    if (await ports.accounts.hasAdmin()) throw new RequestError('FORBIDDEN', 'This Rewind is set up already. Sign in instead.')
    if (!setupToken.matches(token)) throw new RequestError('FORBIDDEN', 'That is not the token of the log. It is another one after each start.')
    assertGoodPassword(password, username)
    void reply.code(201)
    return await startSession(request, reply, await ports.accounts.createFirstAdmin({ username, password }), ports)
  })
}
