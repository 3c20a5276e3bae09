/** The person's own past on this device, by the folds and deciders of the present. */

import type { Decider } from '../../domain/decider.ts'
import type { Fact, StreamName, UserId } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { libraryDecider } from '../../domain/library-entry.ts'
import { listDecider } from '../../domain/list.ts'
import { listStream } from '../../domain/list-stream.ts'
import { putBackInList } from '../../domain/put-back-in-list.ts'
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
    const statesOf = <State, F extends Fact>(decider: Decider<State, never, F>, stream: StreamName, at: string) => {
      const count = countUntil(events, { at })
      const stateAfter = (end: number) => events.reduce((state, event, i) => i < end && event.stream === stream ? decider.evolve(state, event as never) : state, decider.initial)
      return { then: stateAfter(count), now: stateAfter(events.length) }
    }
    return latest = {
      log: events,
      library: (at) => libraryPast.after(events, countUntil(events, { at })),
      list: (listId, at) => statesOf(listDecider, listStream(listId), at).then.list ?? undefined,
      putBack(title, field, at) {
        const { then, now } = statesOf(libraryDecider, libraryStream(userId() as UserId, title), at)
        return putBackField(title, field, then, now)
      },
      putBackInList(listId, field, at) {
        const { then, now } = statesOf(listDecider, listStream(listId), at)
        return then.list ? putBackInList(listId, field, then.list, now) : []
      },
    }
  }
}
