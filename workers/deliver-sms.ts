/**
 * Delivers messages that are SMS. What may have been taken is not sent again: whoever waits for it asks for another.
 *
 * DS1 That one is being sent is noted before anything is said. A process that is killed meanwhile leaves it so, and whoever comes to it then does not send it once more.
 */

import type { Kysely } from 'kysely'
import type { Tables } from '../server/db/tables.ts'
import type { Log } from '../server/log.ts'
import type { MakeSms, SmsOrder } from '../server/sms/make-sms.ts'
import type { SmsCode, SmsSender } from '../server/sms/sms-sender.ts'
import { SmsError } from '../server/sms/sms-sender.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'

export interface DeliverSmsOptions {
  readonly smsSender: Pick<SmsSender, 'way' | 'send'>
  readonly makeSms: MakeSms
  readonly db: Kysely<Tables>
  readonly log: Log
}

/** For good, or perhaps done. */
const OVER: readonly SmsCode[] = ['SMS_REFUSED', 'SMS_UNANSWERED']
const BEING_SENT = 'SMS_UNANSWERED' satisfies SmsCode

export function deliverSms({ smsSender, makeSms, db, log }: DeliverSmsOptions): Deliver {
  return async ({ id, payload }, signal) => {
    const order = payload as SmsOrder
    if (smsSender.way === 'off') throw new DeliveryError('SMS_OFF', 'there are no SMS: SMS_URL is not set', { passing: false })
    try {
      // Before the code is made anew: the one that may have been sent stays good.
      const { code } = await db.selectFrom('outbox').select('code').where('id', '=', id).executeTakeFirst() ?? {}
      if (code === BEING_SENT) throw new SmsError(BEING_SENT)
      const sms = await makeSms(order)
      if (!sms) return
      // As a failure, others of its lane would overtake it: it holds them.
      await db.updateTable('outbox').set({ code: BEING_SENT, holds: true }).where('id', '=', id).execute()
      await smsSender.send(sms, id, signal)
    } catch (error) {
      if (!(error instanceof SmsError)) throw error
      throw new DeliveryError(error.code, error.message, { passing: !OVER.includes(error.code), retryAfterMs: error.retryAfterMs })
    }
    log.info({ id, userId: order.userId }, 'an SMS was handed over')
  }
}
