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
