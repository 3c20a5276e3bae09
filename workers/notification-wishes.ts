/** What people want to be told: from their own streams, as a read model may be behind. */

import type { Recorded, UserId } from '../domain/event.ts'
import type { Channels } from '../domain/notification-wishes.ts'
import { channelsOf } from '../domain/notification-wishes.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import type { Preferences } from '../domain/preference-values.ts'
import type { PreferencesEvent } from '../domain/preferences.ts'
import { preferencesDecider, preferencesStream } from '../domain/preferences.ts'
import type { EventStore } from '../server/event-store/event-store.ts'

export type ReadStream = Pick<EventStore, 'readStream'>

export async function preferencesOf(store: ReadStream, userId: UserId): Promise<Preferences> {
  let preferences: Preferences = preferencesDecider.initial
  for await (const event of store.readStream(preferencesStream(userId)) as AsyncIterable<Recorded<PreferencesEvent>>) preferences = preferencesDecider.evolve(preferences, event)
  return preferences
}

/** Those of them who are to be told of this kind in any way. */
export async function whoWants(store: ReadStream, kind: NotificationKind, people: readonly UserId[]): Promise<readonly UserId[]> {
  const wanted = await Promise.all(people.map(async (userId) => anyOf(channelsOf((await preferencesOf(store, userId)).notifications, kind))))
  return people.filter((_userId, index) => wanted[index])
}

const anyOf = ({ app, push }: Channels) => app || push
