/** Ids made on this device. */

import type { CommandId, DeviceId } from '../../domain/command.ts'

type Random = (count: number) => Uint8Array

const strong: Random = (count) => crypto.getRandomValues(new Uint8Array(count))

/** UUIDv7 (RFC 9562, 5.7): milliseconds, then 74 random bits. */
export function newCommandId(nowMs: number, random: Random = strong): CommandId {
  const bytes = random(16)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  view.setUint32(0, Math.floor(nowMs / 2 ** 16))
  view.setUint16(4, nowMs % 2 ** 16)
  return uuid(bytes, 0x70) as CommandId
}

/** UUIDv4: what an installed app calls itself. */
export function newDeviceId(random: Random = strong): DeviceId {
  return uuid(random(16), 0x40) as DeviceId
}

function uuid(bytes: Uint8Array, version: number): string {
  bytes[6] = bytes[6]! & 0x0f | version
  bytes[8] = bytes[8]! & 0x3f | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** `job_` and 26 characters of a-z and 2-7: 130 random bits. */
export function newJobId(random: Random = strong): string {
  return 'job_' + Array.from(random(26), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')
}
