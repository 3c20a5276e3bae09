/** What is said of saved films, apart from what other screens load. */

import { enSaved } from './en-saved.ts'
import type { PlainKeyOf } from './shell.ts'
import { translator } from './shell.ts'

export type PlainKey = PlainKeyOf<typeof enSaved>
export const t = translator({ en: enSaved })
