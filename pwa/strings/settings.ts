/** What the settings say, apart from what other screens load. */

import { enSettings } from './en-settings.ts'
import { translator } from './shell.ts'
import type { PlainKeyOf } from './translation.ts'

export type SettingsKey = PlainKeyOf<typeof enSettings>

export const t = translator(enSettings, { de: async () => (await import('./de-settings.ts')).deSettings, ar: async () => (await import('./ar-settings.ts')).arSettings })
