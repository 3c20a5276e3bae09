/**
 * Delivers messages that are pushes (RFC 8030). A repetition replaces the first: the push service by its `topic`, the browser by
 * the notification's id.
 */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { cards } from '../projections/cards.ts'
import { readModelTable } from '../server/db/read-model.ts'
import type { Tables } from '../server/db/tables.ts'
import { limits } from '../server/limits.ts'
import { encryptMessage } from '../server/push/encrypt-message.ts'
import type { PushKey } from '../server/push/push-key.ts'
import { isPushAddress } from '../server/push/push-addresses.ts'
import type { PushSubscriptions } from '../server/push/push-subscriptions.ts'
import type { System } from '../server/system.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'
import type { PushOrder } from './push-notifications.ts'

export interface DeliverPushOptions {
  readonly db: Kysely<Tables>
  readonly subscriptions: Pick<PushSubscriptions, 'find' | 'end'>
  readonly key: PushKey
  /** Origins that may be called. */
  readonly services: readonly string[]
  readonly system: Pick<System, 'now' | 'randomBytes' | 'fetch'>
}

export function deliverPush({ db, subscriptions, key, services, system }: DeliverPushOptions): Deliver {
  return async ({ id, payload }, signal) => {
    const { subscription, notificationId, kind, movieId } = payload as PushOrder
    const recipient = await subscriptions.find(subscription)
    // Signed out or switched off meanwhile: nobody waits for it.
    if (!recipient) return
    if (!isPushAddress(recipient.endpoint, services)) throw new DeliveryError('PUSH_SERVICE_UNKNOWN', 'the address is of no push service that is known', { passing: false })
    const text = JSON.stringify({ id: notificationId, kind, movieId, title: await titleOf(db, movieId) })
    const body = encryptMessage(new TextEncoder().encode(text), recipient, { privateKey: system.randomBytes(32), salt: system.randomBytes(16) })
    const answer = await system.fetch(recipient.endpoint, {
      method: 'POST', redirect: 'manual', signal, body: new Uint8Array(body),
      headers: {
        authorization: await key.authorization(new URL(recipient.endpoint).origin, system.now()),
        'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', ttl: String(limits.pushKeptSeconds), urgency: 'normal', topic: id.replaceAll('-', ''),
      },
    })
    await answer.body?.cancel()
    if (answer.ok) return
    if (answer.status === 404 || answer.status === 410) return await subscriptions.end(subscription)
    const passing = answer.status === 429 || answer.status >= 500
    throw new DeliveryError(`PUSH_${answer.status}`, `the push service answered ${answer.status}`, { passing, retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), system.now()) })
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | null, nowMs: number): number {
  if (value === null) return 0
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}

async function titleOf(db: Kysely<Tables>, movieId: number): Promise<string | null> {
  const { rows } = await sql<{ title: string }>`select title from ${sql.table(readModelTable(cards))} where key = ${`movie_${movieId}`}`.execute(db)
  return rows[0]?.title ?? null
}
