-- Module visits: home visits and telephone greetings (F-V1, F-V2), their revisions and reviews. Serves K1, E6.
set local citus.multi_shard_modify_mode = 'sequential';

-- revision counts what the author wrote: a review changes the state, not the revision, so that it names the very text that was read.
-- recorded_at (the phone's clock, only shown) and received_at (ours, decides 补录) are of the first revision; corrected_at and
-- written_by of the standing one.
create table app.visits (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  resident_id uuid not null,
  kind text not null,
  type text,
  outcome text not null,
  visited_on date not null,
  started_at text,
  ended_at text,
  worker_id uuid not null,
  co_worker_ids uuid[] not null default '{}',
  present_ids uuid[] not null default '{}',
  content jsonb not null,
  next_on date,
  unusual boolean not null default false,
  place jsonb,
  place_reason text,
  photo_hashes text[] not null default '{}',
  signature_hash text,
  signature_reason text,
  recorded_at timestamptz not null,
  received_at timestamptz not null,
  corrected_at timestamptz,
  late boolean not null,
  late_reason text,
  written_by uuid not null,
  state text not null,
  remark text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint visits_pk primary key (county_id, id),
  constraint visits_resident foreign key (county_id, resident_id) references app.residents (county_id, id),
  constraint visits_worker foreign key (county_id, worker_id) references app.staff (county_id, id),
  constraint visits_kind check (kind in ('home_visit', 'welfare_call')),
  constraint visits_type check ((kind = 'home_visit') = (type is not null)),
  constraint visits_state check (state in ('submitted', 'returned', 'approved', 'withdrawn'))
);
create index visits_by_station on app.visits (county_id, station_id, visited_on desc, id desc);
create index visits_by_day on app.visits (county_id, visited_on desc, id desc);
create index visits_by_resident on app.visits (county_id, resident_id, visited_on desc, id desc);
create index visits_by_worker on app.visits (county_id, worker_id, visited_on desc, id desc);
create index visits_by_change on app.visits (county_id, changed_by);
create index visits_to_review on app.visits (county_id, station_id, received_at, id) where state = 'submitted';
-- Everything that counting reads, so that a year of a county is counted without touching the rows; and the few paired visits.
create index visits_counted on app.visits (county_id, station_id, visited_on, worker_id, kind, state, outcome, late) include (id);
create index visits_paired on app.visits (county_id, station_id, visited_on) include (id, resident_id, co_worker_ids, kind, type, state, outcome, late)
  where co_worker_ids <> '{}';
select app.distribute('app.visits');
select app.protect('app.visits', 'station');

-- What a correction replaced, and why: nothing a person wrote is ever lost. The standing revision is in app.visits.
create table app.visit_revisions (
  county_id int not null,
  visit_id uuid not null,
  revision int not null,
  station_id int not null,
  written jsonb not null,
  reason text,
  written_by uuid not null,
  received_at timestamptz not null,
  changed_by uuid not null,
  constraint visit_revisions_pk primary key (county_id, visit_id, revision),
  constraint visit_revisions_visit foreign key (county_id, visit_id) references app.visits (county_id, id)
);
select app.distribute('app.visit_revisions');
select app.protect('app.visit_revisions', 'station', 'select, insert');

create table app.visit_reviews (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  visit_id uuid not null,
  revision int not null,
  verdict text not null,
  remark text,
  reviewed_by uuid not null,
  reviewed_at timestamptz not null,
  changed_by uuid not null,
  constraint visit_reviews_pk primary key (county_id, id),
  constraint visit_reviews_visit foreign key (county_id, visit_id) references app.visits (county_id, id),
  constraint visit_reviews_verdict check (verdict in ('approved', 'returned', 'reopened'))
);
create index visit_reviews_by_visit on app.visit_reviews (county_id, visit_id, reviewed_at);
select app.distribute('app.visit_reviews');
select app.protect('app.visit_reviews', 'station', 'select, insert');
