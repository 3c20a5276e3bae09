-- What the migrations in this folder make. Compared by schema.test.ts; written by it when WRITE_SCHEMA=1 is set.

create table accounts (
  user_id uuid not null,
  username text not null,
  password_hash text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone,
  disabled_at timestamp with time zone
);

create table catalogue_cache (
  key text not null,
  body json not null,
  status integer not null,
  fetched_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  claimed_until timestamp with time zone not null default '-infinity'::timestamp with time zone
);

create table catalogue_refresh (
  id integer not null default 1,
  due_at timestamp with time zone not null
);

create table catalogue_sync_titles (
  run_id uuid not null,
  media_type text not null,
  tmdb_id integer not null,
  place bigint not null,
  state text not null default 'waiting'::text,
  tries integer not null default 0,
  code text,
  message text,
  retryable boolean
);

create table catalogue_syncs (
  run_id uuid not null,
  phase text not null default 'listing'::text,
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
  stretch_at timestamp with time zone not null default now(),
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone
);

create table catalogue_titles (
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
  fetched_at timestamp with time zone not null
);

create table checkpoints (
  name text not null,
  version integer not null,
  "position" bigint not null default 0,
  status text not null default 'running'::text,
  error json,
  updated_at timestamp with time zone not null default now()
);

create table command_outcomes (
  actor text not null,
  command_id uuid not null,
  outcome json not null,
  recorded_at timestamp with time zone not null default now()
);

create table email_addresses (
  user_id uuid not null,
  sealed_address text,
  address_hash bytea,
  pending_sealed text,
  pending_hash bytea,
  pending_until timestamp with time zone,
  token_hash bytea,
  language text
);

create table event_store_name (
  id smallint not null default 1,
  name text not null
);

create table events (
  "position" bigint not null,
  version integer not null,
  recorded_at timestamp with time zone not null,
  id uuid not null,
  stream text collate "C" not null,
  type text collate "C" not null,
  schema smallint not null,
  data json not null,
  meta json not null,
  hash bytea not null
);

create table head (
  id integer not null,
  "position" bigint not null
) with (fillfactor=10);

create table housekeeping (
  id integer not null default 1,
  due_at timestamp with time zone not null,
  ran_at timestamp with time zone,
  report json
);

create table invitations (
  id uuid not null,
  token_hash bytea not null,
  note text,
  made_by uuid not null,
  made_at timestamp with time zone not null
);

create table library_import_lists (
  import_id uuid not null,
  place integer not null,
  list json not null,
  list_id uuid,
  plan json,
  sent json,
  done boolean not null default false
);

create table library_import_titles (
  import_id uuid not null,
  place integer not null,
  state text not null default 'waiting'::text,
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
  done boolean not null default false
);

create table library_imports (
  import_id uuid not null,
  user_id uuid not null,
  file_name text not null,
  phase text not null default 'reading'::text,
  bytes bytea,
  take text not null default 'mine'::text,
  name text,
  read json,
  note text,
  error_code text,
  error_message text,
  result json,
  created_at timestamp with time zone not null,
  worked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone
);

create table outbox (
  id uuid not null,
  policy text not null,
  event_id uuid not null,
  part text not null,
  kind text not null,
  payload json not null,
  tries integer not null default 0,
  try_at timestamp with time zone not null default now(),
  state text not null default 'waiting'::text,
  code text,
  created_at timestamp with time zone not null default now(),
  settled_at timestamp with time zone,
  lane text,
  "position" bigint,
  holds boolean not null default false
);

create table passkeys (
  id uuid not null,
  user_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports json not null,
  synced boolean not null,
  name text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);

create table personal_keys (
  user_id uuid not null,
  sealed_key text,
  master_key_id text,
  created_at timestamp with time zone not null default now(),
  destroyed_at timestamp with time zone
);

create table picture_colours (
  path text not null,
  colour text not null
);

create table push_subscriptions (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  session_id uuid not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  created_at timestamp with time zone not null default now()
);

create table questions_of_the_day (
  upstream text not null,
  day date not null,
  asked integer not null
);

create table rebuilds (
  name text not null,
  kind text not null,
  status text not null default 'requested'::text,
  wish text,
  events_done bigint not null default 0,
  events_total bigint not null default 0,
  requested_by text not null,
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  error text,
  result json,
  version integer not null default 1,
  kept boolean not null default false,
  part_from bigint not null default 0,
  part_at timestamp with time zone not null default now(),
  swap_ms double precision,
  poisoned json,
  ending json
);

create table recovery_codes (
  user_id uuid not null,
  code_hash bytea not null
);

