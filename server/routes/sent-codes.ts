/** One-time codes that are sent, by mail or by SMS: turned on and off by who is signed in, and asked for where one signs in. */

import type { FastifyInstance, FastifyReply } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import { object, oneOf, optional, text } from '../../domain/schema.ts'
import type { CodeWay } from '../../domain/user.ts'
import { CODE_WAYS } from '../../domain/user.ts'
import type { CodeOffer, CodeSent, RecoveryCodes } from '../../projections/wire-security.ts'
import type { AskForCode } from '../auth/ask-for-code.ts'
import { noEmail } from '../auth/sent-codes.ts'
import { typedNumber } from '../auth/typed-digits.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import { languageWished } from '../mail/mail-texts.ts'
import { addressOf, assertNoWait } from '../plugins/rate-limits.ts'
import { invalid, notFound, RequestError } from '../request-error.ts'
import { personOf } from './issue.ts'
import { answer, listOf } from './schemas.ts'
import type { SignInPorts } from './session.ts'
import { provePassword, signInLimit } from './session.ts'

export interface SentCodePorts extends SignInPorts { readonly askForCode: AskForCode }

const tags = ['Sessions']
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const
const password = text(limits.passwordCharactersMax, 1)
export const way = oneOf(CODE_WAYS)
const own = { least: 'guest', cacheControl: NO_STORE, rateLimit: signInLimit } as const
const onItsWay = { 200: answer({ to: string, waitMs: integer }) }
const off = 'MAIL_OFF or SMS_OFF where this Rewind sends none, RATE_LIMITED until the next may be sent.'

export function sentCodeRoutes(app: FastifyInstance, ports: SentCodePorts): void {
  beginRoutes(app, ports)
  endRoutes(app, ports)
  signInCodeRoute(app, ports)
}

/** Of what was begun or is on. */
async function sendCode(reply: FastifyReply, userId: UserId, by: CodeWay, { askForCode, sentCodes, log }: SentCodePorts): Promise<CodeSent> {
  assertNoWait(reply, await askForCode.send(userId, by))
  log.info({ userId, way: by }, 'a one-time code was asked for')
  const { to, waitMs } = (await sentCodes.stateOf(userId))[by]
  return { to: to ?? '', waitMs }
}

function beginRoutes(app: FastifyInstance, ports: SentCodePorts): void {
  const { sentCodes, passwordGate } = ports
  app.post<{ Body: { way: CodeWay; password: string; number?: string } }>('/api/me/second-factor/sent', {
    config: own,
    schema: {
      summary: 'Begin to have one-time codes sent', tags, body: object({ way, password, number: optional(text(40, 1)) }), response: onItsWay,
      description: `A code goes to one's proved address (NO_EMAIL without one), or by SMS to the \`number\`, as +491701234567. They are in force once that code was confirmed. CONFLICT while they are. ${off}`,
    },
  }, async (request, reply): Promise<CodeSent> => {
    const { userId } = await passwordGate(request, reply, request.body.password)
    const by = request.body.way
    const number = by === 'sms' ? typedNumber(request.body.number ?? '') : null
    if (number === undefined) throw invalid('number', 'must begin with + and the country\'s code, such as +49 170 1234567')
    const { waitMs, to } = (await sentCodes.stateOf(userId))[by]
    if (by === 'email' && to === null) throw noEmail()
    assertNoWait(reply, waitMs)
    await sentCodes.begin(userId, by, { number, language: languageWished(request.headers['accept-language']) })
    return await sendCode(reply, userId, by, ports)
  })

  app.post<{ Body: { way: CodeWay } }>('/api/me/second-factor/sent/again', {
    config: own, schema: { summary: 'Send the code that is to be confirmed once more', description: `The newest alone is good. ${off}`, tags, body: object({ way }), response: onItsWay },
  }, async (request, reply): Promise<CodeSent> => {
    const { userId } = personOf(request)
    if ((await sentCodes.stateOf(userId))[request.body.way].since !== null) throw notFound('code that waits to be confirmed')
    return await sendCode(reply, userId, request.body.way, ports)
  })
}

function endRoutes(app: FastifyInstance, { secondFactor, passwordGate, throttle, record, log }: SentCodePorts): void {
  app.post<{ Body: { way: CodeWay; code: string } }>('/api/me/second-factor/sent/confirm', {
    config: own,
    schema: { summary: 'Put codes that are sent in force', description: 'By the one that was. The recovery codes are shown this once; none where another second factor has brought some.', tags, body: object({ way, code: text(40, 1) }), response: { 200: answer({ recoveryCodes: listOf(string) }) } },
  }, async (request, reply): Promise<RecoveryCodes> => {
    const { userId, username } = personOf(request)
    assertNoWait(reply, throttle.waitMs(username, addressOf(request)))
    const codes = await secondFactor.confirmSent(userId, request.body.way, request.body.code)
    if (!codes) {
      throttle.failed(username, addressOf(request))
      await record('FailSignIn', { userId })
      throw new RequestError('FORBIDDEN', 'That is not the code that was sent last, or its time is over. Have another one sent.')
    }
    log.info({ userId, way: request.body.way }, 'a second factor was turned on')
    return { recoveryCodes: codes }
  })

  app.delete<{ Body: { way: CodeWay; password: string } }>('/api/me/second-factor/sent', {
    config: own, schema: { summary: 'Have no more one-time codes sent', tags, body: object({ way, password }), response: { 204: { type: 'null' } } },
  }, async (request, reply) => {
    const { userId } = await passwordGate(request, reply, request.body.password)
    await secondFactor.endSent(userId, request.body.way)
    log.info({ userId, way: request.body.way }, 'a second factor was turned off')
    return await reply.code(204).send()
  })
}

/** Nobody learns without the password what somebody's second factor is, nor has anything sent. */
function signInCodeRoute(app: FastifyInstance, ports: SentCodePorts): void {
  const { sentCodes, secondFactor, askForCode, throttle } = ports
  app.post<{ Body: { username: string; password: string; way?: CodeWay } }>('/api/session/code', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: {
      summary: 'Have a one-time code sent, to sign in with', tags, body: object({ username: text(limits.mailAddressCharactersMax, 1), password, way: optional(way) }),
      description: `With name and password; without a \`way\` nothing is sent, and the answer says which there are, and when the next code may be sent. \`app\`: whether the person has an authenticator app. The newest code is good for ten minutes. ${off}`,
      response: { 200: answer({ app: { type: 'boolean' }, ways: listOf(answer({ way, to: string, waitMs: integer })) }) },
    },
  }, async (request, reply): Promise<CodeOffer> => {
    const { userId } = await provePassword(request, reply, request.body, ports)
    const by = request.body.way
    if (by !== undefined) {
      if ((await sentCodes.stateOf(userId))[by].since === null) throw notFound('way to send codes')
      // Who guesses codes is sent no more of them meanwhile.
      assertNoWait(reply, throttle.codeWaitMs(userId))
      await sendCode(reply, userId, by, ports)
    }
    const states = await sentCodes.stateOf(userId)
    const ways = CODE_WAYS.filter((each) => states[each].since !== null && askForCode.sends(each)).map((each) => ({ way: each, to: states[each].to ?? '', waitMs: states[each].waitMs }))
    return { app: (await secondFactor.stateOf(userId)).since !== null, ways }
  })
}
