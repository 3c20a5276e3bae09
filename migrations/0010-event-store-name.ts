import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Which event store the positions in this database are of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table event_store_name (
    id smallint primary key default 1 check (id = 1),
    name text not null
  )`.execute(db)
}
