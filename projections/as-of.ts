/**
 * Read models as they were: the same folds over the beginning of a log. The server answers with it from its events, a device
 * from the log it holds.
 */

import type { Position, RecordedEvent } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import type { Projection } from './projection.ts'
import { foldInto } from './projection.ts'

/** A place in the global order, or a time by the server's clock (RFC 3339); what happened at it is in the picture. */
export type Moment = { readonly position: Position } | { readonly at: string }

/**
 * Whether an event comes after a moment. A picture ends before the first event that does: so it is one that was to be seen once,
 * also where a clock was set back and later events bear earlier times.
 */
export function afterMoment(moment: Moment): (event: Pick<RecordedEvent, 'position' | 'recordedAt'>) => boolean {
  if ('position' in moment) return ({ position }) => position > moment.position
  const at = utc(moment.at)
  return ({ recordedAt }) => recordedAt > at
}

/** How many events of a log, which is in the global order, a moment has behind it. */
export function countUntil(log: readonly RecordedEvent[], moment: Moment): number {
  const first = log.findIndex(afterMoment(moment))
  return first === -1 ? log.length : first
}

export interface Past<Row> {
  /** The rows after the first `count` events of a log. Not to be changed. */
  after(log: readonly RecordedEvent[], count: number): ReadonlyMap<string, Row>
}

interface Checkpoint<Row> { readonly count: number; readonly last: RecordedEvent; readonly rows: ReadonlyMap<string, Row> }

/**
 * Rows of any moment of a log that grows, quick from one moment to the next: every `checkpointEvents` events the rows so far are
 * kept, and the next picture begins with the nearest. Rows are shared between pictures, so a checkpoint costs an entry a row. When
 * there are more than `checkpointsMax`, every other one goes.
 */
export function createPast<Row extends { readonly key: string }>(projection: Projection<Row>, { checkpointEvents, checkpointsMax }: { readonly checkpointEvents: number; readonly checkpointsMax: number }): Past<Row> {
  let spacing = checkpointEvents
  let checkpoints: Checkpoint<Row>[] = []
  let latest: Checkpoint<Row> | undefined

  /** Of the same log: one that has the same event at the same place has the same events before it. */
  const isOf = (log: readonly RecordedEvent[]) => ({ count, last }: Checkpoint<Row>) => log[count - 1] === last

  function keep(checkpoint: Checkpoint<Row>): void {
    checkpoints.push(checkpoint)
    if (checkpoints.length <= checkpointsMax) return
    spacing *= 2
    checkpoints = checkpoints.filter(({ count }) => count % spacing === 0)
  }

  function nearest(log: readonly RecordedEvent[], count: number): Checkpoint<Row> | undefined {
    const known = latest && isOf(log)(latest) && latest.count <= count ? latest : undefined
    const kept = checkpoints.findLast((checkpoint) => checkpoint.count <= count)
    return known && known.count >= (kept?.count ?? 0) ? known : kept
  }

  return {
    after(log, count) {
      // Guesses of a device go and come; what was kept of a log that is no more is of no use.
      checkpoints = checkpoints.filter(isOf(log))
      const start = nearest(log, count)
      if (start?.count === count) return start.rows
      const rows = new Map(start?.rows)
      for (let done = start?.count ?? 0; done < count;) {
        const event = log[done]!
        foldInto(projection, rows, event)
        done++
        if (done % spacing === 0 && done > (checkpoints.at(-1)?.count ?? 0)) keep({ count: done, last: event, rows: new Map(rows) })
      }
      if (count > 0) latest = { count, last: log[count - 1]!, rows }
      return rows
    },
  }
}
