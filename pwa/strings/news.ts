/** What is said at once of several episodes of a series, apart from what is loaded first. */

import { enNews } from './en-news.ts'
import { translator } from './shell.ts'

export const t = translator(enNews, { de: async () => (await import('./de-news.ts')).deNews, ar: async () => (await import('./ar-news.ts')).arNews })
