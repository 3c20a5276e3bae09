/** Browsers that asked to be pushed to. One belongs to the session it was made in and ends with it. */

import type { Kysely } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { Recipient } from './encrypt-message.ts'

export interface PushSubscription extends Recipient { readonly id: string; readonly endpoint: string }

export interface PushSubscriptions {
  /** In place of what this browser had before, whoever used it. */
  keep(person: { readonly userId: UserId; readonly sessionId: string }, subscription: Omit<PushSubscription, 'id'>): Promise<void>
  ofSession(sessionId: string): Promise<PushSubscription | undefined>
  endOfSession(sessionId: string): Promise<void>
  end(id: string): Promise<void>
  find(id: string): Promise<PushSubscription | undefined>
  idsOf(userId: string): Promise<readonly string[]>
}

export function pushSubscriptionsIn(db: Kysely<Tables>): PushSubscriptions {
  const columns = ['id', 'endpoint', 'p256dh', 'auth'] as const
  return {
    async keep({ userId, sessionId }, { endpoint, p256dh, auth }) {
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('pushSubscriptions').where((row) => row.or([row('endpoint', '=', endpoint), row('sessionId', '=', sessionId)])).execute()
        await transaction.insertInto('pushSubscriptions').values({ userId, sessionId, endpoint, p256dh, auth }).execute()
        await transaction.deleteFrom('pushSubscriptions').where('id', 'in', (old) => old.selectFrom('pushSubscriptions').select('id').where('userId', '=', userId)
          .orderBy('createdAt', 'desc').offset(limits.pushSubscriptionsMax)).execute()
      })
    },
    ofSession: (sessionId) => db.selectFrom('pushSubscriptions').select(columns).where('sessionId', '=', sessionId).executeTakeFirst(),
    async endOfSession(sessionId) { await db.deleteFrom('pushSubscriptions').where('sessionId', '=', sessionId).execute() },
    async end(id) { await db.deleteFrom('pushSubscriptions').where('id', '=', id).execute() },
    find: (id) => db.selectFrom('pushSubscriptions').select(columns).where('id', '=', id).executeTakeFirst(),
    async idsOf(userId) { return (await db.selectFrom('pushSubscriptions').select('id').where('userId', '=', userId).execute()).map(({ id }) => id) },
  }
}
