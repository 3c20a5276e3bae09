/** Policy: what a person is told is also pushed to the browsers where they wanted that. */

import type { NotificationEvent } from '../domain/notifications.ts'
import type { Recorded } from '../domain/event.ts'
import type { PushSubscriptions } from '../server/push/push-subscriptions.ts'
import type { Policy } from './policy.ts'

export interface PushOrder { readonly subscription: string; readonly notificationId: string; readonly kind: string; readonly movieId: number }

export function pushNotifications(subscriptions: Pick<PushSubscriptions, 'idsOf'>): Policy<readonly string[]> {
  return {
    name: 'push-notifications', version: 1, categories: ['notifications'], types: ['Notified'],
    lookup: async ({ data }) => await subscriptions.idsOf((data as { readonly userId: string }).userId),
    messages(event, ids) {
      const { id, data: { kind, movieId } } = event as Extract<Recorded<NotificationEvent>, { type: 'Notified' }>
      return ids.map((subscription) => ({ kind: 'push', part: subscription, payload: { subscription, notificationId: id, kind, movieId } satisfies PushOrder }))
    },
  }
}
