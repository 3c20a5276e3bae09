/** One person's account: stream `user-<userId>`. Names, addresses, passwords and tokens are never in its events. */

import type { Role } from './command.ts'
import { ROLES } from './command.ts'
import type { Decider } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { object, oneOf, optional, uuid } from './schema.ts'
import type { ResetEvent, Resetting } from './reset-link.ts'
import { decideReset, isResetCommand, resetAfter, resetCommands } from './reset-link.ts'
import { record } from './undo.ts'
import type { Access, AccessEvent } from './user-access.ts'
import { accessAfter, accessChange, accessCommands, decideAccess, isAccessCommand } from './user-access.ts'

/** How one-time codes may be sent. */
export const CODE_WAYS = ['email', 'sms'] as const

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type UserEvent =
  | AccessEvent
  | ResetEvent
  | Fact<'UserRegistered', { readonly role: Role }>
  | Fact<'UserSignedIn', { readonly sessionId: string }>
  | Fact<'SignInFailed', Record<string, never>>
  /** `deviceId`: the installed app it was of, where that is known. */
  | Fact<'UserSignedOut', { readonly sessionId: string; readonly deviceId?: string }>
  /** What it is changed to is nowhere but in the account, hashed. */
  | Fact<'PasswordChanged', Record<string, never>>
  | Fact<'PasskeyAdded', { readonly passkeyId: string }>
  | Fact<'PasskeyRemoved', { readonly passkeyId: string }>
  | Fact<'SecondFactorTurnedOn', Record<string, never>>
  | Fact<'SecondFactorTurnedOff', Record<string, never>>
  /** One-time codes that are sent, where to stands nowhere in events. */
  | Fact<'SentCodesTurnedOn', { readonly way: CodeWay }>
  | Fact<'SentCodesTurnedOff', { readonly way: CodeWay }>
  /** The address itself is nowhere but in the account, sealed; see email-address.ts. */
  | Fact<'EmailVerified', Record<string, never>>
  | Fact<'EmailRemoved', Record<string, never>>
  /** Those before are of no use any more. */
  | Fact<'RecoveryCodesMade', Record<string, never>>
  | Fact<'RecoveryCodeUsed', Record<string, never>>
  /** For good: the person's key is destroyed after it, and nothing they wrote can be read again. */
  | Fact<'AccountErased', Record<string, never>>
  /** The key is destroyed, and all else that follows has happened. */
  | Fact<'ErasureCompleted', Record<string, never>>
export type CodeWay = (typeof CODE_WAYS)[number]
export interface UserState extends Access, Resetting { readonly erasure: 'none' | 'begun' | 'completed' }

// Commands. Only the server itself sends them, after it has checked the credentials.
export const userCommands = {
  RegisterUser: object({ userId: uuid, role: oneOf(ROLES) }),
  SignIn: object({ userId: uuid, sessionId: uuid }),
  FailSignIn: object({ userId: uuid }),
  SignOut: object({ userId: uuid, sessionId: uuid, deviceId: optional(uuid) }),
  ChangePassword: object({ userId: uuid }),
  AddPasskey: object({ userId: uuid, passkeyId: uuid }),
  RemovePasskey: object({ userId: uuid, passkeyId: uuid }),
  TurnOnSecondFactor: object({ userId: uuid }),
  TurnOffSecondFactor: object({ userId: uuid }),
  TurnOnSentCodes: object({ userId: uuid, way: oneOf(CODE_WAYS) }),
  TurnOffSentCodes: object({ userId: uuid, way: oneOf(CODE_WAYS) }),
  VerifyEmail: object({ userId: uuid }),
  RemoveEmail: object({ userId: uuid }),
  MakeRecoveryCodes: object({ userId: uuid }),
  UseRecoveryCode: object({ userId: uuid }),
  EraseAccount: object({ userId: uuid }),
  CompleteErasure: object({ userId: uuid }),
  ...accessCommands,
  ...resetCommands,
} as const satisfies Record<string, Schema>
export type UserCommandData = { [T in keyof typeof userCommands]: Infer<(typeof userCommands)[T]> }
export type UserCommand = { [T in keyof UserCommandData]: { type: T; data: UserCommandData[T] } }[keyof UserCommandData]

