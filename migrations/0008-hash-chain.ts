import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Every event gets the hash that chains it to the one before it in its stream (`server/event-store/hash-chain.ts` says over
 * what). New ones come with it; those of before are given it here, from their stored text.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table events add column hash bytea`.execute(db)
  await sql`alter table events disable trigger events_are_append_only`.execute(db)
  await sql`do $$
declare
  each record;
  previous bytea;
begin
  for each in select * from events order by stream, version loop
    if each.version = 0 then previous := null; end if;
    previous := sha256(convert_to(concat_ws(E'\n', coalesce(encode(previous, 'hex'), ''), each.id, each.stream, each.version, each.type, each.schema,
      to_char(each.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), each.data, each.meta), 'UTF8'));
    update events set hash = previous where position = each.position;
  end loop;
end $$`.execute(db)
  await sql`alter table events enable trigger events_are_append_only`.execute(db)
  await sql`alter table events alter column hash set not null`.execute(db)
  await appendFunction(db)
  await appendOneFunction(db)
}

/** As before, with the hashes, and without NOTIFY: the process that appends tells the others itself, less often than it commits. */
async function appendFunction(db: Kysely<unknown>): Promise<void> {
  await sql`drop function append_events`.execute(db)
  await sql`create function append_events(
    in names text, in expected text, in counts text,
    in recorded timestamptz, in streams_of text, in versions text, in ids text, in types text, in schemas text, in datas text, in metas text, in hashes text,
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

  insert into events (position, version, recorded_at, id, stream, type, schema, data, meta, hash)
  select head_before + row_number() over (order by e.ordinal), e.version, recorded, e.id::uuid, e.stream, e.type, e.schema, e.data::json, e.meta::json, decode(e.hash, 'hex')
  from unnest(
    string_to_array(streams_of, separator), string_to_array(versions, ',')::int[], string_to_array(ids, ','), string_to_array(types, separator),
    string_to_array(schemas, ',')::smallint[], string_to_array(datas, separator), string_to_array(metas, separator),
    string_to_array(hashes, ',')
  ) with ordinality as e(stream, version, id, type, schema, data, meta, hash, ordinal)
  where cardinality(accepted) = asked or e.stream = any (accepted);
  get diagnostics written = row_count;

  if written > 0 then
    update head set position = head_before + written where id = 1;
  end if;

  if cardinality(accepted) < asked then
    select array_agg(r.stream), array_agg(coalesce(s.version, -1)) into refused, actual
    from unnest(string_to_array(names, separator)) as r(stream) left join streams s on s.stream = r.stream
    where r.stream <> all (accepted);
  end if;
end $$`.execute(db)
}

async function appendOneFunction(db: Kysely<unknown>): Promise<void> {
  await sql`drop function append_one`.execute(db)
  await sql`create function append_one(
    in name text, in expected integer, in recorded timestamptz, in ids text, in types text, in schemas text, in datas text, in metas text, in hashes text,
    out head_before bigint, out actual integer
  ) language plpgsql security definer
  set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  as $$
declare
  separator constant text := E'\x1e';
  each_id constant uuid[] := string_to_array(ids, ',');
  each_type constant text[] := string_to_array(types, separator);
  each_schema constant smallint[] := string_to_array(schemas, ',');
  each_data constant text[] := string_to_array(datas, separator);
  each_meta constant text[] := string_to_array(metas, separator);
  each_hash constant text[] := string_to_array(hashes, ',');
  count constant integer := cardinality(each_id);
  moved boolean;
begin
  -- First the head, as everywhere: whoever holds it appends.
  update head h set position = h.position + count where h.id = 1 returning h.position - count into head_before;

  if expected = -1 then
    insert into streams values (name, count - 1) on conflict do nothing;
  else
    update streams s set version = s.version + count where s.stream = name and s.version = expected;
  end if;
  moved := found;
  if not moved then
    update head h set position = head_before where h.id = 1;
    select coalesce((select s.version from streams s where s.stream = name), -1) into actual;
    return;
  end if;

  for i in 1 .. count loop
    insert into events (position, version, recorded_at, id, stream, type, schema, data, meta, hash)
    values (head_before + i, expected + i, recorded, each_id[i], name, each_type[i], each_schema[i], each_data[i]::json, each_meta[i]::json, decode(each_hash[i], 'hex'));
  end loop;
end $$`.execute(db)
}
