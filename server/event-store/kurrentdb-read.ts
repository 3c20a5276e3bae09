/**
 * The reading half of the KurrentDB store, page by page: a page that was lost on the way is asked for again from where it broke
 * off, and a reader that stops early leaves at most a page unread in the client, which cannot be told to stop.
 */

import type { AllStreamResolvedEvent, KurrentDBClient, ResolvedEvent } from '@kurrent/kurrentdb-client'
import { BACKWARDS, END, FORWARDS, START as FIRST } from '@kurrent/kurrentdb-client'
import type { Position, StreamName } from '../../domain/event.ts'
import { backoffMs, chanceOf } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { EventStore, Filter, StoredEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'
import { passesFilter } from './filter.ts'
import type { ReadingClient } from './kurrentdb-connection.ts'
import { logPosition, storedEvent } from './kurrentdb-events.ts'
import { inTime, isMissingStream, isPassing, storeErrorOf } from './kurrentdb-faults.ts'
import { serverFilter } from './kurrentdb-filter.ts'

export interface KurrentdbReader extends Pick<EventStore, 'readStream' | 'readAll' | 'readAllBackwards'> {
  /** Of the last event in the log that is not the system's, whoever has written it; 0 when there is none. */
  head(): Promise<number>
  /** Everything in a stream of links, as it is. */
  readLinks(stream: string): Promise<readonly ResolvedEvent[]>
  /** Those of the ids that stand in this stream; looked for from a version on, then before it. */
  findIn(stream: StreamName, ids: readonly string[], fromVersion: number): Promise<ReadonlyMap<string, StoredEvent>>
}

export function createKurrentdbReader(clients: ReadingClient, system: System): KurrentdbReader {
  const readStream = (stream: string, { fromVersion, direction = 'forwards', limit = Infinity }: Parameters<EventStore['readStream']>[1] = {}): AsyncGenerator<ResolvedEvent> => {
    const forwards = direction === 'forwards'
    return paged<ResolvedEvent>(clients, system, limit, (client, last, maxCount) => {
      const next = last ? last.event!.revision + (forwards ? 1n : -1n) : fromVersion === undefined ? undefined : BigInt(fromVersion)
      if (next !== undefined && next < 0n) return undefined
      return client.readStream(stream, { direction: forwards ? FORWARDS : BACKWARDS, fromRevision: next ?? (forwards ? FIRST : END), maxCount, requiresLeader: true })
    })
  }

  /** From after a position, or back from before it; `undefined` is the end. */
  const readAll = (from: number | undefined, direction: 'forwards' | 'backwards', filter: Filter, limit: number): AsyncGenerator<AllStreamResolvedEvent> => {
    const forwards = direction === 'forwards'
    return paged<AllStreamResolvedEvent>(clients, system, limit, (client, last, maxCount) => {
      const at = last ? logPosition(last) : from
      const position = at === undefined ? END : at === 0 ? FIRST : { commit: BigInt(at), prepare: BigInt(at) }
      if (!forwards && position === FIRST) return undefined
      // Forwards a position includes the event that is there, backwards it does not.
      const page = client.readAll({ direction: forwards ? FORWARDS : BACKWARDS, fromPosition: position, maxCount: maxCount + 1, filter: serverFilter(filter), requiresLeader: true })
      return forwards && at ? beyond(at, page) : page
    })
  }

  const head = async (): Promise<number> => {
    for await (const resolved of readAll(undefined, 'backwards', {}, 1)) return logPosition(resolved)
    return 0
  }

  return {
    head,
    readLinks: (stream) => Array.fromAsync(readStream(stream)),

    async *readStream(stream, options) {
      for await (const resolved of readStream(stream, options)) yield ours(resolved)
    },

    async *readAll(after, { limit = Infinity, ...filter } = {}) {
      const end = await head()
      let left = limit
      if (left <= 0 || Number(after) >= end) return
      for await (const resolved of readAll(Number(after), 'forwards', filter, Infinity)) {
        if (logPosition(resolved) > end) return
        const event = storedEvent(resolved)
        if (!event || !passesFilter(event, filter)) continue
        yield event
        if (--left <= 0) return
      }
    },

    async *readAllBackwards(before?: Position, { limit = Infinity } = {}) {
      let left = limit
      if (left <= 0) return
      // No place in the log: it is beyond its end, and KurrentDB would refuse it.
      const from = before === undefined || Number(before) > await head() ? undefined : Number(before)
      for await (const resolved of readAll(from, 'backwards', {}, Infinity)) {
        const event = storedEvent(resolved)
        if (!event) continue
        yield event
        if (--left <= 0) return
      }
    },

    async findIn(stream, ids, fromVersion) {
      const found = new Map<string, StoredEvent>()
      const look = async (from: number, to: number) => {
        for await (const resolved of readStream(stream, { fromVersion: from, limit: to - from })) {
          const event = ours(resolved)
          if (ids.includes(event.id)) found.set(event.id, event)
          if (found.size === ids.length) return
        }
      }
      await look(Math.max(0, fromVersion), Infinity)
      if (found.size < ids.length && fromVersion > 0) await look(0, fromVersion)
      return found
    },
  }
}

function ours(resolved: ResolvedEvent): StoredEvent {
  const event = storedEvent(resolved)
  if (!event) throw new EventStoreError('UNAVAILABLE', `Version ${resolved.event?.revision} of ${resolved.event?.streamId} was not written by Rewind: give it a KurrentDB of its own`)
  return event
}

async function* beyond(position: number, page: AsyncIterable<AllStreamResolvedEvent>): AsyncGenerator<AllStreamResolvedEvent | undefined> {
  // Undefined counts for the page, and is nothing.
  for await (const resolved of page) yield logPosition(resolved) > position ? resolved : undefined
}

type OpenPage<E> = (client: KurrentDBClient, last: E | undefined, maxCount: number) => AsyncIterable<E | undefined> | undefined

/** One page after the other, each from after the last event that came. */
async function* paged<E>(clients: ReadingClient, system: System, limit: number, open: OpenPage<E>): AsyncGenerator<E> {
  let last: E | undefined
  let left = limit
  for (let attempt = 0, giveUpAt = system.now() + limits.appendTimeoutMs; left > 0;) {
    const maxCount = Math.min(left, limits.kurrentdbPageEvents)
    const client = clients.now()
    let count = 0
    try {
      const page = open(client, last, maxCount)?.[Symbol.asyncIterator]()
      if (!page) return
      for (let step = await inTime(system, limits.kurrentdbAnswerMs, page.next()); !step.done; step = await inTime(system, limits.kurrentdbAnswerMs, page.next())) {
        count++
        attempt = 0
        giveUpAt = system.now() + limits.appendTimeoutMs
        if (step.value === undefined) continue
        last = step.value
        yield step.value
        if (--left <= 0) return
      }
      if (count < maxCount) return
    } catch (error) {
      if (isMissingStream(error)) return
      if (!isPassing(error) || system.now() >= giveUpAt) throw storeErrorOf(error)
      if (attempt > 0) clients.failed(client)
      await system.sleep(backoffMs(attempt++, chanceOf(system)))
    }
  }
}
