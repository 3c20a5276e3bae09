import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Where sessions are, devices whose data was taken back, passkeys, and the second factor. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sessions add column address text, add column country text`.execute(db)

  await sql`create table removed_devices (
    user_id uuid not null references accounts on delete cascade,
    device_id uuid not null,
    removed_at timestamptz not null,
    primary key (user_id, device_id)
  )`.execute(db)

  await sql`create table passkeys (
    id uuid primary key,
    user_id uuid not null references accounts on delete cascade,
    credential_id text not null unique,
    public_key bytea not null,
    counter bigint not null,
    transports json not null,
    synced boolean not null,
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`.execute(db)
  await sql`create index passkeys_user_id_index on passkeys (user_id)`.execute(db)

  await sql`create table second_factors (
    user_id uuid primary key references accounts on delete cascade,
    sealed_secret text not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0
  )`.execute(db)

  await sql`create table recovery_codes (
    user_id uuid not null references second_factors on delete cascade,
    code_hash bytea not null,
    primary key (user_id, code_hash)
  )`.execute(db)

  await sql`create table sign_in_challenges (
    id uuid primary key,
    user_id uuid references accounts on delete cascade,
    challenge text not null,
    expires_at timestamptz not null
  )`.execute(db)
  await sql`create index sign_in_challenges_expires_at_index on sign_in_challenges (expires_at)`.execute(db)
}
