/** What the admins' screen of health says, apart from what other screens load. */

import { enHealth } from './en-health.ts'
import { translator } from './shell.ts'

export const t = translator(enHealth, { de: async () => (await import('./de-health.ts')).deHealth, ar: async () => (await import('./ar-health.ts')).arHealth })
