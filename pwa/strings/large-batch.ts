/** What is said of what is taken back on the server. */

import { enLargeBatch } from './en-large-batch.ts'
import { translator } from './shell.ts'

export const t = translator(enLargeBatch, { de: async () => (await import('./de-large-batch.ts')).deLargeBatch, ar: async () => (await import('./ar-large-batch.ts')).arLargeBatch })
