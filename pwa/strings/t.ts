/** Every text there is, for all that is loaded when needed: screens, dialogs, the player. What is loaded first uses `shell.ts`. */

import { en } from './en.ts'
import { translator } from './shell.ts'
import type { PlainKeyOf } from './translation.ts'

export type PlainKey = PlainKeyOf<typeof en>

export const t = translator(en, { de: async () => (await import('./de.ts')).de, ar: async () => (await import('./ar.ts')).ar })
