/** What a person has set for themselves: stream `preferences-<userId>`. Apart from `user-<userId>`: their devices hold this one, and no sign-ins. */

import type { Decider } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact, StreamName, UserId } from './event.ts'
import { isZone, newWishes, notificationWishes, quietHours } from './notification-wishes.ts'
import type { Preferences } from './preference-values.ts'
import { NO_PREFERENCES, withPreferences } from './preference-values.ts'
import type { Infer, NullableTextSchema, Schema } from './schema.ts'
import { boolean, object, optional } from './schema.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
/** Only what changed; of notifications only those kinds and channels. */
export type PreferencesEvent = Fact<'PreferencesUpdated', Partial<Preferences>>
export type PreferencesState = Preferences

const country: NullableTextSchema = { type: 'string', nullable: true, maxLength: 2, pattern: '^[A-Z]{2}$' }
const language: NullableTextSchema = { type: 'string', nullable: true, maxLength: 2, pattern: '^[a-z]{2}$' }
export const preferencesCommands = {
  /** What is not named stays. */
  UpdatePreferences: object({ country: optional(country), language: optional(language), notifications: optional(notificationWishes), quietHours: optional(quietHours), autoplayNext: optional(boolean) }),
} as const satisfies Record<string, Schema>
export type PreferencesCommandData = { [T in keyof typeof preferencesCommands]: Infer<(typeof preferencesCommands)[T]> }
export type PreferencesCommand = { [T in keyof PreferencesCommandData]: { type: T; data: PreferencesCommandData[T] } }[keyof PreferencesCommandData]

export function preferencesStream(userId: UserId): StreamName {
  return `preferences-${userId}` as StreamName
}

export const preferencesDecider: Decider<PreferencesState, PreferencesCommand, PreferencesEvent> = {
  category: 'preferences',
  initial: NO_PREFERENCES,
  decide({ data }, state) {
    if (data.quietHours && !isZone(data.quietHours.zone)) return refuse('UNKNOWN_ZONE', `There is no time zone called ${data.quietHours.zone}. Set the quiet hours on a device that knows its own.`)
    const { notifications = {}, ...plain } = data
    const wishes = newWishes(state.notifications, notifications)
    const changed = Object.fromEntries(Object.entries(plain).filter(([name, value]) => name in NO_PREFERENCES && value !== undefined && !isSame(value, state[name as keyof typeof plain]))) as Partial<Preferences>
    const fresh = { ...changed, ...Object.keys(wishes).length === 0 ? {} : { notifications: wishes } }
    return Object.keys(fresh).length === 0 ? [] : [{ type: 'PreferencesUpdated', data: fresh }]
  },
  evolve: (state, { data }) => withPreferences(state, data),
}

/** Of plain values, whatever the order of their fields. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b
  const fields = Object.keys(a)
  return fields.length === Object.keys(b).length && fields.every((field) => isSame(a[field as never], b[field as never]))
}
