/** Policy: who has a proved address is mailed when their password has changed, so that they hear of it if it was somebody else. */

import { parseUserStream } from '../domain/user-stream.ts'
import type { MailOrder } from '../server/mail/mail-order.ts'
import { MAIL, mailLane } from '../server/mail/mail-order.ts'
import type { Policy } from './policy.ts'

export function mailAccountChanges(isMailed: boolean): Policy<undefined> {
  return {
    name: 'mail-account-changes', version: 1, categories: ['user'], types: ['PasswordChanged', 'AccountReset'],
    lookup: async () => undefined,
    messages({ stream }) {
      const userId = parseUserStream(stream)!
      return isMailed ? [{ kind: MAIL, lane: mailLane(userId), payload: { userId, about: 'password' } satisfies MailOrder }] : []
    },
  }
}
