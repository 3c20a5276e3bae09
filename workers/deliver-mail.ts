/** Delivers messages that are mails, and those that are told together. A repetition has the same Message-ID; of a link, the newer one is good. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Tables } from '../server/db/tables.ts'
import { limits } from '../server/limits.ts'
import type { Mailer } from '../server/mail/mailer.ts'
import { MailError } from '../server/mail/mailer.ts'
import type { MakeMail } from '../server/mail/make-mail.ts'
import type { MakeDigest } from '../server/mail/make-digest.ts'
import type { DigestOrder, MailOrder } from '../server/mail/mail-order.ts'
import { digestLane, MAIL_DIGEST } from '../server/mail/mail-order.ts'
import type { Log } from '../server/log.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'

export interface DeliverMailOptions {
  readonly mailer: Pick<Mailer, 'way' | 'send'>
  readonly db: Kysely<Tables>
  readonly makeMail: MakeMail
  readonly makeDigest: MakeDigest
  readonly log: Log
}

export function deliverMail({ mailer, makeMail, log }: Omit<DeliverMailOptions, 'db' | 'makeDigest'>): Deliver {
  return async ({ id, payload }, signal) => {
    const order = payload as MailOrder
    assertMail(mailer)
    const mail = await makeMail(order)
    if (!mail) return
    await handOver(mailer.send(mail, id, signal))
    log.info({ id, userId: order.userId, about: order.about }, 'a mail was handed over')
  }
}

/** The first of a lane that is due takes along whatever waits in it. Killed before it is noted, those are told once more. */
export function deliverDigest({ db, mailer, makeDigest, log }: Omit<DeliverMailOptions, 'makeMail'>): Deliver {
  return async ({ id, payload }, signal) => {
    const { userId } = payload as DigestOrder
    assertMail(mailer)
    const waiting = await db.selectFrom('outbox').select(['id', 'payload']).where('kind', '=', MAIL_DIGEST).where('lane', '=', digestLane(userId)).where('state', '=', 'waiting').orderBy('position').limit(limits.mailDigestMax).execute()
    const mail = await makeDigest(userId, waiting.map((row) => row.payload as DigestOrder))
    if (mail) await handOver(mailer.send(mail, id, signal))
    const others = waiting.map((row) => row.id).filter((each) => each !== id)
    if (others.length > 0) await db.updateTable('outbox').set({ state: 'delivered', code: null, settledAt: sql<string>`now()` }).where('id', 'in', others).where('state', '=', 'waiting').execute()
    if (mail) log.info({ id, userId, about: 'news', notifications: waiting.length }, 'a mail was handed over')
  }
}

function assertMail({ way }: Pick<Mailer, 'way'>): void {
  if (way === 'off') throw new DeliveryError('MAIL_OFF', 'there is no mail: SMTP_URL is not set', { passing: false })
}

/** What a mail server says no to for good is not said again to it. */
async function handOver(sending: Promise<void>): Promise<void> {
  try {
    await sending
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    throw new DeliveryError(error.code, error.message, { passing: error.code !== 'MAIL_REFUSED' })
  }
}
