/**
 * Delivers messages that are pushes (RFC 8030). A repetition replaces the first: the push service by its `topic`, the browser by
 * the notification's id.
 */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { UserId } from '../domain/event.ts'
import type { Playable } from '../domain/playable.ts'
import { playableOf } from '../domain/playable.ts'
import { titleKey } from '../domain/title.ts'
import { cards } from '../projections/cards.ts'
import { readModelTable } from '../server/db/read-model.ts'
import type { Tables } from '../server/db/tables.ts'
import type { PushSubscriptions } from '../server/push/push-subscriptions.ts'
import type { PushPost } from '../server/push/send-push.ts'
import { sendPush } from '../server/push/send-push.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'
import type { PushOrder } from './push-notifications.ts'

export interface DeliverPushOptions extends PushPost {
  readonly db: Kysely<Tables>
  readonly subscriptions: Pick<PushSubscriptions, 'find' | 'end'>
}

export function deliverPush({ db, subscriptions, ...post }: DeliverPushOptions): Deliver {
  return async ({ id, payload }, signal) => {
    const { subscription, notificationId, kind, who, ...about } = payload as PushOrder
    const recipient = await subscriptions.find(subscription)
    // Signed out or switched off meanwhile: nobody waits for it.
    if (!recipient) return
    const message = { id: notificationId, kind, ...about, title: who === undefined ? await titleOf(db, playableOf(about)) : await usernameOf(db, who) }
    const outcome = await sendPush(post, recipient, message, { topic: id, signal })
    if (outcome === 'sent') return
    if (outcome === 'gone') return await subscriptions.end(subscription)
    if (outcome === 'unknown service') throw new DeliveryError('PUSH_SERVICE_UNKNOWN', 'the address is of no push service that is known', { passing: false })
    const { status, passing, retryAfterMs } = outcome
    throw new DeliveryError(`PUSH_${status}`, `the push service answered ${status}`, { passing, retryAfterMs })
  }
}

async function usernameOf(db: Kysely<Tables>, userId: string): Promise<string | null> {
  return (await db.selectFrom('accounts').select('username').where('userId', '=', userId as UserId).executeTakeFirst())?.username ?? null
}

/** Of an episode its series'. */
async function titleOf(db: Kysely<Tables>, playable: Playable): Promise<string | null> {
  const { rows } = await sql<{ title: string }>`select title from ${sql.table(readModelTable(cards))} where key = ${titleKey(playable)}`.execute(db)
  return rows[0]?.title ?? null
}
