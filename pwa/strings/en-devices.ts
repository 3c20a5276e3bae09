/** English, how a person's devices are called. */
export const enDevices = {
  'device.this': 'this device',
  'device.other': 'another device',
  'device.none': 'outside the app',
} as const
