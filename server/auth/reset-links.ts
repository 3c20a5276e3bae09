/**
 * Ways back in for who has lost their password, and perhaps their second factor: links that admins hand over. That one was offered,
 * used or withdrawn is in the person's stream (`domain/reset-link.ts`); beside it lies the hash of the newest link alone.
 *
 * RL1 A link is told once, to who made it. It is in no table, event or line of the log.
 * RL2 It is good for one use, also of two at once, and for `limits.resetLinkMs`; a newer one takes its place.
 * RL3 Its use counts before the password is another one. Who is cut short in between needs another link; no link works twice.
 * RL4 With the password every session goes, in one step: whoever was in is out, also where the process ends right behind it.
 * RL5 It is good while who made it is an admin who may come in, or is the command line: nobody leaves a door open behind them.
 * RL6 It is over once its person has changed their password or their address themselves: whoever read the mail that came before is not let in by it.
 */

import type { Actor, UserId } from '../../domain/event.ts'
import { isInTime } from '../../domain/reset-link.ts'
import type { ResetLinkMade, ResetOffer } from '../../projections/wire-people.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import { notFound, RefusalError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { isAdmin } from './accounts.ts'
import { linkTokenHash, newLinkToken } from './link-token.ts'
import { assertGoodPassword, hashPassword } from './passwords.ts'
import type { Record } from './record.ts'
import type { SecondFactor } from './second-factor.ts'
import type { EndedSession } from './sessions.ts'
import { userStateOf } from './user-state.ts'

export interface ResetLinks {
  /** `secondFactor`: whether its use takes that away too. NOT_FOUND for who has no account. */
  offer(userId: UserId, wish: { readonly secondFactor: boolean }, by: Actor): Promise<ResetLinkMade>
  /** Nothing for one that is not good any more. */
  withdraw(userId: UserId, linkId: string, by: Actor): Promise<void>
  /** Of whoever is in and has changed what the link is for. */
  end(userId: UserId): Promise<void>
  /** Throws LINK_OVER. */
  look(token: string): Promise<ResetOffer>
  /** Whose it was, and the sessions that ended by it: whoever is connected by one is the caller's to tell. Throws as `look`, and INVALID_INPUT for a password that is none. */
  use(token: string, password: string): Promise<{ readonly userId: UserId; readonly username: string; readonly secondFactor: boolean; readonly ended: readonly EndedSession[] }>
}

interface Ports {
  readonly database: Pick<Database, 'kysely'>
  readonly store: Pick<EventStore, 'readStream'>
  readonly record: Record
  readonly secondFactor: Pick<SecondFactor, 'endAll'>
  readonly system: System
}

export function resetLinksIn({ database: { kysely }, store, record, secondFactor, system }: Ports): ResetLinks {
  async function mayOffer(by: Actor): Promise<boolean> {
    return by === 'system' || await kysely.selectFrom('accounts').select('userId').where('userId', '=', by).where(isAdmin).executeTakeFirst() !== undefined
  }

  async function good(token: string): Promise<{ readonly userId: UserId; readonly linkId: string; readonly username: string; readonly offer: ResetOffer }> {
    const row = await kysely.selectFrom('resetLinks').innerJoin('accounts', 'accounts.userId', 'resetLinks.userId').select(['accounts.userId', 'linkId', 'username'])
      .where('tokenHash', '=', linkTokenHash(token)).executeTakeFirst()
    if (!row) throw new RefusalError({ code: 'LINK_OVER', message: 'This link was used already, or is not of this Rewind. Ask an admin for a new one.' })
    const userId = row.userId as UserId
    const { reset } = await userStateOf(store, userId)
    if (reset?.linkId !== row.linkId || !isInTime(reset, instantOf(system)) || !await mayOffer(reset.by)) throw new RefusalError({ code: 'LINK_OVER', message: 'The time of this link is over. Ask an admin for a new one.' })
    return { userId, linkId: row.linkId, username: row.username, offer: { username: row.username, until: reset.until, secondFactor: reset.secondFactor } }
  }

  async function withdraw(userId: UserId, linkId: string, by: Actor): Promise<void> {
    await record('WithdrawReset', { userId, linkId }, by)
    await kysely.deleteFrom('resetLinks').where('userId', '=', userId).where('linkId', '=', linkId).execute()
  }

  return {
    async offer(userId, { secondFactor }, by) {
      if (!await kysely.selectFrom('accounts').select('userId').where('userId', '=', userId).executeTakeFirst()) throw notFound('person')
      const [linkId, until] = [uuidv7(system), new Date(system.now() + limits.resetLinkMs).toISOString()]
      const { token, tokenHash } = newLinkToken(system)
      await record('OfferReset', { userId, linkId, until, secondFactor }, by)
      await kysely.insertInto('resetLinks').values({ userId, linkId, tokenHash }).onConflict((known) => known.column('userId').doUpdateSet({ linkId, tokenHash })).execute()
      return { linkId, token, until }
    },

    withdraw,
    async end(userId) {
      const row = await kysely.selectFrom('resetLinks').select('linkId').where('userId', '=', userId).executeTakeFirst()
      if (row) await withdraw(userId, row.linkId, userId)
    },

    look: async (token) => (await good(token)).offer,

    async use(token, password) {
      const { userId, linkId, username, offer } = await good(token)
      assertGoodPassword(password, username)
      const passwordHash = await hashPassword(password)
      await record('ResetAccount', { userId, linkId })
      const ended = await kysely.transaction().execute(async (transaction) => {
        await transaction.updateTable('accounts').set({ passwordHash }).where('userId', '=', userId).execute()
        await transaction.deleteFrom('resetLinks').where('userId', '=', userId).where('linkId', '=', linkId).execute()
        return await transaction.deleteFrom('sessions').where('userId', '=', userId).returning(['id', 'deviceId']).execute()
      })
      const ends = offer.secondFactor && await secondFactor.endAll(userId)
      return { userId, username, secondFactor: ends, ended }
    },
  }
}
