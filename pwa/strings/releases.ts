/** What the choice among releases says, apart from what other screens load. */

import { enReleases } from './en-releases.ts'
import { translator } from './shell.ts'

export const t = translator({ en: enReleases })
