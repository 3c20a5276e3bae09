/** What a person is told, and what of it they have read: stream `notifications-<userId>`. */

import type { Decider } from './decider.ts'
import { refuse } from './decider.ts'
import type { EventId, Fact, StreamName, UserId } from './event.ts'
import type { NotificationKind } from './notification-kinds.ts'
import { NOTIFICATION_KINDS } from './notification-kinds.ts'
import { plainRef } from './playable.ts'
import { NOT_THERE, ONE_PLAYABLE, playableFields } from './playable-fields.ts'
import type { Infer, Schema } from './schema.ts'
import { either, object, oneOf, optional, uuid } from './schema.ts'

/** Of an episode the other three, see playable.ts; of an account `who` alone: whose it is. */
interface About { readonly movieId?: number; readonly seriesId?: number; readonly season?: number; readonly episode?: number; readonly who?: string }

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type NotificationEvent =
  /** The notification's id is the event's own. */
  | Fact<'Notified', { readonly userId: string; readonly kind: NotificationKind } & About>
  | Fact<'NotificationRead', { readonly notificationId: string }>
  | Fact<'AllNotificationsRead', { readonly notificationIds: readonly string[] }>

export interface NotificationsState {
  /** Oldest first. */
  readonly unread: readonly EventId[]
  readonly read: ReadonlySet<string>
}

/** Of one event; who has more unread marks them in several steps. */
const READ_AT_ONCE_MAX = 1_000

// Commands. Only policies notify; marking is the person's own.
export const notificationCommands = {
  Notify: either(object({ userId: uuid, kind: oneOf(NOTIFICATION_KINDS), who: optional(uuid), ...playableFields }), [...ONE_PLAYABLE, { required: ['who'], properties: { who: {}, movieId: NOT_THERE, seriesId: NOT_THERE, season: NOT_THERE, episode: NOT_THERE } }]),
  MarkNotificationRead: object({ notificationId: uuid }),
  MarkAllNotificationsRead: object({}),
} as const satisfies Record<string, Schema>
export type NotificationCommandData = { [T in keyof typeof notificationCommands]: Infer<(typeof notificationCommands)[T]> }
export type NotificationCommand = { [T in keyof NotificationCommandData]: { type: T; data: NotificationCommandData[T] } }[keyof NotificationCommandData]

export function notificationsStream(userId: UserId): StreamName {
  return `notifications-${userId}` as StreamName
}

export const notificationsDecider: Decider<NotificationsState, NotificationCommand, NotificationEvent> = {
  category: 'notifications',
  initial: { unread: [], read: new Set() },
  decide(command, { unread, read }) {
    switch (command.type) {
      case 'Notify': {
        const { userId, kind, who, ...ref } = command.data
        return [{ type: 'Notified', data: { userId, kind, ...who === undefined ? plainRef(ref) : { who } } }]
      }
      case 'MarkNotificationRead': {
        const { notificationId } = command.data
        if (read.has(notificationId)) return []
        if (!unread.includes(notificationId as EventId)) return refuse('NOT_FOUND', 'There is no such notification.')
        return [{ type: 'NotificationRead', data: { notificationId } }]
      }
      case 'MarkAllNotificationsRead':
        return unread.length === 0 ? [] : [{ type: 'AllNotificationsRead', data: { notificationIds: unread.slice(0, READ_AT_ONCE_MAX) } }]
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'Notified': return { ...state, unread: [...state.unread, event.id] }
      case 'NotificationRead': return withRead(state, [event.data.notificationId])
      case 'AllNotificationsRead': return withRead(state, event.data.notificationIds)
    }
  },
}

function withRead({ unread, read }: NotificationsState, ids: readonly string[]): NotificationsState {
  const now = new Set(ids)
  return { unread: unread.filter((id) => !now.has(id)), read: read.union(now) }
}
