/** Delivers messages that are commands. The message's id is the command's: delivered twice, it takes effect once. */

import type { Command, CommandId, Issued, Outcome } from '../domain/command.ts'
import type { EventId } from '../domain/event.ts'
import type { System } from '../server/system.ts'
import { instantOf } from '../server/system.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'

/**
 * `on`: on whose behalf and because of what, where what follows belongs into a person's history. `after`: the policy's messages about
 * these events are delivered first, see the relay.
 */
export interface CommandPayload {
  readonly type: string
  readonly data: unknown
  readonly after?: readonly EventId[]
  readonly on?: Required<Pick<Issued<Command>, 'actor' | 'cause'>> & Pick<Command, 'batchId'>
}

export function deliverCommand(handle: (command: Issued<Command>) => Promise<Outcome>, system: Pick<System, 'now'>): Deliver {
  return async ({ id, payload }) => {
    const { type, data, on } = payload as CommandPayload
    const { actor = 'system', ...rest } = on ?? {}
    const outcome = await handle({ id: id as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, sender: 'worker', actor, ...rest })
    if (outcome.status !== 'accepted') throw new DeliveryError(outcome.code, outcome.message, { passing: outcome.status !== 'rejected' })
  }
}
