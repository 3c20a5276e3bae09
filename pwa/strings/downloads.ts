/** What the screens of downloads and of storage say, apart from what other screens load. */

import { enDownloads } from './en-downloads.ts'
import { translator } from './shell.ts'
import type { PlainKeyOf } from './translation.ts'

export type PlainKey = PlainKeyOf<typeof enDownloads>
export const t = translator(enDownloads, { de: async () => (await import('./de-downloads.ts')).deDownloads, ar: async () => (await import('./ar-downloads.ts')).arDownloads })
