import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * A flush of a single append of few events, which is what a quiet household has: the same promises as `append_events` keeps, by
 * plain statements instead of sets, at two thirds of the time. Its events come in as text joined by U+001E as well. `actual` is null, or the
 * version that the stream really has when that is not the expected one (-1: none); the head is then as it was.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create function append_one(
    in name text, in expected integer, in recorded timestamptz, in ids text, in types text, in schemas text, in datas text, in metas text,
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
    insert into events (position, version, recorded_at, id, stream, type, schema, data, meta)
    values (head_before + i, expected + i, recorded, each_id[i], name, each_type[i], each_schema[i], each_data[i]::json, each_meta[i]::json);
  end loop;
  perform pg_notify('events', (head_before + count)::text);
end $$`.execute(db)
}
