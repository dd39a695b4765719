-- The platform: who is acting, the one sentence every table is protected by, the ledger, people who sign in, files.
-- Rules of docs/decisions/0003-ready-for-a-cluster.md hold for every table: county_id first in every key, forced row security,
-- bare comparisons in policies, no triggers.
set local citus.multi_shard_modify_mode = 'sequential';

-- Who is acting: set once per transaction. SET LOCAL (not set_config) is what travels to the workers of a cluster.
create function app.become(actor jsonb) returns void language plpgsql as $$
begin
  execute format('set local app.actor = %L', coalesce(actor->>'account', ''));
  execute format('set local app.county = %L', coalesce(actor->>'county', ''));
  execute format('set local app.stations = %L', coalesce(translate((actor->'stations')::text, '[] ', '{}'), '{}'));
end $$;

-- What policies read: STABLE (an immutable function would leak between actors), settings only, no table.
create function app.my_county() returns int language sql stable parallel safe as
  $$ select nullif(current_setting('app.county', true), '')::int $$;
create function app.my_stations() returns int[] language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('app.stations', true), ''), '{}')::int[] $$;

-- The one sentence a table is protected by. Bare comparisons, no subselect, no OR: they become index conditions.
create function app.protect(tbl regclass, scope text, rights text default 'select, insert, update') returns void language plpgsql as $f$
declare rule text := case scope
  when 'station' then 'county_id = app.my_county() and station_id = any(app.my_stations())'
  when 'county'  then 'county_id = app.my_county()' end;
begin
  if rule is null then raise exception 'unknown scope %', scope; end if;
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy %I on %s using (%s) with check (%s)', scope || '_rows', tbl, rule, rule);
  execute format('grant %s on %s to app_user', rights, tbl);
end $f$;

-- A distributed table where the cluster extension is present; nothing elsewhere.
create function app.distribute(tbl regclass) returns void language plpgsql as $f$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_distributed_table(%L, %L)', tbl, 'county_id');
  end if;
end $f$;

create table app.counties (
  county_id int not null,
  name text not null,
  short_name text not null,
  settings jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  constraint counties_pk primary key (county_id)
);
select app.distribute('app.counties');
select app.protect('app.counties', 'county');
-- The sign-in page must name the counties before anybody is known: a role of its own, two columns, read only.
create policy directory_rows on app.counties for select to app_directory using (true);
grant select (county_id, name) on app.counties to app_directory;
grant usage on schema app to app_directory;

create table app.stations (
  county_id int not null,
  station_id int not null,
  name text not null,
  township_code text not null,
  sign text not null,
  opened_on date,
  closed_on date,
  revision int not null default 1,
  changed_by uuid,
  constraint stations_pk primary key (county_id, station_id)
);
select app.distribute('app.stations');
select app.protect('app.stations', 'county');

-- Ledger: idempotency and audit at once. Append-only: update and delete are not granted. One head row a county carries the chain.
create table app.ledger_heads (
  county_id int not null,
  seq bigint not null default 0,
  hash bytea not null,
  constraint ledger_heads_pk primary key (county_id)
);
select app.distribute('app.ledger_heads');
select app.protect('app.ledger_heads', 'county');

create table app.ledger (
  county_id int not null,
  id uuid not null,
  seq bigint not null,
  command text not null,
  actor_id uuid,
  station_id int,
  subject text not null,
  fields text[] not null,
  made_at timestamptz,
  received_at timestamptz not null,
  input_hash bytea not null,
  answer jsonb not null,
  hash bytea not null,
  constraint ledger_pk primary key (county_id, id),
  constraint ledger_order unique (county_id, seq)
);
create index ledger_by_subject on app.ledger (county_id, subject);
select app.distribute('app.ledger');
select app.protect('app.ledger', 'county', 'select, insert');

-- The row as one text; the chain is sha256(previous hash || this text). server/ledger.ts computes the same without the database.
create function app.ledger_text(seq bigint, id uuid, command text, actor_id uuid, station_id int, subject text, fields text[],
  made_at timestamptz, received_at timestamptz, input_hash bytea, answer jsonb) returns text language sql stable parallel safe as $$
  select concat_ws(E'\x1f', seq, id, command, coalesce(actor_id::text, '-'), coalesce(station_id::text, '-'), subject,
    array_to_string(fields, ','), coalesce((extract(epoch from made_at) * 1000000)::bigint::text, '-'),
    (extract(epoch from received_at) * 1000000)::bigint, encode(input_hash, 'hex'), answer::text) $$;

-- Appends one row under the county's head lock, so that the order of seq is the order of commits.
create function app.append_ledger(county int, entry_id uuid, entry_command text, entry_actor uuid, entry_station int, entry_subject text,
  entry_fields text[], entry_made_at timestamptz, entry_received_at timestamptz, entry_input_hash bytea, entry_answer jsonb)
  returns bigint language plpgsql as $f$
declare head record; digest bytea;
begin
  select h.seq + 1 as seq, h.hash into head from app.ledger_heads h where h.county_id = county for update;
  if not found then raise exception 'county % has no ledger', county; end if;
  digest := sha256(head.hash || convert_to(app.ledger_text(head.seq, entry_id, entry_command, entry_actor, entry_station,
    entry_subject, entry_fields, entry_made_at, entry_received_at, entry_input_hash, entry_answer), 'utf8'));
  insert into app.ledger (county_id, id, seq, command, actor_id, station_id, subject, fields, made_at, received_at, input_hash, answer, hash)
    values (county, entry_id, head.seq, entry_command, entry_actor, entry_station, entry_subject, entry_fields, entry_made_at,
      entry_received_at, entry_input_hash, entry_answer, digest);
  update app.ledger_heads set seq = head.seq, hash = digest where county_id = county;
  return head.seq;
