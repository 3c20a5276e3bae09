/** How people prove who they are: what the routes of signing in, and of what wants a proof again, share. */

import type { System } from '../system.ts'
import type { Accounts } from './accounts.ts'
import type { PasswordGate } from './password-gate.ts'
import { passwordGate } from './password-gate.ts'
import type { Record } from './record.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'
import { signInThrottle } from './sign-in-throttle.ts'

export interface Door {
  readonly throttle: SignInThrottle
  readonly passwordGate: PasswordGate
}

export function doorOf({ accounts, record, system }: { readonly accounts: Accounts; readonly record: Record; readonly system: System }): Door {
  const throttle = signInThrottle(system.now)
  return { throttle, passwordGate: passwordGate({ accounts, record, throttle }) }
}
