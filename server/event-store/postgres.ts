/**
 * The store on PostgreSQL. Appends of this process queue for one connection and go in by one statement per flush
 * (`append_events`, `append_one`), which locks the head row: that puts all processes' commits in the
 * order of their positions, so a reader that goes by position can never miss one that commits late (ES3).
 */

import type pg from 'pg'
import type { RecordedEvent } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { Database } from '../db/database.ts'
import { listen } from '../db/listen.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import { createWatermark } from '../watermark.ts'
import type { Append, Flush } from './append-queue.ts'
import { createAppendQueue } from './append-queue.ts'
import { encodeAppend } from './encode-event.ts'
import type { Appended, Conflict, EventStore } from './event-store.ts'
import { EventStoreError } from './event-store.ts'
import { createPostgresReader } from './postgres-read.ts'

export interface PostgresEventStoreOptions { readonly database: Database; readonly system: System; readonly log: Log }

/** Closing the store leaves the database open. */
export async function createPostgresEventStore({ database, system, log }: PostgresEventStoreOptions): Promise<EventStore> {
  const reader = createPostgresReader(database, system)
  const head = createWatermark()
  head.advance(await reader.head())
  const appender = createAppender(database, system, (position) => head.advance(position))
  const queue = createAppendQueue({ flush: appender.flush, find: reader.find, system })

  const stop = new AbortController()
  const listening = listen({
    database, channel: 'events', system, log, signal: stop.signal,
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
    async *subscribe(after, { signal, ...filter }) {
      let from = Number(after)
      for (let to = await head.beyond(from, signal); to !== undefined; to = await head.beyond(from, signal)) {
        const page = await reader.page(from, to, filter).catch(waitOut)
        if (!page) continue
        from = page.upTo
        yield { events: page.events, upTo: positionOf(from) }
      }
    },
    lastPosition: async () => positionOf(await reader.head()),
    async close() {
      stop.abort()
      head.close()
      await queue.close()
      await appender.close()
      await listening
    },
  }
}

/** A subscriber waits however long the database is away; the reader has been patient already. */
function waitOut(error: unknown): undefined {
  if (!(error instanceof EventStoreError && error.code === 'UNAVAILABLE')) throw error
}

const SEPARATOR = '\u001e'
const APPEND = `select head_before, refused, actual from append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
const APPEND_ONE = `select head_before, case when actual is not null then array[$1] end as refused, array[actual] as actual from append_one($1, $2, $3, $4, $5, $6, $7, $8)`
interface AppendRow { readonly head_before: number; readonly refused: string[] | null; readonly actual: number[] | null }

/** One connection, made when it is needed and thrown away when anything about it is doubtful. */
function createAppender(database: Database, system: System, advance: (position: number) => void): { flush: Flush; close(): Promise<void> } {
  let client: pg.Client | undefined

  const ask = async (name: string, text: string, values: readonly string[]): Promise<AppendRow> => {
    const mine = client ??= await database.connect()
    try {
      return (await mine.query<AppendRow>({ name, text, values: [...values], query_timeout: limits.appendTimeoutMs } as pg.QueryConfig)).rows[0]!
    } catch (error) {
      client = undefined
      void mine.end().catch(() => {})
      throw error
    }
  }

  return {
    async flush(appends) {
      const recordedAt = instantOf(system)
      const [only] = appends
      const row = appends.length === 1 && only!.events.length <= limits.appendOneEventsMax
        ? await ask('append-one', APPEND_ONE, argumentsOfOne(only!, recordedAt))
        : await ask('append', APPEND, argumentsOf(appends, recordedAt))
      const { outcomes, last } = outcomesOf(appends, row, recordedAt)
      advance(last)
      return outcomes
    },
    close: async () => client?.end(),
  }
}

function argumentsOf(appends: readonly Append[], recordedAt: string): string[] {
  const streams: string[] = [], versions: number[] = [], ids: string[] = [], types: string[] = [], schemas: number[] = [], datas: string[] = [], metas: string[] = []
  for (const { stream, expected, events } of appends) {
    events.forEach(({ event, dataText, metaText }, i) => {
      streams.push(stream)
      versions.push(expected + 1 + i)
      ids.push(event.id)
      types.push(event.type)
      schemas.push(event.schema)
      datas.push(dataText)
      metas.push(metaText)
    })
  }
  return [
    appends.map(({ stream }) => stream).join(SEPARATOR), appends.map(({ expected }) => expected).join(), appends.map(({ events }) => events.length).join(),
    recordedAt, streams.join(SEPARATOR), versions.join(), ids.join(), types.join(SEPARATOR), schemas.join(), datas.join(SEPARATOR), metas.join(SEPARATOR),
  ]
}

function argumentsOfOne({ stream, expected, events }: Append, recordedAt: string): string[] {
  const joined = (part: (encoded: Append['events'][number]) => string) => events.map(part).join(SEPARATOR)
  return [
    stream, String(expected), recordedAt, events.map(({ event }) => event.id).join(), joined(({ event }) => event.type), events.map(({ event }) => event.schema).join(),
    joined(({ dataText }) => dataText), joined(({ metaText }) => metaText),
  ]
}

/** The function numbers the events of the accepted appends in the order in which they were sent. */
function outcomesOf(appends: readonly Append[], row: AppendRow, recordedAt: string): { outcomes: (Appended | Conflict)[]; last: number } {
  const actual = new Map(row.refused?.map((stream, i) => [stream, row.actual![i]!]))
  let last = row.head_before
  const outcomes = appends.map(({ stream, expected, events }): Appended | Conflict => {
    const version = actual.get(stream)
    if (version !== undefined) return { status: 'conflict', actual: version }
    const recorded = events.map(({ event }, i): RecordedEvent =>
      ({ ...event, stream, version: expected + 1 + i, position: positionOf(++last), recordedAt }))
    return { status: 'appended', events: recorded }
  })
  return { outcomes, last }
}
