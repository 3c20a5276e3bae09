import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What policies wish for, kept until it is delivered; for a while longer, so that it can be looked up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table outbox (
    id uuid primary key,
    policy text not null,
    event_id uuid not null,
    part text not null,
    kind text not null,
    payload json not null,
    tries integer not null default 0,
    try_at timestamptz not null default now(),
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
    code text,
    created_at timestamptz not null default now(),
    settled_at timestamptz,
    unique (policy, event_id, part)
  )`.execute(db)
  await sql`create index outbox_due_index on outbox (try_at) where state = 'waiting'`.execute(db)
  await sql`create index outbox_settled_index on outbox (settled_at) where state <> 'waiting'`.execute(db)
}
