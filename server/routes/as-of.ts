/** `asOf`, on every read of a person's own: the answer as it was at a moment. */

import type { UserId } from '../../domain/event.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { momentOf } from '../moment.ts'
import type { PastOf } from '../past.ts'
import type { PersonalModels, ReadModels } from '../read-models.ts'
import { invalid } from '../request-error.ts'
import type { System } from '../system.ts'

export interface AsOfPorts {
  readonly models: ReadModels
  readonly past: PastOf
  readonly store: Pick<EventStore, 'lastPosition'>
  readonly system: Pick<System, 'now'>
}

export const asOf = {
  type: 'string', maxLength: 40,
  description: 'As it was at a time (RFC 3339 with a zone) or after the event at a position. The cards of titles are always today\'s.',
} as const

/** The live read models, or with `asOf` those of then. */
export async function modelsAsOf(asked: { readonly asOf?: string }, userId: UserId, ports: AsOfPorts): Promise<PersonalModels> {
  if (asked.asOf === undefined) return ports.models
  const moment = await momentOf(asked.asOf, ports)
  if ('problem' in moment) throw invalid('asOf', moment.problem)
  return ports.past(userId, moment)
}
