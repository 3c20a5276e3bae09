/** The person's own past on this device, by the folds and deciders of the present. */

import type { UserId } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { libraryDecider } from '../../domain/library-entry.ts'
import { putBackField } from '../../domain/put-back.ts'
import { libraryStream } from '../../domain/title.ts'
import { countUntil, createPast } from '../../projections/as-of.ts'
import { library } from '../../projections/library.ts'
import type { Past } from '../replica.ts'
import { limits } from './limits.ts'

/** `log` answers undefined until it has been read. */
export function lookBack(userId: () => string, log: () => readonly DomainEvent[] | undefined): () => Past | undefined {
  const libraryPast = createPast(library, { checkpointEvents: limits.pastCheckpointEvents, checkpointsMax: limits.pastCheckpointsMax })
  let latest: Past | undefined

  return () => {
    const events = log()
    if (events === undefined || latest?.log === events) return events && latest
    return latest = {
      log: events,
      library: (at) => libraryPast.after(events, countUntil(events, { at })),
      putBack(title, field, at) {
        const stream = libraryStream(userId() as UserId, title)
        const own = (log: readonly DomainEvent[]) => log.filter((event) => event.stream === stream)
        const state = (log: readonly DomainEvent[]) => log.reduce((before, event) => libraryDecider.evolve(before, event as never), libraryDecider.initial)
        return putBackField(title, field, state(own(events.slice(0, countUntil(events, { at })))), state(own(events)))
      },
    }
  }
}
