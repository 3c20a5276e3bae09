/** What travels about people's accounts, to admins. */

import type { Role } from '../domain/command.ts'

export interface HouseholdAccount {
  readonly userId: string
  readonly username: string
  readonly role: Role
  /** RFC 3339 UTC, as the others. */
  readonly createdAt: string
  /** When they last came; null for who never did. */
  readonly lastSeenAt: string | null
  /** Null while they may come in. */
  readonly disabledAt: string | null
  /** Where they are signed in. */
  readonly devices: number
  /** Titles. */
  readonly watched: number
  readonly rated: number
  /** Downloads they asked for. */
  readonly requested: number
  /** Of their own. */
  readonly lists: number
}

/** `GET /api/admin/users`. */
export interface HouseholdAnswer { readonly accounts: readonly HouseholdAccount[] }

/** What was changed; `commandId` is what takes it back, null where it was so already. */
export interface AccountChanged { readonly commandId: string | null; readonly account: HouseholdAccount }

/** Who may make an account: nobody, who has an invitation, or whoever comes by. */
export const REGISTRATIONS = ['closed', 'invitation', 'open'] as const
export type Registration = (typeof REGISTRATIONS)[number]
/** What one is who came without an invitation. */
export const NEWCOMER_ROLES = ['guest', 'viewer'] as const satisfies readonly Role[]
export interface RegistrationRules { readonly who: Registration; readonly newcomers: (typeof NEWCOMER_ROLES)[number] }

export interface InvitationInfo {
  readonly id: string
  readonly role: Role
  /** Whom it is for, in its maker's words. */
  readonly note: string | null
  readonly usesMax: number
  readonly uses: number
  readonly until: string
  readonly madeAt: string
  /** Names, as of those who used it; who is gone since is in neither. */
  readonly madeBy: string
  readonly usedBy: readonly string[]
  /** Whether it lets anybody in now, and why not. */
  readonly state: 'open' | 'revoked' | 'used' | 'over'
}

/** `GET /api/admin/invitations`. `version`: of the rules, for who changes them. */
export interface InvitationsAnswer { readonly version: number; readonly rules: RegistrationRules; readonly invitations: readonly InvitationInfo[] }
/** `token`: what the link ends with, told this once. */
export interface InvitationMade { readonly token: string; readonly invitation: InvitationInfo }
export interface InvitationChanged { readonly commandId: string | null; readonly answer: InvitationsAnswer }

/** `POST /api/auth/invitation`, for who holds the link. */
export interface InvitationOffer { readonly role: Role; readonly until: string; readonly madeBy: string }

/** `POST /api/auth/register`. One signs in next. */
/** `email`: whether a link went to the address that was given; null where none was. */
export interface Registered { readonly userId: string; readonly username: string; readonly role: Role; readonly email: 'sent' | 'not-sent' | null }

/** `POST /api/admin/users/:userId/reset`. */
export interface ResetLinkMade { readonly linkId: string; readonly token: string; readonly until: string }
/** `POST /api/auth/reset/look`. `secondFactor`: whether it goes as well. */
export interface ResetOffer { readonly username: string; readonly until: string; readonly secondFactor: boolean }
