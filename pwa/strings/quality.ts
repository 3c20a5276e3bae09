/** What the admins' screen of quality says, apart from what other screens load. */

import { enQuality } from './en-quality.ts'
import { translator } from './shell.ts'

export const t = translator(enQuality, { de: async () => (await import('./de-quality.ts')).deQuality, ar: async () => (await import('./ar-quality.ts')).arQuality })