create table removed_devices (
  user_id uuid not null,
  device_id uuid not null,
  removed_at timestamp with time zone not null
);

create table reset_links (
  user_id uuid not null,
  link_id uuid not null,
  token_hash bytea not null
);

create table second_factors (
  user_id uuid not null,
  sealed_secret text not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0
);

create table sent_codes (
  user_id uuid not null,
  way text not null,
  sealed_number text,
  language text,
  confirmed_at timestamp with time zone,
  code_hash bytea,
  code_until timestamp with time zone,
  tries_left smallint not null default 0,
  asked smallint not null default 0,
  asked_at timestamp with time zone,
  asked_from timestamp with time zone,
  begun boolean not null default false
);

create table sessions (
  id uuid not null,
  token_hash bytea not null,
  user_id uuid not null,
  device_id uuid,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  address text,
  country text
);

create table settings (
  scope text not null,
  version integer not null,
  value json not null,
  sealed text,
  master_key_id text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  unrecorded json,
  former json,
  former_sealed text,
  former_master_key_id text
);

create table sign_in_challenges (
  id uuid not null,
  user_id uuid,
  challenge text not null,
  expires_at timestamp with time zone not null
);

create table streams (
  stream text collate "C" not null,
  version integer not null
) with (fillfactor=80);

create table titles_to_describe (
  title_key text not null,
  tries integer not null default 0,
  try_at timestamp with time zone not null default now(),
  error text
);

create table webhook_attempts (
  id bigint not null,
  hook_id uuid not null,
  message_id uuid not null,
  kind text not null,
  about text,
  at timestamp with time zone not null default now(),
  took_ms integer not null,
  outcome text not null,
  status integer,
  excerpt text not null,
  requested_by uuid
);

alter table accounts add constraint accounts_pkey PRIMARY KEY (user_id);

alter table accounts add constraint accounts_role_check CHECK ((role = ANY (ARRAY['guest'::text, 'viewer'::text, 'member'::text, 'admin'::text])));

alter table catalogue_cache add constraint catalogue_cache_pkey PRIMARY KEY (key);

alter table catalogue_refresh add constraint catalogue_refresh_pkey PRIMARY KEY (id);

alter table catalogue_refresh add constraint catalogue_refresh_id_check CHECK ((id = 1));

alter table catalogue_sync_titles add constraint catalogue_sync_titles_pkey PRIMARY KEY (run_id, media_type, tmdb_id);

alter table catalogue_sync_titles add constraint catalogue_sync_titles_run_id_fkey FOREIGN KEY (run_id) REFERENCES catalogue_syncs(run_id) ON DELETE CASCADE;

alter table catalogue_sync_titles add constraint catalogue_sync_titles_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'gone'::text, 'failed'::text])));

alter table catalogue_syncs add constraint catalogue_syncs_pkey PRIMARY KEY (run_id);

alter table catalogue_syncs add constraint catalogue_syncs_phase_check CHECK ((phase = ANY (ARRAY['listing'::text, 'fetching'::text, 'loading'::text])));

alter table catalogue_titles add constraint catalogue_titles_pkey PRIMARY KEY (media_type, tmdb_id);

alter table checkpoints add constraint checkpoints_pkey PRIMARY KEY (name, version);

alter table checkpoints add constraint checkpoints_status_check CHECK ((status = ANY (ARRAY['running'::text, 'failed'::text, 'paused'::text, 'building'::text])));

alter table command_outcomes add constraint command_outcomes_pkey PRIMARY KEY (actor, command_id);

alter table email_addresses add constraint email_addresses_address_hash_key UNIQUE (address_hash);

alter table email_addresses add constraint email_addresses_token_hash_key UNIQUE (token_hash);

alter table email_addresses add constraint email_addresses_pkey PRIMARY KEY (user_id);

alter table event_store_name add constraint event_store_name_pkey PRIMARY KEY (id);

alter table event_store_name add constraint event_store_name_id_check CHECK ((id = 1));

alter table events add constraint events_id_key UNIQUE (id);

alter table events add constraint events_stream_version_key UNIQUE (stream, version);

alter table events add constraint events_pkey PRIMARY KEY ("position");

alter table head add constraint head_pkey PRIMARY KEY (id);

alter table head add constraint head_id_check CHECK ((id = 1));

alter table housekeeping add constraint housekeeping_pkey PRIMARY KEY (id);

alter table housekeeping add constraint housekeeping_one_row_check CHECK ((id = 1));

alter table invitations add constraint invitations_token_hash_key UNIQUE (token_hash);

alter table invitations add constraint invitations_pkey PRIMARY KEY (id);

