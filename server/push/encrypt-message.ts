/** Encrypts for one subscription: RFC 8291 over RFC 8188 (`aes128gcm`), one record. */

import { createCipheriv, createECDH, hkdfSync } from 'node:crypto'

export interface Recipient {
  /** The browser's P-256 key, uncompressed, base64url. */
  readonly p256dh: string
  /** 16 bytes, base64url. */
  readonly auth: string
}

/** What a push service must take (RFC 8291, 4), less header, padding and tag. */
const PUSH_PAYLOAD_BYTES_MAX = 3_900
const RECORD_BYTES = 4_096
const LAST_RECORD = 2

/** `privateKey` (32 bytes) and `salt` (16) are random and for this one message. */
export function encryptMessage(plaintext: Uint8Array, { p256dh, auth }: Recipient, { privateKey, salt }: { readonly privateKey: Uint8Array; readonly salt: Uint8Array }): Uint8Array {
  if (plaintext.length > PUSH_PAYLOAD_BYTES_MAX) throw new RangeError(`A push message has at most ${PUSH_PAYLOAD_BYTES_MAX} bytes, not ${plaintext.length}`)
  const theirs = Buffer.from(p256dh, 'base64url')
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(privateKey)
  const ours = pair.getPublicKey()
  const keying = derive(pair.computeSecret(theirs), Buffer.from(auth, 'base64url'), Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]), 32)
  const cipher = createCipheriv('aes-128-gcm', derive(keying, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16), derive(keying, salt, Buffer.from('Content-Encoding: nonce\0'), 12))
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.update(Buffer.of(LAST_RECORD)), cipher.final(), cipher.getAuthTag()])
  const sizes = Buffer.alloc(5)
  sizes.writeUInt32BE(RECORD_BYTES)
  sizes.writeUInt8(ours.length, 4)
  return Buffer.concat([salt, sizes, ours, sealed])
}

function derive(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))
}
