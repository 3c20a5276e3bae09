/**
 * Positions are an event store's own: after the events have been copied into another one (`rewind events copy`), those kept here
 * name nothing, or something else. So the database remembers which store it has followed, and begins anew with another.
 */

import type pg from 'pg'
import { isKurrentdb, kurrentdbAddress } from '../event-store/kurrentdb-address.ts'
import type { Database } from './database.ts'
import { servedTables } from './read-model-tables.ts'

/** Without name and password: where the store is. */
export function eventStoreName(url: string | null): string {
  if (url === null) return 'the database itself'
  if (isKurrentdb(url)) return `kurrentdb ${[...kurrentdbAddress(url).hosts].sort().join()}`
  const { host, pathname, searchParams } = new URL(url)
  return `postgres ${searchParams.get('host') ?? host}${pathname}`
}

/**
 * True when it is another store than before, which must hold events where there have been some: read models are empty then and fill from its first event; whoever else keeps a position
 * (policies, whose messages are not to be sent again) goes on from `head`.
 */
export async function followEventStore(database: Pick<Database, 'connect'>, name: string, head: number, projections: readonly { readonly name: string }[]): Promise<boolean> {
  const client = await database.connect()
  try {
    await client.query('begin')
    await client.query('insert into event_store_name (name) values ($1) on conflict do nothing', [name])
    const { rows } = await client.query<{ name: string }>('select name from event_store_name where id = 1 for update')
    const changed = rows[0]!.name !== name
    if (head === 0) await assertNothingLost(client, name)
    if (changed) await beginAnew(client, name, head, projections)
    await client.query('commit')
    return changed
  } finally {
    await client.end().catch(() => {})
  }
}

/** Somebody forgot to copy the events: everything would look as if it had never been. */
async function assertNothingLost(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query('select from checkpoints where position > 0 limit 1')
  if (rows.length > 0) throw new Error(`there are no events in ${name}, and there have been some before. Copy them there (rewind events copy), or set EVENT_STORE_URL back to what it was.`)
}

async function beginAnew(client: pg.Client, name: string, head: number, projections: readonly { readonly name: string }[]): Promise<void> {
  const names = projections.map((projection) => projection.name)
  for (const table of await servedTables(client, names)) await client.query(`drop ${table.relkind === 'v' ? 'view' : 'table'} if exists ${table.relname} cascade`)
  await client.query('delete from checkpoints where name = any ($1)', [names.flatMap((name) => [name, `${name}_rebuild`])])
  await client.query('delete from rebuilds')
  await client.query('update checkpoints set position = $1', [head])
  await client.query('update event_store_name set name = $1', [name])
}
