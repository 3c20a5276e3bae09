/** What the settings say, apart from what other screens load. */

import { enSettings } from './en-settings.ts'
import type { PlainKeyOf } from './shell.ts'
import { translator } from './shell.ts'

export type SettingsKey = PlainKeyOf<typeof enSettings>

export const t = translator({ en: enSettings })
