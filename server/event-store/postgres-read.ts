/** The reading half of the PostgreSQL store. Every query can be asked again, so faults that pass are waited out here. */

import pg from 'pg'
import type { EventId, Position, StreamName } from '../../domain/event.ts'
import type { Database } from '../db/database.ts'
import { isPassingFault, withRetries } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { ChainEnds } from './chain-ends.ts'
import { contradictionsIn } from './contradictions.ts'
import type { Decode } from './copy-events.ts'
import { copyEvents, copyQuery, decodeEvent, decodeRawEvent } from './copy-events.ts'
import type { EventRow } from './event-rows.ts'
import { EVENT_ROW_COLUMNS, eventOf } from './event-rows.ts'
import type { EventStore, Filter, RawEvent, StoredEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'

export interface Page { readonly events: readonly StoredEvent[]; readonly upTo: number }

export interface PostgresReader extends Pick<EventStore, 'readStream' | 'readAll' | 'readAllBackwards' | 'readEvent' | 'readRaw' | 'contradictions'> {
  head(): Promise<number>
  /** The next events after a position and up to another, at most as many as one batch may hold, in number and in bytes. */
  page(after: number, head: number, filter: Filter): Promise<Page>
  /** Of those events that there are. */
  hashes(of: readonly { readonly stream: StreamName; readonly version: number }[]): Promise<readonly { readonly stream: StreamName; readonly version: number; readonly hash: string }[]>
  /** Recorded events by id. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, StoredEvent>>
}

export function createPostgresReader(database: Database, system: System, ends: ChainEnds): PostgresReader {
  const ask = async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> => {
    try {
      return await withRetries(system, async () => (await database.pool.query<Row>({ name, text, values })).rows)
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** By one COPY after another, so that none holds a snapshot for long. */
  async function* inOrder<Event extends StoredEvent | RawEvent>({ after, end, filter }: { after: number; end: number; filter: Filter }, decode: Decode<Event>): AsyncGenerator<readonly Event[]> {
    for (let from = after; from < end; from += limits.copyPositions) {
      const upTo = Math.min(end, from + limits.copyPositions)
      yield* copyResuming<Event>((last) => `where position > ${last ? Number(last.position) : from} and position <= ${upTo} ${conditions(filter)} order by position`, decode)
    }
  }

  const rawStream = ({ stream, fromVersion = 0, toVersion = VERSION_MAX }: { stream: StreamName; fromVersion?: number; toVersion?: number }) => copyResuming<RawEvent>((last) =>
    `where stream = ${pg.escapeLiteral(stream)} and version >= ${last ? last.version + 1 : fromVersion} and version <= ${toVersion} order by version`, decodeRawEvent)

  /** One COPY; when its connection is lost on the way, another goes on after the last event that came. */
  async function* copyResuming<Event>(from: (last: Event | undefined) => string, decode: Decode<Event>): AsyncGenerator<readonly Event[]> {
    let last: Event | undefined
    for (let attempts = 0; ; attempts++) {
      const client = await withRetries(system, () => database.pool.connect()).catch((error: unknown) => { throw unavailable(error) })
      let whole = false
      try {
        for await (const events of copyEvents(client, copyQuery(from(last)), decode)) {
          last = events.at(-1)
          attempts = 0
          yield events
        }
        whole = true
        return
      } catch (error) {
        if (!isPassingFault(error) || attempts >= COPY_ATTEMPTS_MAX) throw unavailable(error)
      } finally {
        // A reader that stopped early leaves the rest of the answer in the connection.
        client.release(!whole)
      }
    }
  }

  const head = async () => (await ask<{ position: number }>('head', 'select position from head where id = 1', []))[0]!.position

  return {
    head,

    hashes: (of) => ask('chain-ends', `select stream, version, encode(hash, 'hex') as hash from events
      where (stream, version) in (select * from unnest($1::text[], $2::int[]))`, [of.map(({ stream }) => stream), of.map(({ version }) => version)]),

    async find(ids) {
      const rows = await ask<EventRow>('find-events', `select ${EVENT_ROW_COLUMNS} from events where id = any ($1)`, [ids])
      return new Map(rows.map((row) => [row.id, eventOf(row)]))
    },

    async readEvent(id: EventId) {
      const [row] = await ask<EventRow>('read-event', `select ${EVENT_ROW_COLUMNS} from events where id = $1`, [id])
      return row && eventOf(row)
    },

    async *readStream(stream: StreamName, { fromVersion, direction = 'forwards', limit = Infinity } = {}) {
      const forwards = direction === 'forwards'
      let from = fromVersion ?? (forwards ? 0 : VERSION_MAX)
      for (let left = limit; left > 0;) {
        const rows = await ask<PageRow>(`read-stream-${direction}`, bounded(
          `select * from events where stream = $1 and version ${forwards ? '>=' : '<='} $2 order by version ${forwards ? '' : 'desc'} limit $3`,
          `version ${forwards ? '' : 'desc'}`, 4), [stream, from, Math.min(left, limits.subscriptionBatchEvents), limits.pageBytesMax])
        const newest = rows.at(forwards ? -1 : 0)
        if (newest) ends.note(stream, newest.version, newest.hash)
        for (const row of rows) yield eventOf(row)
        const last = rows.at(-1)
        if (!last || (rows.length < limits.subscriptionBatchEvents && last.running < limits.pageBytesMax)) return
        left -= rows.length
        from = forwards ? last.version + 1 : last.version - 1
      }
    },

    async page(after, head, { categories, types, family }) {
      const end = categories || types || family ? Math.min(head, after + limits.filteredPagePositions) : head
      const rows = await ask<PageRow>('page', bounded(
        `select * from events where position > $1 and position <= $2
          and ($3::text[] is null or split_part(stream, '-', 1) = any ($3)) and ($4::text[] is null or type = any ($4))
          and ($5::text is null or split_part(stream, '_', 1) = $5) order by position limit $6`,
        'position', 7), [after, end, categories ?? null, types ?? null, family ?? null, limits.subscriptionBatchEvents, limits.pageBytesMax])
      const last = rows.at(-1)
      const cut = last && (rows.length === limits.subscriptionBatchEvents || last.running >= limits.pageBytesMax)
      return { events: rows.map(eventOf), upTo: cut ? last.position : end }
    },

    async *readAllBackwards(before, { limit = Infinity } = {}) {
      yield* readBackwards(ask, before === undefined ? await head() + 1 : Number(before), limit)
    },

    async *readAll(after: Position, { limit = Infinity, ...filter } = {}) {
      const end = await head()
      if (filter.family !== undefined) return yield* readFamily(ask, Number(after), end, filter.family, filter, limit)
      let left = limit
      if (left <= 0) return
      for await (const events of inOrder({ after: Number(after), end, filter }, decodeEvent)) {
        for (const event of events) {
          yield event
          if (--left <= 0) return
        }
      }
    },

    async *readRaw(from) {
      const batches = 'after' in from ? inOrder({ after: Number(from.after), end: await head(), filter: {} }, decodeRawEvent) : rawStream(from)
      for await (const events of batches) yield* events
    },

    contradictions: (stream) => contradictionsIn(ask, stream),
  }
}

async function* readBackwards(ask: Ask, before: number, limit: number): AsyncGenerator<StoredEvent> {
  for (let from = before, left = limit; left > 0;) {
    const wanted = Math.min(left, limits.subscriptionBatchEvents)
    const rows = await ask<PageRow>('read-all-backwards', bounded('select * from events where position < $1 order by position desc limit $2', 'position desc', 3),
      [from, wanted, limits.pageBytesMax])
    for (const row of rows) yield eventOf(row)
    const last = rows.at(-1)
    if (!last || (rows.length < wanted && last.running < limits.pageBytesMax)) return
    left -= rows.length
    from = last.position
  }
}

type Ask = <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => Promise<Row[]>

/** By the index on family and position: the cost follows what there is of the family, not the log's length. */
async function* readFamily(ask: Ask, after: number, end: number, family: string, { categories, types }: Filter, limit: number): AsyncGenerator<StoredEvent> {
  for (let from = after, left = limit; left > 0;) {
    const wanted = Math.min(left, limits.subscriptionBatchEvents)
    const rows = await ask<PageRow>('read-family', bounded(
      `select * from events where split_part(stream, '_', 1) = $1 and position > $2 and position <= $3
        and ($4::text[] is null or split_part(stream, '-', 1) = any ($4)) and ($5::text[] is null or type = any ($5)) order by position limit $6`,
      'position', 7), [family, from, end, categories ?? null, types ?? null, wanted, limits.pageBytesMax])
    for (const row of rows) yield eventOf(row)
    const last = rows.at(-1)
    if (!last || (rows.length < wanted && last.running < limits.pageBytesMax)) return
    left -= rows.length
    from = last.position
  }
}

const VERSION_MAX = 2 ** 31 - 1
type PageRow = EventRow & { readonly running: number }

/** Cuts a page after the event with which it passes so many bytes: one event may have a mebibyte. */
function bounded(query: string, order: string, bytesParameter: number): string {
  return `select ${EVENT_ROW_COLUMNS}, running from (
    select e.*, sum(octet_length(data::text) + octet_length(meta::text)) over (order by ${order} rows unbounded preceding)::bigint as running,
      octet_length(data::text) + octet_length(meta::text) as size
    from (${query}) e
  ) r where running - size < $${bytesParameter} order by ${order}`
}

/** COPY takes no parameters. */
function conditions({ categories, types }: Filter): string {
  const among = (values: readonly string[]) => `(array[${values.map((value) => pg.escapeLiteral(value)).join(', ')}]::text[])`
  return (categories ? `and split_part(stream, '-', 1) = any ${among(categories)} ` : '') + (types ? `and type = any ${among(types)}` : '')
}

const COPY_ATTEMPTS_MAX = 3

function unavailable(error: unknown): unknown {
  return isPassingFault(error) ? new EventStoreError('UNAVAILABLE', 'The event store cannot be reached', { cause: error }) : error
}
