/**
 * Delivers messages that are pushes (RFC 8030). A repetition replaces the first: the push service by its `topic`, the browser by
 * the notification's id.
 */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
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
    const { subscription, notificationId, kind, movieId } = payload as PushOrder
    const recipient = await subscriptions.find(subscription)
    // Signed out or switched off meanwhile: nobody waits for it.
    if (!recipient) return
    const message = { id: notificationId, kind, movieId, title: await titleOf(db, movieId) }
    const outcome = await sendPush(post, recipient, message, { topic: id, signal })
    if (outcome === 'sent') return
    if (outcome === 'gone') return await subscriptions.end(subscription)
    if (outcome === 'unknown service') throw new DeliveryError('PUSH_SERVICE_UNKNOWN', 'the address is of no push service that is known', { passing: false })
    const { status, passing, retryAfterMs } = outcome
    throw new DeliveryError(`PUSH_${status}`, `the push service answered ${status}`, { passing, retryAfterMs })
  }
}

async function titleOf(db: Kysely<Tables>, movieId: number): Promise<string | null> {
  const { rows } = await sql<{ title: string }>`select title from ${sql.table(readModelTable(cards))} where key = ${`movie_${movieId}`}`.execute(db)
  return rows[0]?.title ?? null
}
