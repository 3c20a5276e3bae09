import type { DomainEvent } from '../domain/index.ts'
import type { Recorded, UserId } from '../domain/event.ts'
import type { Preferences } from '../domain/preference-values.ts'
import type { PreferencesEvent } from '../domain/preferences.ts'
import { preferencesDecider, preferencesStream } from '../domain/preferences.ts'
import type { EventStore } from './event-store/event-store.ts'

/** What somebody has set for themselves by their own stream: a read model may be behind. */
export async function preferencesOf(store: Pick<EventStore, 'readStream'>, userId: UserId): Promise<Preferences> {
  let preferences: Preferences = preferencesDecider.initial
  for await (const event of store.readStream(preferencesStream(userId))) preferences = preferencesDecider.evolve(preferences, event as DomainEvent as Recorded<PreferencesEvent>)
  return preferences
}
