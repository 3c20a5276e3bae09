import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Of the links that let people in: what is in no event. The rest of an invitation, and of a way back in, is in its stream. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table invitations (
    id uuid primary key,
    token_hash bytea not null unique,
    note text,
    made_by uuid not null references accounts on delete cascade,
    made_at timestamptz not null
  )`.execute(db)
  await sql`create index invitations_made_at_index on invitations (made_at)`.execute(db)

  await sql`create table reset_links (
    user_id uuid primary key references accounts on delete cascade,
    link_id uuid not null,
    token_hash bytea not null unique
  )`.execute(db)
}
