import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Browsers to push to. A session that ends takes its own along. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table push_subscriptions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references accounts on delete cascade,
    session_id uuid not null unique references sessions on delete cascade,
    endpoint text not null unique,
    p256dh text not null,
    auth text not null,
    created_at timestamptz not null default now()
  )`.execute(db)
  await sql`create index push_subscriptions_user_id_index on push_subscriptions (user_id)`.execute(db)
}
