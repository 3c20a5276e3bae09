/** The columns of `events`, and what a row of them is. */

import type { EventMeta, RecordedEvent } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { EventId, StreamName } from '../../domain/event.ts'

export const EVENT_COLUMNS = 'position, version, recorded_at, id, stream, type, schema, data, meta'

export interface EventRow {
  readonly position: number
  readonly version: number
  readonly recorded_at: string
  readonly id: string
  readonly stream: string
  readonly type: string
  readonly schema: number
  readonly data: unknown
  readonly meta: EventMeta
}

export function eventOf(row: EventRow): RecordedEvent {
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
  }
}
