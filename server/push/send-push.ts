/** One push to one browser (RFC 8030), encrypted for it alone (RFC 8291). */

import type { NotificationKind } from '../../domain/notification-kinds.ts'
import type { PlayableRef } from '../../domain/playable.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { encryptMessage } from './encrypt-message.ts'
import type { PushKey } from './push-key.ts'
import { isPushAddress } from './push-addresses.ts'
import type { PushSubscription } from './push-subscriptions.ts'

/** What the app's service worker is told. `title`: of an account whose it is. `test`: that it is told. */
export type PushMessage = PlayableRef & { readonly id: string; readonly kind: NotificationKind; readonly title: string | null } | { readonly id: string; readonly kind: 'test' }

export interface PushPost {
  readonly key: PushKey
  /** Origins that may be called. */
  readonly services: readonly string[]
  readonly system: Pick<System, 'now' | 'randomBytes' | 'fetch'>
}

/** `gone`: the browser has unsubscribed. */
export type PushOutcome = 'sent' | 'gone' | 'unknown service' | { readonly status: number; readonly passing: boolean; readonly retryAfterMs: number }

/** Of two with the same topic the push service keeps the later. Rejects when it cannot be reached. */
export async function sendPush({ key, services, system }: PushPost, { endpoint, ...recipient }: PushSubscription, message: PushMessage, { topic, signal }: { readonly topic: string; readonly signal: AbortSignal }): Promise<PushOutcome> {
  if (!isPushAddress(endpoint, services)) return 'unknown service'
  const body = encryptMessage(new TextEncoder().encode(JSON.stringify(message)), recipient, { privateKey: system.randomBytes(32), salt: system.randomBytes(16) })
  const answer = await system.fetch(endpoint, {
    method: 'POST', redirect: 'manual', signal, body: new Uint8Array(body),
    headers: {
      authorization: await key.authorization(new URL(endpoint).origin, system.now()),
      'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', ttl: String(limits.pushKeptSeconds), urgency: 'normal', topic: topic.replaceAll('-', ''),
    },
  })
  await answer.body?.cancel()
  if (answer.ok) return 'sent'
  if (answer.status === 404 || answer.status === 410) return 'gone'
  return { status: answer.status, passing: answer.status === 429 || answer.status >= 500, retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), system.now()) }
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | null, nowMs: number): number {
  if (value === null) return 0
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}
