/**
 * The writing half of the PostgreSQL store: one statement per flush, with the hashes of every chain worked out here. A chain
 * goes on from the event the append expects to be its stream's last: the statement refuses it when that is not so.
 */

import type pg from 'pg'
import { positionOf } from '../../domain/event.ts'
import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import type { Append, Flush } from './append-queue.ts'
import type { ChainEnds } from './chain-ends.ts'
import type { Appended, Conflict, StoredEvent } from './event-store.ts'
import { chainHash } from './hash-chain.ts'
import type { PostgresReader } from './postgres-read.ts'

const SEPARATOR = '\u001e'
const APPEND = `select head_before, refused, actual from append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
const APPEND_ONE = `select head_before, case when actual is not null then array[$1] end as refused, array[actual] as actual from append_one($1, $2, $3, $4, $5, $6, $7, $8, $9)`
interface AppendRow { readonly head_before: number; readonly refused: string[] | null; readonly actual: number[] | null }


interface AppenderDeps {
  readonly database: Database
  readonly system: System
  readonly ends: ChainEnds
  readonly reader: Pick<PostgresReader, 'hashes'>
  advance(position: number): void
}

/** A connection for each flush under way, made when it is needed and thrown away when anything about it is doubtful. */
export function createAppender({ database, system, ends, reader, advance }: AppenderDeps): { flush: Flush; close(): Promise<void> } {
  const idle: pg.Client[] = []

  const ask = async (name: string, text: string, values: readonly string[]): Promise<AppendRow> => {
    const client = idle.pop() ?? await database.connect()
    try {
      const { rows } = await client.query<AppendRow>({ name, text, values: [...values], query_timeout: limits.appendTimeoutMs } as pg.QueryConfig)
      idle.push(client)
      return rows[0]!
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
  }

  /** Those that nobody has read here lately are asked for, all at once. Of a stream that is not at the version, none is found: it will be refused. */
  const learnEnds = async (appends: readonly Append[]) => {
    const unknown = appends.filter(({ stream, expected }) => expected >= 0 && ends.hashOf(stream, expected) === undefined)
    if (unknown.length === 0) return
    for (const { stream, version, hash } of await reader.hashes(unknown.map(({ stream, expected }) => ({ stream, version: expected })))) ends.note(stream, version, hash)
  }

  return {
    async flush(appends) {
      await learnEnds(appends)
      const recordedAt = instantOf(system)
      const chained = appends.map((append): Chained => ({ ...append, hashes: hashesOf(append, ends.hashOf(append.stream, append.expected) ?? null, recordedAt) }))
      const [only] = chained
      const row = chained.length === 1 && only!.events.length <= limits.appendOneEventsMax
        ? await ask('append-one', APPEND_ONE, argumentsOfOne(only!, recordedAt))
        : await ask('append', APPEND, argumentsOf(chained, recordedAt))
      const { outcomes, last } = outcomesOf(chained, row, recordedAt)
      for (const outcome of outcomes) if (outcome.status === 'appended') ends.noteEvent(outcome.events.at(-1)!)
      advance(last)
      return outcomes
    },
    close: async () => { await Promise.all(idle.splice(0).map((client) => client.end())) },
  }
}

interface Chained extends Append { readonly hashes: readonly string[] }

function hashesOf({ stream, expected, events }: Append, previous: string | null, recordedAt: string): string[] {
  let hash = previous
  return events.map(({ event, dataText, metaText }, i) =>
    hash = chainHash(hash, { id: event.id, stream, version: expected + 1 + i, type: event.type, schema: event.schema, recordedAt, dataText, metaText }))
}

function argumentsOf(appends: readonly Chained[], recordedAt: string): string[] {
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
    appends.map(({ hashes }) => hashes.join()).join(),
  ]
}

function argumentsOfOne({ stream, expected, events, hashes }: Chained, recordedAt: string): string[] {
  const joined = (part: (encoded: Append['events'][number]) => string) => events.map(part).join(SEPARATOR)
  return [
    stream, String(expected), recordedAt, events.map(({ event }) => event.id).join(), joined(({ event }) => event.type), events.map(({ event }) => event.schema).join(),
    joined(({ dataText }) => dataText), joined(({ metaText }) => metaText), hashes.join(),
  ]
}

/** The function numbers the events of the accepted appends in the order in which they were sent. */
function outcomesOf(appends: readonly Chained[], row: AppendRow, recordedAt: string): { outcomes: (Appended | Conflict)[]; last: number } {
  const actual = new Map(row.refused?.map((stream, i) => [stream, row.actual![i]!]))
  let last = row.head_before
  const outcomes = appends.map(({ stream, expected, events, hashes }): Appended | Conflict => {
    const version = actual.get(stream)
    if (version !== undefined) return { status: 'conflict', actual: version }
    const recorded = events.map(({ event }, i): StoredEvent =>
      ({ ...event, stream, version: expected + 1 + i, position: positionOf(++last), recordedAt, hash: hashes[i]! }))
    return { status: 'appended', events: recorded }
  })
  return { outcomes, last }
}
