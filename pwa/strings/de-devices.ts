import type { enDevices } from './en-devices.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-devices.ts`. */
export const deDevices: Translation<typeof enDevices, 'de'> = {
  'device.this': 'dieses Gerät',
  'device.other': 'ein anderes Gerät',
  'device.none': 'außerhalb der App',
}
