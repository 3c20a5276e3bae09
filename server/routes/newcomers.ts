/** Coming in: accounts that people make for themselves, by an invitation's link or, where that is open, without. */

import type { FastifyInstance } from 'fastify'
import { object, optional, text } from '../../domain/schema.ts'
import type { UserId } from '../../domain/event.ts'
import type { InvitationOffer, Registered } from '../../projections/wire-people.ts'
import { assertGoodPassword } from '../auth/passwords.ts'
import { registrationScope } from '../connections/registration-scope.ts'
import type { Settings } from '../connections/settings-store.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { AskForMail } from '../mail/ask-for-mail.ts'
import { languageWished } from '../mail/mail-texts.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Metrics } from '../metrics.ts'
import { addressOf } from '../plugins/rate-limits.ts'
import { RefusalError } from '../request-error.ts'
import { answer, nullable } from './schemas.ts'
import type { SignInPorts } from './session.ts'
import { mailAddress, newPassword, newUsername, signInLimit } from './session.ts'

export interface NewcomerPorts extends SignInPorts {
  readonly settings: Pick<Settings, 'read'>
  readonly mailer: Pick<Mailer, 'way'>
  readonly askForMail: AskForMail
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly metrics: SignInPorts['metrics'] & Pick<Metrics, 'accountMade'>
}

const tags = ['Sessions']
const string = { type: 'string' } as const
export const linkToken = text(limits.linkTokenCharacters, 1)
const links = 'NOT_FOUND, INVITATION_OVER, INVITATION_USED or INVITATION_REVOKED for a link that lets nobody in; REGISTRATION_CLOSED while nobody may come.'

export function newcomerRoutes(app: FastifyInstance, ports: NewcomerPorts): void {
  const { accounts, invitations, settings, metrics, log } = ports
  const rules = () => settings.read(registrationScope).value
  const assertNotClosed = () => {
    if (rules().who === 'closed') throw new RefusalError({ code: 'REGISTRATION_CLOSED', message: 'Nobody can make an account here just now. Ask an admin of this Rewind.' })
  }

  app.post<{ Body: { token: string } }>('/api/auth/invitation', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: signInLimit },
    schema: { summary: 'What an invitation offers', description: `By what its link ends with, which is never part of an address. ${links}`, tags, body: object({ token: linkToken }), response: { 200: answer({ role: string, until: string, madeBy: string }) } },
  }, async ({ body }): Promise<InvitationOffer> => {
    assertNotClosed()
    return await invitations.look(body.token)
  })

  app.post<{ Body: { username: string; password: string; token?: string; email?: string } }>('/api/auth/register', {
    config: { least: 'anyone', cacheControl: NO_STORE, rateLimit: { max: limits.newcomersPerHour, timeWindow: 3_600_000, keyGenerator: addressOf } },
    schema: {
      summary: 'Make an account of one\'s own', description: `With the \`token\` of an invitation, or without where everybody may; then one signs in. To the address, where one is given, a link goes by which it is proved, as if it were entered afterwards: the account is there without it too, and \`email\` says whether the link was sent. NAME_TAKEN for a name that somebody has. ${links}`, tags,
      body: object({ username: newUsername, password: newPassword, token: optional(linkToken), email: optional(mailAddress) }), response: { 201: answer({ userId: string, username: string, role: string, email: nullable({ type: 'string', enum: ['sent', 'not-sent'] }) }) },
    },
  }, async ({ body, headers }, reply): Promise<Registered> => {
    const { username, password, token, email } = body
    assertNotClosed()
    assertGoodPassword(password, username)
    // Before the name is looked at: who holds no link learns of no name.
    if (token === undefined && rules().who !== 'open') throw new RefusalError({ code: 'INVITATION_WANTED', message: 'An account here takes an invitation. Ask an admin for a link.' })
    if (token !== undefined) await invitations.look(token)
    const { userId, role } = await accounts.register({ username, password }, async (newcomer) => token === undefined ? rules().newcomers : await invitations.use(token, newcomer))
    const how = token === undefined ? 'open' : 'invitation'
    metrics.accountMade(how)
    log.info({ userId, role, how }, 'somebody has made an account')
    void reply.code(201)
    return { userId, username, role, email: email === undefined ? null : await askToProve(userId, email, languageWished(headers['accept-language']), ports) }
  })
}

/** The account is made by now, and stands without the address. Whose that is otherwise is told to nobody but to who reads its mail. */
async function askToProve(userId: UserId, address: string, language: string | null, { mailer, emailAddresses, askForMail, log }: NewcomerPorts): Promise<'sent' | 'not-sent'> {
  if (mailer.way === 'off') return 'not-sent'
  try {
    await emailAddresses.propose(userId, address, language)
    if (!await askForMail({ userId, about: 'verify', receiver: await emailAddresses.receiverOf(address) })) return 'not-sent'
  } catch (error) {
    log.warn({ userId, err: error }, 'the address of a newcomer could not be kept')
    return 'not-sent'
  }
  log.info({ userId }, 'an address was entered, to be proved')
  return 'sent'
}
