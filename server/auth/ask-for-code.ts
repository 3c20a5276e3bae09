/** Puts a code that somebody asked for into the outbox: what it is, and where it goes, is settled when it goes out. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { CodeWay } from '../../domain/user.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { MailOrder } from '../mail/mail-order.ts'
import { MAIL } from '../mail/mail-order.ts'
import { RefusalError } from '../request-error.ts'
import type { SmsOrder } from '../sms/make-sms.ts'
import { SMS } from '../sms/make-sms.ts'
import type { SmsSender } from '../sms/sms-sender.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import type { SentCodes } from './sent-codes.ts'

export interface AskForCode {
  /** Whether codes can be sent this way. */
  readonly sends: (way: CodeWay) => boolean
  /** Milliseconds to wait before one is sent; 0: it is on its way. Throws MAIL_OFF and SMS_OFF, and as `SentCodes.claim`. */
  readonly send: (userId: UserId, way: CodeWay) => Promise<number>
}

interface Ports {
  readonly database: Pick<Database, 'kysely'>
  readonly sentCodes: Pick<SentCodes, 'claim' | 'nameOfNumber'>
  readonly mailer: Pick<Mailer, 'way'>
  readonly smsSender: Pick<SmsSender, 'way'>
  /** For the figures. */
  readonly counted: (way: CodeWay) => void
  readonly system: System
}

const HOUR_MS = 3_600_000

/** `asked`: so that it goes out at once where this process delivers. */
export function askForCodeIn({ database: { kysely }, sentCodes, mailer, smsSender, counted, system }: Ports, asked: () => void): AskForCode {
  const sends = (way: CodeWay) => (way === 'email' ? mailer.way : smsSender.way) !== 'off'

  async function put(db: Kysely<Tables>, kind: string, lane: string, payload: MailOrder | SmsOrder): Promise<void> {
    const id = uuidv7(system)
    await db.insertInto('outbox').values({ id, policy: 'asked-for', eventId: id, part: '', kind, payload: JSON.stringify(payload), lane }).execute()
  }

  /** One after the other: of many that ask at once no more are sent. Whether it is. */
  async function putSms(order: SmsOrder): Promise<boolean> {
    const lane = `sms ${order.number}`
    return await kysely.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('sms'))`.execute(transaction)
      if (!await isSmsLeft(transaction, lane)) return false
      await put(transaction, SMS, lane, order)
      return true
    })
  }

  /** Each is paid for, and nobody is to be rung out of bed: neither from one account nor from many. */
  async function isSmsLeft(db: Kysely<Tables>, lane: string): Promise<boolean> {
    const { all, there } = await db.selectFrom('outbox').select((row) => [row.fn.countAll<number>().as('all'), row.fn.countAll<number>().filterWhere('lane', '=', lane).as('there')]).where('kind', '=', SMS)
      .where('createdAt', '>', sql<string>`now() - interval '1 hour'`).executeTakeFirstOrThrow()
    return all < limits.smsPerHour && there < limits.sentCodesPerHour
  }

  return {
    sends,
    async send(userId, way) {
      if (!sends(way)) throw new RefusalError(way === 'email' ? { code: 'MAIL_OFF', message: 'This Rewind sends no mail. An admin can set SMTP_URL.' } : { code: 'SMS_OFF', message: 'This Rewind sends no SMS. An admin can set SMS_URL.' })
      const number = way === 'sms' ? await sentCodes.nameOfNumber(userId) : null
      const waitMs = await sentCodes.claim(userId, way)
      if (waitMs > 0) return waitMs
      if (number === null) await put(kysely, MAIL, `code ${userId}`, { userId, about: 'code' })
      else if (!await putSms({ userId, number })) return HOUR_MS
      counted(way)
      asked()
      return 0
    },
  }
}
