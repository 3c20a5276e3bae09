/** Passwords are kept as argon2id, with OWASP's parameters (19 MiB, 2 passes, 1 lane). */

import { hash, verify } from '@node-rs/argon2'
import { invalid } from '../request-error.ts'

const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Of no password: what an unknown account is checked against, so that it takes as long as a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), PARAMETERS)
}

export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODY, password.normalize('NFKC'))
  return right && passwordHash !== undefined
}

/** Of one that is chosen: beside its length, which the schema sees to. */
export function assertGoodPassword(password: string, username: string): void {
  if (password.toLowerCase().includes(username.toLowerCase())) throw invalid('password', 'must not hold the name')
}
