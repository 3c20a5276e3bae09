/** How people come in, and prove who they are: what the routes of signing in, and of what wants a proof again, share. */

import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import type { PersonalKeys } from '../personal/personal-keys.ts'
import type { System } from '../system.ts'
import type { Accounts } from './accounts.ts'
import type { EmailAddresses, Unsubscribing } from './email-addresses.ts'
import { emailAddressesIn, unsubscribingIn } from './email-addresses.ts'
import type { Invitations } from './invitations.ts'
import { invitationsIn } from './invitations.ts'
import type { Passkeys } from './passkeys.ts'
import { passkeysIn } from './passkeys.ts'
import type { PasswordGate } from './password-gate.ts'
import { passwordGate } from './password-gate.ts'
import type { Record } from './record.ts'
import type { ResetLinks } from './reset-links.ts'
import { resetLinksIn } from './reset-links.ts'
import type { SentCodes } from './sent-codes.ts'
import { sentCodesIn } from './sent-codes.ts'
import type { SecondFactor } from './second-factor.ts'
import { secondFactorIn } from './second-factor.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'
import { signInThrottle } from './sign-in-throttle.ts'
import type { UserAccess } from './user-access.ts'
import { userAccessIn } from './user-access.ts'

export interface Door {
  readonly throttle: SignInThrottle
  readonly passwordGate: PasswordGate
  readonly passkeys: Passkeys
  readonly secondFactor: SecondFactor
  readonly sentCodes: SentCodes
  readonly invitations: Invitations
  readonly resetLinks: ResetLinks
  readonly emailAddresses: EmailAddresses
  readonly unsubscribing: Unsubscribing
  readonly userAccess: UserAccess
}

interface Ports {
  readonly database: Pick<Database, 'kysely'>
  readonly store: Pick<EventStore, 'readStream'>
  readonly handle: CommandHandler['handle']
  readonly accounts: Accounts
  readonly keys: PersonalKeys
  readonly record: Record
  readonly system: System
}

export function doorOf({ database, store, handle, accounts, keys, record, system }: Ports): Door {
  const throttle = signInThrottle(system.now)
  const emailAddresses = emailAddressesIn({ database, keys, handle, record, system })
  const sentCodes = sentCodesIn(database, { keys, emailAddresses, system })
  const secondFactor = secondFactorIn(database, { keys, sent: sentCodes, record, system })
  return {
    throttle,
    passwordGate: passwordGate({ accounts, record, throttle }),
    passkeys: passkeysIn(database, { record, system }),
    secondFactor,
    sentCodes,
    invitations: invitationsIn({ database, store, handle, system }),
    resetLinks: resetLinksIn({ database, store, record, secondFactor, system }),
    emailAddresses,
    unsubscribing: unsubscribingIn(keys),
    userAccess: userAccessIn({ database, store, handle, system }),
  }
}
