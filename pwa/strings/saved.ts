/** What is said of saved films, apart from what other screens load. */

import { enSaved } from './en-saved.ts'
import { translator } from './shell.ts'

export const t = translator(enSaved, { de: async () => (await import('./de-saved.ts')).deSaved, ar: async () => (await import('./ar-saved.ts')).arSaved })
