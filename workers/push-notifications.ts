/** Policy: what a person is told is also pushed to the browsers where they wanted that, unless it is one of their quiet hours. */

import type { Recorded, UserId } from '../domain/event.ts'
import { channelsOf, isQuiet } from '../domain/notification-wishes.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import type { NotificationEvent } from '../domain/notifications.ts'
import type { PlayableRef } from '../domain/playable.ts'
import { plainRef } from '../domain/playable.ts'
import type { PushSubscriptions } from '../server/push/push-subscriptions.ts'
import type { ReadStream } from './notification-wishes.ts'
import { preferencesOf } from '../server/preferences-of.ts'
import type { Policy } from './policy.ts'

export type PushOrder = { readonly subscription: string; readonly notificationId: string; readonly kind: NotificationKind; readonly who?: string } & PlayableRef

export function pushNotifications(store: ReadStream, subscriptions: Pick<PushSubscriptions, 'idsOf'>): Policy<readonly string[]> {
  return {
    name: 'push-notifications', version: 1, categories: ['notifications'], types: ['Notified'],
    async lookup({ data, recordedAt }) {
      const { userId, kind } = data as { readonly userId: UserId; readonly kind: NotificationKind }
      const { notifications, quietHours } = await preferencesOf(store, userId)
      return channelsOf(notifications, kind).push && !isQuiet(quietHours, recordedAt) ? await subscriptions.idsOf(userId) : []
    },
    messages(event, ids) {
      const { id, data: { kind, who, ...data } } = event as Extract<Recorded<NotificationEvent>, { type: 'Notified' }>
      return ids.map((subscription) => ({ kind: 'push', part: subscription, payload: { subscription, notificationId: id, kind, ...who === undefined ? plainRef(data) : { who } } satisfies PushOrder }))
    },
  }
}
