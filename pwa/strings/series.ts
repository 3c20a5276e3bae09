/** The texts of seasons and episodes, besides all others. */

import { enSeries } from './en-series.ts'
import { en } from './en.ts'
import { translator } from './shell.ts'

export const t = translator({ en: { ...en, ...enSeries } })
