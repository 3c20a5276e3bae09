/**
 * Taking events over from another store as they are: with their ids, versions, times and hashes, in the order in which they come.
 * What was taken when a process dies is a beginning of what was to be taken.
 */

import type { RawEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'

/** Resolves when all of them are on disk. They go on from what the store holds. */
export type TakeEvents = (events: readonly RawEvent[]) => Promise<void>

/** Neighbours that belong together, in order. */
export function runsOf<T>(items: readonly T[], together: (a: T, b: T) => boolean, lengthMax: number): readonly (readonly T[])[] {
  const runs: T[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    if (run && run.length < lengthMax && together(run.at(-1)!, item)) run.push(item)
    else runs.push([item])
  }
  return runs
}

/** Somebody else is writing there, or it holds other events. */
export function notTaken({ id, stream, version }: RawEvent): EventStoreError {
  return new EventStoreError('UNAVAILABLE', `Event ${id} cannot become version ${version} of ${stream}: something else writes there, or has written there. Stop it, and begin with an empty store.`)
}
