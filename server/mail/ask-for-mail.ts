/** Puts a mail that somebody asked for into the outbox: it goes out, tries and all, as policies' messages do. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import type { MailOrder } from './mail-order.ts'
import { MAIL, mailLane, strangerLane } from './mail-order.ts'

/**
 * Whether it will be sent: in an hour `limits.mailAsksPerHour` are of one account, whoever asks, and `limits.strangerMailsPerHour` go to one mailbox that nobody has proved,
 * from whichever accounts, also of such as were erased since.
 */
export type AskForMail = (order: MailOrder) => Promise<boolean>

const ASKED_FOR = 'asked-for'

/** `asked`: so that it goes out at once where this process delivers. */
export function askForMailIn({ kysely }: Pick<Database, 'kysely'>, system: System, asked: () => void): AskForMail {
  return async (order) => {
    const lane = order.about === 'verify' ? strangerLane(order.receiver) : mailLane(order.userId)
    const put = await kysely.transaction().execute(async (transaction) => {
      // One after the other: of many that ask at once no more are sent.
      await sql`select pg_advisory_xact_lock(hashtext('mail'))`.execute(transaction)
      if (!await isMailLeft(transaction, order, lane)) return false
      const id = uuidv7(system)
      await transaction.insertInto('outbox').values({ id, policy: ASKED_FOR, eventId: id, part: '', kind: MAIL, payload: JSON.stringify(order), lane }).execute()
      return true
    })
    if (put) asked()
    return put
  }
}

/** What happened is told beside what was asked for, and codes are counted by themselves. */
async function isMailLeft(db: Kysely<Tables>, { userId, about }: MailOrder, lane: string): Promise<boolean> {
  const { own, there } = await db.selectFrom('outbox')
    .select((row) => [row.fn.countAll<number>().filterWhere(sql<string>`payload->>'userId'`, '=', userId).as('own'), row.fn.countAll<number>().filterWhere('lane', '=', lane).as('there')])
    .where('kind', '=', MAIL).where('policy', '=', ASKED_FOR).where(sql<string>`coalesce(payload->>'about', '')`, '!=', 'code').where('createdAt', '>', sql<string>`now() - interval '1 hour'`).executeTakeFirstOrThrow()
  return own < limits.mailAsksPerHour && (about !== 'verify' || there < limits.strangerMailsPerHour)
}
