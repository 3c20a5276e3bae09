import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** The imported catalogue: titles with what is known of them, what each import has left to do, and when the next refresh is due. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table catalogue_titles (
    media_type text not null,
    tmdb_id integer not null,
    imdb_id text,
    tvdb_id integer,
    title text not null,
    original_title text not null,
    release_date date,
    poster_path text,
    backdrop_path text,
    genre_ids integer[] not null,
    cast_ids integer[] not null,
    crew_ids integer[] not null,
    directors text[] not null,
    runtime_minutes integer,
    collection_id integer,
    certifications json not null,
    original_language text not null,
    languages text[] not null,
    countries text[] not null,
    popularity double precision not null,
    rating_tmdb double precision,
    rating_imdb double precision,
    rating_letterboxd double precision,
    rating_metacritic double precision,
    rating_rotten_tomatoes double precision,
    shape integer not null,
    answer json not null,
    fetched_at timestamptz not null,
    primary key (media_type, tmdb_id)
  )`.execute(db)
  await sql`create index catalogue_titles_names_index on catalogue_titles using gin (to_tsvector('simple', title || ' ' || original_title))`.execute(db)
  await sql`create index catalogue_titles_fetched_index on catalogue_titles (fetched_at)`.execute(db)
  await imports(db)
}

/** What is left of an import, in order: a title that is done leaves it, in the transaction that brings its row. */
async function imports(db: Kysely<unknown>): Promise<void> {
  await sql`create table catalogue_syncs (
    run_id uuid primary key,
    phase text not null default 'listing',
    listed_page json,
    note text,
    retries integer not null default 0,
    total integer,
    fetched integer not null default 0,
    done integer not null default 0,
    gone integer not null default 0,
    failed integer not null default 0,
    part integer not null default 1,
    part_bytes bigint not null default 0,
    loaded_part integer not null default 1,
    loaded_bytes bigint not null default 0,
    stretch_from integer not null default 0,
    stretch_at timestamptz not null default now(),
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    constraint catalogue_syncs_phase_check check (phase in ('listing', 'fetching', 'loading'))
  )`.execute(db)
  await sql`create index catalogue_syncs_open_index on catalogue_syncs (started_at) where ended_at is null`.execute(db)
  await sql`create table catalogue_sync_titles (
    run_id uuid not null references catalogue_syncs on delete cascade,
    media_type text not null,
    tmdb_id integer not null,
    place bigint not null generated always as identity,
    state text not null default 'waiting',
    tries integer not null default 0,
    code text,
    message text,
    retryable boolean,
    primary key (run_id, media_type, tmdb_id),
    constraint catalogue_sync_titles_state_check check (state in ('waiting', 'gone', 'failed'))
  )`.execute(db)
  await sql`create index catalogue_sync_titles_place_index on catalogue_sync_titles (run_id, state, place)`.execute(db)

  await sql`create table catalogue_refresh (id integer primary key default 1, due_at timestamptz not null, constraint catalogue_refresh_id_check check (id = 1))`.execute(db)
  // An instance that has just been set up has nothing to refresh.
  await sql`insert into catalogue_refresh (due_at) values (now() + interval '1 day')`.execute(db)
}
