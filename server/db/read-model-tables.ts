/**
 * The tables of read models as such: made, indexed, put in each other's place, dropped.
 *
 * Where a projection has a version that is not filled yet, a view of its name over the table of the version before stands in for it, with the new
 * one's columns: what the old one lacks reads as null, or as the empty value of its type. Its checkpoint is `building`, at the position of the rows that are read.
 */

import type pg from 'pg'
import type { AnyProjection } from '../../projections/index.ts'
import type { Column, ColumnType } from '../../projections/projection.ts'
import type { Queryable } from './read-model.ts'
import { columnOf, readModelTable } from './read-model.ts'

const POSTGRES_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text', integer: 'integer', bigint: 'bigint', double: 'double precision', boolean: 'boolean', timestamptz: 'timestamp with time zone', json: 'json',
}
const EMPTY: Readonly<Record<ColumnType, string>> = {
  text: `''::text`, integer: '0', bigint: '0::bigint', double: '0::double precision', boolean: 'false', timestamptz: `'epoch'::timestamptz`, json: `'[]'::json`,
}

type Named = Pick<AnyProjection, 'name' | 'version'>

/** Makes what is not there yet, checkpoints included. Safe to call from every process at every start. Answers those that wait for a rebuild to fill them. */
export async function createReadModels<Each extends AnyProjection>(pool: pg.Pool, projections: readonly Each[]): Promise<Each[]> {
  const client = await pool.connect()
  const building: Each[] = []
  try {
    await client.query('begin')
    // `if not exists` does not keep two processes from making the same table at the same moment
    await client.query(`select pg_advisory_xact_lock(hashtext('read models'))`)
    for (const projection of projections) if (await create(client, projection) === 'building') building.push(projection)
    await client.query('commit')
    client.release()
    return building
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function create(client: Queryable, projection: AnyProjection): Promise<string> {
  const { name, version } = projection
  if (await kindOf(client, projection) === undefined) {
    const former = await formerOf(client, projection)
    if (former) await standIn(client, projection, former)
    else {
      await createTable(client, projection)
      await indexTable(client, projection)
    }
    await client.query(`insert into checkpoints (name, version, position, status) values ($1, $2, $3, $4)
      on conflict (name, version) do update set position = excluded.position, status = excluded.status, error = null`, [name, version, former?.position ?? 0, former ? 'building' : 'running'])
  }
  await client.query('insert into checkpoints (name, version) values ($1, $2) on conflict do nothing', [name, version])
  return (await client.query<{ status: string }>('select status from checkpoints where name = $1 and version = $2', [name, version])).rows[0]!.status
}

/** `r` a table, `v` a view that stands in for it (PostgreSQL's documentation, "pg_class"). */
async function kindOf(client: Queryable, projection: Named): Promise<'r' | 'v' | undefined> {
  const { rows } = await client.query<{ relkind: 'r' | 'v' }>('select relkind from pg_class where oid = to_regclass($1)', [readModelTable(projection)])
  return rows[0]?.relkind
}

interface Former extends Named { readonly position: number }

/** The version whose table moved last: usually the one before, after a step back the one after. */
async function formerOf(client: Queryable, { name, version }: Named): Promise<Former | undefined> {
  const { rows } = await client.query<Former>('select name, version, position from checkpoints where name = $1 and version <> $2 order by updated_at desc', [name, version])
  for (const former of rows) if (await kindOf(client, former) === 'r') return former
  return undefined
}

/** Which version's rows are read under a version's name. */
export async function servedVersion(client: Queryable, projection: Named): Promise<number> {
  if (await kindOf(client, projection) !== 'v') return projection.version
  const { rows } = await client.query<{ version: number }>(
    `select substring(table_name from '_v([0-9]+)$')::int as version from information_schema.view_table_usage where view_schema = current_schema() and view_name = $1`, [readModelTable(projection)])
  return rows[0]?.version ?? projection.version
}

async function standIn(client: Queryable, projection: AnyProjection, former: Former): Promise<void> {
  const { rows } = await client.query<{ name: string; type: string }>(
    'select attname as name, format_type(atttypid, null) as type from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped', [readModelTable(former)])
  const there = new Map(rows.map(({ name, type }) => [`"${name}"`, type]))
  const columns = Object.entries<Column>(projection.columns).map(([property, { type, nullable }]) => {
    const name = columnOf(property)
    if (there.get(name) !== POSTGRES_TYPES[type]) return `${nullable ? `null::${POSTGRES_TYPES[type]}` : EMPTY[type]} as ${name}`
    return nullable ? name : `coalesce(${name}, ${EMPTY[type]}) as ${name}`
  })
  await client.query(`create view ${readModelTable(projection)} as select ${columns.join(', ')}, position from ${readModelTable(former)}`)
}

/** Whether a version has its own rows: they are filled, or it is the first one. */
export async function hasOwnRows(client: Queryable, projection: Named): Promise<boolean> {
  return await kindOf(client, projection) === 'r'
}

/**
 * Drops the tables of versions before this one which no process projects any more. Called when this one has been filled and its process starts
 * again: until then the old program may still run beside it, or be gone back to. Earlier when an account is erased.
 */
export async function dropFormerVersions(client: Queryable, { name, version }: Named): Promise<readonly number[]> {
  const { rows } = await client.query<{ version: number }>('select version from checkpoints where name = $1 and version < $2', [name, version])
  const dropped: number[] = []
  for (const former of rows) {
    const { rows: [lock] } = await client.query<{ free: boolean }>('select pg_try_advisory_lock(hashtext($1), $2) as free', [name, former.version])
    if (!lock!.free) continue
    try {
      const kind = await kindOf(client, { name, version: former.version })
      if (kind) await client.query(`drop ${kind === 'v' ? 'view' : 'table'} ${readModelTable({ name, version: former.version })} cascade`)
      await client.query('delete from checkpoints where name = $1 and version = $2', [name, former.version])
      dropped.push(former.version)
    } finally {
      await client.query('select pg_advisory_unlock(hashtext($1), $2)', [name, former.version])
    }
  }
  return dropped
}

/** Every table and view of these read models, whatever its version, those of rebuilds and of former ones included. */
export async function servedTables(client: Queryable, names: readonly string[]): Promise<readonly { readonly relname: string; readonly relkind: 'r' | 'v' }[]> {
  const { rows } = await client.query<{ relname: string; relkind: 'r' | 'v' }>(
    `select relname, relkind from pg_class where relnamespace = to_regnamespace(current_schema()) and relkind in ('r', 'v') and relname ~ ('^(' || array_to_string($1::text[], '|') || ')(_rebuild)?_v[0-9]+(_former)?$') order by relkind desc`, [names])
  return rows
}

/** Without its key and its indexes: filled faster. */
export async function createTable(client: Queryable, projection: AnyProjection): Promise<void> {
  const columns = Object.entries<Column>(projection.columns)
    .map(([property, { type, nullable }]) => `${columnOf(property)} ${POSTGRES_TYPES[type]}${type === 'text' ? ' collate "C"' : ''}${nullable ? '' : ' not null'}`)
  await client.query(`create table if not exists ${readModelTable(projection)} (${columns.join(', ')}, position bigint not null)`)
}

/** Makes those that are not there yet. */
export async function indexTable(client: Queryable, projection: AnyProjection): Promise<void> {
  await keyTable(client, projection)
  const table = readModelTable(projection)
  const indexes: readonly (readonly string[])[] = [...projection.indexes ?? [], ['position']]
  for (const properties of indexes) {
    const names = properties.map(columnOf)
    await client.query(`create index if not exists ${table}_${names.join('_').replaceAll('"', '')}_index on ${table} (${names.join(', ')})`)
  }
}

/** Its primary key alone, by which rows are found and replaced. */
export async function keyTable(client: Queryable, projection: AnyProjection): Promise<void> {
  const table = readModelTable(projection)
  const { rowCount } = await client.query(`select from pg_constraint where conrelid = to_regclass($1) and contype = 'p'`, [table])
  if (rowCount === 0) await client.query(`alter table ${table} add constraint ${table}_pkey primary key (key)`)
}

export async function dropTable(client: Queryable, projection: AnyProjection): Promise<void> {
  await client.query(`drop table if exists ${readModelTable(projection)}`)
  await client.query('delete from checkpoints where name = $1 and version = $2', [projection.name, projection.version])
}

const formerTable = (projection: AnyProjection) => `${readModelTable(projection)}_former`

/** Within the caller's transaction, and as little as can be: what else there is to do is `tidyTable`'s, after it. */
export async function replaceTable(client: Queryable, live: AnyProjection, shadow: AnyProjection): Promise<void> {
  if (await kindOf(client, live) === 'v') await client.query(`drop view ${readModelTable(live)}`)
  else await client.query(`alter table ${readModelTable(live)} rename to ${formerTable(live)}`)
  await client.query(`alter table ${readModelTable(shadow)} rename to ${readModelTable(live)}`)
}

/** Drops the table that was replaced, and gives the indexes of the one that is there the names they should have. */
export async function tidyTable(client: Queryable, live: AnyProjection, shadow: AnyProjection): Promise<void> {
  await client.query(`drop table if exists ${formerTable(live)}`)
  const { rows } = await client.query<{ name: string }>('select indexname as name from pg_indexes where schemaname = current_schema() and tablename = $1', [readModelTable(live)])
  for (const { name } of rows) if (name.startsWith(readModelTable(shadow))) await client.query(`alter index ${name} rename to ${name.replace(readModelTable(shadow), readModelTable(live))}`)
}
