/**
 * Links by which people make accounts of their own. What an invitation is, who used it and whether it was taken back is in its stream
 * (`domain/invitation.ts`) and read from there; beside it lie the hash of its link and whom it was meant for.
 *
 * IN1 A link is told once, to who made it. It is in no table, event or line of the log.
 * IN2 It is used as often as it may be and never more, also by two at once: the stream takes one use after the other.
 * IN3 A use counts before the account is made. Who is cut short in between needs another link; nobody gets in by one that is used up.
 * IN4 It is good while who made it is an admin who may come in: nobody leaves a door open behind them.
 */

import type { Command, CommandId, Issued, Role } from '../../domain/command.ts'
import type { Actor, Recorded, UserId } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { Invitation, InvitationCommandData, InvitationEvent } from '../../domain/invitation.ts'
import { invitationDecider, invitationStream, whyNot } from '../../domain/invitation.ts'
import type { InvitationInfo, InvitationOffer } from '../../projections/wire-people.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import { notFound, RefusalError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { isAdmin } from './accounts.ts'
import { linkTokenHash, newLinkToken } from './link-token.ts'
import { acceptedOrThrow } from './record.ts'

export interface InvitationWish { readonly role: Role; readonly usesMax: number; readonly hours: number; readonly note: string | null }

export interface Invitations {
  /** The newest first. */
  list(): Promise<readonly InvitationInfo[]>
  /** `token`: for the link, told this once. */
  make(wish: InvitationWish, by: UserId): Promise<{ readonly invitation: InvitationInfo; readonly token: string }>
  /** What takes it back; null where it was so already. NOT_FOUND for one that is not there. */
  revoke(id: string, by: UserId): Promise<CommandId | null>
  /** Throws NOT_FOUND, SUPERSEDED, ALREADY_UNDONE. */
  undo(id: string, commandId: string, by: UserId): Promise<CommandId | null>
  /** What the link offers. Throws NOT_FOUND, INVITATION_REVOKED, INVITATION_USED, INVITATION_OVER. */
  look(token: string): Promise<InvitationOffer>
  /** As what `userId` may come in; one use is gone. Throws as `look`. */
  use(token: string, userId: UserId): Promise<Role>
}

interface Ports { readonly database: Pick<Database, 'kysely'>; readonly store: Pick<EventStore, 'readStream'>; readonly handle: CommandHandler['handle']; readonly system: System }

export function invitationsIn({ database: { kysely }, store, handle, system }: Ports): Invitations {
  async function stateOf(id: string): Promise<Invitation> {
    let state = invitationDecider.initial
    for await (const event of store.readStream(invitationStream(id))) state = invitationDecider.evolve(state, event as DomainEvent as Recorded<InvitationEvent>)
    return state
  }

  async function send<Type extends keyof InvitationCommandData>(type: Type, data: InvitationCommandData[Type], actor: Actor): Promise<CommandId | null> {
    const command: Issued<Command> = { id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor, sender: 'worker' }
    return acceptedOrThrow(await handle(command)).events.length > 0 ? command.id : null
  }

  const rows = kysely.selectFrom('invitations').innerJoin('accounts', 'accounts.userId', 'invitations.madeBy').select(['invitations.id', 'note', 'madeAt', 'username as madeBy', isAdmin.as('stands')])
  const assertThere = async (id: string) => { if (!await rows.where('invitations.id', '=', id).executeTakeFirst()) throw notFound('invitation') }

  async function infosOf(found: readonly (Pick<InvitationInfo, 'id' | 'note' | 'madeAt' | 'madeBy'> & { readonly stands: boolean })[]): Promise<readonly InvitationInfo[]> {
    const states = await Promise.all(found.map(({ id }) => stateOf(id)))
    const users = states.flatMap(({ usedBy }) => usedBy)
    const names = users.length === 0 ? [] : await kysely.selectFrom('accounts').select(['userId', 'username']).where('userId', 'in', users).execute()
    return found.flatMap(({ stands, ...row }, index) => {
      const { made, usedBy, ...state } = states[index]!
      if (!made) return []
      return [{ ...row, role: made.role, usesMax: made.usesMax, until: made.until, uses: usedBy.length, usedBy: names.filter(({ userId }) => usedBy.includes(userId)).map(({ username }) => username), state: standing({ made, usedBy, ...state }, stands, instantOf(system)) }]
    })
  }

  /** Its id, of a link that would let somebody in now. */
  async function good(token: string): Promise<{ readonly id: string; readonly madeBy: string; readonly invitation: Invitation }> {
    const row = await rows.where('tokenHash', '=', linkTokenHash(token)).executeTakeFirst()
    if (!row) throw new RefusalError({ code: 'NOT_FOUND', message: 'This is no invitation of this Rewind. Was the link copied whole?' })
    const invitation = await stateOf(row.id)
    const refusal = whyNot(invitation, instantOf(system))
    if (refusal) throw new RefusalError(refusal)
    if (!row.stands) throw new RefusalError({ code: 'INVITATION_REVOKED', message: 'Who made this invitation may invite nobody any more. Ask an admin for another one.' })
    return { ...row, invitation }
  }

  return {
    list: async () => await infosOf(await rows.orderBy('madeAt', 'desc').limit(limits.invitationsMax).execute()),

    async make({ role, usesMax, hours, note }, by) {
      const id = uuidv7(system)
      const { token, tokenHash } = newLinkToken(system)
      await send('MakeInvitation', { invitationId: id, role, usesMax, until: new Date(system.now() + hours * 3_600_000).toISOString() }, by)
      await kysely.insertInto('invitations').values({ id, tokenHash, note, madeBy: by, madeAt: instantOf(system) }).execute()
      await kysely.deleteFrom('invitations').where('id', 'in', (older) => older.selectFrom('invitations').select('id').orderBy('madeAt', 'desc').offset(limits.invitationsMax)).execute()
      const [invitation] = await infosOf(await rows.where('invitations.id', '=', id).execute())
      return { invitation: invitation!, token }
    },

    async revoke(id, by) {
      await assertThere(id)
      return await send('RevokeInvitation', { invitationId: id }, by)
    },

    async undo(id, commandId, by) {
      await assertThere(id)
      return await send('UndoInvitation', { invitationId: id, commandId }, by)
    },

    async look(token) {
      const { madeBy, invitation: { made } } = await good(token)
      return { role: made!.role, until: made!.until, madeBy }
    },

    async use(token, userId) {
      const { id, invitation: { made } } = await good(token)
      await send('UseInvitation', { invitationId: id, userId }, userId)
      return made!.role
    },
  }
}

function standing(invitation: Invitation, stands: boolean, at: string): InvitationInfo['state'] {
  switch (whyNot(invitation, at)?.code) {
    case undefined: return stands ? 'open' : 'revoked'
    case 'INVITATION_REVOKED': return 'revoked'
    case 'INVITATION_USED': return 'used'
    default: return 'over'
  }
}
