/** Ids as text. Time and chance come from the caller, so that the server and the devices make them in one way. */

/** UUIDv7 (RFC 9562, 5.7): milliseconds since the Unix epoch, then 74 of 16 random bytes' bits. */
export function uuidv7Of(nowMs: number, random: Uint8Array): string {
  const bytes = Uint8Array.from(random)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(nowMs / 2 ** 16))
  view.setUint16(4, nowMs % 2 ** 16)
  return uuidOf(bytes, 0x70)
}

/** UUIDv4 (RFC 9562, 5.4) of 16 random bytes. */
export function uuidv4Of(random: Uint8Array): string {
  return uuidOf(Uint8Array.from(random), 0x40)
}

function uuidOf(bytes: Uint8Array, version: number): string {
  bytes[6] = bytes[6]! & 0x0f | version
  bytes[8] = bytes[8]! & 0x3f | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** `job_` and 26 characters of a-z and 2-7: 5 bits of each of 26 random bytes. */
export function jobIdOf(random: Uint8Array): string {
  return 'job_' + Array.from(random, (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')
}
