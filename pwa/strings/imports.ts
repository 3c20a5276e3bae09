/** What the admins' screen of the imported catalogue says, apart from what other screens load. */

import { enImports } from './en-imports.ts'
import { translator } from './shell.ts'

export const t = translator(enImports, { de: async () => (await import('./de-imports.ts')).deImports, ar: async () => (await import('./ar-imports.ts')).arImports })
