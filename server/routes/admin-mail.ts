/** Mail, for admins: where it goes, how it gets on, and a test. */

import type { FastifyInstance } from 'fastify'
import { say } from '../../projections/said.ts'
import type { ConnectionTest, MailAnswer } from '../../projections/wire-connections.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { outboxCounts } from '../db/outbox-counts.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import { MAIL, MAIL_DIGEST } from '../mail/mail-order.ts'
import type { Mailer } from '../mail/mailer.ts'
import { MailError } from '../mail/mailer.ts'
import type { MakeMail } from '../mail/make-mail.ts'
import type { Metrics } from '../metrics.ts'
import { RefusalError } from '../request-error.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, connectionTest, nullable } from './schemas.ts'

export interface AdminMailPorts {
  readonly config: Pick<Config, 'mailFrom'>
  readonly database: Pick<Database, 'kysely'>
  readonly mailer: Mailer
  readonly makeMail: MakeMail
  readonly metrics: Pick<Metrics, 'connectionTested'>
  readonly system: System
}

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const

export function adminMailRoutes(app: FastifyInstance, { config: { mailFrom }, database: { kysely }, mailer, makeMail, metrics, system }: AdminMailPorts): void {
  app.get('/api/admin/mail', {
    config, schema: { summary: 'Where mails go, and how they get on', tags, response: { 200: { title: 'mail', ...answer({ way: { type: 'string', enum: ['smtp', 'log', 'off'] }, where: string, from: nullable(string), waiting: integer, dead: integer, last: nullable(answer({ at: string, code: nullable(string) })) }) } } },
  }, async (): Promise<MailAnswer> => {
    return { way: mailer.way, where: mailer.where, from: mailer.way === 'smtp' ? mailFrom : null, ...await outboxCounts(kysely, [MAIL, MAIL_DIGEST]), last: mailer.last() }
  })

  app.post('/api/admin/mail/test', {
    config: { ...config, rateLimit: { max: limits.mailTestsPerMinute } },
    schema: { summary: 'Mail a test to oneself', description: 'NO_EMAIL where one has no proved address; MAIL_OFF where no mail is sent.', tags, response: { 200: connectionTest } },
  }, async (request): Promise<ConnectionTest> => {
    const { userId } = personOf(request)
    if (mailer.way === 'off') throw new RefusalError({ code: 'MAIL_OFF', message: 'This Rewind sends no mail. An admin can set SMTP_URL.' })
    const mail = await makeMail({ userId, about: 'test' })
    if (!mail) throw new RefusalError({ code: 'NO_EMAIL', message: 'You have no address of your own yet. Enter one in your settings and prove it.' })
    const [from, id] = [system.now(), uuidv7(system)]
    const failure = await mailer.send(mail, id, AbortSignal.timeout(limits.connectionTestMs)).then(() => null, (error: unknown) => {
      if (error instanceof MailError) return error
      return new MailError('MAIL_UNREACHABLE')
    })
    const tookMs = Math.round(system.now() - from)
    metrics.connectionTested('mail', failure === null, tookMs / 1_000)
    request.log.info({ id, userId, code: failure?.code ?? null, tookMs }, 'mail was tested')
    const told = failure !== null ? say(failure.code) : mailer.way === 'smtp' ? say('MAIL_TAKEN', { where: mailer.where }) : say('MAIL_PRINTED')
    return { ok: failure === null, tookMs, ...told, advice: null, steps: [] }
  })
}
