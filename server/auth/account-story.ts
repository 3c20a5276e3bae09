/** What has happened with somebody's account, the newest first: from its stream, for its owner. */

import type { RecordedEvent, UserId } from '../../domain/event.ts'
import type { CodeWay, UserEvent } from '../../domain/user.ts'
import { userStream } from '../../domain/user-stream.ts'
import type { AccountHappening } from '../../projections/wire-security.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'

export async function accountStory({ database: { kysely }, store }: { readonly database: Pick<Database, 'kysely'>; readonly store: Pick<EventStore, 'readStream'> }, userId: UserId): Promise<readonly AccountHappening[]> {
  const events = await Array.fromAsync(store.readStream(userStream(userId), { direction: 'backwards', limit: limits.accountStoryMax })) as RecordedEvent[]
  const sessions = await kysely.selectFrom('sessions').select(['id', 'userAgent']).where('userId', '=', userId).execute()
  const others = [...new Set(events.flatMap(({ meta: { actor } }) => actor === userId || !UUID.test(actor) ? [] : actor))]
  const names = others.length === 0 ? [] : await kysely.selectFrom('accounts').select(['userId', 'username']).where('userId', 'in', others).execute()
  return events.map(({ id, type, recordedAt, data, meta: { actor } }) => {
    const { sessionId, secondFactor, role, way } = data as { readonly sessionId?: string; readonly secondFactor?: boolean; readonly role?: string; readonly way?: CodeWay }
    return {
      id, type: type as UserEvent['type'], at: recordedAt, own: actor === userId, by: names.find((each) => each.userId === actor)?.username ?? null,
      userAgent: sessions.find((each) => each.id === sessionId)?.userAgent ?? null, secondFactor: secondFactor ?? false, role: role ?? null, way: way ?? null,
    }
  })
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
