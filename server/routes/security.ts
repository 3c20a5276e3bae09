/** How one signs in, beside the password: passkeys and the second factor. What would let somebody else in wants the password again. */

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { object, text, uuid } from '../../domain/schema.ts'
import { CODE_WAYS } from '../../domain/user.ts'
import type { Session } from '../../projections/wire.ts'
import type { RecoveryCodes, SecondFactorBegun, SecurityAnswer } from '../../projections/wire-security.ts'
import type { Page } from '../auth/passkeys.ts'
import { NO_STORE, PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import { addressOf, assertNoWait } from '../plugins/rate-limits.ts'
import { invalid, RequestError } from '../request-error.ts'
import { personOf } from './issue.ts'
import type { SentCodePorts } from './sent-codes.ts'
import { sentCodeRoutes, way } from './sent-codes.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'
import type { SignInPorts } from './session.ts'
import { sessionSchema, signInLimit, startSession } from './session.ts'

const tags = ['Sessions']
const string = { type: 'string' } as const
const done = { 204: { type: 'null' } } as const
const config = { least: 'guest', cacheControl: NO_STORE } as const
const limited = { ...config, rateLimit: signInLimit } as const
const password = text(limits.passwordCharactersMax, 1)
const name = text(60, 1)
const code = text(40, 1)
const passkey = answer({ id: string, name: string, createdAt: string, lastUsedAt: nullable(string), synced: { type: 'boolean' } })
const recoveryCodes = { 200: answer({ recoveryCodes: listOf(string) }) }

/** What an authenticator answers, as WebAuthn's JSON has it; its library reads it. */
const fromAuthenticator = {
  type: 'object', required: ['id', 'rawId', 'type', 'response'],
  properties: { id: text(2_000, 1), rawId: text(2_000, 1), type: { type: 'string', enum: ['public-key'] }, response: { type: 'object' } },
} as const
const answered = (more: object, required: readonly string[] = []) => ({ type: 'object', properties: { challengeId: uuid, response: fromAuthenticator, ...more }, required: ['challengeId', 'response', ...required], additionalProperties: false })

/** The origin was looked at before: it is ours. */
function pageOf({ headers: { origin } }: FastifyRequest): Page {
  if (origin === undefined) throw invalid('Origin', 'must say which page asks')
  return { origin }
}

export function securityRoutes(app: FastifyInstance, ports: SentCodePorts): void {
  const { passkeys, secondFactor, sentCodes, askForCode } = ports
  app.get('/api/me/security', {
    config: { ...config, cacheControl: PRIVATE },
    schema: { summary: 'How one signs in beside the password', tags, response: { 200: answer({ passkeys: listOf(passkey), secondFactor: answer({ since: nullable(string), codesLeft: { type: 'integer' } }), sentCodes: listOf(answer({ way, since: nullable(string), to: nullable(string), sends: { type: 'boolean' } })) }) } },
  }, async (request): Promise<SecurityAnswer> => {
    const { userId } = personOf(request)
    const states = await sentCodes.stateOf(userId)
    return { passkeys: await passkeys.list(userId), secondFactor: await secondFactor.stateOf(userId), sentCodes: CODE_WAYS.map((way) => ({ way, since: states[way].since, to: states[way].to, sends: askForCode.sends(way) })) }
  })
  passkeyRoutes(app, ports)
  passkeySignIn(app, ports)
  secondFactorRoutes(app, ports)
  sentCodeRoutes(app, ports)
}

function passkeyRoutes(app: FastifyInstance, { passkeys, passwordGate, log }: SignInPorts): void {
  app.post<{ Body: { password: string } }>('/api/me/passkeys/options', {
    config: limited, schema: { summary: 'Begin to make a passkey', description: 'Answered with the options of WebAuthn\'s `create`.', tags, body: object({ password }) },
  }, async (request, reply) => {
    await passwordGate(request, reply, request.body.password)
    return await passkeys.askToMake(personOf(request), pageOf(request))
  })

  app.post<{ Body: { challengeId: string; name: string; response: RegistrationResponseJSON } }>('/api/me/passkeys', {
    config: limited, bodyLimit: limits.passkeyAnswerCharactersMax, schema: { summary: 'Keep the passkey that was made', tags, body: answered({ name }, ['name']), response: { 201: passkey } },
  }, async (request, reply) => {
    const { userId } = personOf(request)
    const made = await passkeys.make(userId, request.body.name.trim() || 'Passkey', request.body, pageOf(request))
    log.info({ userId, passkeyId: made.id }, 'a passkey was added')
    void reply.code(201)
    return made
  })

  app.put<{ Params: { id: string }; Body: { name: string } }>('/api/me/passkeys/:id', {
    config, schema: { summary: 'Rename a passkey', tags, params: idParams('id', uuid), body: object({ name }), response: done },
  }, async (request, reply) => {
    await passkeys.rename(personOf(request).userId, request.params.id, request.body.name.trim() || 'Passkey')
    return await reply.code(204).send()
  })

  app.delete<{ Params: { id: string } }>('/api/me/passkeys/:id', {
    config, schema: { summary: 'Remove a passkey', tags, params: idParams('id', uuid), response: done },
  }, async (request, reply) => {
    const { userId } = personOf(request)
    await passkeys.remove(userId, request.params.id)
    log.info({ userId, passkeyId: request.params.id }, 'a passkey was removed')
    return await reply.code(204).send()
  })
}

function passkeySignIn(app: FastifyInstance, ports: SignInPorts): void {
  const { passkeys, accounts, throttle, record } = ports
  app.post('/api/session/passkey/options', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit }, schema: { summary: 'Begin to sign in with a passkey', description: 'Answered with the options of WebAuthn\'s `get`. Nobody need say who they are.', tags },
  }, async (request) => await passkeys.askToSignIn(pageOf(request)))

  app.post<{ Body: { challengeId: string; response: AuthenticationResponseJSON } }>('/api/session/passkey', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit }, bodyLimit: limits.passkeyAnswerCharactersMax,
    schema: { summary: 'Sign in with a passkey', tags, body: answered({}), response: { 200: sessionSchema } },
  }, async (request, reply): Promise<Session> => {
    const address = addressOf(request)
    assertNoWait(reply, throttle.waitMs('', address))
    const found = await passkeys.prove(request.body, pageOf(request))
    const account = found?.proved ? await accounts.byId(found.userId) : undefined
    if (account) {
      throttle.succeeded('', address)
      return await startSession(request, reply, account, ports)
    }
    throttle.failed('', address)
    if (found) await record('FailSignIn', { userId: found.userId })
    throw new RequestError('UNAUTHENTICATED', 'This passkey does not open this Rewind. Sign in with your password.')
  })
}

