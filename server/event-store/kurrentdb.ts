/**
 * The store on KurrentDB. Its log is the global order: one writer, positions that only rise, nothing that commits late (ES3). Reads
 * and subscriptions ask the leader, because a follower may not have yet what was just acknowledged.
 *
 *   append ──► claim of its ids (kurrentdb-claims.ts) ──► hash of the event before ──► append at the exact version
 *                 │ taken by another stream: EVENT_ID_REUSED    │ not there                    │ refused
 *                 └ taken before, for this one                  ▼                              ▼
 *                      └──────────────► do they stand there already (ES2)? yes: appended, no: conflict
 *
 * A position is the place in KurrentDB's log: it compares, it is no number of events, and only positions that were told may be read from.
 */

import type { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { positionOf } from '../../domain/event.ts'
import { backoffMs, chanceOf } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { createChainEnds } from './chain-ends.ts'
import { encodeAppend } from './encode-event.ts'
import type { EventStore, Filter, StoredEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'
import { passesFilter } from './filter.ts'
import { createKurrentdbAppender } from './kurrentdb-append.ts'
import { createClaims } from './kurrentdb-claims.ts'
import { connectKurrentdb, createReadingClient } from './kurrentdb-connection.ts'
import { rawEvent } from './kurrentdb-events.ts'
import { isPassing, storeErrorOf } from './kurrentdb-faults.ts'
import { createKurrentdbReader } from './kurrentdb-read.ts'
import { subscribeToLog } from './kurrentdb-subscription.ts'
import type { Tail } from './kurrentdb-tail.ts'
import { createTail } from './kurrentdb-tail.ts'

export interface KurrentdbOptions { readonly url: string; readonly system: System; readonly log: Log }

export function createKurrentdbEventStore({ url, system, log }: KurrentdbOptions): EventStore {
  const client = connectKurrentdb(url)
  const reader = createKurrentdbReader(createReadingClient(url, system), system)
  const claims = createClaims(client, reader.readLinks, system)
  const tail = createTail({ client, head: reader.head, system, log })
  const ends = createChainEnds()
  const append = createKurrentdbAppender({ client, reader, claims, ends, system })
  const closing = new AbortController()
  const under = new Set<Promise<unknown>>()

  const assertOpen = () => {
    if (closing.signal.aborted) throw new EventStoreError('UNAVAILABLE', 'The store is closed')
  }
  const whileOpen = <Args extends unknown[], Result>(read: (...args: Args) => AsyncIterable<Result>) => async function* (...args: Args) {
    assertOpen()
    yield* read(...args)
  }

  return {
    async append(stream, expected, events) {
      const encoded = encodeAppend(stream, events)
      assertOpen()
      if (under.size >= limits.kurrentdbAppendsMax) throw new EventStoreError('UNAVAILABLE', `More than ${limits.kurrentdbAppendsMax} appends are under way`)
      const appending = append(stream, expected, encoded)
      under.add(appending)
      return await appending.finally(() => under.delete(appending))
    },
    readStream: whileOpen(async function* (...args: Parameters<EventStore['readStream']>) {
      for await (const event of reader.readStream(...args)) {
        ends.noteEvent(event)
        yield event
      }
    }),
    readAll: whileOpen(reader.readAll),
    readAllBackwards: whileOpen(reader.readAllBackwards),
    async readEvent(id) {
      assertOpen()
      const claim = await claims.find(id)
      return claim && (await reader.findIn(claim.stream, [id], claim.version)).get(id)
    },
    async *subscribe(after, { signal, ...filter }) {
      const over = AbortSignal.any([signal, closing.signal])
      for await (const { events, upTo } of follow({ client, tail, system, log }, Number(after), filter, over)) yield { events, upTo: positionOf(upTo) }
    },
    readRaw: whileOpen(async function* (from) {
      if ('after' in from) {
        for await (const event of reader.readAll(from.after)) yield rawEvent(event)
        return
      }
      const { stream, fromVersion = 0, toVersion = Infinity } = from
      for await (const event of reader.readStream(stream, { fromVersion, limit: toVersion - fromVersion + 1 })) yield rawEvent(event)
    }),
    // KurrentDB numbers streams itself and shows no books beside them.
    async *contradictions() {},
    async distance(from, to) {
      assertOpen()
      let [count, reached] = [0, from]
      // The next ones are counted; what lies beyond is taken to be as large.
      for await (const { position } of reader.readAll(from, { limit: limits.kurrentdbPageEvents })) {
        if (position > to) return count
        count++
        reached = position
      }
      const [near, far] = [Number(reached) - Number(from), Number(to) - Number(from)]
      return near > 0 && count === limits.kurrentdbPageEvents ? Math.round(count * far / near) : count
    },
    async lastPosition() {
      assertOpen()
      return positionOf(await reader.head())
    },
    async close() {
      closing.abort()
      await Promise.allSettled([...under])
      await tail.close()
      await client.dispose()
    },
  }
}

interface FollowPorts { readonly client: KurrentDBClient; readonly tail: Tail; readonly system: System; readonly log: Log }

/** Catches up until the tail goes on; again when it has fallen behind the tail. However long KurrentDB is away, it waits. */
async function* follow({ client, tail, system, log }: FollowPorts, after: number, filter: Filter, signal: AbortSignal): AsyncGenerator<{ events: readonly StoredEvent[]; upTo: number }> {
  let from = after
  for (let attempt = 0; !signal.aborted;) {
    try {
      await tail.begin()
      if (from >= tail.start!) {
        const next = await tail.next(from, signal)
        if (!next) return
        if (next === 'behind') continue
        attempt = 0
        from = next.upTo
        yield { events: next.events.filter((event) => passesFilter(event, filter)), upTo: from }
        continue
      }
      const goal = tail.start!
      for await (const batch of subscribeToLog(client, from, filter, signal, system)) {
        attempt = 0
        // All there was when it began is all there was at the tail's beginning; a checkpoint may be older than that.
        from = batch.caughtUp ? Math.max(batch.upTo, goal) : batch.upTo
        yield { events: batch.events.filter((event) => passesFilter(event, filter)), upTo: from }
        if (from >= tail.start!) break
      }
    } catch (error) {
      if (!isPassing(error) && !(error instanceof EventStoreError && error.code === 'UNAVAILABLE')) throw storeErrorOf(error)
      if (signal.aborted) return
      log.warn({ err: error, position: from }, 'a subscription to KurrentDB was interrupted')
      await system.sleep(backoffMs(attempt++, chanceOf(system)), signal)
    }
  }
}
