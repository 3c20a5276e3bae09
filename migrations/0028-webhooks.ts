import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Messages of one lane go out one at a time, in the order of what they tell of; each try of a webhook is kept for a while, with what came back;
 * and of each setting the value before, so that its last change can be taken back, secrets included.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox add column lane text, add column position bigint, add column holds boolean not null default false`.execute(db)
  await sql`create index outbox_lane_index on outbox (lane, try_at, position) where state = 'waiting' and lane is not null`.execute(db)
  await sql`create table webhook_attempts (
    id bigint generated always as identity primary key,
    hook_id uuid not null,
    message_id uuid not null,
    kind text not null,
    about text,
    at timestamptz not null default now(),
    took_ms integer not null,
    outcome text not null,
    status integer,
    excerpt text not null
  )`.execute(db)
  await sql`create index webhook_attempts_hook_index on webhook_attempts (hook_id, id)`.execute(db)
  await sql`create index webhook_attempts_message_index on webhook_attempts (message_id, id)`.execute(db)
  await sql`alter table settings add column former json, add column former_sealed text, add column former_master_key_id text`.execute(db)
}
