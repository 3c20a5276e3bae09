/** SMS, for admins: who sends them, how they get on, and a test. */

import type { FastifyInstance } from 'fastify'
import { object, text } from '../../domain/schema.ts'
import type { Said } from '../../projections/said.ts'
import { say } from '../../projections/said.ts'
import type { ConnectionTest, SmsAnswer } from '../../projections/wire-connections.ts'
import { typedNumber } from '../auth/typed-digits.ts'
import type { Database } from '../db/database.ts'
import { outboxCounts } from '../db/outbox-counts.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { invalid, RefusalError } from '../request-error.ts'
import { SMS } from '../sms/make-sms.ts'
import type { SmsSender } from '../sms/sms-sender.ts'
import { SmsError } from '../sms/sms-sender.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import { personOf } from './issue.ts'
import { answer, connectionTest, nullable } from './schemas.ts'

export interface AdminSmsPorts {
  readonly database: Pick<Database, 'kysely'>
  readonly smsSender: SmsSender
  readonly metrics: Pick<Metrics, 'connectionTested'>
  readonly system: System
}

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const

export function adminSmsRoutes(app: FastifyInstance, { database: { kysely }, smsSender, metrics, system }: AdminSmsPorts): void {
  app.get('/api/admin/sms', {
    config, schema: { summary: 'Who sends SMS, and how they get on', tags, response: { 200: { title: 'sms', ...answer({ way: { type: 'string', enum: ['http', 'log', 'off'] }, where: string, from: string, waiting: integer, dead: integer, last: nullable(answer({ at: string, code: nullable(string) })) }) } } },
  }, async (): Promise<SmsAnswer> => {
    return { way: smsSender.way, where: smsSender.where, from: smsSender.from, ...await outboxCounts(kysely, [SMS]), last: smsSender.last() }
  })

  app.post<{ Body: { number: string } }>('/api/admin/sms/test', {
    config: { ...config, rateLimit: { max: limits.smsTestsPerMinute } },
    schema: { summary: 'Send a test by SMS', description: 'To the `number`, as +491701234567, which is kept nowhere. SMS_OFF where none are sent.', tags, body: object({ number: text(40, 1) }), response: { 200: connectionTest } },
  }, async (request): Promise<ConnectionTest> => {
    const { userId } = personOf(request)
    if (smsSender.way === 'off') throw new RefusalError({ code: 'SMS_OFF', message: 'This Rewind sends no SMS. An admin can set SMS_URL.' })
    const to = typedNumber(request.body.number)
    if (to === undefined) throw invalid('number', 'must begin with + and the country\'s code, such as +49 170 1234567')
    const [from, id] = [system.now(), uuidv7(system)]
    const failure = await smsSender.send({ to, text: 'Rewind: this SMS was sent by the Test button. It has arrived, so SMS work.' }, id, new AbortController().signal).then(() => null, (error: unknown) => error instanceof SmsError ? error : new SmsError('SMS_UNANSWERED'))
    const tookMs = Math.round(system.now() - from)
    metrics.connectionTested('sms', failure === null, tookMs / 1_000)
    request.log.info({ id, userId, code: failure?.code ?? null, reason: failure?.reason ?? null, tookMs }, 'SMS were tested')
    return { ok: failure === null, tookMs, ...told(failure, smsSender), advice: null, steps: [] }
  })
}

function told(failure: SmsError | null, { way, where }: SmsSender): Said {
  if (failure === null) return way === 'http' ? say('MAIL_TAKEN', { where }) : say('MAIL_PRINTED')
  return failure.code === 'SMS_REFUSED' && failure.reason !== null ? say('SMS_REFUSED_FOR', { reason: String(failure.reason) }) : say(failure.code)
}
