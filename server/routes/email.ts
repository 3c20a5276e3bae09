/** One's address for mail: entered, proved by a link, removed; and by it a way back in without an admin. */

import type { FastifyInstance } from 'fastify'
import type { CommandId } from '../../domain/command.ts'
import { NOTIFICATION_KINDS } from '../../domain/notification-kinds.ts'
import { object, text } from '../../domain/schema.ts'
import type { EmailAnswer } from '../../projections/wire-security.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import { untilTold } from '../auth/sign-in-throttle.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE, PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { AskForMail } from '../mail/ask-for-mail.ts'
import { languageWished } from '../mail/mail-texts.ts'
import type { Mailer } from '../mail/mailer.ts'
import { assertNoWait } from '../plugins/rate-limits.ts'
import { notFound, RefusalError } from '../request-error.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { personOf } from './issue.ts'
import { linkToken } from './newcomers.ts'
import { answer, nullable } from './schemas.ts'
import type { SignInPorts } from './session.ts'
import { accountBehind, mailAddress, signInLimit } from './session.ts'

export interface EmailPorts extends SignInPorts {
  readonly mailer: Pick<Mailer, 'way'>
  readonly askForMail: AskForMail
  readonly handle: CommandHandler['handle']
}

const tags = ['Sessions']
const string = { type: 'string' } as const
const password = text(limits.passwordCharactersMax, 1)
const shown = { 200: answer({ mail: { type: 'boolean' }, address: nullable(string), pending: nullable(answer({ address: string, until: string })) }) }
const done = { 204: { type: 'null' } } as const
const own = { least: 'guest', cacheControl: NO_STORE, rateLimit: signInLimit } as const
const forAnyone = { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit } as const

export function emailRoutes(app: FastifyInstance, ports: EmailPorts): void {
  const { emailAddresses, sentCodes, secondFactor, resetLinks, askForMail, passwordGate, mailer, log } = ports
  const told = async (userId: Parameters<typeof emailAddresses.of>[0]): Promise<EmailAnswer> => ({ mail: mailer.way !== 'off', ...await emailAddresses.of(userId) })
  const assertMail = () => {
    if (mailer.way === 'off') throw new RefusalError({ code: 'MAIL_OFF', message: 'This Rewind sends no mail. An admin can set SMTP_URL.' })
  }

  app.get('/api/me/email', {
    config: { least: 'guest', cacheControl: PRIVATE }, schema: { summary: 'One\'s address for mail', tags, response: shown },
  }, async (request) => await told(personOf(request).userId))

  app.put<{ Body: { address: string; password: string } }>('/api/me/email', {
    config: own, schema: { summary: 'Enter an address for mail', description: 'It is of use once it is proved by the link that is mailed to it; the one before it is until then. MAIL_OFF where no mail is sent; RATE_LIMITED where this account has asked for too many links within the hour, or too many went to this mailbox, whoever asked.', tags, body: object({ address: mailAddress, password }), response: shown },
  }, async (request, reply) => {
    assertMail()
    const { userId } = await passwordGate(request, reply, request.body.password)
    const { address } = request.body
    await emailAddresses.propose(userId, address, languageWished(request.headers['accept-language']))
    if (!await askForMail({ userId, about: 'verify', receiver: await emailAddresses.receiverOf(address) })) assertNoWait(reply, 3_600_000)
    log.info({ userId }, 'an address was entered, to be proved')
    return await told(userId)
  })

  app.post('/api/me/email/again', {
    config: own, schema: { summary: 'Mail the link to prove the address once more', tags, response: done },
  }, async (request, reply) => {
    assertMail()
    const { userId } = personOf(request)
    const { pending } = await emailAddresses.of(userId)
    if (pending === null) throw notFound('address that waits to be proved')
    if (!await askForMail({ userId, about: 'verify', receiver: await emailAddresses.receiverOf(pending.address) })) assertNoWait(reply, 3_600_000)
    return await reply.code(204).send()
  })

  app.delete<{ Body: { password: string } }>('/api/me/email', {
    config: own, schema: { summary: 'Remove one\'s address for mail', description: 'CODES_BY_EMAIL while codes for signing in are mailed to it.', tags, body: object({ password }), response: done },
  }, async (request, reply) => {
    const { userId } = await passwordGate(request, reply, request.body.password)
    if ((await sentCodes.stateOf(userId)).email.since !== null) throw new RefusalError({ code: 'CODES_BY_EMAIL', message: 'Codes for signing in are mailed to this address. Turn them off first.' })
    const language = (await emailAddresses.reach(userId))?.language ?? null
    const formerSealed = await emailAddresses.remove(userId)
    // Turned on between the look and the removal, they would go nowhere.
    if ((await sentCodes.stateOf(userId)).email.since !== null) await secondFactor.endSent(userId, 'email')
    if (formerSealed !== null) await resetLinks.end(userId)
    if (formerSealed !== null && mailer.way !== 'off') await askForMail({ userId, about: 'email', formerSealed, language })
    log.info({ userId }, 'an address was removed')
    return await reply.code(204).send()
  })

  holderRoutes(app, ports)
}

