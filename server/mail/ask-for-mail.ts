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

/** `asked`: so that it goes out at once where this process delivers. */
export function askForMailIn({ kysely }: Pick<Database, 'kysely'>, system: System, asked: () => void): AskForMail {
  return async (order) => {
    const lane = order.about === 'verify' ? strangerLane(order.receiver) : mailLane(order.userId)
    const put = await kysely.transaction().execute(async (transaction) => {
      // One after the other: of many that ask at once no more are sent.
      await sql`select pg_advisory_xact_lock(hashtext('mail'))`.execute(transaction)
      if (!await isMailLeft(transaction, order, lane)) return false
      const id = uuidv7(system)
      await transaction.insertInto('outbox').values({ id, policy: 'asked-for', eventId: id, part: '', kind: MAIL, payload: JSON.stringify(order), lane }).execute()
      return true
    })
    if (put) asked()
    return put
  }
}

/** What anybody may ask for, as often as they like. The rest tells of what happened, or is a code, and those are counted by themselves: nobody keeps a person from hearing of it. */
const LIMITED: readonly MailOrder['about'][] = ['verify', 'reset']

async function isMailLeft(db: Kysely<Tables>, { userId, about }: MailOrder, lane: string): Promise<boolean> {
  if (!LIMITED.includes(about)) return true
  // Of accounts that were erased since, the lane is all that is left.
  const { own, there } = await db.selectFrom('outbox')
    .select((row) => [row.fn.countAll<number>().filterWhere(sql<string>`payload->>'userId'`, '=', userId).as('own'), row.fn.countAll<number>().filterWhere('lane', '=', lane).as('there')])
    .where('kind', '=', MAIL).where(sql<string>`coalesce(payload->>'about', 'verify')`, 'in', LIMITED).where('createdAt', '>', sql<string>`now() - interval '1 hour'`).executeTakeFirstOrThrow()
  return own < limits.mailAsksPerHour && (about !== 'verify' || there < limits.strangerMailsPerHour)
}
