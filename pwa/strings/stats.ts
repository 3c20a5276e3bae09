/** The texts of statistics and the year in review, besides all others. */

import { enStats } from './en-stats.ts'
import { en } from './en.ts'
import { translator } from './shell.ts'

export const t = translator({ en: { ...en, ...enStats } })
