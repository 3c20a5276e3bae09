/** The library's fold for the events of the made-up history, as one statement of SQL: what PostgreSQL alone needs for the same rows. */

import type pg from 'pg'
import { library } from '../projections/library.ts'
import { columnOf, readModelTable } from '../server/db/read-model.ts'
import { createTable, dropTable, indexTable } from '../server/db/read-model-tables.ts'

/** Its table stands beside the live one. */
export const librarySql = { ...library, name: 'library_sql' }

/** The newest of some types per stream: arrays compare by their first element, the position. */
const newest = (types: readonly string[], ...values: readonly string[]) =>
  `max(array[lpad(position::text, 20, '0'), type${values.map((value) => `, ${value}`).join('')}]) filter (where type in (${types.map((type) => `'${type}'`).join(', ')}))`

const FOLD = `
  select stream, ${newest(['TitleRated'], `data->>'rating'`, `data->>'ratedAt'`)} as rated,
    ${newest(['AddedToWatchlist', 'RemovedFromWatchlist'], `data->>'priority'`, `data->>'note'`, `data->>'addedAt'`)} as listed,
    ${newest(['FavouriteAdded', 'FavouriteRemoved'], `data->>'addedAt'`)} as favoured,
    ${newest(['ProgressRecorded'], `data->>'positionSeconds'`, `data->>'durationSeconds'`, `data->>'at'`)} as played,
    ${newest(['TitleViewed'], `data->>'at'`)} as viewed,
    coalesce(json_agg(data order by data->>'watchedAt') filter (where type = 'TitleWatched'), '[]') as plays,
    max(data->>'watchedAt') filter (where type = 'TitleWatched') as watched,
    max(array[lpad(position::text, 20, '0'), meta->>'issuedAt']) as changed, max(position) as position
  from events where split_part(stream, '-', 1) = 'library' group by stream`

const ROWS = `
  select substr(stream, 9), split_part(substr(stream, 9), '_', 1), split_part(stream, '_', 2), split_part(stream, '_', 3)::integer,
    rated[3], rated[4]::timestamptz, listed[3], listed[4], listed[5]::timestamptz, favoured[3]::timestamptz, plays, watched::timestamptz,
    played[3]::double precision, played[4]::double precision, played[5]::timestamptz, null::json, '[]'::json, null::json, viewed[3]::timestamptz, changed[2]::timestamptz, position
  from (${FOLD}) folded`

/** Table, rows, key and indexes, and the change of names, as a rebuild makes them. */
export async function foldInSql(client: pg.ClientBase): Promise<void> {
  const shadow = { ...librarySql, name: 'library_sql_rebuild' }
  await dropTable(client, shadow)
  await createTable(client, shadow)
  await client.query('begin')
  await client.query('set local synchronous_commit = off')
  await client.query(`insert into ${readModelTable(shadow)} ${ROWS}`)
  await client.query('commit')
  await indexTable(client, shadow)
  await client.query(`analyze ${readModelTable(shadow)}`)
  await client.query('begin')
  await client.query(`drop table if exists ${readModelTable(librarySql)}`)
  await client.query(`alter table ${readModelTable(shadow)} rename to ${readModelTable(librarySql)}`)
  for (const { name } of (await client.query<{ name: string }>('select indexname as name from pg_indexes where tablename = $1', [readModelTable(librarySql)])).rows) {
    await client.query(`alter index ${name} rename to ${name.replace('_rebuild', '')}`)
  }
  await client.query('commit')
}

/** Of all its rows, in the order of their keys; JSON in one form, whoever wrote it. */
export async function hashOf(client: pg.ClientBase, table: string): Promise<string> {
  const columns = Object.entries(library.columns).map(([property, { type }]) => type === 'json' ? `${columnOf(property)}::jsonb` : columnOf(property))
  const { rows } = await client.query<{ hash: string }>(`select md5(string_agg(md5(row(${columns.join(', ')}, position)::text), '' order by key)) as hash from ${table}`)
  return rows[0]!.hash
}
