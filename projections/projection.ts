/**
 * A read model as a pure fold. The same file serves the live projector, a rebuild, a verification, time travel and the
 * app's offline replica: it must not read a clock, draw a random number or do I/O.
 */

import type { Role } from '../domain/command.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { DomainEvent } from '../domain/index.ts'
import { assertReadable } from '../domain/upcast.ts'
import { parseUserStream } from '../domain/user-stream.ts'

/** PostgreSQL's type of a column. `json` columns hold plain JSON values. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'double' | 'boolean' | 'timestamptz' | 'json'

export interface Column { readonly type: ColumnType; readonly nullable?: true }

/** Who may see a row: everyone signed in, the members of its list, admins, whoever has at least a role, or the person whose id the named column holds. */
export type Audience<Row> = 'everyone' | 'members' | 'admins' | { readonly least: Role } | { readonly owner: keyof Row & string }

type EventOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>

export interface Handler<Row, Event> {
  /** The keys of the rows that the event concerns; usually one. */
  keys(event: Event): readonly string[]
  /** The row after the event; undefined removes it. Must not change `row` in place. */
  fold(row: Row | undefined, event: Event, key: string): Row | undefined
}

/** What becomes of rows about a person whose account is erased: those that have the person's id in `column`. */
export interface Erasing<Row> {
  readonly column: keyof Row & string
  /** The row without their words; undefined removes it. Must not change `row` in place. */
  readonly change: (row: Row) => Row | undefined
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
  /** Of rows that are one person's, or hold a person's own words. */
  readonly erased?: Erasing<Row>
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

/** The events that a projection reads. */
export function eventsOf<Row extends { readonly key: string }>({ categories, on, erased }: Projection<Row>): { readonly categories: readonly string[]; readonly types: readonly string[] } {
  return erased ? { categories: [...categories, 'user'], types: [...Object.keys(on), 'AccountErased'] } : { categories, types: Object.keys(on) }
}

/** For the end of an account: what it does to every row with that person in the column, whichever its key. */
export function erasingOf<Row extends { readonly key: string }>({ erased }: Pick<Projection<Row>, 'erased'>, { type, stream }: RecordedEvent): Erasing<Row> & { readonly userId: string } | undefined {
  const userId = type === 'AccountErased' ? parseUserStream(stream) : undefined
  return erased && userId !== undefined ? { ...erased, userId } : undefined
}

/** Folds one event into a map of rows: what the app, time travel and tests use. */
export function foldInto<Row extends { readonly key: string }>(projection: Projection<Row>, rows: Map<string, Row>, event: RecordedEvent): void {
  const erasing = erasingOf(projection, event)
  if (erasing) for (const [key, row] of rows) if (row[erasing.column] === erasing.userId) put(rows, key, erasing.change(row))
  const handler = handlerFor(projection, event)
  if (!handler) return
  for (const key of handler.keys(event)) {
    put(rows, key, handler.fold(rows.get(key), event, key))
  }
}

function put<Row>(rows: Map<string, Row>, key: string, next: Row | undefined): void {
  if (next === undefined) rows.delete(key)
  else rows.set(key, next)
}
