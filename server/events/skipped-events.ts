import type { EventId } from '../../domain/event.ts'
import { projectionStream } from '../../domain/projection-admin.ts'
import type { EventStore } from '../event-store/event-store.ts'

/** What an admin has had a read model skip: nobody folds it there again, neither a rebuild nor a look at the past. */
export async function skippedEvents(store: Pick<EventStore, 'readStream'>, projection: string): Promise<ReadonlySet<EventId>> {
  const skipped = new Set<EventId>()
  for await (const { type, data } of store.readStream(projectionStream(projection))) if (type === 'EventSkipped') skipped.add((data as { eventId: EventId }).eventId)
  return skipped
}
