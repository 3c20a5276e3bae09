/** The columns of `events`, and what a row of them is. */

import type { EventMeta } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { EventId, StreamName } from '../../domain/event.ts'
import type { StoredEvent } from './event-store.ts'

const columns = (hash: string) => `position, version, recorded_at, id, ${hash}, stream, type, schema, data, meta`
export const EVENT_COLUMNS = columns('hash')
/** For rows that come as text: the driver would make a Buffer of every hash. */
export const EVENT_ROW_COLUMNS = columns(`encode(hash, 'hex') as hash`)

export interface EventRow {
  readonly position: number
  readonly version: number
  readonly recorded_at: string
  readonly id: string
  readonly hash: string
  readonly stream: string
  readonly type: string
  readonly schema: number
  readonly data: unknown
  readonly meta: EventMeta
}

export function eventOf(row: EventRow): StoredEvent {
  return {
    id: row.id as EventId,
    type: row.type,
    schema: row.schema,
    data: row.data,
    meta: row.meta,
    stream: row.stream as StreamName,
    version: row.version,
    position: positionOf(row.position),
    recordedAt: row.recorded_at,
    hash: row.hash,
  }
}
