import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What admins want of projections: the newest rebuild or verification of each, and a pause. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table rebuilds (
    name text primary key,
    kind text not null check (kind in ('rebuild', 'verify')),
    status text not null default 'requested'
      check (status in ('requested', 'folding', 'catching_up', 'verifying', 'paused', 'failed', 'done', 'cancelled')),
    wish text check (wish in ('pause', 'cancel')),
    events_done bigint not null default 0,
    events_total bigint not null default 0,
    requested_by text not null,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    error text,
    result json
  )`.execute(db)
  await sql`alter table checkpoints drop constraint checkpoints_status_check`.execute(db)
  await sql`alter table checkpoints add constraint checkpoints_status_check check (status in ('running', 'failed', 'paused'))`.execute(db)
}
