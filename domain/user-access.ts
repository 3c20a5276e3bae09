/** What an account may do: its role, and whether it is enabled. Each can be taken back, see `undo.ts`. */

import type { Command, Issued, Role } from './command.ts'
import { ROLES } from './command.ts'
import type { Decision } from './decider.ts'
import { isRefusal, refuse } from './decider.ts'
import type { Fact } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, object, oneOf, uuid } from './schema.ts'
import type { Change, Fields, History } from './undo.ts'
import { undo } from './undo.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type AccessEvent =
  | Fact<'RoleGranted', { readonly role: Role }>
  /** What is left is the least role that an account has. */
  | Fact<'RoleRevoked', Record<string, never>>
  | Fact<'UserDisabled', Record<string, never>>
  | Fact<'UserEnabled', Record<string, never>>

export interface Access extends History<AccessEvent> { readonly role: Role | null; readonly disabled: boolean }

/** Without any of its own. */
export const LEAST_ROLE = 'viewer' satisfies Role

/** `otherAdmins`: whether there is another enabled one. A stream knows of itself alone: the server looks, and lets nobody in meanwhile. */
const guarded = { userId: uuid, otherAdmins: boolean }
export const accessCommands = {
  GrantRole: object({ ...guarded, role: oneOf(ROLES) }),
  RevokeRole: object(guarded),
  DisableUser: object(guarded),
  EnableUser: object(guarded),
  /** Takes back what a command of these did; an undo, too. */
  UndoAccess: object({ ...guarded, commandId: uuid }),
} as const satisfies Record<string, Schema>
export type AccessCommandData = { [T in keyof typeof accessCommands]: Infer<(typeof accessCommands)[T]> }
export type AccessCommand = { [T in keyof AccessCommandData]: { type: T; data: AccessCommandData[T] } }[keyof AccessCommandData]

/** A role is there from the registration on: only being disabled can be cleared. */
const fields: Fields<AccessEvent> = {
  restore: (_field, value) => value ?? { type: 'UserEnabled', data: {} },
  nameOf: (field) => field === 'role' ? 'role' : 'access of this person',
}

export function isAccessCommand<C extends { readonly type: string }>(command: C): command is Extract<C, { readonly type: AccessCommand['type'] }> {
  return Object.hasOwn(accessCommands, command.type)
}

/** Nobody locks themself out, and there is always an admin who can let people in. */
export function decideAccess(command: Issued<Command & AccessCommand>, access: Access): Decision<AccessEvent> {
  const decided = change(command, access)
  if (isRefusal(decided)) return decided
  const after = decided.reduce(accessAfter, access)
  if (after.disabled && !access.disabled && command.actor === command.data.userId) return refuse('OWN_ACCOUNT', 'You cannot disable your own account. Another admin can.')
  if (isAdmin(access) && !isAdmin(after) && !command.data.otherAdmins) return refuse('LAST_ADMIN', 'This is the last admin. Make somebody else one first.')
  return decided
}

function change({ type, data }: AccessCommand, access: Access): Decision<AccessEvent> {
  const { role, disabled } = access
  switch (type) {
    case 'GrantRole': return data.role === role ? [] : [{ type: 'RoleGranted', data: { role: data.role } }]
    case 'RevokeRole': return role === LEAST_ROLE ? [] : [{ type: 'RoleRevoked', data: {} }]
    case 'DisableUser': return disabled ? [] : [{ type: 'UserDisabled', data: {} }]
    case 'EnableUser': return disabled ? [{ type: 'UserEnabled', data: {} }] : []
    case 'UndoAccess': return undo(access, { commandId: data.commandId.toLowerCase() }, fields)
  }
}

export function accessAfter<A extends Pick<Access, 'role' | 'disabled'>>(access: A, event: AccessEvent): A {
  switch (event.type) {
    case 'RoleGranted': return { ...access, role: event.data.role }
    case 'RoleRevoked': return { ...access, role: LEAST_ROLE }
    case 'UserDisabled': return { ...access, disabled: true }
    case 'UserEnabled': return { ...access, disabled: false }
  }
}

/** What an event made of its field. */
export function accessChange({ type, data }: AccessEvent): Change<AccessEvent> {
  if (type === 'UserEnabled') return { field: 'access', after: null }
  return { field: type === 'UserDisabled' ? 'access' : 'role', after: { type, data } as AccessEvent }
}

function isAdmin({ role, disabled }: Pick<Access, 'role' | 'disabled'>): boolean {
  return role === 'admin' && !disabled
}
