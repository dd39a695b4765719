-- Module records: what workers write of cases, groups, activities and supervision, and the one review of every record.
-- Serves K3–K5b and the review side of K1.
set local citus.multi_shard_modify_mode = 'sequential';

-- Content may stand behind a door: `shelf_id` is the case it belongs to, or the open shelf (all zeros). Who may reach into which case is
-- asked of the cases module within the transaction; without it nothing but the open shelf is seen.
create function app.my_shelves() returns uuid[] language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('app.shelves', true), ''), '{}')::uuid[] || '00000000-0000-0000-0000-000000000000'::uuid $$;

create or replace function app.protect(tbl regclass, scope text, rights text default 'select, insert, update') returns void language plpgsql as $f$
declare rule text := case scope
  when 'station' then 'county_id = app.my_county() and station_id = any(app.my_stations())'
  when 'shelf'   then 'county_id = app.my_county() and station_id = any(app.my_stations()) and shelf_id = any(app.my_shelves())'
  when 'county'  then 'county_id = app.my_county()' end;
begin
  if rule is null then raise exception 'unknown scope %', scope; end if;
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy %I on %s using (%s) with check (%s)', scope || '_rows', tbl, rule, rule);
  execute format('grant %s on %s to app_user', rights, tbl);
end $f$;

-- The head of a record: whose, when, of what, in which state. No word of what was said stands here, so that figures, calendars and working
-- hours may read it. `of_id` is the case, group or activity it belongs to, or the record itself. revision counts what the author wrote; a
-- review changes the state, not the revision, so that it names the very text that was read.
create table app.records (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  shelf_id uuid not null default '00000000-0000-0000-0000-000000000000',
  kind text not null,
  of_id uuid not null,
  no int,
  title text not null,
  occurred_on date not null,
  started_at text,
  ended_at text,
  worker_id uuid not null,
  co_worker_ids uuid[] not null default '{}',
  recorded_at timestamptz not null,
  received_at timestamptz not null,
  corrected_at timestamptz,
  late boolean not null,
  late_reason text,
  written_by uuid not null,
  state text not null,
  revision int not null default 1,
  changed_by uuid not null,
  constraint records_pk primary key (county_id, id),
  constraint records_worker foreign key (county_id, worker_id) references app.staff (county_id, id),
  constraint records_state check (state in ('draft', 'submitted', 'returned', 'approved', 'withdrawn')),
  constraint records_times check (started_at is null or ended_at is null or started_at <= ended_at)
);
create index records_by_what on app.records (county_id, of_id, occurred_on, id);
create index records_by_station on app.records (county_id, station_id, occurred_on desc, id desc);
create index records_by_kind on app.records (county_id, kind, occurred_on desc, id desc);
create index records_by_worker on app.records (county_id, worker_id, occurred_on desc, id desc);
create index records_by_change on app.records (county_id, changed_by);
create index records_to_review on app.records (county_id, station_id, received_at, id) where state = 'submitted';
select app.distribute('app.records');
select app.protect('app.records', 'station');

-- What was written, every revision of it: nothing a person wrote is ever lost. A draft's text is written over until it is submitted.
create table app.record_contents (
  county_id int not null,
  record_id uuid not null,
  revision int not null,
  station_id int not null,
  shelf_id uuid not null,
  content jsonb not null,
  file_hashes text[] not null default '{}',
  signatures jsonb not null default '[]',
  reason text,
  written_by uuid not null,
  written_at timestamptz not null,
  changed_by uuid not null,
  constraint record_contents_pk primary key (county_id, record_id, revision),
  constraint record_contents_record foreign key (county_id, record_id) references app.records (county_id, id)
);
select app.distribute('app.record_contents');
select app.protect('app.record_contents', 'shelf');

-- Every verdict and remark on any record, visits included. `kind` says what was reviewed: 'visits' or the kind of a record.
create table app.reviews (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  shelf_id uuid not null default '00000000-0000-0000-0000-000000000000',
  kind text not null,
  subject_id uuid not null,
  revision int not null,
  verdict text not null,
  remark text,
  reviewed_by uuid not null,
  reviewed_at timestamptz not null,
  changed_by uuid not null,
  constraint reviews_pk primary key (county_id, id),
  constraint reviews_verdict check (verdict in ('approved', 'returned', 'reopened', 'remarked', 'withdrawn'))
);
create index reviews_by_subject on app.reviews (county_id, subject_id, reviewed_at);
select app.distribute('app.reviews');
-- The reviews of visits move here, before the table is protected: their owner reads and writes them.
alter table app.visit_reviews disable row level security;
insert into app.reviews (county_id, id, station_id, kind, subject_id, revision, verdict, remark, reviewed_by, reviewed_at, changed_by)
  select county_id, id, station_id, 'visits', visit_id, revision, verdict, remark, reviewed_by, reviewed_at, changed_by from app.visit_reviews;
drop table app.visit_reviews;
select app.protect('app.reviews', 'shelf', 'select, insert');

-- Who opened which revision before deciding: several are approved together only when each was read.
create table app.review_readings (
  county_id int not null,
  account_id uuid not null,
  subject_id uuid not null,
  revision int not null,
  station_id int not null,
  read_at timestamptz not null,
  changed_by uuid not null,
  constraint review_readings_pk primary key (county_id, account_id, subject_id, revision)
);
select app.distribute('app.review_readings');
select app.protect('app.review_readings', 'station', 'select, insert');
