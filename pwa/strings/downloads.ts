/** What the screens of downloads and of storage say, apart from what other screens load. */

import { enDownloads } from './en-downloads.ts'
import type { PlainKeyOf } from './shell.ts'
import { translator } from './shell.ts'

export type PlainKey = PlainKeyOf<typeof enDownloads>
export const t = translator({ en: enDownloads })
