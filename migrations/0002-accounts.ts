import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table command_outcomes (
    actor text not null,
    command_id uuid not null,
    outcome json not null,
    recorded_at timestamptz not null default now(),
    primary key (actor, command_id)
  )`.execute(db)

  await sql`create table checkpoints (
    name text not null,
    version integer not null,
    position bigint not null default 0,
    status text not null default 'running' check (status in ('running', 'failed')),
    error json,
    updated_at timestamptz not null default now(),
    primary key (name, version)
  )`.execute(db)

  await sql`create table accounts (
    user_id uuid primary key,
    username text not null,
    password_hash text not null,
    role text not null check (role in ('guest', 'viewer', 'member', 'admin')),
    created_at timestamptz not null default now()
  )`.execute(db)
  await sql`create unique index accounts_username_key on accounts (lower(username))`.execute(db)

  await sql`create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    user_id uuid not null references accounts on delete cascade,
    device_id uuid,
    user_agent text,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null
  )`.execute(db)
  await sql`create index sessions_user_id_index on sessions (user_id)`.execute(db)
  await sql`create index sessions_expires_at_index on sessions (expires_at)`.execute(db)

  await sql`create table catalogue_cache (
    key text primary key,
    body json not null,
    status integer not null,
    fetched_at timestamptz not null,
    expires_at timestamptz not null
  )`.execute(db)
  await sql`create index catalogue_cache_expires_at_index on catalogue_cache (expires_at)`.execute(db)
}
