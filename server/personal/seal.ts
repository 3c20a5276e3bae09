/**
 * Sealing with AES-256-GCM (NIST SP 800-38D): a fresh random nonce of 96 bits each time, and what the text belongs to as additional
 * data, so that a sealed text that is moved elsewhere does not open. Sealed: base64 of nonce, ciphertext and tag.
 */

import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { System } from '../system.ts'

export const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const ALGORITHM = 'aes-256-gcm'

export function seal(plain: Uint8Array, key: Uint8Array, belongsTo: string, system: Pick<System, 'randomBytes'>): string {
  const nonce = system.randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(belongsTo))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** Throws where it was sealed with another key, for something else, or changed since. */
export function unseal(sealed: string, key: Uint8Array, belongsTo: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('It is too short to be sealed')
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(belongsTo))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
}
