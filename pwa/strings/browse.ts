/** The texts of finding something to watch: Discover, Topics, Search, and the rows of Home that come after the first picture. */

import { enBrowse } from './en-browse.ts'
import { translator } from './shell.ts'

export const t = translator(enBrowse, { de: async () => (await import('./de-browse.ts')).deBrowse, ar: async () => (await import('./ar-browse.ts')).arBrowse })
