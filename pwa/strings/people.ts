/** What the admins' screen of people says, apart from what other screens load. */

import { enPeople } from './en-people.ts'
import { translator } from './shell.ts'

export const t = translator(enPeople, { de: async () => (await import('./de-people.ts')).dePeople, ar: async () => (await import('./ar-people.ts')).arPeople })
