/** Policy: who got a new password by a link is told, in case it was somebody else, and the admin who had made the link. */

import type { Recorded, UserId } from '../domain/event.ts'
import type { CommandData } from '../domain/index.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import { parseUserStream } from '../domain/user-stream.ts'
import type { ResetEvent } from '../domain/reset-link.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import type { OutboxMessage, Policy } from './policy.ts'

export function notifyReset({ store }: { readonly store: Pick<EventStore, 'readStream'> }): Policy<string> {
  return {
    name: 'notify-reset', version: 1, categories: ['user'], types: ['AccountReset'],
    lookup: (event) => makerOf(store, event as Recorded<ResetEvent>),
    messages({ stream }, maker) {
      const who = parseUserStream(stream)!
      const isAnother = maker !== 'system' && maker !== who
      return [told(who, 'passwordReset', who), ...isAnother ? [told(maker as UserId, 'resetUsed', who)] : []]
    },
  }
}

/** `system` is the command line. */
async function makerOf(store: Pick<EventStore, 'readStream'>, { stream, data: { linkId } }: Recorded<ResetEvent>): Promise<string> {
  for await (const event of store.readStream(stream, { direction: 'backwards' }) as AsyncIterable<Recorded<ResetEvent>>) {
    if (event.type === 'ResetOffered' && event.data.linkId === linkId) return event.meta.actor
  }
  return 'system'
}

function told(userId: UserId, kind: NotificationKind, who: UserId): OutboxMessage {
  return { kind: 'command', part: userId, payload: { type: 'Notify', data: { userId, kind, who } satisfies CommandData['Notify'] } }
}
