/** Puts a mail that somebody asked for into the outbox: it goes out, tries and all, as policies' messages do. */

import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import type { MailOrder } from './mail-order.ts'
import { MAIL, mailLane } from './mail-order.ts'

/** Whether it will be sent: of one account not more than `limits.mailAsksPerHour` are, whoever asks. */
export type AskForMail = (order: MailOrder) => Promise<boolean>

/** `asked`: so that it goes out at once where this process delivers. */
export function askForMailIn({ kysely }: Pick<Database, 'kysely'>, system: System, asked: () => void): AskForMail {
  return async (order) => {
    const lane = mailLane(order.userId)
    const { before } = await kysely.selectFrom('outbox').select((row) => row.fn.countAll<number>().as('before')).where('kind', '=', MAIL).where('lane', '=', lane)
      .where('createdAt', '>', sql<string>`now() - interval '1 hour'`).executeTakeFirstOrThrow()
    if (before >= limits.mailAsksPerHour) return false
    const id = uuidv7(system)
    await kysely.insertInto('outbox').values({ id, policy: 'asked-for', eventId: id, part: '', kind: MAIL, payload: JSON.stringify(order), lane }).execute()
    asked()
    return true
  }
}
