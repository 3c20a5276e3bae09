/** What is to be mailed, as it lies in the outbox: whom to, by their id, and what about. Neither an address nor what a link ends with is in it: both are looked up, or made, when it goes out. */

import type { UserId } from '../../domain/event.ts'
import type { TitleKind } from '../../domain/notification-kinds.ts'
import type { PlayableRef } from '../../domain/playable.ts'

/** Kinds of such messages. */
export const MAIL = 'mail'
export const MAIL_DIGEST = 'mail-digest'

/** What changed of how somebody signs in. */
export type SignInChange = 'appOn' | 'appOff' | 'mailedCodesOn' | 'mailedCodesOff' | 'smsCodesOn' | 'smsCodesOff' | 'recoveryCodes' | 'recoveryCodeUsed' | 'passkeyAdded' | 'passkeyRemoved'

/**
 * `receiver`: the name of the mailbox for which it was asked. `formerSealed`: what was the address before, sealed with the person's key, for whoever is to hear that it is so
 * no more; `language`: that the browser spoke in which it was entered, of one that was removed.
 */
export type MailOrder = { readonly userId: UserId } & (
  | { readonly about: 'reset' | 'password' | 'test' | 'code' }
  | { readonly about: 'verify'; readonly receiver: string }
  | { readonly about: 'change'; readonly change: SignInChange }
  | { readonly about: 'email'; readonly formerSealed: string; readonly language?: string | null }
)

/** Of one person one mail is under way at a time. */
export const mailLane = (userId: UserId) => `mail ${userId}`
/** To one mailbox that nobody has proved, whoever asks. */
export const strangerLane = (receiver: string) => `stranger ${receiver}`

/** One of those that are told together, in one mail. */
export type DigestOrder = { readonly userId: UserId; readonly notificationId: string; readonly kind: TitleKind } & PlayableRef
export const digestLane = (userId: UserId) => `digest ${userId}`
