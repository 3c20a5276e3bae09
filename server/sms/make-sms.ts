/** Makes an SMS of its order, when it goes out: the code anew, the number as it is then, in the person's language. */

import type { UserId } from '../../domain/event.ts'
import type { SentCodes } from '../auth/sent-codes.ts'
import { limits } from '../limits.ts'
import type { MakeMailPorts } from '../mail/make-mail.ts'
import { languageOf } from '../mail/make-mail.ts'
import { MAIL_LANGUAGES } from '../mail/mail-texts.ts'
import type { Sms } from './sms-sender.ts'

/** Kind of such messages in the outbox. */
export const SMS = 'sms'
/** `number`: the name of that for which it was asked. */
export interface SmsOrder { readonly userId: UserId; readonly number: string }

/** Null where nobody waits for it any more. */
export type MakeSms = (order: SmsOrder) => Promise<Sms | null>

export function smsMaker({ store, sentCodes, origin }: Pick<MakeMailPorts, 'store' | 'origin'> & { readonly sentCodes: Pick<SentCodes, 'make'> }): MakeSms {
  return async ({ userId, number }) => {
    const made = await sentCodes.make(userId, 'sms', number)
    if (!made) return null
    const { host, protocol } = new URL(origin())
    const text = MAIL_LANGUAGES[await languageOf({ store }, userId, made.language)].codeBySms(made.code, host, limits.sentCodeMs / 60_000)
    // By the last line browsers fill the code in, on this site alone (https://wicg.github.io/sms-one-time-codes/).
    return { to: made.address, text: protocol === 'https:' ? `${text}\n\n@${host} #${made.code}` : text }
  }
}
