import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Each person's key, sealed with the master key, which is not in here. A destroyed one leaves its row, so that there is never another. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table personal_keys (
    user_id uuid primary key,
    sealed_key text,
    master_key_id text,
    created_at timestamptz not null default now(),
    destroyed_at timestamptz,
    constraint personal_keys_destroyed_check check ((sealed_key is null) = (destroyed_at is not null) and (sealed_key is null) = (master_key_id is null))
  )`.execute(db)
}
