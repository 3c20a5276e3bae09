/** Where the books in PostgreSQL (`head`, `streams`) and the events disagree. Each query sees one moment, and runs in order of an index. */

import type pg from 'pg'
import type { StreamName } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { Contradiction } from './event-store.ts'

type Ask = <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => Promise<Row[]>

const ENDS = `select coalesce(s.stream, e.stream) as stream, s.version, e.last from (select stream, version from streams where $1::text is null or stream = $1) s
  full join (select stream, max(version) as last from events where $1::text is null or stream = $1 group by stream) e on e.stream = s.stream
  where s.version is distinct from e.last order by coalesce(s.stream, e.stream) limit $2`
const HOLES = `select first, last from (select lag(position, 1, 0::bigint) over (order by position) + 1 as first, position - 1 as last from events) between_events
  where first <= last order by first limit $1`
const END = `select h.position as head, coalesce((select max(position) from events), 0)::bigint as last from head h where h.id = 1`

export async function* contradictionsIn(ask: Ask, stream: StreamName | undefined): AsyncGenerator<Contradiction> {
  for (const row of await ask<{ stream: StreamName; version: number | null; last: number | null }>('stream-ends', ENDS, [stream ?? null, limits.contradictionsMax])) {
    yield { code: 'STREAM_END', stream: row.stream, message: endOf(row) }
  }
  if (stream !== undefined) return
  for (const { first, last } of await ask<{ first: number; last: number }>('holes', HOLES, [limits.contradictionsMax])) {
    yield { code: 'POSITIONS_MISSING', stream: null, message: first === last ? `No event stands at position ${first}.` : `No events stand at positions ${first} to ${last}.` }
  }
  const [end] = await ask<{ head: number; last: number }>('log-end', END, [])
  if (end!.head !== end!.last) yield { code: 'LOG_END', stream: null, message: `The log should end at position ${end!.head}, and ends at ${end!.last}.` }
}

function endOf({ version, last }: { readonly version: number | null; readonly last: number | null }): string {
  if (last === null) return `The stream should end with version ${version}, and has no events.`
  if (version === null) return `The stream ends with version ${last}, and is not among those that were begun.`
  return `The stream should end with version ${version}, and ends with ${last}.`
}
