/**
 * What people may do: their roles, and whether they may come in at all. The person's stream is the truth; the row of the account follows
 * from it.
 *
 * UA1 One change at a time, across processes: of two admins who take each other's role at once, one stays.
 * UA2 Whoever is disabled has no session from then on, in any process; one that begins meanwhile is worth nothing.
 * UA3 A change whose process was killed before the row had it is brought to the row by the policy `settle-access`, of whichever process comes to the event.
 */

import type { Command, CommandId, Issued } from '../../domain/command.ts'
import type { Actor, UserId } from '../../domain/event.ts'
import type { AccessCommand } from '../../domain/user-access.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { notFound } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { aloneWithAccounts, hasOtherAdmin } from './accounts.ts'
import { acceptedOrThrow } from './record.ts'
import { userStateOf } from './user-state.ts'

/** What is asked for. */
export type AccessWish = { [T in AccessCommand['type']]: { readonly type: T; readonly data: Omit<Extract<AccessCommand, { type: T }>['data'], 'userId' | 'otherAdmins'> } }[AccessCommand['type']]
/** `commandId`: what takes it back; null where it was so already. */
export interface AccessChanged { readonly commandId: CommandId | null; readonly disabled: boolean }

export interface UserAccess {
  /** Throws NOT_FOUND, and what the domain refuses: LAST_ADMIN, OWN_ACCOUNT, SUPERSEDED, ALREADY_UNDONE. */
  change(userId: UserId, wish: AccessWish, by: Actor): Promise<AccessChanged>
  /** Brings the row up to the stream, and answers whether it had been left behind. */
  settle(userId: UserId): Promise<boolean>
}

/** The message by which the policy asks for it, in the outbox. */
export const SETTLE_ACCESS = 'settle-access'

interface Ports { readonly database: Pick<Database, 'kysely'>; readonly store: Pick<EventStore, 'readStream'>; readonly handle: CommandHandler['handle']; readonly system: System }

export function userAccessIn({ database: { kysely }, store, handle, system }: Ports): UserAccess {
  /** Whether the row was not so yet. Asked alone with the accounts: what it reads is not overtaken. */
  async function bringToRow(userId: UserId): Promise<{ readonly disabled: boolean; readonly changed: boolean }> {
    const account = await kysely.selectFrom('accounts').select(['role', 'disabledAt']).where('userId', '=', userId).executeTakeFirst()
    const { role, disabled } = await userStateOf(store, userId)
    if (!account || role === null || (account.role === role && (account.disabledAt !== null) === disabled)) return { disabled, changed: false }
    await kysely.updateTable('accounts').set({ role, disabledAt: disabled ? account.disabledAt ?? instantOf(system) : null }).where('userId', '=', userId).execute()
    return { disabled, changed: true }
  }

  return {
    change: (userId, wish, by) => aloneWithAccounts(kysely, async () => {
      const account = await kysely.selectFrom('accounts').select('userId').where('userId', '=', userId).executeTakeFirst()
      if (!account) throw notFound('person')
      const command: Issued<Command> = {
        id: uuidv7(system) as CommandId, type: wish.type, data: { ...wish.data, userId, otherAdmins: await hasOtherAdmin(kysely, userId) }, issuedAt: instantOf(system), deviceId: null, actor: by, sender: 'worker',
      }
      const { events } = acceptedOrThrow(await handle(command))
      const { disabled } = await bringToRow(userId)
      return { commandId: events.length > 0 ? command.id : null, disabled }
    }),
    settle: (userId) => aloneWithAccounts(kysely, async () => {
      const { disabled, changed } = await bringToRow(userId)
      if (changed && disabled) await kysely.deleteFrom('sessions').where('userId', '=', userId).execute()
      return changed
    }),
  }
}
