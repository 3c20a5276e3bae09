/** The texts of what a role leaves out. */

import { enRole } from './en-role.ts'
import { translator } from './shell.ts'

export const t = translator(enRole, { de: async () => (await import('./de-role.ts')).deRole, ar: async () => (await import('./ar-role.ts')).arRole })
