/** What importing one's own library says, apart from what other screens load. */

import { enBring } from './en-bring.ts'
import { translator } from './shell.ts'

export const t = translator(enBring, { de: async () => (await import('./de-bring.ts')).deBring, ar: async () => (await import('./ar-bring.ts')).arBring })
