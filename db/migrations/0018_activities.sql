-- Module activities: the township's activities of a station (K5, K5b): who came, by name or by count, how people found it, the pictures.
-- Plan and summary are records (0015). Serves K5, K5b, E5.
set local citus.multi_shard_modify_mode = 'sequential';

-- The head of an activity. Its stage follows from the states of its plan and its summary and from the days below; it is not stored.
-- The plan is the record that bears the activity's id.
create table app.activities (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  number text not null,
  name text not null,
  themes text[] not null,
  planned_on date not null,
  planned_start text,
  planned_end text,
  place text not null,
  expected int not null,
  worker_id uuid not null,
  co_worker_ids uuid[] not null default '{}',
  partners text,
  held_on date,
  held_start text,
  held_end text,
  archived_on date,
  cancelled_on date,
  cancelled_because text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint activities_pk primary key (county_id, id),
  constraint activities_number unique (county_id, number),
  constraint activities_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint activities_worker foreign key (county_id, worker_id) references app.staff (county_id, id),
  constraint activities_times check (held_start is null or held_end is null or held_start < held_end),
  constraint activities_one_end check (archived_on is null or cancelled_on is null)
);
create index activities_by_day on app.activities (county_id, planned_on desc, id desc);
create index activities_by_station on app.activities (county_id, station_id, planned_on desc, id desc);
create index activities_by_change on app.activities (county_id, changed_by);
select app.distribute('app.activities');
select app.protect('app.activities', 'station');

-- One row for each who signed, or for a number of people who did not: then `people` is the number and `sheet_hash` the photo it is read from.
-- `person` is who it is, in one word: the resident, or name, village and end of the telephone number; whoever signs twice is one person.
-- Nobody is deleted: a row that was wrong is struck with the reason.
create table app.activity_attendances (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  activity_id uuid not null,
  how text not null,
  resident_id uuid,
  name text,
  person text,
  sex text,
  age_group text,
  village_code text,
  phone_end text,
  people int not null default 1,
  sheet_hash text,
  remark text,
  volunteer boolean not null default false,
  by_other boolean not null default false,
  signed_at timestamptz not null,
  struck_because text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint activity_attendances_pk primary key (county_id, id),
  constraint activity_attendances_activity foreign key (county_id, activity_id) references app.activities (county_id, id),
  constraint activity_attendances_resident foreign key (county_id, resident_id) references app.residents (county_id, id),
  constraint activity_attendances_how check (how in ('qr', 'list', 'count')),
  constraint activity_attendances_who check ((how = 'count') = (person is null) and (how <> 'count' or sheet_hash is not null)),
  constraint activity_attendances_people check (people >= 1 and (how = 'count' or people = 1))
);
create index activity_attendances_by_activity on app.activity_attendances (county_id, activity_id, signed_at, id);
create index activity_attendances_by_resident on app.activity_attendances (county_id, resident_id) where resident_id is not null;
create index activity_attendances_by_change on app.activity_attendances (county_id, changed_by);
select app.distribute('app.activity_attendances');
select app.protect('app.activity_attendances', 'station');

-- Pictures of an activity. Without the consent of those it shows a picture stays inside the house.
create table app.activity_photos (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  activity_id uuid not null,
  hash text not null,
  shows text not null,
  consent text not null,
  caption text,
  removed_because text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint activity_photos_pk primary key (county_id, id),
  constraint activity_photos_activity foreign key (county_id, activity_id) references app.activities (county_id, id),
  constraint activity_photos_shows check (shows in ('whole', 'sign_in', 'scene', 'other')),
  constraint activity_photos_consent check (consent in ('given', 'nobody', 'none'))
);
create index activity_photos_by_activity on app.activity_photos (county_id, activity_id, id);
create index activity_photos_by_change on app.activity_photos (county_id, changed_by);
select app.distribute('app.activity_photos');
select app.protect('app.activity_photos', 'station');

-- What somebody answered to the short questions. Who it was is not kept, and only the day.
create table app.satisfaction_answers (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  subject_kind text not null,
  subject_id uuid not null,
  scores jsonb not null,
  words text,
  how text not null,
  filled_by text,
  answered_on date not null,
  changed_by uuid not null,
  constraint satisfaction_answers_pk primary key (county_id, id),
  constraint satisfaction_answers_subject check (subject_kind in ('activity')),
  constraint satisfaction_answers_how check (how in ('self', 'read_out', 'for_them'))
);
create index satisfaction_answers_by_subject on app.satisfaction_answers (county_id, subject_id, answered_on, id);
create index satisfaction_answers_by_change on app.satisfaction_answers (county_id, changed_by);
select app.distribute('app.satisfaction_answers');
select app.protect('app.satisfaction_answers', 'station', 'select, insert');
