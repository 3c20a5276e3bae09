/**
 * What is recorded, as the domain sees it: every event of the store beneath in its present shape. Everything that
 * decides, folds, tells or shows goes through here; what copies or checks the record itself takes the store beneath.
 */

import { upcast } from '../../domain/upcast.ts'
import type { EventStore, StoredEvent } from './event-store.ts'

/** Closing it closes the store beneath. */
export function createDomainStore(recorded: EventStore): EventStore {
  const open = (event: StoredEvent) => upcast(event)
  return {
    ...recorded,
    async append(stream, expected, events) {
      const result = await recorded.append(stream, expected, events)
      return result.status === 'appended' ? { ...result, events: result.events.map(open) } : result
    },
    readStream: (...asked) => each(recorded.readStream(...asked), open),
    readAll: (...asked) => each(recorded.readAll(...asked), open),
    readAllBackwards: (...asked) => each(recorded.readAllBackwards(...asked), open),
    async readEvent(id) {
      const event = await recorded.readEvent(id)
      return event && open(event)
    },
    async *subscribe(...asked) {
      for await (const batch of recorded.subscribe(...asked)) yield { ...batch, events: batch.events.map(open) }
    },
  }
}

async function* each(events: AsyncIterable<StoredEvent>, open: (event: StoredEvent) => StoredEvent): AsyncGenerator<StoredEvent> {
  for await (const event of events) yield open(event)
}
