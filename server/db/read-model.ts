/**
 * The tables that projections fill: `<name>_v<version>`, one column per property of a row, and `position`, that of the
 * event that last changed the row. Projections name their columns, so every statement here is made from them.
 */

import type pg from 'pg'
import type { Position } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { AnyProjection } from '../../projections/index.ts'
import type { ColumnType, Projection } from '../../projections/projection.ts'
import { copyIn } from './copy-in.ts'

type AnyRow = { readonly key: string }
export type Queryable = Pick<pg.ClientBase, 'query'>

const POSTGRES_TYPES: Record<ColumnType, string> = {
  text: 'text collate "C"', integer: 'integer', bigint: 'bigint', double: 'double precision', boolean: 'boolean', timestamptz: 'timestamptz', json: 'json',
}

export function readModelTable(projection: Pick<AnyProjection, 'name' | 'version'>): string {
  return `${projection.name}_v${projection.version}`
}

/** `watchlistAddedAt` is `watchlist_added_at` there. Quoted, for names such as `key`. */
function columnOf(property: string): string {
  return `"${property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`
}

/** Makes what is not there yet, checkpoints included. Safe to call from every process at every start. */
export async function createReadModels(pool: pg.Pool, projections: readonly AnyProjection[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    // `if not exists` does not keep two processes from making the same table at the same moment
    await client.query(`select pg_advisory_xact_lock(hashtext('read models'))`)
    for (const projection of projections) {
      for (const statement of definition(projection)) await client.query(statement)
      await client.query('insert into checkpoints (name, version) values ($1, $2) on conflict do nothing', [projection.name, projection.version])
    }
    await client.query('commit')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

function definition(projection: AnyProjection): string[] {
  return [tableDefinition(projection), ...indexDefinitions(projection)]
}

function tableDefinition(projection: AnyProjection): string {
  const columns = Object.entries<{ type: ColumnType; nullable?: true }>(projection.columns)
    .map(([property, { type, nullable }]) => `${columnOf(property)} ${POSTGRES_TYPES[type]}${nullable ? '' : ' not null'}${property === 'key' ? ' primary key' : ''}`)
  return `create table if not exists ${readModelTable(projection)} (${columns.join(', ')}, position bigint not null)`
}

function indexDefinitions(projection: AnyProjection): string[] {
  const table = readModelTable(projection)
  const indexes: readonly (readonly string[])[] = [...projection.indexes ?? [], ['position']]
  return indexes.map((properties) => {
    const names = properties.map(columnOf)
    return `create index if not exists ${table}_${names.join('_').replaceAll('"', '')}_index on ${table} (${names.join(', ')})`
  })
}

/** Without its indexes: filled faster. */
export async function createTable(client: Queryable, projection: AnyProjection): Promise<void> {
  await client.query(tableDefinition(projection))
}

export async function indexTable(client: Queryable, projection: AnyProjection): Promise<void> {
  for (const statement of indexDefinitions(projection)) await client.query(statement)
}

export async function dropTable(client: Queryable, projection: AnyProjection, { keepCheckpoint = false } = {}): Promise<void> {
  await client.query(`drop table if exists ${readModelTable(projection)}`)
  if (!keepCheckpoint) await client.query('delete from checkpoints where name = $1 and version = $2', [projection.name, projection.version])
}

/** With its indexes, which are named after it. */
export async function renameTable(client: Queryable, from: AnyProjection, to: AnyProjection): Promise<void> {
  const [old, next] = [readModelTable(from), readModelTable(to)]
  const { rows } = await client.query<{ name: string }>('select indexname as name from pg_indexes where schemaname = current_schema() and tablename = $1', [old])
  await client.query(`alter table ${old} rename to ${next}`)
  for (const { name } of rows) await client.query(`alter index ${name} rename to ${name.replace(old, next)}`)
}

/** Into an empty table, by COPY. */
export async function copyRows<Row extends AnyRow>(client: pg.ClientBase, projection: Projection<Row>, rows: Iterable<StoredRow<Row>>): Promise<void> {
  const columns = Object.entries<{ type: ColumnType }>(projection.columns)
  const cells = function* () {
    for (const { row, position } of rows) yield [...columns.map(([property]) => row[property as keyof Row]), Number(position)]
  }
  await copyIn(client, readModelTable(projection), [...columns.map(([property, { type }]) => ({ name: columnOf(property), type })), { name: 'position', type: 'bigint' }], cells())
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
    `insert into ${readModelTable(projection)} (${names.join(', ')}) select * from unnest(${arrays.join(', ')})
     on conflict (key) do update set ${names.filter((name) => name !== '"key"').map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [...values, rows.map(({ position }) => Number(position))])
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