end $f$;

create table app.accounts (
  county_id int not null,
  id uuid not null,
  user_name text not null,
  name text not null,
  password_hash text,
  password_history text[] not null default '{}',
  password_set_at timestamptz,
  totp_secret bytea,
  totp_step bigint,
  totp_confirmed_at timestamptz,
  signed_in_at timestamptz,
  closed_at timestamptz,
  revision int not null default 1,
  changed_by uuid,
  constraint accounts_pk primary key (county_id, id),
  constraint accounts_user_name unique (county_id, user_name)
);
select app.distribute('app.accounts');
select app.protect('app.accounts', 'county');

create table app.role_grants (
  county_id int not null,
  id uuid not null,
  account_id uuid not null,
  role text not null,
  station_id int,
  from_on date not null,
  to_on date,
  reason text,
  revision int not null default 1,
  changed_by uuid,
  constraint role_grants_pk primary key (county_id, id),
  constraint role_grants_account foreign key (county_id, account_id) references app.accounts (county_id, id),
  constraint role_grants_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint role_grants_days check (to_on is null or to_on >= from_on)
);
create index role_grants_by_account on app.role_grants (county_id, account_id);
select app.distribute('app.role_grants');
select app.protect('app.role_grants', 'county');

create table app.sessions (
  county_id int not null,
  token_hash bytea not null,
  account_id uuid not null,
  place text not null,
  pending boolean not null default false,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  idle_seconds int not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  constraint sessions_pk primary key (county_id, token_hash),
  constraint sessions_place check (place in ('office', 'field'))
);
create index sessions_by_account on app.sessions (county_id, account_id);
select app.distribute('app.sessions');
select app.protect('app.sessions', 'county', 'select, insert, update, delete');

-- Failures at sign-in, counted per account and address, per account, and per address; the keys are blind (they name people).
create table app.sign_in_counters (
  county_id int not null,
  key bytea not null,
  count float8 not null,
  since_ms bigint not null,
  locked_until_ms bigint not null,
  constraint sign_in_counters_pk primary key (county_id, key)
);
select app.distribute('app.sign_in_counters');
select app.protect('app.sign_in_counters', 'county', 'select, insert, update, delete');

create table app.one_time_links (
  county_id int not null,
  token_hash bytea not null,
  account_id uuid not null,
  made_by uuid,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint one_time_links_pk primary key (county_id, token_hash),
  constraint one_time_links_account foreign key (county_id, account_id) references app.accounts (county_id, id)
);
select app.distribute('app.one_time_links');
select app.protect('app.one_time_links', 'county');

-- A living session becomes the actor of this transaction, in one round trip; null when it does not live (any more).
-- Ended roles, closed accounts and idle sessions therefore stop at the very next request.
create function app.enter(county int, token bytea, at timestamptz) returns jsonb language plpgsql as $f$
declare found_session record; roles jsonb; rows_of int[]; today date := (at at time zone 'Asia/Shanghai')::date; actor jsonb;
begin
  execute format('set local app.county = %L', county::text);
  select s.account_id, s.pending, s.place, s.seen_at, a.name into found_session
    from app.sessions s join app.accounts a on a.county_id = county and a.id = s.account_id
    where s.county_id = county and s.token_hash = token and s.ended_at is null and s.ends_at > at
      and s.seen_at + make_interval(secs => s.idle_seconds) > at and a.closed_at is null;
  if not found then return null; end if;
  if found_session.pending then
    roles := '[]'; rows_of := '{}';
  else
    select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'station', g.station_id) order by g.role, g.station_id), '[]'),
      array_agg(g.station_id) filter (where g.station_id is not null)
      into roles, rows_of
      from app.role_grants g
      where g.county_id = county and g.account_id = found_session.account_id and g.from_on <= today and (g.to_on is null or g.to_on >= today);
    if jsonb_path_exists(roles, '$[*] ? (@.role == "county_officer" || @.role == "project_manager" || @.role == "evaluator")
        ? (@.station == null)') then
      select array_agg(st.station_id order by st.station_id) into rows_of from app.stations st where st.county_id = county;
    end if;
  end if;
  actor := jsonb_build_object('county', county, 'account', found_session.account_id, 'name', found_session.name, 'grants', roles,
    'stations', to_jsonb(coalesce(rows_of, '{}')), 'pending', found_session.pending, 'place', found_session.place,
    'seen_at', found_session.seen_at);
  perform app.become(actor);
  return actor;
end $f$;

-- Photos, signatures and uploaded sheets: stored once by the hash of what was sent; what is kept of a picture is its cleaned copy.
create table app.files (
  county_id int not null,
  station_id int not null,
  hash text not null,
  use text not null,
  name text,
  bytes int not null,
  clean_hash text not null,
  thumb_hash text,
  sent_by uuid not null,
  sent_at timestamptz not null,
  constraint files_pk primary key (county_id, hash, station_id),
  constraint files_use check (use in ('photo', 'signature', 'roster'))
);
select app.distribute('app.files');
select app.protect('app.files', 'station');
