/** The texts of seasons and episodes, besides all others. */

import { enSeries } from './en-series.ts'
import { en } from './en.ts'
import { translator } from './shell.ts'

export const t = translator({ ...en, ...enSeries }, {
  de: async () => ({ ...(await import('./de.ts')).de, ...(await import('./de-series.ts')).deSeries }),
  ar: async () => ({ ...(await import('./ar.ts')).ar, ...(await import('./ar-series.ts')).arSeries }),
})
