/**
 * A read model as a pure fold. The same file serves the live projector, a rebuild, a verification, time travel and the
 * app's offline replica: it must not read a clock, draw a random number or do I/O.
 */

import type { RecordedEvent } from '../domain/event.ts'
import type { DomainEvent } from '../domain/index.ts'
import { assertReadable } from '../domain/upcast.ts'

/** PostgreSQL's type of a column. `json` columns hold plain JSON values. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'double' | 'boolean' | 'timestamptz' | 'json'

export interface Column { readonly type: ColumnType; readonly nullable?: true }

/** Who may pull a row: everyone signed in, the members of its list, or the person whose id the named column holds. */
export type Audience<Row> = 'everyone' | 'members' | { readonly owner: keyof Row & string }

type EventOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>

export interface Handler<Row, Event> {
  /** The keys of the rows that the event concerns; usually one. */
  keys(event: Event): readonly string[]
  /** The row after the event; undefined removes it. Must not change `row` in place. */
  fold(row: Row | undefined, event: Event, key: string): Row | undefined
}

export interface Projection<Row extends { readonly key: string }> {
  /** Lower case with underscores; the table is `<name>_v<version>`. The name is identity and never changes. */
  readonly name: string
  /** Raised when the fold or the columns change: a new table is then filled from position 0. */
  readonly version: number
  /** Categories of the streams it reads. */
  readonly categories: readonly string[]
  /** Every property of a row; `key` is the primary key. The runner adds `position`, the last event that changed the row. */
  readonly columns: Readonly<Record<keyof Row & string, Column>>
  /** `position` is the runner's column. */
  readonly indexes?: readonly (readonly ((keyof Row & string) | 'position')[])[]
  readonly audience: Audience<Row>
  readonly on: { readonly [Type in DomainEvent['type']]?: Handler<Row, EventOf<Type>> }
}

/**
 * The handler for an event, or undefined where the projection does not care. Keeps the one unavoidable cast in one place.
 * Throws `UnreadableEventError` for a shape that only a newer version knows: to fold on without it would be a wrong row.
 */
export function handlerFor<Row extends { readonly key: string }>(projection: Projection<Row>, event: RecordedEvent): Handler<Row, RecordedEvent> | undefined {
  assertReadable(event)
  return projection.on[event.type as DomainEvent['type']] as Handler<Row, RecordedEvent> | undefined
}

/** Folds one event into a map of rows: what the app, time travel and tests use. */
export function foldInto<Row extends { readonly key: string }>(projection: Projection<Row>, rows: Map<string, Row>, event: RecordedEvent): void {
  const handler = handlerFor(projection, event)
  if (!handler) return
  for (const key of handler.keys(event)) {
    const next = handler.fold(rows.get(key), event, key)
    if (next === undefined) rows.delete(key)
    else rows.set(key, next)
  }
}