function secondFactorRoutes(app: FastifyInstance, { secondFactor, passwordGate, throttle, record, log }: SignInPorts): void {
  app.post<{ Body: { password: string } }>('/api/me/second-factor', {
    config: limited, schema: { summary: 'Begin to set up an authenticator app', description: 'A secret for it. It is in force once a code was confirmed.', tags, body: object({ password }), response: { 200: answer({ secret: string, uri: string }) } },
  }, async (request, reply): Promise<SecondFactorBegun> => {
    const { userId, username } = await passwordGate(request, reply, request.body.password)
    return await secondFactor.begin(userId, username)
  })

  app.post<{ Body: { code: string } }>('/api/me/second-factor/confirm', {
    config: limited, schema: { summary: 'Put the authenticator app in force', description: 'By a code of it. The recovery codes are shown this once; none where another second factor has brought some.', tags, body: object({ code }), response: recoveryCodes },
  }, async (request, reply): Promise<RecoveryCodes> => {
    const { userId, username } = personOf(request)
    assertNoWait(reply, throttle.waitMs(username, addressOf(request)))
    const codes = await secondFactor.confirm(userId, request.body.code)
    if (!codes) {
      throttle.failed(username, addressOf(request))
      await record('FailSignIn', { userId })
      throw new RequestError('FORBIDDEN', 'That is not the code that the app shows now. Look whether the clock of its device is right.')
    }
    log.info({ userId }, 'a second factor was turned on')
    return { recoveryCodes: codes }
  })

  app.post<{ Body: { password: string } }>('/api/me/second-factor/recovery-codes', {
    config: limited, schema: { summary: 'Make new recovery codes', description: 'Those before are of no use any more.', tags, body: object({ password }), response: recoveryCodes },
  }, async (request, reply): Promise<RecoveryCodes> => {
    const { userId } = await passwordGate(request, reply, request.body.password)
    return { recoveryCodes: await secondFactor.renewCodes(userId) }
  })

  app.delete<{ Body: { password: string } }>('/api/me/second-factor', {
    config: limited, schema: { summary: 'Turn the authenticator app off', tags, body: object({ password }), response: done },
  }, async (request, reply) => {
    const { userId } = await passwordGate(request, reply, request.body.password)
    await secondFactor.end(userId)
    log.info({ userId }, 'a second factor was turned off')
    return await reply.code(204).send()
  })
}
