/** What a person can set for themselves, apart from what decides on it: what is drawn first needs no more. */

import type { NotificationWishes, QuietHours } from './notification-wishes.ts'

export interface Preferences {
  /** ISO 3166-1 alpha-2; null for wherever they are. */
  readonly country: string | null
  /** ISO 639-1, that the app speaks; null for what each browser says. */
  readonly language: string | null
  readonly notifications: NotificationWishes
  readonly quietHours: QuietHours
  /** When an episode ends, the next one begins by itself. */
  readonly autoplayNext: boolean
}

/** Of who has never set anything. */
export const NO_PREFERENCES: Preferences = { country: null, language: null, notifications: {}, quietHours: { on: false, from: '22:00', to: '07:00', zone: 'UTC' }, autoplayNext: true }

export function withPreferences<State extends Preferences>(state: State, { notifications, ...plain }: Partial<Preferences>): State {
  return { ...state, ...plain, ...notifications ? { notifications: withWishes(state.notifications, notifications) } : {} }
}

function withWishes(before: NotificationWishes, change: NotificationWishes): NotificationWishes {
  const kinds = Object.keys({ ...before, ...change }) as (keyof NotificationWishes)[]
  return Object.fromEntries(kinds.map((kind) => [kind, { ...before[kind], ...change[kind] }]))
}
