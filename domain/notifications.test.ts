import { ada, commandId, given } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import { eventIdOf } from './event.ts'
import { notificationsDecider } from './notifications.ts'

const system = { by: 'system', as: 'worker' } as const
const ready = { userId: ada, kind: 'ready', movieId: 653 } as const
const first = eventIdOf(commandId(1), 0)
const second = eventIdOf(commandId(2), 0)

t.test('a person is told, and marks it as read once', async (t) => {
  const nothing = given(t, notificationsDecider)
  nothing.when('Notify', ready, system).then({ type: 'Notified', data: ready })
  nothing.when('MarkNotificationRead', { notificationId: first }).thenRefused('NOT_FOUND')
  const told = nothing.done('Notify', ready, system)
  told.when('MarkNotificationRead', { notificationId: first }).then({ type: 'NotificationRead', data: { notificationId: first } })
  told.done('MarkNotificationRead', { notificationId: first }).when('MarkNotificationRead', { notificationId: first }).thenNothing()
})

t.test('all that is unread is marked at once, and nothing when there is none', async (t) => {
  given(t, notificationsDecider).when('MarkAllNotificationsRead', {}).thenNothing()
  const told = given(t, notificationsDecider).done('Notify', ready, system).done('Notify', { ...ready, kind: 'failed' }, system)
  told.when('MarkAllNotificationsRead', {}).then({ type: 'AllNotificationsRead', data: { notificationIds: [first, second] } })
  told.done('MarkNotificationRead', { notificationId: first }).when('MarkAllNotificationsRead', {}).then({ type: 'AllNotificationsRead', data: { notificationIds: [second] } })
  const read = told.done('MarkAllNotificationsRead', {})
  read.when('MarkAllNotificationsRead', {}).thenNothing()
  read.when('MarkNotificationRead', { notificationId: second }).thenNothing()
})
