import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * What a rebuild needs to go on where it was killed or paused, and to tell its end exactly once; and read models that serve the rows of another
 * version while theirs are made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table rebuilds
    add column version integer not null default 1,
    add column kept boolean not null default false,
    add column part_from bigint not null default 0,
    add column part_at timestamptz not null default now(),
    add column swap_ms double precision,
    add column poisoned json,
    add column ending json`.execute(db)
  await sql`alter table checkpoints drop constraint checkpoints_status_check`.execute(db)
  await sql`alter table checkpoints add constraint checkpoints_status_check check (status in ('running', 'failed', 'paused', 'building'))`.execute(db)
}
