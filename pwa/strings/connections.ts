/** What the admins' screen of connections and the controls of downloads say, apart from what other screens load. */

import { enConnections } from './en-connections.ts'
import { translator } from './shell.ts'

export const t = translator(enConnections, { de: async () => (await import('./de-connections.ts')).deConnections, ar: async () => (await import('./ar-connections.ts')).arConnections })
