/**
 * An invitation: stream `invitation-<invitationId>`. A link by which people make accounts of their own, as often and as long as its maker said.
 * What the link holds, and whom it was meant for, is in no event.
 */

import type { Role } from './command.ts'
import { ROLES } from './command.ts'
import type { Decider, Refusal } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact, StreamName } from './event.ts'
import { isInTime } from './reset-link.ts'
import type { Infer, Schema } from './schema.ts'
import { instant, integer, object, oneOf, uuid } from './schema.ts'
import type { Change, Fields, History } from './undo.ts'
import { record, undo } from './undo.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type InvitationEvent =
  | Fact<'InvitationMade', { readonly role: Role; readonly usesMax: number; readonly until: string }>
  | Fact<'InvitationRevoked', Record<string, never>>
  | Fact<'InvitationRestored', Record<string, never>>
  /** By whom: an account that is made right after it. */
  | Fact<'InvitationUsed', { readonly userId: string }>
type Revocation = Extract<InvitationEvent, { readonly type: 'InvitationRevoked' | 'InvitationRestored' }>

export interface Invitation extends History<Revocation> {
  /** Null until it is made. */
  readonly made: { readonly role: Role; readonly usesMax: number; readonly until: string } | null
  readonly revoked: boolean
  readonly usedBy: readonly string[]
}

/** How often one may be used. */
export const INVITATION_USES_MAX = 50

const which = { invitationId: uuid }
// Commands. Only the server itself sends them: it has the links.
export const invitationCommands = {
  MakeInvitation: object({ ...which, role: oneOf(ROLES), usesMax: integer({ minimum: 1, maximum: INVITATION_USES_MAX }), until: instant }),
  RevokeInvitation: object(which),
  UndoInvitation: object({ ...which, commandId: uuid }),
  UseInvitation: object({ ...which, userId: uuid }),
} as const satisfies Record<string, Schema>
export type InvitationCommandData = { [T in keyof typeof invitationCommands]: Infer<(typeof invitationCommands)[T]> }
export type InvitationCommand = { [T in keyof InvitationCommandData]: { type: T; data: InvitationCommandData[T] } }[keyof InvitationCommandData]

export function invitationStream(invitationId: string): StreamName {
  return `invitation-${invitationId}` as StreamName
}

const fields: Fields<Revocation> = {
  restore: (_field, value) => value ?? { type: 'InvitationRestored', data: {} },
  nameOf: () => 'invitation',
}

export const invitationDecider: Decider<Invitation, InvitationCommand, InvitationEvent> = {
  category: 'invitation',
  initial: { made: null, revoked: false, usedBy: [], facts: {}, log: null },
  decide(command, invitation) {
    const { type, data, issuedAt } = command
    if (type === 'MakeInvitation') return invitation.made ? [] : [{ type: 'InvitationMade', data: { role: data.role, usesMax: data.usesMax, until: data.until } }]
    if (!invitation.made) return refuse('NOT_FOUND', 'There is no such invitation.')
    switch (type) {
      case 'RevokeInvitation': return invitation.revoked ? [] : [{ type: 'InvitationRevoked', data: {} }]
      case 'UndoInvitation': return undo(invitation, { commandId: data.commandId.toLowerCase() }, fields)
      case 'UseInvitation': return whyNot(invitation, issuedAt) ?? [{ type: 'InvitationUsed', data: { userId: data.userId } }]
    }
  },
  evolve(invitation, event) {
    switch (event.type) {
      case 'InvitationMade': return { ...invitation, made: event.data }
      case 'InvitationRevoked': case 'InvitationRestored': return { ...invitation, revoked: event.type === 'InvitationRevoked', ...record(invitation, event, changeOf(event)) }
      case 'InvitationUsed': return { ...invitation, usedBy: [...invitation.usedBy, event.data.userId] }
    }
  },
}

/** What keeps anybody from using it now; each says what to do. */
export function whyNot({ made, revoked, usedBy }: Invitation, at: string): Refusal | undefined {
  if (!made) return refuse('NOT_FOUND', 'There is no such invitation.')
  if (revoked) return refuse('INVITATION_REVOKED', 'This invitation was taken back. Ask who sent it.')
  if (usedBy.length >= made.usesMax) return refuse('INVITATION_USED', 'This invitation was used already. If it was you, sign in; if not, ask for another one.')
  return isInTime(made, at) ? undefined : refuse('INVITATION_OVER', 'The time of this invitation is over. Ask for another one.')
}

function changeOf({ type, data }: Revocation): Change<Revocation> {
  return { field: 'revoked', after: type === 'InvitationRevoked' ? { type, data } : null }
}
