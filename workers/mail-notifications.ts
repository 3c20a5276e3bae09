/** Policy: what a person is told of titles is also mailed to them where they wanted that; what comes within a few minutes goes along, in one mail. */

import type { Recorded, UserId } from '../domain/event.ts'
import { channelsOf } from '../domain/notification-wishes.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import { isOfAccount } from '../domain/notification-kinds.ts'
import type { NotificationEvent } from '../domain/notifications.ts'
import { plainRef } from '../domain/playable.ts'
import { limits } from '../server/limits.ts'
import type { DigestOrder } from '../server/mail/mail-order.ts'
import { digestLane, MAIL_DIGEST } from '../server/mail/mail-order.ts'
import { preferencesOf } from '../server/preferences-of.ts'
import type { ReadStream } from './notification-wishes.ts'
import type { Policy } from './policy.ts'

export function mailNotifications(store: ReadStream, isMailed: boolean): Policy<boolean> {
  return {
    name: 'mail-notifications', version: 1, categories: ['notifications'], types: ['Notified'],
    async lookup({ data }) {
      const { userId, kind } = data as { readonly userId: UserId; readonly kind: NotificationKind }
      // What became of an account is mailed as such: mail-account-changes.ts.
      return isMailed && !isOfAccount(kind) && channelsOf((await preferencesOf(store, userId)).notifications, kind).mail
    },
    messages(event, wanted) {
      const { id, data: { kind, userId, ...about } } = event as Extract<Recorded<NotificationEvent>, { type: 'Notified' }>
      if (!wanted || isOfAccount(kind)) return []
      const order: DigestOrder = { userId: userId as UserId, notificationId: id, kind, ...plainRef(about) }
      return [{ kind: MAIL_DIGEST, lane: digestLane(order.userId), waitMs: limits.mailDigestMs, payload: order }]
    },
  }
}
