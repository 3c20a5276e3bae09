/** What is to be mailed, as it lies in the outbox: whom to, by their id, and what about. Neither an address nor what a link ends with is in it: both are looked up, or made, when it goes out. */

import type { UserId } from '../../domain/event.ts'

/** The kind of such messages. */
export const MAIL = 'mail'

/** `formerSealed`: what was the address before, sealed with the person's key, for whoever is to hear that it is so no more. */
export type MailOrder = { readonly userId: UserId } & (
  | { readonly about: 'verify' | 'reset' | 'password' | 'test' }
  | { readonly about: 'email'; readonly formerSealed: string }
)

/** Of one person one mail is under way at a time. */
export const mailLane = (userId: UserId) => `mail ${userId}`
