-- Module org: villages of the townships, and the people who work, with what M4, M5 and policy §3.5 ask to know of them.
set local citus.multi_shard_modify_mode = 'sequential';

create table app.villages (
  county_id int not null,
  village_code text not null,
  name text not null,
  kind text not null,
  station_id int not null,
  constraint villages_pk primary key (county_id, village_code),
  constraint villages_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint villages_kind check (kind in ('village', 'community'))
);
select app.distribute('app.villages');
select app.protect('app.villages', 'county');

-- Staff share their id with their account, if they have one. station_id is null for the project manager.
create table app.staff (
  county_id int not null,
  id uuid not null,
  station_id int,
  post text not null,
  name text not null,
  sex text not null,
  born_on date not null,
  identity_sealed bytea,
  identity_index bytea,
  phone_sealed bytea,
  education text not null,
  major text not null,
  local_household boolean not null default false,
  entered_on date not null,
  left_on date,
  record_checked_on date,
  notes text,
  revision int not null default 1,
  changed_by uuid,
  constraint staff_pk primary key (county_id, id),
  constraint staff_identity unique (county_id, identity_index),
  constraint staff_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint staff_post check (post in ('resident_worker', 'station_lead', 'project_manager')),
  constraint staff_days check (left_on is null or left_on >= entered_on)
);
create index staff_by_station on app.staff (county_id, station_id);
select app.distribute('app.staff');
select app.protect('app.staff', 'county');

create table app.staff_certificates (
  county_id int not null,
  id uuid not null,
  staff_id uuid not null,
  kind text not null,
  number text,
  issued_on date not null,
  registered_until date,
  revision int not null default 1,
  changed_by uuid,
  constraint staff_certificates_pk primary key (county_id, id),
  constraint staff_certificates_staff foreign key (county_id, staff_id) references app.staff (county_id, id)
);
create index staff_certificates_by_staff on app.staff_certificates (county_id, staff_id);
select app.distribute('app.staff_certificates');
select app.protect('app.staff_certificates', 'county');

create table app.staff_trainings (
  county_id int not null,
  id uuid not null,
  staff_id uuid not null,
  title text not null,
  organiser text not null,
  organiser_kind text not null,
  hours numeric(6, 1) not null,
  ended_on date not null,
  revision int not null default 1,
  changed_by uuid,
  constraint staff_trainings_pk primary key (county_id, id),
  constraint staff_trainings_staff foreign key (county_id, staff_id) references app.staff (county_id, id),
  constraint staff_trainings_hours check (hours > 0)
);
create index staff_trainings_by_staff on app.staff_trainings (county_id, staff_id);
select app.distribute('app.staff_trainings');
select app.protect('app.staff_trainings', 'county');
