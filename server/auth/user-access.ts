/**
 * What people may do: their roles, and whether they may come in at all. The person's stream is the truth; the row of the account follows
 * from it, so that a change that was cut short is whole once it is asked for again.
 *
 * UA1 One change at a time, across processes: of two admins who take each other's role at once, one stays.
 * UA2 Whoever is disabled has no session from then on, in any process; one that begins meanwhile is worth nothing.
 */

import type { Command, CommandId, Issued } from '../../domain/command.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { Actor, Recorded, UserId } from '../../domain/event.ts'
import { userDecider } from '../../domain/user.ts'
import type { UserEvent, UserState } from '../../domain/user.ts'
import type { AccessCommand } from '../../domain/user-access.ts'
import { userStream } from '../../domain/user-stream.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { notFound } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { aloneWithAccounts, hasOtherAdmin } from './accounts.ts'
import { acceptedOrThrow } from './record.ts'

/** What is asked for. */
export type AccessWish = { [T in AccessCommand['type']]: { readonly type: T; readonly data: Omit<Extract<AccessCommand, { type: T }>['data'], 'userId' | 'otherAdmins'> } }[AccessCommand['type']]
/** `commandId`: what takes it back; null where it was so already. */
export interface AccessChanged { readonly commandId: CommandId | null; readonly disabled: boolean }

export interface UserAccess {
  /** Throws NOT_FOUND, and what the domain refuses: LAST_ADMIN, OWN_ACCOUNT, SUPERSEDED, ALREADY_UNDONE. */
  change(userId: UserId, wish: AccessWish, by: Actor): Promise<AccessChanged>
}

interface Ports { readonly database: Pick<Database, 'kysely'>; readonly store: Pick<EventStore, 'readStream'>; readonly handle: CommandHandler['handle']; readonly system: System }

export function userAccessIn({ database: { kysely }, store, handle, system }: Ports): UserAccess {
  async function stateOf(userId: UserId): Promise<UserState> {
    let state = userDecider.initial
    for await (const event of store.readStream(userStream(userId))) state = userDecider.evolve(state, event as DomainEvent as Recorded<UserEvent>)
    return state
  }

  return {
    change: (userId, wish, by) => aloneWithAccounts(kysely, async () => {
      const account = await kysely.selectFrom('accounts').select('disabledAt').where('userId', '=', userId).executeTakeFirst()
      if (!account) throw notFound('person')
      const command: Issued<Command> = {
        id: uuidv7(system) as CommandId, type: wish.type, data: { ...wish.data, userId, otherAdmins: await hasOtherAdmin(kysely, userId) }, issuedAt: instantOf(system), deviceId: null, actor: by, sender: 'worker',
      }
      const { events } = acceptedOrThrow(await handle(command))
      const { role, disabled } = await stateOf(userId)
      await kysely.updateTable('accounts').set({ role: role!, disabledAt: disabled ? account.disabledAt ?? instantOf(system) : null }).where('userId', '=', userId).execute()
      return { commandId: events.length > 0 ? command.id : null, disabled }
    }),
  }
}
