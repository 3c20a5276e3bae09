/** The password once more, before what must not be done by whoever finds a browser open. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOf, assertNoWait } from '../plugins/rate-limits.ts'
import { RequestError } from '../request-error.ts'
import { personOf } from '../routes/issue.ts'
import type { Account, Accounts } from './accounts.ts'
import { isPassword } from './passwords.ts'
import type { Record } from './record.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

/** The person's account. Throws FORBIDDEN for a wrong password, and RATE_LIMITED for who guesses: as slow as at the door. */
export type PasswordGate = (request: FastifyRequest, reply: FastifyReply, password: string) => Promise<Account>

export function passwordGate({ accounts, record, throttle }: { readonly accounts: Pick<Accounts, 'find'>; readonly record: Record; readonly throttle: SignInThrottle }): PasswordGate {
  return async (request, reply, password) => {
    const { userId, username } = personOf(request)
    const address = addressOf(request)
    assertNoWait(reply, throttle.waitMs(username, address))
    const account = await accounts.find(username)
    if (account && await isPassword(password, account.passwordHash)) {
      throttle.succeeded(username, address)
      return account
    }
    throttle.failed(username, address)
    await record('FailSignIn', { userId })
    throw new RequestError('FORBIDDEN', 'The password is not right.')
  }
}
