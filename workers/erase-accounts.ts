/** Policy: whatever an erasure left undone, because its process was killed, is done from its event. */

import type { UserId } from '../domain/event.ts'
import { parseUserStream } from '../domain/user-stream.ts'
import type { Erasure } from '../server/auth/erasure.ts'
import { ERASE } from '../server/auth/erasure.ts'
import type { Deliver } from './outbox-relay.ts'
import type { Policy } from './policy.ts'

export const eraseAccounts: Policy<undefined> = {
  name: 'erase-accounts', version: 1, categories: ['user'], types: ['AccountErased'],
  lookup: async () => undefined,
  messages: ({ stream }) => [{ kind: ERASE, payload: { userId: parseUserStream(stream)! } }],
}

/** A repetition finds everything done. */
export function deliverErasure({ complete }: Pick<Erasure, 'complete'>): Deliver {
  return async ({ payload }) => await complete((payload as { readonly userId: UserId }).userId)
}
