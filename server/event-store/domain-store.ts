/**
 * What is recorded, as the domain sees it: every event of the store beneath in its present shape, and what people wrote in clear, which
 * is sealed before it is recorded. Everything that decides, folds, tells or shows goes through here; what copies or checks the
 * record itself takes the store beneath, or `readRaw`.
 */

import type { NewEvent } from '../../domain/event.ts'
import { eventUpcasters } from '../../domain/index.ts'
import { upcast } from '../../domain/upcast.ts'
import { parseUserStream } from '../../domain/user-stream.ts'
import type { PersonalTexts } from '../personal/personal-texts.ts'
import { isPersonal } from '../personal/personal-texts.ts'
import type { EventStore, Filter, StoredEvent } from './event-store.ts'

/** Closing it closes the store beneath. */
export function createDomainStore({ recorded, texts }: { readonly recorded: EventStore; readonly texts: PersonalTexts }): EventStore {
  const openAll = async (events: readonly StoredEvent[]) => {
    // Whichever process destroyed a key: those that follow the log know of it at once.
    for (const { type, stream } of events) if (type === 'ErasureCompleted') texts.forget(parseUserStream(stream)!)
    return (await texts.open(events)).map(upcast)
  }
  const openOne = async (event: StoredEvent) => (await openAll([event]))[0]!

  async function* each(events: AsyncIterable<StoredEvent>): AsyncGenerator<StoredEvent> {
    for await (const event of events) yield isPersonal(event.type) ? await openOne(event) : upcast(event)
  }

  return {
    ...recorded,
    async append(stream, expected, events) {
      const result = await recorded.append(stream, expected, await texts.seal(stream, events))
      return result.status === 'appended' ? { ...result, events: await openAll(result.events) } : result
    },
    readStream: (...asked) => each(recorded.readStream(...asked)),
    readAll: (after, filter) => isAsRecorded(filter) ? recorded.readAll(after, filter) : each(recorded.readAll(after, filter)),
    readAllBackwards: (...asked) => each(recorded.readAllBackwards(...asked)),
    async readEvent(id) {
      const event = await recorded.readEvent(id)
      return event && await openOne(event)
    },
    async *subscribe(...asked) {
      for await (const batch of recorded.subscribe(...asked)) yield { ...batch, events: await openAll(batch.events) }
    },
  }
}

/** Whether nothing that passes is seen otherwise than it is recorded: then nothing stands between the reader and the store. */
function isAsRecorded(filter: Filter | undefined): boolean {
  return filter?.types?.every((type: NewEvent['type']) => !isPersonal(type) && !Object.hasOwn(eventUpcasters, type)) ?? false
}
