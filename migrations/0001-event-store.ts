import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table head (
    id integer primary key check (id = 1),
    position bigint not null
  ) with (fillfactor = 10)`.execute(db)
  await sql`insert into head values (1, 0)`.execute(db)

  await sql`create table streams (
    stream text collate "C" primary key,
    version integer not null
  ) with (fillfactor = 80)`.execute(db)

  // `json`, not `jsonb`: the text of a payload stays as it was written, which reads back fastest and can be hashed.
  await sql`create table events (
    position bigint primary key,
    version integer not null,
    recorded_at timestamptz not null,
    id uuid not null constraint events_id_key unique,
    stream text collate "C" not null,
    type text collate "C" not null,
    schema smallint not null,
    data json not null,
    meta json not null,
    constraint events_stream_version_key unique (stream, version)
  )`.execute(db)

  await sql`create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$`.execute(db)
  await sql`create trigger events_are_append_only before update or delete or truncate on events
    for each statement execute function refuse_change()`.execute(db)

  await appendFunction(db)
}

/**
 * One flush: many appends, at most one per stream, in one statement. The head row is locked first, so flushes of all
 * processes stand in one queue: positions have no gaps and follow the order of commits. Everything comes in as text
 * joined by U+001E, which JSON text and the checked names cannot hold: the cheapest way to send many rows.
 *
 * Answers the head before this flush and, for each refused stream, the version it really has (-1: none). It runs with its
 * owner's rights (`security definer`), because the service has none to write these tables by other means. The planner
 * settings are there because plans made while the tables are empty would scan them for ever after.
 */
async function appendFunction(db: Kysely<unknown>): Promise<void> {
  await sql`create function append_events(
    in names text, in expected text, in counts text,
    in recorded timestamptz, in streams_of text, in versions text, in ids text, in types text, in schemas text, in datas text, in metas text,
    out head_before bigint, out refused text[], out actual integer[]
  ) language plpgsql security definer
  set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
  as $$
declare
  accepted text[];
  asked integer;
  written bigint;
  separator constant text := E'\x1e';
begin
  select h.position into head_before from head h where h.id = 1 for update;

  with c as (
    select * from unnest(string_to_array(names, separator), string_to_array(expected, ',')::int[], string_to_array(counts, ',')::int[]) as c(stream, expected, count)
  ), created as (
    insert into streams select c.stream, c.count - 1 from c where c.expected = -1
    on conflict do nothing returning stream
  ), moved as (
    update streams s set version = s.version + c.count from c
    where c.expected >= 0 and s.stream = c.stream and s.version = c.expected returning s.stream
  )
  select coalesce(array_agg(stream), '{}'), (select count(*) from c)
  into accepted, asked
  from (select stream from created union all select stream from moved) a;

  insert into events (position, version, recorded_at, id, stream, type, schema, data, meta)
  select head_before + row_number() over (order by e.ordinal), e.version, recorded, e.id::uuid, e.stream, e.type, e.schema, e.data::json, e.meta::json
  from unnest(
    string_to_array(streams_of, separator), string_to_array(versions, ',')::int[], string_to_array(ids, ','), string_to_array(types, separator),
    string_to_array(schemas, ',')::smallint[], string_to_array(datas, separator), string_to_array(metas, separator)
  ) with ordinality as e(stream, version, id, type, schema, data, meta, ordinal)
  where cardinality(accepted) = asked or e.stream = any (accepted);
  get diagnostics written = row_count;

  if written > 0 then
    update head set position = head_before + written where id = 1;
    perform pg_notify('events', (head_before + written)::text);
  end if;

  if cardinality(accepted) < asked then
    select array_agg(r.stream), array_agg(coalesce(s.version, -1)) into refused, actual
    from unnest(string_to_array(names, separator)) as r(stream) left join streams s on s.stream = r.stream
    where r.stream <> all (accepted);
  end if;
end $$`.execute(db)
}
