/** How people prove who they are: what the routes of signing in, and of what wants a proof again, share. */

import type { Database } from '../db/database.ts'
import type { PersonalKeys } from '../personal/personal-keys.ts'
import type { System } from '../system.ts'
import type { Accounts } from './accounts.ts'
import type { Passkeys } from './passkeys.ts'
import { passkeysIn } from './passkeys.ts'
import type { PasswordGate } from './password-gate.ts'
import { passwordGate } from './password-gate.ts'
import type { Record } from './record.ts'
import type { SecondFactor } from './second-factor.ts'
import { secondFactorIn } from './second-factor.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'
import { signInThrottle } from './sign-in-throttle.ts'

export interface Door {
  readonly throttle: SignInThrottle
  readonly passwordGate: PasswordGate
  readonly passkeys: Passkeys
  readonly secondFactor: SecondFactor
}

interface Ports { readonly database: Pick<Database, 'kysely'>; readonly accounts: Accounts; readonly keys: PersonalKeys; readonly record: Record; readonly system: System }

export function doorOf({ database, accounts, keys, record, system }: Ports): Door {
  const throttle = signInThrottle(system.now)
  return {
    throttle,
    passwordGate: passwordGate({ accounts, record, throttle }),
    passkeys: passkeysIn(database, { record, system }),
    secondFactor: secondFactorIn(database, { keys, record, system }),
  }
}
