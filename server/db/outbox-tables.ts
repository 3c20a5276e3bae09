/** The tables of what is to be told, and of what became of it; see `tables.ts`. */

import type { Generated } from 'kysely'
import type { InstantByDefault, Json } from './tables.ts'

/** What policies wish for: see `workers/policy.ts`. */
export interface OutboxTable {
  /** Made from policy, event and part: the receiver's key of idempotency. */
  id: string
  policy: string
  eventId: string
  part: string
  kind: string
  payload: Json<unknown>
  /** Counted when a try begins, so that one that ends the process counts too. */
  tries: Generated<number>
  tryAt: InstantByDefault
  state: Generated<'waiting' | 'delivered' | 'dead'>
  /** Why the last try failed. */
  code: string | null
  createdAt: InstantByDefault
  settledAt: string | null
  /** Messages of one lane go out one at a time. */
  lane: string | null
  /** Of the event. */
  position: number | null
  /** Until `tryAt` nothing else of its lane goes out either: the receiver wanted it so. */
  holds: Generated<boolean>
}

/** Each try to deliver a webhook, for a while: see `server/webhooks/attempts.ts`. */
export interface WebhookAttemptsTable {
  id: Generated<number>
  hookId: string
  messageId: string
  kind: string
  about: string | null
  at: InstantByDefault
  tookMs: number
  outcome: string
  status: number | null
  excerpt: string
  /** Whose request it tells of, while their account is there: what was answered may repeat their name. */
  requestedBy: Generated<string | null>
}
