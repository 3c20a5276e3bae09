/** The words that tell what was done: loaded with the first toast, the history, and whatever else tells it. */

import { enTold } from './en-told.ts'
import { translator } from './shell.ts'

export const t = translator(enTold, { de: async () => (await import('./de-told.ts')).deTold, ar: async () => (await import('./ar-told.ts')).arTold })
