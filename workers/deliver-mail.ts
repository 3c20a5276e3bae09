/** Delivers messages that are mails. A repetition has the same Message-ID; of a link, the newer one is good. */

import type { Mailer } from '../server/mail/mailer.ts'
import { MailError } from '../server/mail/mailer.ts'
import type { MakeMail } from '../server/mail/make-mail.ts'
import type { MailOrder } from '../server/mail/mail-order.ts'
import type { Log } from '../server/log.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'

export interface DeliverMailOptions {
  readonly mailer: Pick<Mailer, 'way' | 'send'>
  readonly makeMail: MakeMail
  readonly log: Log
}

export function deliverMail({ mailer, makeMail, log }: DeliverMailOptions): Deliver {
  return async ({ id, payload }, signal) => {
    const order = payload as MailOrder
    if (mailer.way === 'off') throw new DeliveryError('MAIL_OFF', 'there is no mail: SMTP_URL is not set', { passing: false })
    const mail = await makeMail(order)
    if (!mail) return
    await handOver(mailer.send(mail, id, signal))
    log.info({ id, userId: order.userId, about: order.about }, 'a mail was handed over')
  }
}

/** What a mail server says no to for good is not said again to it. */
export async function handOver(sending: Promise<void>): Promise<void> {
  try {
    await sending
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    throw new DeliveryError(error.code, error.message, { passing: error.code !== 'MAIL_REFUSED' })
  }
}
