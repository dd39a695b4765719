-- Module inspections: the project manager's monthly inspection of each station with its findings and their rectification (M3), and draws at
-- random for call-backs and checks of records, independent of whoever wrote them.
set local citus.multi_shard_modify_mode = 'sequential';

-- Pictures of premises, signs and shelves show no client: those who see people masked may see them.
alter table app.files drop constraint files_use;
alter table app.files add constraint files_use check (use in ('photo', 'signature', 'roster', 'document', 'site_photo'));

create table app.inspections (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  inspected_on date not null,
  started_at text,
  ended_at text,
  inspector_id uuid not null,
  present_ids uuid[] not null default '{}',
  others text,
  answers jsonb not null,
  guidance text not null,
  station_words text,
  photo_hashes text[] not null default '{}',
  signature_hash text,
  signature_reason text,
  received_at timestamptz not null,
  corrected_at timestamptz,
  late boolean not null,
  written_by uuid not null,
  state text not null,
  remark text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint inspections_pk primary key (county_id, id),
  constraint inspections_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint inspections_state check (state in ('recorded', 'withdrawn'))
);
create index inspections_by_day on app.inspections (county_id, inspected_on desc, id desc);
create index inspections_by_station on app.inspections (county_id, station_id, inspected_on desc, id desc);
select app.distribute('app.inspections');
select app.protect('app.inspections', 'station');

-- What a correction replaced, and why.
create table app.inspection_revisions (
  county_id int not null,
  inspection_id uuid not null,
  revision int not null,
  station_id int not null,
  written jsonb not null,
  reason text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  changed_by uuid not null,
  constraint inspection_revisions_pk primary key (county_id, inspection_id, revision),
  constraint inspection_revisions_inspection foreign key (county_id, inspection_id) references app.inspections (county_id, id)
);
select app.distribute('app.inspection_revisions');
select app.protect('app.inspection_revisions', 'station', 'select, insert');

create table app.findings (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  inspection_id uuid not null,
  item text,
  severity text not null,
  problem text not null,
  found_on date not null,
  deadline_on date not null,
  state text not null,
  closed_on date,
  revision int not null default 1,
  changed_by uuid not null,
  constraint findings_pk primary key (county_id, id),
  constraint findings_inspection foreign key (county_id, inspection_id) references app.inspections (county_id, id),
  constraint findings_severity check (severity in ('minor', 'major', 'serious')),
  constraint findings_state check (state in ('open', 'answered', 'closed', 'dropped')),
  constraint findings_closed check ((state = 'closed') = (closed_on is not null))
);
create index findings_by_station on app.findings (county_id, station_id, deadline_on, id);
create index findings_by_deadline on app.findings (county_id, deadline_on, id) where state in ('open', 'answered');
create index findings_by_inspection on app.findings (county_id, inspection_id);
select app.distribute('app.findings');
select app.protect('app.findings', 'station');

-- The station's answers and the manager's re-checks, one after the other; never changed.
create table app.finding_steps (
  county_id int not null,
  finding_id uuid not null,
  place int not null,
  station_id int not null,
  step text not null,
  words text not null,
  photo_hashes text[] not null default '{}',
  deadline_on date,
  done_by uuid not null,
  done_at timestamptz not null,
  changed_by uuid not null,
  constraint finding_steps_pk primary key (county_id, finding_id, place),
  constraint finding_steps_finding foreign key (county_id, finding_id) references app.findings (county_id, id),
  constraint finding_steps_step check (step in ('answer', 'closed', 'again'))
);
select app.distribute('app.finding_steps');
select app.protect('app.finding_steps', 'station', 'select, insert');

-- A draw is what was asked for and the seed; everything else follows from it and the frames. Nothing of a draw is ever drawn anew.
create table app.draws (
  county_id int not null,
  id uuid not null,
  kind text not null,
  from_on date not null,
  to_on date not null,
  visit_kinds text[] not null,
  seed text not null,
  seed_source text not null,
  remark text,
  state text not null,
  state_reason text,
  drawn_by uuid not null,
  drawn_at timestamptz not null,
  finished_at timestamptz,
  revision int not null default 1,
  changed_by uuid not null,
  constraint draws_pk primary key (county_id, id),
  constraint draws_kind check (kind in ('callback', 'check')),
  constraint draws_days check (to_on >= from_on),
  constraint draws_state check (state in ('open', 'finished', 'abandoned'))
);
create index draws_by_time on app.draws (county_id, drawn_at desc, id desc);
select app.distribute('app.draws');
select app.protect('app.draws', 'county');

-- All that could be drawn at a station, as it was on that day, in ascending order of their ids.
create table app.draw_frames (
  county_id int not null,
  draw_id uuid not null,
  station_id int not null,
  size int not null,
  visit_ids uuid[] not null,
  hash text not null,
  changed_by uuid not null,
  constraint draw_frames_pk primary key (county_id, draw_id, station_id),
  constraint draw_frames_draw foreign key (county_id, draw_id) references app.draws (county_id, id),
  constraint draw_frames_size check (size > 0)
);
select app.distribute('app.draw_frames');
select app.protect('app.draw_frames', 'station', 'select, insert');

-- Who was drawn, in the drawn order; `replaces` is the place of one that could not be reached.
create table app.draw_items (
  county_id int not null,
  draw_id uuid not null,
  station_id int not null,
  place int not null,
  id uuid not null,
  visit_id uuid not null,
  replaces int,
  result jsonb,
  entered_by uuid,
  entered_at timestamptz,
  history jsonb not null default '[]',
  revision int not null default 1,
  changed_by uuid not null,
  constraint draw_items_pk primary key (county_id, draw_id, station_id, place),
  constraint draw_items_id unique (county_id, id),
  constraint draw_items_visit_once unique (county_id, draw_id, visit_id),
  constraint draw_items_draw foreign key (county_id, draw_id) references app.draws (county_id, id),
  constraint draw_items_visit foreign key (county_id, visit_id) references app.visits (county_id, id)
);
select app.distribute('app.draw_items');
select app.protect('app.draw_items', 'station');
