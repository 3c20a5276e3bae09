/** What a person has set for themselves: stream `preferences-<userId>`. Apart from `user-<userId>`: their devices hold this one, and no sign-ins. */

import type { Decider } from './decider.ts'
import type { Fact, StreamName, UserId } from './event.ts'
import type { Infer, NullableTextSchema, Schema } from './schema.ts'
import { object, optional } from './schema.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
/** `country`: ISO 3166-1 alpha-2; null for wherever they are. `language`: ISO 639-1, that the app speaks; null for what each browser says. */
export interface PreferencesState { readonly country: string | null; readonly language: string | null }
/** Only what changed. */
export type PreferencesEvent = Fact<'PreferencesUpdated', Partial<PreferencesState>>

const country: NullableTextSchema = { type: 'string', nullable: true, maxLength: 2, pattern: '^[A-Z]{2}$' }
const language: NullableTextSchema = { type: 'string', nullable: true, maxLength: 2, pattern: '^[a-z]{2}$' }
export const preferencesCommands = {
  /** What is not named stays. */
  UpdatePreferences: object({ country: optional(country), language: optional(language) }),
} as const satisfies Record<string, Schema>
export type PreferencesCommandData = { [T in keyof typeof preferencesCommands]: Infer<(typeof preferencesCommands)[T]> }
export type PreferencesCommand = { [T in keyof PreferencesCommandData]: { type: T; data: PreferencesCommandData[T] } }[keyof PreferencesCommandData]

export function preferencesStream(userId: UserId): StreamName {
  return `preferences-${userId}` as StreamName
}

export const preferencesDecider: Decider<PreferencesState, PreferencesCommand, PreferencesEvent> = {
  category: 'preferences',
  initial: { country: null, language: null },
  decide({ data }, state) {
    const changed = Object.entries(data).filter(([name, value]) => value !== undefined && value !== state[name as keyof PreferencesState])
    return changed.length === 0 ? [] : [{ type: 'PreferencesUpdated', data: Object.fromEntries(changed) }]
  },
  evolve: (state, { data }) => ({ ...state, ...data }),
}
