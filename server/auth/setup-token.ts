/** The proof that whoever makes the first admin can read this server's log. Made anew at each start until there is one. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { System } from '../system.ts'

export interface SetupToken {
  readonly text: string
  matches(token: string): boolean
}

export function newSetupToken(system: Pick<System, 'randomBytes'>): SetupToken {
  const text = Buffer.from(system.randomBytes(18)).toString('base64url')
  const digest = (token: string) => createHash('sha256').update(token).digest()
  return { text, matches: (token) => timingSafeEqual(digest(token), digest(text)) }
}
