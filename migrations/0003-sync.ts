import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What a device pulls: one person's events after a position, whatever the rest of the log holds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index events_family_position_index on events (split_part(stream, '_', 1), position)`.execute(db)

  await sql`create table titles_to_describe (
    title_key text primary key,
    tries integer not null default 0,
    try_at timestamptz not null default now(),
    error text
  )`.execute(db)
  await sql`create index titles_to_describe_try_at_index on titles_to_describe (try_at)`.execute(db)
}
