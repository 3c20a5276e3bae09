/**
 * The store on PostgreSQL. Appends of this process queue for one connection and go in by one statement per flush
 * (`append_events`, `append_one`), which locks the head row: that puts all processes' commits in the
 * order of their positions, so a reader that goes by position can never miss one that commits late (ES3).
 */

import { positionOf } from '../../domain/event.ts'
import type { Database } from '../db/database.ts'
import { listen } from '../db/listen.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { createWatermark } from '../watermark.ts'
import { createAppendQueue } from './append-queue.ts'
import { createAnnouncer, EVENTS_CHANNEL } from './announcer.ts'
import { createChainEnds } from './chain-ends.ts'
import { encodeAppend } from './encode-event.ts'
import type { EventStore } from './event-store.ts'
import { EventStoreError } from './event-store.ts'
import { createAppender } from './postgres-append.ts'
import { createPostgresReader } from './postgres-read.ts'
import { sharedPages } from './shared-pages.ts'

export interface PostgresEventStoreOptions { readonly database: Database; readonly system: System; readonly log: Log }

/** Closing the store leaves the database open. */
export async function createPostgresEventStore({ database, system, log }: PostgresEventStoreOptions): Promise<EventStore> {
  const ends = createChainEnds()
  const reader = createPostgresReader(database, system, ends)
  const head = createWatermark()
  head.advance(await reader.head())
  const announcer = createAnnouncer({ database, system, log })
  const advance = (position: number) => {
    head.advance(position)
    announcer.announce(position)
  }
  const pageOfTail = sharedPages(reader.page)
  const appender = createAppender({ database, system, ends, reader, advance })
  const queue = createAppendQueue({ flush: appender.flush, find: reader.find, system })

  const stop = new AbortController()
  const listening = listen({
    database, channel: EVENTS_CHANNEL, system, log, signal: stop.signal,
    onNotification: (payload) => head.advance(Number(payload)),
    poll: async (client) => head.advance((await client.query<{ position: number }>('select position from head where id = 1')).rows[0]!.position),
    pollMs: limits.headPollMs,
  })

  return {
    append: async (stream, expected, events) => queue.push({ stream, expected, events: encodeAppend(stream, events) }),
    readStream: reader.readStream,
    readAll: reader.readAll,
    readAllBackwards: reader.readAllBackwards,
    readEvent: reader.readEvent,
    readRaw: reader.readRaw,
    contradictions: reader.contradictions,
    async *subscribe(after, { signal, ...filter }) {
      let from = Number(after)
      for (let to = await head.beyond(from, signal); to !== undefined; to = await head.beyond(from, signal)) {
        const page = await pageOfTail(from, to, filter).catch(waitOut)
        if (!page) continue
        from = page.upTo
        yield { events: page.events, upTo: positionOf(from) }
      }
    },
    lastPosition: async () => positionOf(await reader.head()),
    distance: async (from, to) => Math.max(0, Number(to) - Number(from)),
    async close() {
      stop.abort()
      head.close()
      await queue.close()
      await appender.close()
      await announcer.close()
      await listening
    },
  }
}

/** A subscriber waits however long the database is away; the reader has been patient already. */
function waitOut(error: unknown): undefined {
  if (!(error instanceof EventStoreError && error.code === 'UNAVAILABLE')) throw error
}
