/** The texts of profiles, besides those of the shell. */

import { enProfile } from './en-profile.ts'
import { enShell } from './en-shell.ts'
import { translator } from './shell.ts'

export const t = translator({ ...enShell, ...enProfile }, {
  de: async () => ({ ...(await import('./de-shell.ts')).deShell, ...(await import('./de-profile.ts')).deProfile }),
  ar: async () => ({ ...(await import('./ar-shell.ts')).arShell, ...(await import('./ar-profile.ts')).arProfile }),
})
