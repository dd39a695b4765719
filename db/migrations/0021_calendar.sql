-- Module calendar: what a station has planned beside its records, and private links by which a calendar program reads along.
set local citus.multi_shard_modify_mode = 'sequential';

create table app.calendar_entries (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  title text not null,
  day date not null,
  started_at text,
  ended_at text,
  place text,
  worker_ids uuid[] not null,
  written_by uuid not null,
  state text not null default 'planned',
  revision int not null default 1,
  changed_by uuid not null,
  constraint calendar_entries_pk primary key (county_id, id),
  constraint calendar_entries_state check (state in ('planned', 'withdrawn')),
  constraint calendar_entries_times check (started_at is null or ended_at is null or started_at <= ended_at)
);
create index calendar_entries_by_day on app.calendar_entries (county_id, station_id, day);
select app.distribute('app.calendar_entries');
select app.protect('app.calendar_entries', 'station');

-- A private link is a session of its own kind: it opens the feed and nothing else, and ends as sessions end.
alter table app.sessions drop constraint sessions_place;
alter table app.sessions add constraint sessions_place check (place in ('office', 'field', 'feed'));
