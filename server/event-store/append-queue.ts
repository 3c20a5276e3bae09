/**
 * Group commit. Appends wait here while a flush runs; the next flush takes as many as it may, at most one per stream, and
 * streams take turns. When much is waiting, a second flush is sent while one is under way, of other streams: one is put
 * together while the database works on the other, and it locks the order they come in. Errors are sorted out here as well:
 *
 *   flush ──► accepted                                  ──► appended
 *         ├─► refused: its version is another           ──► repeat? appended : conflict
 *         ├─► error of the batch, of one append alone   ──► repeat? appended : EVENT_ID_REUSED or the error
 *         │                       of several            ──► both halves again, each by itself
 *         └─► fault: nobody knows what was written      ──► the same again, by its event ids, until time is up: UNAVAILABLE
 */

import type { NewEvent, StreamName } from '../../domain/event.ts'
import { backoffMs, chanceOf, isPassingFault } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { EncodedEvent } from './encode-event.ts'
import type { Appended, Conflict, StoredEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'
import { repeatOf } from './repeat.ts'

export interface Append {
  readonly stream: StreamName
  readonly expected: number
  readonly events: readonly EncodedEvent[]
}

/** For each append: its recorded events, or the version its stream really has. All or nothing is written. */
export type Flush = (appends: readonly Append[]) => Promise<readonly (Appended | Conflict)[]>
/** Those of the ids that are recorded. */
export type Find = (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredEvent>>

interface Pending extends Append {
  readonly sizeBytes: number
  readonly giveUpAt: number
  resolve(outcome: Appended | Conflict): void
  reject(error: unknown): void
}

export interface AppendQueue {
  push(append: Append): Promise<Appended | Conflict>
  /** Refuses new appends and waits for those that are under way. */
  close(): Promise<void>
}

export function createAppendQueue({ flush, find, system }: { flush: Flush; find: Find; system: System }): AppendQueue {
  /** In the order in which streams take their turn. */
  const waiting = new Map<StreamName, Pending[]>()
  const busy = new Set<StreamName>()
  const flushes = new Set<Promise<void>>()
  const waits = { appends: 0, events: 0 }
  let closed = false
  let looking: Promise<void> | undefined

  const send = () => {
    looking = undefined
    while (waits.appends > 0 && (flushes.size === 0 || (flushes.size < limits.flushesAtOnce && waits.events >= limits.flushBesideEvents))) {
      // Half of much, so that the other half can follow at once.
      const half = flushes.size === 0 && waits.events >= 2 * limits.flushBesideEvents
      const batch = takeBatch(waiting, busy, half ? Math.ceil(waits.events / 2) : Infinity)
      if (batch.length === 0) return
      waits.appends -= batch.length
      for (const { stream, events } of batch) {
        waits.events -= events.length
        busy.add(stream)
      }
      const flush = settle(batch).then(() => {
        flushes.delete(flush)
        for (const { stream } of batch) busy.delete(stream)
        look()
      })
      flushes.add(flush)
    }
  }
  /** Not at once: what is asked for in the same turn of the event loop goes into the same flush. */
  const look = () => { looking ??= Promise.resolve().then(send) }

  /** Never rejects: every error is told to the appends it concerns. */
  const settle = async (batch: readonly Pending[]): Promise<void> => {
    try {
      const outcomes = await flushUntilKnown(batch)
      await tell(batch, outcomes)
    } catch (error) {
      if (batch.length > 1 && !(error instanceof EventStoreError && error.code === 'UNAVAILABLE')) {
        const half = batch.length >> 1
        await settle(batch.slice(0, half))
        await settle(batch.slice(half))
      } else if (batch.length === 1 && isUniqueViolation(error)) {
        await tellRepeat(batch[0]!, error)
      } else {
        for (const pending of batch) pending.reject(errorOf(error))
      }
    }
  }

  const flushUntilKnown = async (batch: readonly Pending[]) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await flush(batch)
      } catch (error) {
        if (!isPassingFault(error)) throw error
        if (batch.some(({ giveUpAt }) => system.now() >= giveUpAt)) {
          throw new EventStoreError('UNAVAILABLE', 'The event store cannot be reached; whether this was recorded shows when it is sent again', { cause: error })
        }
        await system.sleep(backoffMs(attempt, chanceOf(system)))
      }
    }
  }

  const tell = async (batch: readonly Pending[], outcomes: readonly (Appended | Conflict)[]) => {
    const refused = batch.filter((_, i) => outcomes[i]!.status === 'conflict')
    const known = refused.length === 0 ? new Map<string, StoredEvent>() : await find(refused.flatMap(({ events }) => idsOf(events)))
    batch.forEach((pending, i) => answer(pending, outcomes[i]!, known))
  }

  const tellRepeat = async (pending: Pending, error: unknown) => {
    try {
      const known = await find(idsOf(pending.events))
      const repeated = repeatOf(pending.stream, eventsOf(pending), (id) => known.get(id))
      if (repeated) pending.resolve({ status: 'appended', events: repeated })
      else pending.reject(error)
    } catch (reason) {
      pending.reject(reason)
    }
  }

  return {
    push({ stream, expected, events }) {
      if (closed) return Promise.reject(new EventStoreError('UNAVAILABLE', 'The store is closed'))
      if (waits.appends >= limits.appendQueueMax) return Promise.reject(new EventStoreError('UNAVAILABLE', `More than ${limits.appendQueueMax} appends are waiting`))
      return new Promise((resolve, reject) => {
        const sizeBytes = events.reduce((sum, event) => sum + event.sizeBytes, 0)
        const pending = { stream, expected, events, sizeBytes, giveUpAt: system.now() + limits.appendTimeoutMs, resolve, reject }
        const line = waiting.get(stream)
        if (line) line.push(pending)
        else waiting.set(stream, [pending])
        waits.appends++
        waits.events += events.length
        look()
      })
    },
    async close() {
      closed = true
      while (looking || flushes.size > 0) await Promise.all([looking, ...flushes])
    },
  }
}

