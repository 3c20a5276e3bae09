/** What is said at the door: on the screens that a link opens, before anybody is signed in, and to whoever leaves. */

import { enDoor } from './en-door.ts'
import { translator } from './shell.ts'
import type { PlainKeyOf } from './translation.ts'

export type DoorKey = PlainKeyOf<typeof enDoor>

export const t = translator(enDoor, { de: async () => (await import('./de-door.ts')).deDoor, ar: async () => (await import('./ar-door.ts')).arDoor })
