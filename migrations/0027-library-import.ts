import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What people bring along from elsewhere: each import, the titles it speaks of until it is over, and its lists. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table library_imports (
    import_id uuid primary key,
    user_id uuid not null references accounts on delete cascade,
    file_name text not null,
    phase text not null default 'reading',
    bytes bytea,
    take text not null default 'mine',
    name text,
    read json,
    note text,
    error_code text,
    error_message text,
    result json,
    created_at timestamptz not null,
    worked_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    constraint library_imports_phase_check check (phase in ('reading', 'matching', 'planning', 'ready', 'running', 'done', 'cancelled', 'failed')),
    constraint library_imports_take_check check (take in ('mine', 'theirs'))
  )`.execute(db)
  await sql`create unique index library_imports_open_index on library_imports (user_id) where ended_at is null`.execute(db)
  await sql`create index library_imports_user_id_index on library_imports (user_id, created_at)`.execute(db)

  await sql`create table library_import_titles (
    import_id uuid not null references library_imports on delete cascade,
    place integer not null,
    state text not null default 'waiting',
    given json not null,
    rows json not null,
    lists text[] not null,
    media_type text,
    tmdb_id integer,
    name text,
    year integer,
    poster_path text,
    code text,
    candidates json,
    take text,
    plan json,
    sent json,
    done boolean not null default false,
    primary key (import_id, place),
    constraint library_import_titles_state_check check (state in ('waiting', 'matched', 'unmatched', 'left_out')),
    constraint library_import_titles_match_check check ((state = 'matched') = (tmdb_id is not null))
  )`.execute(db)
  await sql`create index library_import_titles_state_index on library_import_titles (import_id, state, place)`.execute(db)
  await sql`create index library_import_titles_title_index on library_import_titles (import_id, media_type, tmdb_id)`.execute(db)

  await sql`create table library_import_lists (
    import_id uuid not null references library_imports on delete cascade,
    place integer not null,
    list json not null,
    list_id uuid,
    plan json,
    sent json,
    done boolean not null default false,
    primary key (import_id, place)
  )`.execute(db)

  // Exports name titles by others' numbers.
  await sql`create index catalogue_titles_imdb_index on catalogue_titles (imdb_id) where imdb_id is not null`.execute(db)
  await sql`create index catalogue_titles_tvdb_index on catalogue_titles (tvdb_id) where tvdb_id is not null`.execute(db)
}
