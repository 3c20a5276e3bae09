/** Policy: a change of what somebody may do, whose process was killed between its event and the account's row, comes to the row. */

import type { UserId } from '../domain/event.ts'
import type { AccessEvent } from '../domain/user-access.ts'
import { parseUserStream } from '../domain/user-stream.ts'
import type { UserAccess } from '../server/auth/user-access.ts'
import { SETTLE_ACCESS } from '../server/auth/user-access.ts'
import type { Log } from '../server/log.ts'
import type { Deliver } from './outbox-relay.ts'
import type { Policy } from './policy.ts'

const types = ['RoleGranted', 'RoleRevoked', 'UserDisabled', 'UserEnabled'] as const satisfies readonly AccessEvent['type'][]

export const settleAccess: Policy<undefined> = {
  name: 'settle-access', version: 1, categories: ['user'], types,
  lookup: async () => undefined,
  messages: ({ stream }) => [{ kind: SETTLE_ACCESS, payload: { userId: parseUserStream(stream)! } }],
}

/** Nearly always the row is so already. */
export function deliverSettling({ settle }: Pick<UserAccess, 'settle'>, log: Pick<Log, 'warn'>): Deliver {
  return async ({ payload }) => {
    const { userId } = payload as { readonly userId: UserId }
    if (await settle(userId)) log.warn({ userId }, 'a change of what somebody may do had been cut short, and is whole now')
  }
}
