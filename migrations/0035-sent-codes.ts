import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * One-time codes that are mailed or sent by SMS. Recovery codes are for whoever has any second factor, where they were for who has an authenticator app.
 * `asked…`: how often within the hour that began at `asked_from`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table sent_codes (
    user_id uuid not null references accounts on delete cascade,
    way text not null check (way in ('email', 'sms')),
    sealed_number text,
    language text,
    confirmed_at timestamptz,
    code_hash bytea,
    code_until timestamptz,
    tries_left smallint not null default 0,
    asked smallint not null default 0,
    asked_at timestamptz,
    asked_from timestamptz,
    primary key (user_id, way)
  )`.execute(db)
  await sql`alter table recovery_codes drop constraint recovery_codes_user_id_fkey, add foreign key (user_id) references accounts on delete cascade`.execute(db)
  await sql`create index outbox_sms_index on outbox (created_at) where kind = 'sms'`.execute(db)
}
