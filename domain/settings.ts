/** What admins changed of the settings that are kept with the data: stream `settings-<scope>`, for the audit. What is set now is not in it, and no secret ever is. */

import type { Decider } from './decider.ts'
import type { Fact, StreamName } from './event.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** One part that changed. A secret reads `[secret]` before and after, what is very long `[… bytes]`; null is none. */
export interface SettingChange {
  /** Names from the outside in, parted by `/`; entries of a list by their ids: `newsServers/…/host`. */
  readonly path: string
  readonly before: Json
  readonly after: Json
}

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type SettingsEvent = Fact<'SettingChanged', { /** Of the scope's value, from 1. */ readonly version: number; readonly changes: readonly SettingChange[] }>

// Commands. Only the server itself sends them, in the name of who asked, when the change is made.
export interface ChangeSetting { readonly scope: string; readonly version: number; readonly changes: readonly SettingChange[] }

export function settingsStream(scope: string): StreamName {
  return `settings-${scope}` as StreamName
}

export const settingsDecider: Decider<null, { readonly type: 'ChangeSetting'; readonly data: ChangeSetting }, SettingsEvent> = {
  category: 'settings',
  initial: null,
  decide: ({ data: { version, changes } }) => [{ type: 'SettingChanged', data: { version, changes } }],
  evolve: () => null,
}
