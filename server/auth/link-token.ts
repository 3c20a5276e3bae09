/** Links that let somebody in: 256 random bits behind the address's `#`, which no browser sends. The server keeps their SHA-256. */

import { createHash } from 'node:crypto'
import type { System } from '../system.ts'

export function newLinkToken(system: Pick<System, 'randomBytes'>): { readonly token: string; readonly tokenHash: Buffer } {
  const token = Buffer.from(system.randomBytes(32)).toString('base64url')
  return { token, tokenHash: linkTokenHash(token) }
}

export function linkTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