export const userDecider: Decider<UserState, UserCommand, UserEvent> = {
  category: 'user',
  initial: { role: null, disabled: false, facts: {}, log: null, reset: null, erasure: 'none' },
  decide(command, state) {
    if (command.type === 'CompleteErasure') return state.erasure === 'begun' ? [{ type: 'ErasureCompleted', data: {} }] : []
    if (state.erasure !== 'none') return command.type === 'EraseAccount' ? [] : refuse('ACCOUNT_ERASED', 'This account has been erased.')
    if (command.type === 'RegisterUser') {
      if (state.role === command.data.role) return []
      if (state.role !== null) return refuse('ALREADY_REGISTERED', 'This person is registered already.')
      return [{ type: 'UserRegistered', data: { role: command.data.role } }]
    }
    if (state.role === null) return refuse('NOT_FOUND', 'There is no such person.')
    if (isAccessCommand(command)) return decideAccess(command, state)
    if (isResetCommand(command)) return decideReset(command, state)
    if (command.type === 'SignIn' && state.disabled) return refuse('ACCOUNT_DISABLED', 'This account is disabled. An admin can enable it again.')
    switch (command.type) {
      case 'SignIn': return [{ type: 'UserSignedIn', data: { sessionId: command.data.sessionId } }]
      case 'FailSignIn': return [{ type: 'SignInFailed', data: {} }]
      case 'SignOut': {
        const { sessionId, deviceId } = command.data
        return [{ type: 'UserSignedOut', data: { sessionId, ...deviceId === undefined ? {} : { deviceId } } }]
      }
      case 'ChangePassword': return [{ type: 'PasswordChanged', data: {} }]
      case 'AddPasskey': return [{ type: 'PasskeyAdded', data: { passkeyId: command.data.passkeyId } }]
      case 'RemovePasskey': return [{ type: 'PasskeyRemoved', data: { passkeyId: command.data.passkeyId } }]
      case 'TurnOnSecondFactor': return [{ type: 'SecondFactorTurnedOn', data: {} }]
      case 'TurnOffSecondFactor': return [{ type: 'SecondFactorTurnedOff', data: {} }]
      case 'TurnOnSentCodes': return [{ type: 'SentCodesTurnedOn', data: { way: command.data.way } }]
      case 'TurnOffSentCodes': return [{ type: 'SentCodesTurnedOff', data: { way: command.data.way } }]
      case 'VerifyEmail': return [{ type: 'EmailVerified', data: {} }]
      case 'RemoveEmail': return [{ type: 'EmailRemoved', data: {} }]
      case 'MakeRecoveryCodes': return [{ type: 'RecoveryCodesMade', data: {} }]
      case 'UseRecoveryCode': return [{ type: 'RecoveryCodeUsed', data: {} }]
      case 'EraseAccount': return [{ type: 'AccountErased', data: {} }]
    }
  },
  evolve(state, event) {
    switch (event.type) {
      // No change that could be taken back, but what the first grant after it goes back to.
      case 'UserRegistered': return { ...state, role: event.data.role, facts: { role: { type: 'RoleGranted', data: event.data } } }
      case 'RoleGranted': case 'RoleRevoked': case 'UserDisabled': case 'UserEnabled': return { ...accessAfter(state, event), ...record(state, event, accessChange(event)) }
      case 'ResetOffered': case 'ResetWithdrawn': case 'AccountReset': return { ...state, ...resetAfter(event) }
      case 'AccountErased': return { ...state, erasure: 'begun' }
      case 'ErasureCompleted': return { ...state, erasure: 'completed' }
      case 'UserSignedIn': case 'SignInFailed': case 'UserSignedOut': case 'PasswordChanged': case 'PasskeyAdded': case 'PasskeyRemoved':
      case 'EmailVerified': case 'EmailRemoved': case 'SecondFactorTurnedOn': case 'SecondFactorTurnedOff': case 'SentCodesTurnedOn': case 'SentCodesTurnedOff': case 'RecoveryCodesMade': case 'RecoveryCodeUsed': return state
    }
  },
}