function takeBatch(waiting: Map<StreamName, Pending[]>, busy: ReadonlySet<StreamName>, eventsMax: number): Pending[] {
  const batch: Pending[] = []
  let [sizeBytes, events] = [0, 0]
  for (const [stream, line] of waiting) {
    if (busy.has(stream)) continue
    const next = line[0]!
    if (batch.length >= limits.flushCommandsMax || (batch.length > 0 && (sizeBytes + next.sizeBytes > limits.flushBytesMax || events >= eventsMax))) break
    batch.push(next)
    sizeBytes += next.sizeBytes
    events += next.events.length
  }
  for (const { stream } of batch) {
    const line = waiting.get(stream)!
    line.shift()
    waiting.delete(stream)
    if (line.length > 0) waiting.set(stream, line)  // again at the end
  }
  return batch
}

function answer(pending: Pending, outcome: Appended | Conflict, known: ReadonlyMap<string, StoredEvent>): void {
  if (outcome.status === 'appended') return pending.resolve(outcome)
  try {
    const repeated = repeatOf(pending.stream, eventsOf(pending), (id) => known.get(id))
    pending.resolve(repeated ? { status: 'appended', events: repeated } : outcome)
  } catch (error) {
    pending.reject(error)
  }
}

function eventsOf({ events }: Append): readonly NewEvent[] {
  return events.map(({ event }) => event)
}

function idsOf(events: readonly EncodedEvent[]): string[] {
  return events.map(({ event }) => event.id)
}

function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string }).code === '23505'
}

/** Class 22 and 54: PostgreSQL cannot hold the value, whatever our own checks thought. Anything else is a fault already told, or a bug. */
function errorOf(error: unknown): unknown {
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && /^(22|54)\w{3}$/.test(code)) {
    return new EventStoreError('INVALID_EVENT', `PostgreSQL cannot record this: ${(error as Error).message}`, { cause: error })
  }
  return error
}
