-- Module assessments: a county's own instruments in versions, and what was answered to an instrument. Serves K3, E1, C2, S1.
set local citus.multi_shard_modify_mode = 'sequential';

-- Instruments that come with the platform are no rows: they are the same in every county. A published version never changes; body is the
-- instrument as docs/instrument.schema.json has it.
create table app.instruments (
  county_id int not null,
  id uuid not null,
  code text not null,
  version int not null,
  title text not null,
  body jsonb not null,
  based_on text,
  state text not null,
  state_reason text,
  written_by uuid not null,
  written_at timestamptz not null,
  published_on date,
  retired_on date,
  revision int not null default 1,
  changed_by uuid not null,
  constraint instruments_pk primary key (county_id, id),
  constraint instruments_version unique (county_id, code, version),
  constraint instruments_state check (state in ('draft', 'published', 'superseded', 'retired', 'discarded')),
  constraint instruments_published check ((state in ('draft', 'discarded')) = (published_on is null)),
  constraint instruments_retired check ((state = 'retired') = (retired_on is not null))
);
create unique index instruments_one_draft on app.instruments (county_id, code) where state = 'draft';
create unique index instruments_one_published on app.instruments (county_id, code) where state = 'published';
select app.distribute('app.instruments');
select app.protect('app.instruments', 'county');

-- total and grade are made from the answers by the server; they stand here for lists and counting. for_kind and for_id name what it was made
-- for (a case, a group): the module that owns that row asks for them, this one does not know it.
create table app.assessments (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  resident_id uuid not null,
  instrument text not null,
  version int not null,
  assessed_on date not null,
  answers jsonb not null,
  informant text not null,
  occasion text not null,
  remark text,
  for_kind text,
  for_id uuid,
  total numeric,
  grade text,
  attention boolean not null,
  worker_id uuid not null,
  co_worker_ids uuid[] not null default '{}',
  recorded_at timestamptz not null,
  received_at timestamptz not null,
  corrected_at timestamptz,
  late boolean not null,
  late_reason text,
  written_by uuid not null,
  state text not null,
  state_reason text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint assessments_pk primary key (county_id, id),
  constraint assessments_resident foreign key (county_id, resident_id) references app.residents (county_id, id),
  constraint assessments_worker foreign key (county_id, worker_id) references app.staff (county_id, id),
  constraint assessments_purpose check ((for_kind is null) = (for_id is null)),
  constraint assessments_state check (state in ('recorded', 'withdrawn'))
);
create index assessments_by_day on app.assessments (county_id, assessed_on desc, id desc);
create index assessments_by_station on app.assessments (county_id, station_id, assessed_on desc, id desc);
create index assessments_by_resident on app.assessments (county_id, resident_id, instrument, assessed_on, id);
create index assessments_by_worker on app.assessments (county_id, worker_id, assessed_on desc, id desc);
create index assessments_by_purpose on app.assessments (county_id, for_id) where for_id is not null;
create index assessments_by_change on app.assessments (county_id, changed_by);
select app.distribute('app.assessments');
select app.protect('app.assessments', 'station');

-- What a correction replaced, and why.
create table app.assessment_revisions (
  county_id int not null,
  assessment_id uuid not null,
  revision int not null,
  station_id int not null,
  written jsonb not null,
  total numeric,
  grade text,
  reason text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  changed_by uuid not null,
  constraint assessment_revisions_pk primary key (county_id, assessment_id, revision),
  constraint assessment_revisions_assessment foreign key (county_id, assessment_id) references app.assessments (county_id, id)
);
select app.distribute('app.assessment_revisions');
select app.protect('app.assessment_revisions', 'station', 'select, insert');
