/** What the choice among releases says, apart from what other screens load. */

import { enReleases } from './en-releases.ts'
import { translator } from './shell.ts'

export const t = translator(enReleases, { de: async () => (await import('./de-releases.ts')).deReleases, ar: async () => (await import('./ar-releases.ts')).arReleases })
