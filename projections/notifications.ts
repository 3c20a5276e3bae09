/** What each person was told: one row per notification. */

import type { NotificationKind } from '../domain/notification-kinds.ts'
import { utc } from '../domain/instant.ts'
import type { Projection } from './projection.ts'

export interface NotificationRow {
  /** The id of the event that told it. */
  readonly key: string
  readonly userId: string
  readonly kind: NotificationKind
  /** Of an episode null, and the other three are its; see domain/playable.ts. Undefined in rows of a former version, which knew films alone. */
  readonly movieId: number | null
  readonly seriesId?: number | null
  readonly season?: number | null
  readonly episode?: number | null
  /** Of an account: whose it is. Undefined in rows of a former version. */
  readonly who?: string | null
  readonly at: string
  readonly readAt: string | null
}

export const notifications: Projection<NotificationRow> = {
  name: 'notifications',
  version: 3,
  categories: ['notifications'],
  columns: {
    key: { type: 'text' },
    userId: { type: 'text' },
    kind: { type: 'text' },
    movieId: { type: 'integer', nullable: true },
    seriesId: { type: 'integer', nullable: true },
    season: { type: 'integer', nullable: true },
    episode: { type: 'integer', nullable: true },
    who: { type: 'text', nullable: true },
    at: { type: 'timestamptz' },
    readAt: { type: 'timestamptz', nullable: true },
  },
  indexes: [['userId', 'at']],
  audience: { owner: 'userId' },
  erased: { column: 'userId', change: () => undefined },
  on: {
    Notified: {
      keys: (event) => [event.id],
      fold: (_row, event, key) => ({ key, movieId: null, seriesId: null, season: null, episode: null, who: null, ...event.data, at: utc(event.meta.issuedAt), readAt: null }),
    },
    NotificationRead: {
      keys: (event) => [event.data.notificationId],
      fold: (row, event) => row && { ...row, readAt: row.readAt ?? utc(event.meta.issuedAt) },
    },
    AllNotificationsRead: {
      keys: (event) => event.data.notificationIds,
      fold: (row, event) => row && { ...row, readAt: row.readAt ?? utc(event.meta.issuedAt) },
    },
  },
}
