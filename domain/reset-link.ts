/**
 * A way back in for who has lost their password: a link that an admin hands over, good for one use and a short time. A newer one replaces it.
 * What the link holds is in no event.
 *
 *   nothing ──▶ offered ──▶ used | withdrawn | over
 */

import type { Command, Issued } from './command.ts'
import type { Decision } from './decider.ts'
import { refuse } from './decider.ts'
import type { Actor, EventMeta, Fact } from './event.ts'
import { millisecondsOf } from './instant.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, instant, object, uuid } from './schema.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type ResetEvent =
  /** `secondFactor`: whether its use takes the second factor away as well. */
  | Fact<'ResetOffered', { readonly linkId: string; readonly until: string; readonly secondFactor: boolean }>
  | Fact<'ResetWithdrawn', { readonly linkId: string }>
  /** The password is another one from then on, nowhere but in the account, hashed. */
  | Fact<'AccountReset', { readonly linkId: string; readonly secondFactor: boolean }>

/** The link that is good, if there is one; `by` whom it was made. */
export interface Resetting { readonly reset: { readonly linkId: string; readonly until: string; readonly secondFactor: boolean; readonly by: Actor } | null }

const link = { userId: uuid, linkId: uuid }
export const resetCommands = {
  OfferReset: object({ ...link, until: instant, secondFactor: boolean }),
  WithdrawReset: object(link),
  ResetAccount: object(link),
} as const satisfies Record<string, Schema>
export type ResetCommandData = { [T in keyof typeof resetCommands]: Infer<(typeof resetCommands)[T]> }
export type ResetCommand = { [T in keyof ResetCommandData]: { type: T; data: ResetCommandData[T] } }[keyof ResetCommandData]

export function isResetCommand<C extends { readonly type: string }>(command: C): command is Extract<C, { readonly type: ResetCommand['type'] }> {
  return Object.hasOwn(resetCommands, command.type)
}

export function decideReset(command: Issued<Command & ResetCommand>, { reset }: Resetting): Decision<ResetEvent> {
  const { type, data } = command
  const good = reset?.linkId === data.linkId ? reset : null
  switch (type) {
    case 'OfferReset': return [{ type: 'ResetOffered', data: { linkId: data.linkId, until: data.until, secondFactor: data.secondFactor } }]
    case 'WithdrawReset': return good ? [{ type: 'ResetWithdrawn', data: { linkId: data.linkId } }] : []
    case 'ResetAccount':
      if (!good || !isInTime(good, command.issuedAt)) return refuse('LINK_OVER', 'This link was used already, or its time is over. Ask an admin for a new one.')
      return [{ type: 'AccountReset', data: { linkId: data.linkId, secondFactor: good.secondFactor } }]
  }
}

export function resetAfter(event: ResetEvent & { readonly meta: Pick<EventMeta, 'actor'> }): Resetting {
  return { reset: event.type === 'ResetOffered' ? { ...event.data, by: event.meta.actor } : null }
}

export function isInTime({ until }: { readonly until: string }, at: string): boolean {
  return millisecondsOf(at) < millisecondsOf(until)
}
