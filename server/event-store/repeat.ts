/** Telling a command that was sent again from one that takes another's event ids (ES2). */

import type { NewEvent, StreamName } from '../../domain/event.ts'
import type { StoredEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'

/**
 * The recorded events when all of `events` stand in this stream, in this order and one after the other; undefined when
 * none of them is recorded. Anything between is a mistake of the caller.
 */
export function repeatOf(stream: StreamName, events: readonly NewEvent[], find: (id: string) => StoredEvent | undefined): readonly StoredEvent[] | undefined {
  const found = events.map(({ id }) => find(id))
  if (found.every((event) => event === undefined)) return undefined
  const first = found[0]
  const same = found.every((event, i) => event !== undefined && event.stream === stream && event.version === first!.version + i)
  if (same) return found as StoredEvent[]
  const elsewhere = found.find((event) => event !== undefined)!
  throw new EventStoreError('EVENT_ID_REUSED', `Event ${elsewhere.id} is recorded already, as version ${elsewhere.version} of ${elsewhere.stream}`)
}
