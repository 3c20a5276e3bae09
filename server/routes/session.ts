/** Signing in and out, and one's sessions on other devices. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import { object, optional, text } from '../../domain/schema.ts'
import type { Session, SessionInfo } from '../../projections/wire.ts'
import type { Account, Accounts } from '../auth/accounts.ts'
import { clientOf } from '../auth/clients.ts'
import type { Door } from '../auth/door.ts'
import { assertGoodPassword, isPassword } from '../auth/passwords.ts'
import type { Record } from '../auth/record.ts'
import type { EndedSession, Sessions } from '../auth/sessions.ts'
import { untilTold } from '../auth/sign-in-throttle.ts'
import type { Person } from '../http.ts'
import { NO_STORE, PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { LiveHub } from '../live/hub.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { clearSessionCookie, setSessionCookie } from '../plugins/identity.ts'
import type { OwnOrigin } from '../plugins/origin.ts'
import { addressOf, assertNoWait } from '../plugins/rate-limits.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, idParams, listOf, nullable, query } from './schemas.ts'

export interface SignInPorts extends Door {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly record: Record
  readonly own: OwnOrigin
  readonly system: System
  readonly config: { readonly trustProxy: number }
  readonly metrics: Pick<Metrics, 'sessionsEnded' | 'secondFactorTried'>
  readonly log: Pick<Log, 'info'>
  readonly hub: Pick<LiveHub, 'isConnected'>
  /** So that their sockets close at once. */
  readonly onSessionsEnded: (sessionIds: readonly string[]) => void
}

const tags = ['Sessions']
const string = { type: 'string' } as const
export const sessionSchema = answer({ userId: string, username: string, role: string, expiresAt: string })
/** Of those that are chosen. */
export const newUsername = { type: 'string', minLength: 2, maxLength: limits.usernameCharactersMax, pattern: '^[^\\s\\p{C}]+$' } as const
export const mailAddress = { type: 'string', maxLength: limits.mailAddressCharactersMax, pattern: '^[^\\s@<>"(),:;\\\\[\\]\\p{C}]{1,64}@[^\\s@<>"(),:;\\\\\\p{C}]+$' } as const
export const newPassword = text(limits.passwordCharactersMax, limits.passwordCharactersMin)
export const signInLimit = { max: limits.signInsPerMinute, keyGenerator: addressOf } as const

export function sessionRoutes(app: FastifyInstance, ports: SignInPorts): void {
  const { sessions, own, config, metrics, hub } = ports
  signInRoute(app, ports)
  passwordRoute(app, ports)

  app.get('/api/session', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: { summary: 'Who is signed in', description: 'With the header `x-rewind-device`, the session is that device\'s from then on.', tags, response: { 200: sessionSchema } },
  }, async (request): Promise<Session> => {
    const { userId, username, role, sessionId, sessionExpiresAt } = personOf(request)
    await sessions.seen(sessionId, clientOf(request, config))
    return { userId, username, role, expiresAt: sessionExpiresAt }
  })

  app.delete('/api/session', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { summary: 'Sign out', tags, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    clearSessionCookie(request, reply, own)
    await endSessions(ports, 'signed-out', personOf(request), { only: personOf(request).sessionId })
    return await reply.code(204).send()
  })

  app.get('/api/me/sessions', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: { summary: 'One\'s sessions, the last used first', tags, response: { 200: listOf(sessionInfo) } },
  }, async (request): Promise<readonly SessionInfo[]> => {
    const { userId, sessionId } = personOf(request)
    return (await sessions.list(userId)).map((session) => ({ ...session, current: session.id === sessionId, connected: hub.isConnected(session.id) }))
  })

  app.delete<{ Querystring: Ending }>('/api/me/sessions', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { summary: 'Sign out everywhere else', description: ending, tags, querystring: endingQuery, response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    await endSessions(ports, howOf(request.query), personOf(request), { except: personOf(request).sessionId })
    return await reply.code(204).send()
  })

  app.delete<{ Params: { id: string }; Querystring: Ending }>('/api/me/sessions/:id', {
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { summary: 'Sign one session out', description: ending, tags, querystring: endingQuery, params: idParams('id', { type: 'string', format: 'uuid' }), response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    if (await endSessions(ports, howOf(request.query), personOf(request), { only: request.params.id }) === 0) throw notFound('session')
    return await reply.code(204).send()
  })
}

interface Ending { readonly remove?: 'yes' }
const ending = 'With `remove=yes`, the device also removes what it keeps of the person, as soon as it asks for anything.'
const endingQuery = query({ remove: { type: 'string', enum: ['yes'] } })
const howOf = ({ remove }: Ending) => remove ? 'removed' : 'elsewhere'

type How = Parameters<Metrics['sessionsEnded']>[0]

/** How many ended. */
export async function endSessions(ports: SignInPorts, how: How, { userId }: Pick<Person, 'userId'>, which: Parameters<Sessions['end']>[1]): Promise<number> {
  return await noteEnded(ports, how, userId, await ports.sessions.end(userId, which, { remove: how === 'removed' }))
}

/** Of sessions that have ended: tells and records it. */
export async function noteEnded({ record, metrics, log, onSessionsEnded }: SignInPorts, how: How, userId: UserId, ended: readonly EndedSession[]): Promise<number> {
  onSessionsEnded(ended.map(({ id }) => id))
  for (const { id: sessionId, deviceId } of ended) await record('SignOut', { userId, sessionId, ...deviceId === null ? {} : { deviceId } })
  metrics.sessionsEnded(how, ended.length)
  if (ended.length > 0) log.info({ userId, sessions: ended.length, how }, 'sessions were ended')
  return ended.length
}

