/** `asOf`, on every read of a person's own: the answer as it was at a moment. */

import type { UserId } from '../../domain/event.ts'
import type { Moment } from '../../projections/as-of.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { momentOf } from '../moment.ts'
import type { Past } from '../past.ts'
import type { PersonalModels, ReadModels } from '../read-models.ts'
import { invalid } from '../request-error.ts'
import type { System } from '../system.ts'

export interface AsOfPorts {
  readonly models: ReadModels
  readonly past: Past
  readonly store: Pick<EventStore, 'lastPosition'>
  readonly system: Pick<System, 'now'>
}

export const asOf = {
  type: 'string', maxLength: 40,
  description: 'As it was at a time (RFC 3339 with a zone) or after the event at a position. The cards of titles are always today\'s.',
} as const

/** The live read models, or with `asOf` those of then. */
export async function modelsAsOf(asked: { readonly asOf?: string }, userId: UserId, ports: AsOfPorts): Promise<PersonalModels> {
  return asked.asOf === undefined ? ports.models : ports.past.of(userId, await momentAsked(asked.asOf, ports))
}

/** Throws INVALID_INPUT for what is no moment, or one that is still to come. */
export async function momentAsked(text: string, ports: Pick<AsOfPorts, 'store' | 'system'>): Promise<Moment> {
  const moment = await momentOf(text, ports)
  if ('problem' in moment) throw invalid('asOf', moment.problem)
  return moment
}
