/**
 * The tables that projections fill: `<name>_v<version>`, one column per property of a row, and `position`, that of the
 * event that last changed the row. Projections name their columns, so every statement here is made from them.
 */

import type pg from 'pg'
import type { Position } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { ColumnType, Projection } from '../../projections/projection.ts'
import { limits } from '../limits.ts'
import { copyIn } from './copy-in.ts'

type AnyRow = { readonly key: string }
export type Queryable = Pick<pg.ClientBase, 'query'>

export function readModelTable(projection: Pick<AnyProjection, 'name' | 'version'>): string {
  return `${projection.name}_v${projection.version}`
}

/** `watchlistAddedAt` is `watchlist_added_at` there. Quoted, for names such as `key`. */
export function columnOf(property: string): string {
  return `"${property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`
}

/** By COPY, into a table with the projection's columns in which none of the rows is: its own, or `table`. */
export async function copyRows<Row extends AnyRow>(client: pg.ClientBase, projection: Projection<Row>, rows: Iterable<StoredRow<Row>>, table = readModelTable(projection)): Promise<void> {
  const columns = Object.entries<{ type: ColumnType }>(projection.columns)
  const cells = function* () {
    for (const { row, position } of rows) yield [...columns.map(([property]) => row[property as keyof Row]), Number(position)]
  }
  await copyIn(client, table, [...columns.map(([property, { type }]) => ({ name: columnOf(property), type })), { name: 'position', type: 'bigint' }], cells())
}

/** The next rows by key. */
export async function readRowsAfterKey<Row extends AnyRow>(database: Queryable, projection: Projection<Row>, after: string | null, limit: number): Promise<StoredRow<Row>[]> {
  const properties = Object.keys(projection.columns)
  const { rows } = await database.query<unknown[]>({
    text: `select ${properties.map(columnOf).join(', ')}, position from ${readModelTable(projection)} where key > $1 order by key limit $2`, values: [after ?? '', limit], rowMode: 'array',
  })
  return storedRows(properties, rows)
}

function storedRows<Row>(properties: readonly string[], rows: readonly unknown[][]): StoredRow<Row>[] {
  return rows.map((cells) => ({
    row: Object.fromEntries(properties.map((property, i) => [property, cells[i]])) as unknown as Row,
    position: positionOf(cells[properties.length] as number),
  }))
}

export interface RowQuery<Row> {
  /** Columns equal to a value, or to one of several. */
  readonly where?: { readonly [Name in keyof Row & string]?: Row[Name] | readonly Row[Name][] }
  /** Only rows that changed after this position. */
  readonly after?: Position
  /** Only rows that last changed at this position or before. */
  readonly upTo?: Position
  /** By these columns, `-` in front for the greatest first; by key when absent. `position` is one as well. */
  readonly orderBy?: readonly (`${'' | '-'}${(keyof Row & string) | 'position'}`)[]
  readonly limit?: number
}

export interface StoredRow<Row> { readonly row: Row; readonly position: Position }

export async function readRows<Row extends AnyRow>(database: Queryable, projection: Projection<Row>, query: RowQuery<Row> = {}): Promise<Row[]> {
  return (await readStoredRows(database, projection, query)).map(({ row }) => row)
}

export async function readRow<Row extends AnyRow>(database: Queryable, projection: Projection<Row>, key: string): Promise<Row | undefined> {
  return (await readStoredRows(database, projection, { where: { key } as RowQuery<Row>['where'] & object }))[0]?.row
}

export async function readStoredRows<Row extends AnyRow>(database: Queryable, projection: Projection<Row>, query: RowQuery<Row> = {}): Promise<StoredRow<Row>[]> {
  const properties = Object.keys(projection.columns)
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const conditions = Object.entries(query.where ?? {}).map(([property, value]) => {
    const { type } = projection.columns[property as keyof Row & string]
    return Array.isArray(value) ? `${columnOf(property)} = any (${parameter(value)}::${arrayType(type)})`
      : value === null ? `${columnOf(property)} is null` : `${columnOf(property)} = ${parameter(value)}`
  })
  if (query.after !== undefined) conditions.push(`position > ${parameter(Number(query.after))}`)
  if (query.upTo !== undefined) conditions.push(`position <= ${parameter(Number(query.upTo))}`)
  const order = (query.orderBy ?? ['key']).map((column) => column.startsWith('-') ? `${columnOf(column.slice(1))} desc nulls last` : columnOf(column))
  const { rows } = await database.query<unknown[]>({
    text: `select ${properties.map(columnOf).join(', ')}, position from ${readModelTable(projection)}
      ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by ${order.join(', ')} ${query.limit === undefined ? '' : `limit ${parameter(query.limit)}`}`,
    values,
    rowMode: 'array',
  })
  return storedRows(properties, rows)
}

/** Inserts and replaces all in one statement. */
export async function writeRows<Row extends AnyRow>(database: Queryable, projection: Projection<Row>, rows: readonly StoredRow<Row>[]): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.entries<{ type: ColumnType }>(projection.columns)
  const names = [...columns.map(([property]) => columnOf(property)), 'position']
  const arrays = [...columns.map(([, { type }], i) => `$${i + 1}::${arrayType(type)}`), `$${columns.length + 1}::bigint[]`]
  const values = columns.map(([property, { type }]) => rows.map(({ row }) => cellOf(row[property as keyof Row], type)))
  await database.query(
    `insert into ${readModelTable(projection)} (${names.join(', ')}) select * from unnest(${arrays.join(', ')}) ${replacing(projection)}`,
    [...values, rows.map(({ position }) => Number(position))])
}

/** The same for thousands, which come faster by COPY than as parameters. Within the caller's transaction. */
export async function writeManyRows<Row extends AnyRow>(client: pg.ClientBase, projection: Projection<Row>, rows: readonly StoredRow<Row>[]): Promise<void> {
  if (rows.length < limits.copyInRowsMin) return await writeRows(client, projection, rows)
  await client.query(`create temporary table changed_rows (like ${readModelTable(projection)}) on commit drop`)
  await copyRows(client, projection, rows, 'changed_rows')
  await client.query(`insert into ${readModelTable(projection)} select * from changed_rows ${replacing(projection)}`)
}

function replacing<Row extends AnyRow>(projection: Projection<Row>): string {
  const names = [...Object.keys(projection.columns).filter((property) => property !== 'key').map(columnOf), 'position']
  return `on conflict (key) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`
}

/** As JSON that `json_populate_recordset` makes rows of the table from. */
export function recordsOf<Row extends AnyRow>(projection: Projection<Row>, rows: readonly StoredRow<Row>[]): string {
  const columns = Object.keys(projection.columns).map((property) => [property, columnOf(property).slice(1, -1)] as const)
  return JSON.stringify(rows.map(({ row, position }) => ({ ...Object.fromEntries(columns.map(([property, column]) => [column, row[property as keyof Row]])), position: Number(position) })))
}

export async function deleteRows<Row extends AnyRow>(database: Queryable, projection: Projection<Row>, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await database.query(`delete from ${readModelTable(projection)} where key = any ($1)`, [keys])
}

function arrayType(type: ColumnType): string {
  return `${type === 'double' ? 'double precision' : type}[]`
}

/** The driver would take a JSON array for one of PostgreSQL's. */
function cellOf(value: unknown, type: ColumnType): unknown {
  return type === 'json' && value !== null && value !== undefined ? JSON.stringify(value) : value ?? null
}
