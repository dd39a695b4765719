-- Module worktime: working time that no other record tells of (help with administration, ways, meetings). Serves M2.
set local citus.multi_shard_modify_mode = 'sequential';

create table app.work_entries (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  worker_id uuid not null,
  day date not null,
  work text not null,
  minutes int not null,
  what text not null,
  asked_by text,
  written_by uuid not null,
  state text not null default 'recorded',
  revision int not null default 1,
  changed_by uuid not null,
  constraint work_entries_pk primary key (county_id, id),
  constraint work_entries_worker foreign key (county_id, worker_id) references app.staff (county_id, id),
  constraint work_entries_work check (work in ('professional', 'supervision', 'training', 'admin', 'travel', 'other')),
  constraint work_entries_minutes check (minutes > 0 and minutes <= 1440),
  constraint work_entries_state check (state in ('recorded', 'withdrawn'))
);
create index work_entries_by_day on app.work_entries (county_id, station_id, day, worker_id);
select app.distribute('app.work_entries');
select app.protect('app.work_entries', 'station');
