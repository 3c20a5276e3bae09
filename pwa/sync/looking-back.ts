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

/** `version`: of the log, undefined until it has been read. To put the log together takes a while: only whoever looks back has it done. */
export function lookBack(userId: () => string, version: () => number | undefined, log: () => readonly DomainEvent[]): () => Past | undefined {
  const libraryPast = createPast(library, { checkpointEvents: limits.pastCheckpointEvents, checkpointsMax: limits.pastCheckpointsMax })
  let latest: { readonly version: number; readonly past: Past } | undefined

  return () => {
    const current = version()
    if (current === undefined || latest?.version === current) return current === undefined ? undefined : latest?.past
    let known: readonly DomainEvent[] | undefined
    const all = () => known ??= log()
    const statesOf = <State, F extends Fact>(decider: Decider<State, never, F>, stream: StreamName, at: string) => {
      const events = all()
      const count = countUntil(events, { at })
      const stateAfter = (end: number) => events.reduce((state, event, i) => i < end && event.stream === stream ? decider.evolve(state, event as never) : state, decider.initial)
      return { then: stateAfter(count), now: stateAfter(events.length) }
    }
    const past: Past = {
      get log() { return all() },
      library: (at) => libraryPast.after(all(), countUntil(all(), { at })),
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
    latest = { version: current, past }
    return past
  }
}
