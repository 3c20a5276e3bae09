/**
 * The newest events of the log, kept by one subscription for all subscribers of this process. Who is at or behind its beginning
 * catches up by a subscription of their own with their own filter; from there on the log comes to them from here, whole and
 * filtered here, so that no seam and no sparse checkpoint is between what was asked for and what is known to be seen.
 */

import type { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { backoffMs, chanceOf } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { createWatermark } from '../watermark.ts'
import type { StoredEvent } from './event-store.ts'
import { bytesOf } from './kurrentdb-events.ts'
import { subscribeToLog } from './kurrentdb-subscription.ts'

export interface Tail {
  /** Everything after this is here, or will come; undefined until it has begun. */
  readonly start: number | undefined
  /**
   * The next events after a position, when there are any; `behind` when some of them are here no longer; undefined when the
   * signal aborts or it is closed.
   */
  next(after: number, signal: AbortSignal): Promise<{ readonly events: readonly StoredEvent[]; readonly upTo: number } | 'behind' | undefined>
  /** Resolves when it has begun. */
  begin(): Promise<void>
  close(): Promise<void>
}

interface TailOptions { readonly client: KurrentDBClient; readonly head: () => Promise<number>; readonly system: System; readonly log: Log }
interface Kept { readonly position: number; readonly event: StoredEvent; readonly sizeBytes: number }

export function createTail({ client, head, system, log }: TailOptions): Tail {
  const mark = createWatermark()
  const stop = new AbortController()
  let start: number | undefined
  let last = 0
  let kept: Kept[] = []
  let keptBytes = 0
  let running: Promise<void> | undefined
  let begun: Promise<void> | undefined

  const keep = (events: readonly StoredEvent[], upTo: number) => {
    for (const event of events) {
      const sizeBytes = bytesOf(event)
      kept.push({ position: Number(event.position), event, sizeBytes })
      keptBytes += sizeBytes
    }
    last = upTo
    let gone = 0
    // Half at once: taking them from the front one by one would copy the rest each time.
    if (kept.length > limits.tailEvents || keptBytes > limits.tailBytes) {
      while (gone < kept.length && (kept.length - gone > limits.tailEvents / 2 || keptBytes > limits.tailBytes / 2)) keptBytes -= kept[gone++]!.sizeBytes
      start = kept[gone - 1]!.position
      kept = kept.slice(gone)
    }
    mark.advance(last)
  }

  const run = async () => {
    for (let attempt = 0; !stop.signal.aborted; attempt++) {
      try {
        for await (const { events, upTo } of subscribeToLog(client, last, {}, stop.signal, system)) {
          attempt = 0
          keep(events, upTo)
        }
      } catch (error) {
        if (stop.signal.aborted) return
        log.warn({ err: error, position: last }, 'the subscription to KurrentDB was interrupted')
        await system.sleep(backoffMs(attempt, chanceOf(system)), stop.signal)
      }
    }
  }

  return {
    get start() {
      return start
    },
    begin: () => begun ??= (async () => {
      try {
        start = last = await head()
        mark.advance(last)
        running = run()
      } catch (error) {
        begun = undefined
        throw error
      }
    })(),
    async next(after, signal) {
      if (await mark.beyond(after, signal) === undefined) return undefined
      if (after < start!) return 'behind'
      const from = firstBeyond(kept, after)
      let [to, bytes] = [from, 0]
      while (to < kept.length && to - from < limits.subscriptionBatchEvents && bytes < limits.pageBytesMax) bytes += kept[to++]!.sizeBytes
      return { events: kept.slice(from, to).map(({ event }) => structuredClone(event)), upTo: to === kept.length ? last : kept[to - 1]!.position }
    },
    async close() {
      stop.abort()
      mark.close()
      await running
    },
  }
}

/** By halves: subscribers are mostly near the end of many. */
function firstBeyond(kept: readonly Kept[], position: number): number {
  let [low, high] = [0, kept.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (kept[middle]!.position > position) high = middle
    else low = middle + 1
  }
  return low
}
