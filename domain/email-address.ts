/** Whose an address is: stream `email-<hash>`, so that one address is of one account on every engine. The hash is keyed; the address is in no event. */

import type { Decider } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact, StreamName } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { object, uuid } from './schema.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type EmailAddressEvent =
  | Fact<'EmailReserved', { readonly userId: string }>
  | Fact<'EmailReleased', { readonly userId: string }>

/** Who has it; null for nobody. */
export interface EmailAddressState { readonly holder: string | null }

// Commands. Only the server itself sends them, once somebody has proved that they read what comes to the address.
const held = { emailHash: { type: 'string', pattern: '^[0-9a-f]{64}$' }, userId: uuid } as const
export const emailAddressCommands = {
  ReserveEmail: object(held),
  ReleaseEmail: object(held),
} as const satisfies Record<string, Schema>
export type EmailAddressCommandData = { [T in keyof typeof emailAddressCommands]: Infer<(typeof emailAddressCommands)[T]> }
type EmailAddressCommand = { [T in keyof EmailAddressCommandData]: { type: T; data: EmailAddressCommandData[T] } }[keyof EmailAddressCommandData]

export function emailAddressStream(emailHash: string): StreamName {
  return `email-${emailHash}` as StreamName
}

export const emailAddressDecider: Decider<EmailAddressState, EmailAddressCommand, EmailAddressEvent> = {
  category: 'email',
  initial: { holder: null },
  decide({ type, data: { userId } }, { holder }) {
    if (type === 'ReleaseEmail') return holder === userId ? [{ type: 'EmailReleased', data: { userId } }] : []
    if (holder === userId) return []
    return holder === null ? [{ type: 'EmailReserved', data: { userId } }] : refuse('EMAIL_TAKEN', 'Another account here has this address. Use another one, or remove it there first.')
  },
  evolve: (_state, { type, data }) => ({ holder: type === 'EmailReserved' ? data.userId : null }),
}
