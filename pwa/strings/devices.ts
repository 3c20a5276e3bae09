/** How a person's devices are called, in whatever is loaded when needed. */

import { enDevices } from './en-devices.ts'
import { translator } from './shell.ts'

export const t = translator(enDevices, { de: async () => (await import('./de-devices.ts')).deDevices, ar: async () => (await import('./ar-devices.ts')).arDevices })
