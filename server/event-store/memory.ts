/** The store in memory: for tests and simulations. Passes the same conformance suite as the real ones, but for the disk (ES4). */

import type { StreamName } from '../../domain/event.ts'
import { positionOf, START } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import type { Watermark } from '../watermark.ts'
import { createWatermark } from '../watermark.ts'
import { encodeAppend } from './encode-event.ts'
import type { EventStore, StoredEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'
import { passesFilter } from './filter.ts'
import { chainHash } from './hash-chain.ts'
import { repeatOf } from './repeat.ts'

/** What a database would hold. Outlives the stores on it, and may be shared by several. */
export interface MemoryHistory {
  readonly all: StoredEvent[]
  readonly streams: Map<StreamName, StoredEvent[]>
  readonly byId: Map<string, StoredEvent>
  readonly head: Watermark
}

export function createMemoryHistory(): MemoryHistory {
  return { all: [], streams: new Map(), byId: new Map(), head: createWatermark() }
}

export function createMemoryEventStore({ system, history = createMemoryHistory() }: { system: Pick<System, 'now'>; history?: MemoryHistory }): EventStore {
  const { all, streams, byId, head } = history
  const closing = new AbortController()

  const assertOpen = () => {
    if (closing.signal.aborted) throw new EventStoreError('UNAVAILABLE', 'The store is closed')
  }

  return {
    async append(stream, expected, events) {
      const encoded = encodeAppend(stream, events)
      assertOpen()
      const repeated = repeatOf(stream, events, (id) => byId.get(id))
      if (repeated) return { status: 'appended', events: repeated }
      const before = streams.get(stream) ?? []
      if (before.length - 1 !== expected) return { status: 'conflict', actual: before.length - 1 }
      const recordedAt = instantOf(system)
      let hash = before.at(-1)?.hash ?? null
      const recorded = encoded.map(({ event, dataText, metaText }, i): StoredEvent => {
        const version = expected + 1 + i
        hash = chainHash(hash, { ...event, stream, version, recordedAt, dataText, metaText })
        return {
          ...event,
          data: JSON.parse(dataText) as unknown,
          meta: JSON.parse(metaText) as StoredEvent['meta'],
          stream,
          version,
          position: positionOf(all.length + 1 + i),
          recordedAt,
          hash,
        }
      })
      for (const event of recorded) byId.set(event.id, event)
      all.push(...recorded)
      before.push(...recorded)
      streams.set(stream, before)
      head.advance(all.length)
      return { status: 'appended', events: recorded.map(copy) }
    },

    async *readStream(stream, { fromVersion, direction = 'forwards', limit = Infinity } = {}) {
      assertOpen()
      const events = streams.get(stream) ?? []
      const asked = direction === 'forwards' ? events.slice(fromVersion ?? 0) : events.slice(0, (fromVersion ?? Infinity) + 1).reverse()
      yield* asked.slice(0, limit).map(copy)
    },

    async *readAll(after, { limit = Infinity, ...filter } = {}) {
      assertOpen()
      let left = limit
      for (const event of all.slice(Number(after))) {
        if (left <= 0) return
        if (!passesFilter(event, filter)) continue
        left--
        yield copy(event)
      }
    },

    async *readAllBackwards(before, { limit = Infinity } = {}) {
      assertOpen()
      yield* all.slice(0, before === undefined ? all.length : Math.max(0, Number(before) - 1)).reverse().slice(0, limit).map(copy)
    },

    async readEvent(id) {
      assertOpen()
      const event = byId.get(id)
      return event && copy(event)
    },

    async *subscribe(after, { signal, ...filter }) {
      assertOpen()
      let from = Number(after)
      const over = AbortSignal.any([signal, closing.signal])
      while (await head.beyond(from, over)) {
        const upTo = Math.min(all.length, from + limits.subscriptionBatchEvents)
        yield { events: all.slice(from, upTo).filter((event) => passesFilter(event, filter)).map(copy), upTo: positionOf(upTo) }
        from = upTo
      }
    },

    async *readRaw(from) {
      assertOpen()
      const events = 'stream' in from ? (streams.get(from.stream) ?? []).slice(from.fromVersion, (from.toVersion ?? Infinity) + 1) : all.slice(Number(from.after))
      yield* events.map(({ data, meta, ...event }) => ({ ...event, dataText: JSON.stringify(data), metaText: JSON.stringify(meta) }))
    },

    // Keeps no books beside its events.
    async *contradictions() {
      assertOpen()
    },

    distance: async (from, to) => Math.max(0, Number(to) - Number(from)),

    async lastPosition() {
      assertOpen()
      return all.at(-1)?.position ?? START
    },

    async close() {
      closing.abort()
    },
  }
}


/** What a reader does to an event must not change history. */
function copy(event: StoredEvent): StoredEvent {
  return structuredClone(event)
}
