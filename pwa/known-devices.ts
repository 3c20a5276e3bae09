/** A person's devices, as they have named them. */

import { replica } from './house.ts'
import { t } from './strings/devices.ts'

/** Those with a name, in the order of their names. */
export function namedDevices() {
  return [...replica()?.devices.values() ?? []].sort((a, b) => a.name < b.name ? -1 : 1)
}

/** The newest name; "another device" for one that has none. */
export function deviceName(deviceId: string | null): string {
  const here = replica()
  if (deviceId === null || !here) return t('device.none')
  return here.devices.get(`${here.session.userId}_${deviceId}`)?.name ?? t(deviceId === here.deviceId ? 'device.this' : 'device.other')
}

/** Where something was done, to whoever reads it here. */
export function placeName(deviceId: string | null): string {
  return deviceId !== null && deviceId === replica()?.deviceId ? t('device.this') : deviceName(deviceId)
}