function holderRoutes(app: FastifyInstance, ports: EmailPorts): void {
  const { emailAddresses, unsubscribing, resetLinks, handle, askForMail, mailer, system, log } = ports
  app.post<{ Body: { token: string } }>('/api/auth/email/off', {
    config: forAnyone, schema: { summary: 'Stop the mails about what happens', description: 'By what their link ends with, which is never part of an address. NOT_FOUND for a link of nobody\'s.', tags, body: object({ token: text(100, 1) }), response: done },
  }, async (request, reply) => {
    const userId = await unsubscribing.read(request.body.token)
    if (userId === null || !await ports.accounts.byId(userId)) throw notFound('link')
    const notifications = Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, { mail: false }]))
    acceptedOrThrow(await handle({ id: uuidv7(system) as CommandId, type: 'UpdatePreferences', data: { notifications }, issuedAt: instantOf(system), deviceId: null, actor: userId, sender: 'worker' }))
    log.info({ userId }, 'mails about what happens were stopped')
    return await reply.code(204).send()
  })

  app.post<{ Body: { token: string } }>('/api/auth/email', {
    config: forAnyone, schema: { summary: 'Prove an address by the link that was mailed to it', description: 'By what it ends with, which is never part of an address. LINK_OVER for one that is good no more; EMAIL_TAKEN where another account has the address.', tags, body: object({ token: linkToken }), response: { 200: answer({ username: string }) } },
  }, async ({ body }) => {
    const { userId, username, formerSealed } = await emailAddresses.verify(body.token)
    if (formerSealed !== null) {
      await resetLinks.end(userId)
      await askForMail({ userId, about: 'email', formerSealed })
    }
    log.info({ userId }, 'an address was proved')
    return { username }
  })

  app.post<{ Body: { name: string } }>('/api/auth/reset/ask', {
    config: forAnyone,
    schema: { summary: 'Have a link to set a new password mailed', description: 'By name or address. The answer is the same, after the same time, whether there is such an account or not; mail goes to a proved address alone. MAIL_OFF where no mail is sent.', tags, body: object({ name: text(limits.mailAddressCharactersMax, 1) }), response: done },
  }, async (request, reply) => {
    if (mailer.way === 'off') throw new RefusalError({ code: 'MAIL_OFF', message: 'This Rewind sends no mail. Ask an admin for a link.' })
    const askedAt = system.now()
    const account = await accountBehind(ports, request.body.name)
    if (account && await emailAddresses.reach(account.userId) && await askForMail({ userId: account.userId, about: 'reset' })) log.info({ userId: account.userId }, 'a way back in was asked for by mail')
    await system.sleep(untilTold(askedAt, system.now()))
    return await reply.code(204).send()
  })
}
