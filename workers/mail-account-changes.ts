/** Policy: who has a proved address is mailed when their password or how they sign in has changed, so that they hear of it if it was somebody else. */

import type { CodeWay } from '../domain/user.ts'
import type { Recorded } from '../domain/event.ts'
import type { UserEvent } from '../domain/user.ts'
import { parseUserStream } from '../domain/user-stream.ts'
import type { MailOrder, SignInChange } from '../server/mail/mail-order.ts'
import { MAIL, mailLane } from '../server/mail/mail-order.ts'
import type { Policy } from './policy.ts'

/** What is mailed of each event. */
const TOLD = {
  PasswordChanged: 'password', AccountReset: 'password',
  SecondFactorTurnedOn: 'appOn', SecondFactorTurnedOff: 'appOff',
  SentCodesTurnedOn: { email: 'mailedCodesOn', sms: 'smsCodesOn' }, SentCodesTurnedOff: { email: 'mailedCodesOff', sms: 'smsCodesOff' },
  RecoveryCodesMade: 'recoveryCodes', RecoveryCodeUsed: 'recoveryCodeUsed',
  PasskeyAdded: 'passkeyAdded', PasskeyRemoved: 'passkeyRemoved',
} as const satisfies { readonly [Type in UserEvent['type']]?: 'password' | SignInChange | Readonly<Record<CodeWay, SignInChange>> }
type Told = Extract<UserEvent, { type: keyof typeof TOLD }>

export function mailAccountChanges(isMailed: boolean): Policy<undefined> {
  return {
    name: 'mail-account-changes', version: 1, categories: ['user'], types: Object.keys(TOLD),
    lookup: async () => undefined,
    messages(event) {
      if (!isMailed) return []
      const { type, data, stream } = event as Recorded<Told>
      const [userId, told] = [parseUserStream(stream)!, TOLD[type]]
      const change = typeof told === 'string' ? told : told[(data as { readonly way: CodeWay }).way]
      return [{ kind: MAIL, lane: mailLane(userId), payload: (change === 'password' ? { userId, about: change } : { userId, about: 'change', change }) satisfies MailOrder }]
    },
  }
}
