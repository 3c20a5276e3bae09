/** Links that open one object for reading until they expire, whoever holds them: `/media/<key>?e=<second>&s=<signature>`. */

import { Buffer } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA-256 (RFC 2104) over what the link allows: so it opens nothing else and for no longer. */
function signature(signingKey: Uint8Array, objectKey: string, expiresAtSeconds: number): Uint8Array {
  return createHmac('sha256', signingKey).update(`GET\n${objectKey}\n${expiresAtSeconds}`).digest()
}

/** Rounded up to a full second. */
export function signedLink(signingKey: Uint8Array, objectKey: string, expiresAtMs: number): { readonly url: string; readonly expiresAt: string } {
  const seconds = Math.ceil(expiresAtMs / 1_000)
  const signed = Buffer.from(signature(signingKey, objectKey, seconds)).toString('base64url')
  return { url: `/media/${objectKey}?e=${seconds}&s=${signed}`, expiresAt: new Date(seconds * 1_000).toISOString() }
}

export type LinkCheck = 'valid' | 'expired' | 'forged'

export function checkLink(signingKey: Uint8Array, objectKey: string, query: { readonly e?: unknown; readonly s?: unknown }, nowMs: number): LinkCheck {
  const { e, s } = query
  if (typeof e !== 'string' || !/^[1-9]\d{0,11}$/.test(e) || typeof s !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(s)) return 'forged'
  const seconds = Number(e)
  if (!timingSafeEqual(Buffer.from(s, 'base64url'), signature(signingKey, objectKey, seconds))) return 'forged'
  return nowMs < seconds * 1_000 ? 'valid' : 'expired'
}
