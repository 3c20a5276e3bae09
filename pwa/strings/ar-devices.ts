import type { enDevices } from './en-devices.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-devices.ts`. */
export const arDevices: Translation<typeof enDevices, 'ar'> = {
  'device.this': 'هذا الجهاز',
  'device.other': 'جهاز آخر',
  'device.none': 'خارج التطبيق',
}
