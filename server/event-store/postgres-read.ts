/** The reading half of the PostgreSQL store. Every query can be asked again, so faults that pass are waited out here. */

import pg from 'pg'
import type { EventId, Position, StreamName } from '../../domain/event.ts'
import { askedTogether } from '../db/asked-together.ts'
import type { Database } from '../db/database.ts'
import { withRetries } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { ChainEnds } from './chain-ends.ts'
import { contradictionsIn } from './contradictions.ts'
import { decodeEvent, decodeRawEvent } from './copy-events.ts'
import type { EventRow } from './event-rows.ts'
import { EVENT_ROW_COLUMNS, eventOf } from './event-rows.ts'
import type { EventStore, Filter, StoredEvent } from './event-store.ts'
import { OneByOne } from './one-by-one.ts'
import { createCopyReader, unavailable } from './read-by-copy.ts'

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

  const head = async () => (await ask<{ position: number }>('head', 'select position from head where id = 1', []))[0]!.position

  /** The first page of a stream, with those of others who ask at the same time. */
  const beginningOf = askedTogether<StreamName, StreamPage>(limits.askedTogetherMax, async (streams) => {
    const wanted = Math.min(limits.streamFirstPageEvents, Math.floor(limits.streamFirstPagesEvents / streams.length))
    const rows = await ask<EventRow & { nth: number }>('read-beginnings', `select nth, ${EVENT_ROW_COLUMNS} from unnest($1::text[]) with ordinality as asked (name, nth)
      cross join lateral (select * from events where stream = name order by version limit $2) e order by nth, version`, [streams, wanted])
    return streams.map((_, i) => ({ wanted, rows: rows.filter(({ nth }) => nth === i + 1) }))
  })

  const copies = createCopyReader({ database, system, head })

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
      const order = forwards ? 'version' : 'version desc'
      const condition = `from events where stream = $1 and version ${forwards ? '>=' : '<='} $2 order by ${order} limit $3`
      const whole = forwards && fromVersion === undefined && limit === Infinity
      let from = fromVersion ?? (forwards ? 0 : VERSION_MAX)

      const nextPage = async (short: boolean, left: number): Promise<StreamPage> => {
        if (short && whole) return await beginningOf(stream)
        const wanted = Math.min(left, short ? limits.streamFirstPageEvents : limits.subscriptionBatchEvents)
        const rows = short ? await ask<StreamRow>(`read-stream-first-${direction}`, `select ${EVENT_ROW_COLUMNS} ${condition}`, [stream, from, wanted])
          : await ask<StreamRow>(`read-stream-${direction}`, bounded(`select * ${condition}`, order, 4), [stream, from, wanted, limits.pageBytesMax])
        return { wanted, rows }
      }

      // Most streams are short, and keeping account of a page's bytes would cost more than reading them.
      for (let left = limit, short = true; left > 0; short = false) {
        const { wanted, rows } = await nextPage(short, left)
        const newest = rows.at(forwards ? -1 : 0)
        if (newest) ends.note(stream, newest.version, newest.hash)
        for (const row of rows) yield eventOf(row)
        const last = rows.at(-1)
        if (!last || (rows.length < wanted && (last.running ?? 0) < limits.pageBytesMax)) return
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

    readAll(after: Position, { limit = Infinity, ...filter } = {}) {
      if (filter.family !== undefined) return readFamily({ ask, head }, { after: Number(after), family: filter.family, filter, limit })
      return new OneByOne(copies.inOrder({ after: Number(after), where: conditions(filter) }, decodeEvent), limit)
    },

    readRaw(from) {
      if ('stream' in from) return new OneByOne(copies.stream(from, decodeRawEvent))
      return new OneByOne(copies.inOrder({ after: Number(from.after), where: '' }, decodeRawEvent))
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
async function* readFamily({ ask, head }: { ask: Ask; head: () => Promise<number> }, { after, family, filter: { categories, types }, limit }: { after: number; family: string; filter: Filter; limit: number }): AsyncGenerator<StoredEvent> {
  const end = await head()
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
/** Of a page that may be short, whose bytes nobody counts. */
type StreamRow = EventRow & { readonly running?: number }
interface StreamPage { readonly wanted: number; readonly rows: readonly StreamRow[] }

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
