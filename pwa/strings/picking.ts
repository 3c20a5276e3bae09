/** What is said where several are picked at once, apart from what other screens load. */

import { enPicking } from './en-picking.ts'
import { translator } from './shell.ts'

export const t = translator(enPicking, { de: async () => (await import('./de-picking.ts')).dePicking, ar: async () => (await import('./ar-picking.ts')).arPicking })
