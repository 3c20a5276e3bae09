/** What people want to be told: from their own streams, as a read model may be behind. */

import type { UserId } from '../domain/event.ts'
import type { Channels } from '../domain/notification-wishes.ts'
import { channelsOf } from '../domain/notification-wishes.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { preferencesOf } from '../server/preferences-of.ts'

export type ReadStream = Pick<EventStore, 'readStream'>

/** Those of them who are to be told of this kind in any way. */
export async function whoWants(store: ReadStream, kind: NotificationKind, people: readonly UserId[]): Promise<readonly UserId[]> {
  const wanted = await Promise.all(people.map(async (userId) => anyOf(channelsOf((await preferencesOf(store, userId)).notifications, kind))))
  return people.filter((_userId, index) => wanted[index])
}

const anyOf = ({ app, push, mail }: Channels) => app || push || mail
