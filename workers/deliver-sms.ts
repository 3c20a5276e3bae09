/** Delivers messages that are SMS. What may have been taken is not sent again: whoever waits for it asks for another. */

import type { Log } from '../server/log.ts'
import type { MakeSms, SmsOrder } from '../server/sms/make-sms.ts'
import type { SmsCode, SmsSender } from '../server/sms/sms-sender.ts'
import { SmsError } from '../server/sms/sms-sender.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'

export interface DeliverSmsOptions {
  readonly smsSender: Pick<SmsSender, 'way' | 'send'>
  readonly makeSms: MakeSms
  readonly log: Log
}

/** For good, or perhaps done. */
const OVER: readonly SmsCode[] = ['SMS_REFUSED', 'SMS_UNANSWERED']

export function deliverSms({ smsSender, makeSms, log }: DeliverSmsOptions): Deliver {
  return async ({ id, payload }, signal) => {
    const order = payload as SmsOrder
    if (smsSender.way === 'off') throw new DeliveryError('SMS_OFF', 'there are no SMS: SMS_URL is not set', { passing: false })
    const sms = await makeSms(order)
    if (!sms) return
    try {
      await smsSender.send(sms, id, signal)
    } catch (error) {
      if (!(error instanceof SmsError)) throw error
      throw new DeliveryError(error.code, error.message, { passing: !OVER.includes(error.code) })
    }
    log.info({ id, userId: order.userId }, 'an SMS was handed over')
  }
}
