/** Signing in and out, and one's sessions on other devices. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { object, text } from '../../domain/schema.ts'
import type { Session, SessionInfo } from '../../projections/wire.ts'
import type { Account, Accounts } from '../auth/accounts.ts'
import { isPassword } from '../auth/passwords.ts'
import type { Record } from '../auth/record.ts'
import type { Sessions } from '../auth/sessions.ts'
import { signInThrottle } from '../auth/sign-in-throttle.ts'
import { NO_STORE, PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import { clearSessionCookie, setSessionCookie } from '../plugins/identity.ts'
import type { OwnOrigin } from '../plugins/origin.ts'
import { addressOf, retryAfter, tooMany } from '../plugins/rate-limits.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'

export interface SignInPorts {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly record: Record
  readonly own: OwnOrigin
  readonly system: System
  /** So that their sockets close at once. */
  readonly onSessionsEnded: (sessionIds: readonly string[]) => void
}

const tags = ['Sessions']
const string = { type: 'string' } as const
export const sessionSchema = answer({ userId: string, username: string, role: string, expiresAt: string })
export const signInLimit = { max: limits.signInsPerMinute, keyGenerator: addressOf } as const

export function sessionRoutes(app: FastifyInstance, ports: SignInPorts): void {
  const { sessions, own, onSessionsEnded } = ports
  signInRoute(app, ports)

  app.get('/api/session', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: { summary: 'Who is signed in', tags, response: { 200: sessionSchema } },
  }, async (request): Promise<Session> => {
    const { userId, username, role, sessionExpiresAt } = personOf(request)
    return { userId, username, role, expiresAt: sessionExpiresAt }
  })

  app.delete('/api/session', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { summary: 'Sign out', tags, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    clearSessionCookie(request, reply, own)
    await end(personOf(request), { only: personOf(request).sessionId })
    return await reply.code(204).send()
  })

  app.get('/api/me/sessions', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: { summary: 'One\'s sessions, the last used first', tags, response: { 200: listOf(sessionInfo) } },
  }, async (request): Promise<readonly SessionInfo[]> => {
    const { userId, sessionId } = personOf(request)
    return (await sessions.list(userId)).map((session) => ({ ...session, current: session.id === sessionId }))
  })

  app.delete('/api/me/sessions', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { summary: 'Sign out everywhere else', tags, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    await end(personOf(request), { except: personOf(request).sessionId })
    return await reply.code(204).send()
  })

  app.delete<{ Params: { id: string } }>('/api/me/sessions/:id', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { summary: 'Sign one session out', tags, params: idParams('id', { type: 'string', format: 'uuid' }), response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    if (!await end(personOf(request), { only: request.params.id })) throw notFound('session')
    return await reply.code(204).send()
  })

  async function end({ userId }: ReturnType<typeof personOf>, which: Parameters<Sessions['end']>[1]): Promise<boolean> {
    const ended = await sessions.end(userId, which)
    onSessionsEnded(ended.map(({ id }) => id))
    for (const { id: sessionId, deviceId } of ended) await ports.record('SignOut', { userId, sessionId, ...deviceId === null ? {} : { deviceId } })
    return ended.length > 0
  }
}

const sessionInfo = answer({ id: string, userAgent: nullable(string), createdAt: string, lastSeenAt: string, expiresAt: string, current: { type: 'boolean' } })

/** What a password is refused for is told only when it is chosen, not when it is entered. */
const credentials = object({ username: text(limits.usernameCharactersMax, 1), password: text(limits.passwordCharactersMax, 1) })

function signInRoute(app: FastifyInstance, ports: SignInPorts): void {
  const { accounts, record, system } = ports
  const throttle = signInThrottle(system.now)
  app.post<{ Body: { username: string; password: string } }>('/api/session', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'Sign in', tags, body: credentials, response: { 200: sessionSchema } },
  }, async (request, reply): Promise<Session> => {
    const tellAt = system.now() + limits.signInRefusalMs
    const { username, password } = request.body
    const address = addressOf(request)
    const waitMs = throttle.waitMs(username, address)
    if (waitMs > 0) {
      retryAfter(reply, waitMs)
      throw tooMany(waitMs)
    }
    const account = await accounts.find(username)
    if (account && await isPassword(password, account.passwordHash)) {
      throttle.succeeded(username, address)
      return await startSession(request, reply, account, ports)
    }
    if (!account) await isPassword(password, undefined)
    throttle.failed(username, address)
    if (account) await record('FailSignIn', { userId: account.userId })
    // The same answer after the same time, whether there is such a person or not.
    await system.sleep(Math.max(0, tellAt - system.now()))
    throw new RequestError('UNAUTHENTICATED', 'The name or the password is not right.')
  })
}

/** A new token each time: one that was planted in the browser before is worth nothing. */
export async function startSession(request: FastifyRequest, reply: FastifyReply, account: Account, { sessions, record, own, onSessionsEnded }: SignInPorts): Promise<Session> {
  const { userId, username, role } = account
  const before = request.person
  const session = await sessions.create(userId, request.headers['user-agent'] ?? null)
  await record('SignIn', { userId, sessionId: session.id })
  if (before) onSessionsEnded((await sessions.end(before.userId, { only: before.sessionId })).map(({ id }) => id))
  setSessionCookie(request, reply, own, session)
  return { userId, username, role, expiresAt: session.expiresAt }
}