const boolean = { type: 'boolean' } as const
const sessionInfo = answer({
  id: string, deviceId: nullable(string), userAgent: nullable(string), address: nullable(string), country: nullable(string), createdAt: string, lastSeenAt: string, expiresAt: string,
  current: boolean, connected: boolean, pushed: boolean,
})

function passwordRoute(app: FastifyInstance, ports: SignInPorts): void {
  const { accounts, sessions, resetLinks, own, passwordGate, log } = ports
  app.post<{ Body: { password: string; next: string } }>('/api/me/password', {
    config: { least: 'guest', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: {
      summary: 'Change one\'s password', description: 'Signs out everywhere else. FORBIDDEN for a wrong password.', tags,
      body: object({ password: text(limits.passwordCharactersMax, 1), next: newPassword }), response: { 204: { type: 'null' } },
    },
  }, async (request, reply) => {
    const person = personOf(request)
    const { password, next } = request.body
    await passwordGate(request, reply, password)
    assertGoodPassword(next, person.username)
    await accounts.changePassword(person.userId, next)
    await resetLinks.end(person.userId)
    await endSessions(ports, 'password', person, { except: person.sessionId })
    // Whoever has got hold of this session's token has a token no more.
    setSessionCookie(request, reply, own, await sessions.rotate(person.sessionId))
    log.info({ userId: person.userId }, 'a password was changed')
    return await reply.code(204).send()
  })
}

/** What a password is refused for is told only when it is chosen, not when it is entered. */
const credentials = object({ username: text(limits.mailAddressCharactersMax, 1), password: text(limits.passwordCharactersMax, 1), code: optional(text(40)) })

/** By their name, or by a proved address: nobody can take what is somebody's address as a name, and keep them out by it. */
export async function accountBehind({ accounts, emailAddresses }: Pick<SignInPorts, 'accounts' | 'emailAddresses'>, nameOrAddress: string): Promise<Account | undefined> {
  const holder = nameOrAddress.includes('@') ? await emailAddresses.holder(nameOrAddress) : undefined
  return holder ? await accounts.byId(holder) : await accounts.find(nameOrAddress)
}

/** Whose name or address and password these are. Throws RATE_LIMITED for who guesses, and UNAUTHENTICATED: the same after the same time, whether there is such a person or not. */
export async function provePassword(request: FastifyRequest, reply: FastifyReply, { username, password }: { readonly username: string; readonly password: string }, ports: SignInPorts): Promise<Account> {
  const { record, system, throttle } = ports
  const askedAt = system.now()
  const address = addressOf(request)
  assertNoWait(reply, throttle.waitMs(username, address))
  const account = await accountBehind(ports, username)
  if (await isPassword(password, account?.passwordHash) && account) return account
  throttle.failed(username, address)
  if (account) await record('FailSignIn', { userId: account.userId })
  await system.sleep(untilTold(askedAt, system.now()))
  throw new RequestError('UNAUTHENTICATED', 'The name or the password is not right.')
}

function signInRoute(app: FastifyInstance, ports: SignInPorts): void {
  const { record, throttle, secondFactor, metrics } = ports
  app.post<{ Body: { username: string; password: string; code?: string } }>('/api/session', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'Sign in', description: 'With one\'s name or a proved address. SECOND_FACTOR_WANTED where a `code` has to come with it: of the person\'s authenticator app, one that `/api/session/code` has sent, or a recovery code. ACCOUNT_DISABLED for who is kept out, once all is right.', tags, body: credentials, response: { 200: sessionSchema } },
  }, async (request, reply): Promise<Session> => {
    const { username, code = '' } = request.body
    const account = await provePassword(request, reply, request.body, ports)
    const { userId } = account
    const wanted = await secondFactor.isOn(userId)
    if (code === '' && wanted) throw new RequestError('SECOND_FACTOR_WANTED', 'A one-time code is wanted, too.')
    assertNoWait(reply, throttle.codeWaitMs(userId))
    // A try counts before it is looked at: of many at once no more are looked at than one after the other.
    if (wanted) throttle.codeFailed(userId)
    const right = await secondFactor.passes(userId, code)
    if (wanted) metrics.secondFactorTried(right)
    if (right) {
      throttle.succeeded(username, addressOf(request))
      throttle.codeSucceeded(userId)
      return await startSession(request, reply, account, ports)
    }
    throttle.failed(username, addressOf(request))
    await record('FailSignIn', { userId })
    throw new RequestError('SECOND_FACTOR_WRONG', 'That code is not right, or was used already.')
  })
}

/** A new token each time: one that was planted in the browser before is worth nothing. */
export async function startSession(request: FastifyRequest, reply: FastifyReply, account: Account, { accounts, sessions, record, own, config, onSessionsEnded }: SignInPorts): Promise<Session> {
  const { userId, username, role, disabledAt } = account
  // Told to who has proved who they are, and to nobody else.
  if (disabledAt !== null) throw new RequestError('ACCOUNT_DISABLED', 'This account is disabled. An admin can enable it again.')
  const before = request.person
  const { ended, ...session } = await sessions.create(userId, clientOf(request, config))
  // Whoever changed the password since it was looked at has ended the sessions that there were, and this one was not among them.
  if (!await accounts.isUnchanged(account)) {
    await sessions.end(userId, { only: session.id })
    throw new RequestError('UNAUTHENTICATED', 'The password was changed just now. Sign in with the new one.')
  }
  await record('SignIn', { userId, sessionId: session.id })
  const replaced = before ? await sessions.end(before.userId, { only: before.sessionId }) : []
  onSessionsEnded([...ended, ...replaced.map(({ id }) => id)])
  setSessionCookie(request, reply, own, session)
  return { userId, username, role, expiresAt: session.expiresAt }
}