alter table invitations add constraint invitations_made_by_fkey FOREIGN KEY (made_by) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table library_import_lists add constraint library_import_lists_pkey PRIMARY KEY (import_id, place);

alter table library_import_lists add constraint library_import_lists_import_id_fkey FOREIGN KEY (import_id) REFERENCES library_imports(import_id) ON DELETE CASCADE;

alter table library_import_titles add constraint library_import_titles_pkey PRIMARY KEY (import_id, place);

alter table library_import_titles add constraint library_import_titles_import_id_fkey FOREIGN KEY (import_id) REFERENCES library_imports(import_id) ON DELETE CASCADE;

alter table library_import_titles add constraint library_import_titles_match_check CHECK (((state = 'matched'::text) = (tmdb_id IS NOT NULL)));

alter table library_import_titles add constraint library_import_titles_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'matched'::text, 'unmatched'::text, 'left_out'::text])));

alter table library_imports add constraint library_imports_pkey PRIMARY KEY (import_id);

alter table library_imports add constraint library_imports_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table library_imports add constraint library_imports_phase_check CHECK ((phase = ANY (ARRAY['reading'::text, 'matching'::text, 'planning'::text, 'ready'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])));

alter table library_imports add constraint library_imports_take_check CHECK ((take = ANY (ARRAY['mine'::text, 'theirs'::text])));

alter table outbox add constraint outbox_policy_event_id_part_key UNIQUE (policy, event_id, part);

alter table outbox add constraint outbox_pkey PRIMARY KEY (id);

alter table outbox add constraint outbox_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text])));

alter table passkeys add constraint passkeys_credential_id_key UNIQUE (credential_id);

alter table passkeys add constraint passkeys_pkey PRIMARY KEY (id);

alter table passkeys add constraint passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table personal_keys add constraint personal_keys_pkey PRIMARY KEY (user_id);

alter table personal_keys add constraint personal_keys_destroyed_check CHECK ((((sealed_key IS NULL) = (destroyed_at IS NOT NULL)) AND ((sealed_key IS NULL) = (master_key_id IS NULL))));

alter table picture_colours add constraint picture_colours_pkey PRIMARY KEY (path);

alter table push_subscriptions add constraint push_subscriptions_endpoint_key UNIQUE (endpoint);

alter table push_subscriptions add constraint push_subscriptions_session_id_key UNIQUE (session_id);

alter table push_subscriptions add constraint push_subscriptions_pkey PRIMARY KEY (id);

alter table push_subscriptions add constraint push_subscriptions_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;

alter table push_subscriptions add constraint push_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table questions_of_the_day add constraint questions_of_the_day_pkey PRIMARY KEY (upstream, day);

alter table rebuilds add constraint rebuilds_pkey PRIMARY KEY (name);

alter table rebuilds add constraint rebuilds_kind_check CHECK ((kind = ANY (ARRAY['rebuild'::text, 'verify'::text])));

alter table rebuilds add constraint rebuilds_status_check CHECK ((status = ANY (ARRAY['requested'::text, 'folding'::text, 'catching_up'::text, 'verifying'::text, 'paused'::text, 'failed'::text, 'done'::text, 'cancelled'::text])));

alter table rebuilds add constraint rebuilds_wish_check CHECK ((wish = ANY (ARRAY['pause'::text, 'cancel'::text])));

alter table recovery_codes add constraint recovery_codes_pkey PRIMARY KEY (user_id, code_hash);

alter table recovery_codes add constraint recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table removed_devices add constraint removed_devices_pkey PRIMARY KEY (user_id, device_id);

alter table removed_devices add constraint removed_devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table reset_links add constraint reset_links_token_hash_key UNIQUE (token_hash);

alter table reset_links add constraint reset_links_pkey PRIMARY KEY (user_id);

alter table reset_links add constraint reset_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table second_factors add constraint second_factors_pkey PRIMARY KEY (user_id);

alter table second_factors add constraint second_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table sent_codes add constraint sent_codes_pkey PRIMARY KEY (user_id, way);

alter table sent_codes add constraint sent_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table sent_codes add constraint sent_codes_way_check CHECK ((way = ANY (ARRAY['email'::text, 'sms'::text])));

alter table sessions add constraint sessions_token_hash_key UNIQUE (token_hash);

alter table sessions add constraint sessions_pkey PRIMARY KEY (id);

alter table sessions add constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table settings add constraint settings_pkey PRIMARY KEY (scope);

alter table settings add constraint settings_sealed_check CHECK (((sealed IS NULL) = (master_key_id IS NULL)));

alter table sign_in_challenges add constraint sign_in_challenges_pkey PRIMARY KEY (id);

