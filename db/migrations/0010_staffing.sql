-- Staffing over time (M4, M5, U1): who moved between stations, yearly record checks, examinations prepared for and taken.
set local citus.multi_shard_modify_mode = 'sequential';

-- A move ends one post and begins another on from_on; the row of app.staff always has the present one.
create table app.staff_moves (
  county_id int not null,
  id uuid not null,
  staff_id uuid not null,
  from_on date not null,
  station_before int,
  post_before text not null,
  station_id int,
  post text not null,
  reason text not null,
  revision int not null default 1,
  changed_by uuid,
  constraint staff_moves_pk primary key (county_id, id),
  constraint staff_moves_day unique (county_id, staff_id, from_on),
  constraint staff_moves_staff foreign key (county_id, staff_id) references app.staff (county_id, id),
  constraint staff_moves_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint staff_moves_before foreign key (county_id, station_before) references app.stations (county_id, station_id),
  constraint staff_moves_post check (post in ('resident_worker', 'station_lead', 'project_manager'))
);
select app.distribute('app.staff_moves');
select app.protect('app.staff_moves', 'county');

-- 未成年人保护法 §62: asked before somebody works with minors, and every year after.
create table app.staff_record_checks (
  county_id int not null,
  id uuid not null,
  staff_id uuid not null,
  checked_on date not null,
  clear boolean not null,
  reference text not null,
  revision int not null default 1,
  changed_by uuid,
  constraint staff_record_checks_pk primary key (county_id, id),
  constraint staff_record_checks_staff foreign key (county_id, staff_id) references app.staff (county_id, id)
);
create index staff_record_checks_by_staff on app.staff_record_checks (county_id, staff_id, checked_on);
select app.distribute('app.staff_record_checks');
select app.protect('app.staff_record_checks', 'county');

create table app.staff_exams (
  county_id int not null,
  id uuid not null,
  staff_id uuid not null,
  year int not null,
  level text not null,
  state text not null default 'preparing',
  help text,
  revision int not null default 1,
  changed_by uuid,
  constraint staff_exams_pk primary key (county_id, id),
  constraint staff_exams_once unique (county_id, staff_id, year, level),
  constraint staff_exams_staff foreign key (county_id, staff_id) references app.staff (county_id, id),
  constraint staff_exams_level check (level in ('national_assistant', 'national_social_worker', 'national_senior')),
  constraint staff_exams_state check (state in ('preparing', 'registered', 'passed', 'failed', 'given_up'))
);
select app.distribute('app.staff_exams');
select app.protect('app.staff_exams', 'county');
