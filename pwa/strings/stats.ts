/** The texts of statistics and the year in review, besides all others. */

import { enStats } from './en-stats.ts'
import { en } from './en.ts'
import { translator } from './shell.ts'

export const t = translator({ ...en, ...enStats }, {
  de: async () => ({ ...(await import('./de.ts')).de, ...(await import('./de-stats.ts')).deStats }),
  ar: async () => ({ ...(await import('./ar.ts')).ar, ...(await import('./ar-stats.ts')).arStats }),
})