alter table sign_in_challenges add constraint sign_in_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts(user_id) ON DELETE CASCADE;

alter table streams add constraint streams_pkey PRIMARY KEY (stream);

alter table titles_to_describe add constraint titles_to_describe_pkey PRIMARY KEY (title_key);

alter table webhook_attempts add constraint webhook_attempts_pkey PRIMARY KEY (id);

alter table webhook_attempts add constraint webhook_attempts_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES accounts(user_id) ON DELETE CASCADE;

CREATE UNIQUE INDEX accounts_username_key ON public.accounts USING btree (lower(username));

CREATE INDEX catalogue_cache_expires_at_index ON public.catalogue_cache USING btree (expires_at);

CREATE INDEX catalogue_sync_titles_place_index ON public.catalogue_sync_titles USING btree (run_id, state, place);

CREATE INDEX catalogue_syncs_open_index ON public.catalogue_syncs USING btree (started_at) WHERE (ended_at IS NULL);

CREATE INDEX catalogue_titles_fetched_index ON public.catalogue_titles USING btree (fetched_at);

CREATE INDEX catalogue_titles_imdb_index ON public.catalogue_titles USING btree (imdb_id) WHERE (imdb_id IS NOT NULL);

CREATE INDEX catalogue_titles_names_index ON public.catalogue_titles USING gin (to_tsvector('simple'::regconfig, ((title || ' '::text) || original_title)));

CREATE INDEX catalogue_titles_tvdb_index ON public.catalogue_titles USING btree (tvdb_id) WHERE (tvdb_id IS NOT NULL);

CREATE INDEX events_family_position_index ON public.events USING btree (split_part(stream, '_'::text, 1), "position");

CREATE INDEX invitations_made_at_index ON public.invitations USING btree (made_at);

CREATE INDEX library_import_titles_state_index ON public.library_import_titles USING btree (import_id, state, place);

CREATE INDEX library_import_titles_title_index ON public.library_import_titles USING btree (import_id, media_type, tmdb_id);

CREATE UNIQUE INDEX library_imports_open_index ON public.library_imports USING btree (user_id) WHERE (ended_at IS NULL);

CREATE INDEX library_imports_user_id_index ON public.library_imports USING btree (user_id, created_at);

CREATE INDEX outbox_due_index ON public.outbox USING btree (try_at) WHERE (state = 'waiting'::text);

CREATE INDEX outbox_lane_index ON public.outbox USING btree (lane, try_at, "position") WHERE ((state = 'waiting'::text) AND (lane IS NOT NULL));

CREATE INDEX outbox_mail_index ON public.outbox USING btree (created_at) WHERE (kind = 'mail'::text);

CREATE INDEX outbox_settled_index ON public.outbox USING btree (settled_at) WHERE (state <> 'waiting'::text);

CREATE INDEX outbox_sms_index ON public.outbox USING btree (created_at) WHERE (kind = 'sms'::text);

CREATE INDEX passkeys_user_id_index ON public.passkeys USING btree (user_id);

CREATE INDEX push_subscriptions_user_id_index ON public.push_subscriptions USING btree (user_id);

CREATE INDEX sessions_expires_at_index ON public.sessions USING btree (expires_at);

CREATE INDEX sessions_user_id_index ON public.sessions USING btree (user_id);

CREATE INDEX sign_in_challenges_expires_at_index ON public.sign_in_challenges USING btree (expires_at);

CREATE INDEX titles_to_describe_try_at_index ON public.titles_to_describe USING btree (try_at);

CREATE INDEX webhook_attempts_hook_index ON public.webhook_attempts USING btree (hook_id, id);

CREATE INDEX webhook_attempts_message_index ON public.webhook_attempts USING btree (message_id, id);

CREATE INDEX webhook_attempts_requested_by_index ON public.webhook_attempts USING btree (requested_by) WHERE (requested_by IS NOT NULL);

CREATE OR REPLACE FUNCTION public.append_events(names text, expected text, counts text, recorded timestamp with time zone, streams_of text, versions text, ids text, types text, schemas text, datas text, metas text, hashes text, OUT head_before bigint, OUT refused text[], OUT actual integer[])
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  accepted text[];
  asked integer;
  written bigint;
  separator constant text := E'';
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
end $function$;

CREATE OR REPLACE FUNCTION public.append_one(name text, expected integer, recorded timestamp with time zone, ids text, types text, schemas text, datas text, metas text, hashes text, OUT head_before bigint, OUT actual integer)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  separator constant text := E'';
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
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'events are append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end $function$;

CREATE TRIGGER events_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
