-- Module groups: group work with its members, sessions and attendances. The forms are records (0015). Serves K4, K4b, K4c.
set local citus.multi_shard_modify_mode = 'sequential';

-- A group from its plan to the archive. Its stage follows from its records, members and sessions; only how it ended is written down.
create table app.groups (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  no text not null,
  name text not null,
  kind text not null,
  openness text not null,
  planned_sessions int not null,
  planned_members int not null,
  from_on date not null,
  to_on date not null,
  place text not null,
  lead_id uuid not null,
  co_worker_ids uuid[] not null default '{}',
  ended text,
  ended_on date,
  ended_reason text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint groups_pk primary key (county_id, id),
  constraint groups_lead foreign key (county_id, lead_id) references app.staff (county_id, id),
  constraint groups_ended check ((ended is null) = (ended_on is null) and (ended is null or ended in ('cancelled', 'archived'))),
  constraint groups_days check (from_on <= to_on)
);
create unique index groups_no on app.groups (county_id, no);
create index groups_by_station on app.groups (county_id, station_id, from_on desc, id desc);
create index groups_by_day on app.groups (county_id, from_on desc, id desc);
create index groups_by_change on app.groups (county_id, changed_by);
select app.distribute('app.groups');
select app.protect('app.groups', 'station');

-- A member is a person on file, or somebody of whom the group knows no more than it needs. Who waits takes no place; a guest came once.
create table app.group_members (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  group_id uuid not null,
  resident_id uuid,
  name text not null,
  sex text,
  born_year int,
  village_code text,
  phone_sealed bytea,
  state text not null,
  guardian jsonb,
  photo_consent text[] not null default '{}',
  health text,
  wish text,
  joined_on date not null,
  left_on date,
  left_reason text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint group_members_pk primary key (county_id, id),
  constraint group_members_group foreign key (county_id, group_id) references app.groups (county_id, id),
  constraint group_members_resident foreign key (county_id, resident_id) references app.residents (county_id, id),
  constraint group_members_state check (state in ('joined', 'waiting', 'guest', 'referred')),
  constraint group_members_left check (left_on is null or left_on >= joined_on)
);
create unique index group_members_once on app.group_members (county_id, group_id, resident_id) where resident_id is not null;
create index group_members_by_group on app.group_members (county_id, group_id, joined_on, id);
create index group_members_by_resident on app.group_members (county_id, resident_id) where resident_id is not null;
create index group_members_by_change on app.group_members (county_id, changed_by);
select app.distribute('app.group_members');
select app.protect('app.group_members', 'station');

-- A session is planned, then held or dropped. `moves` keeps every earlier day with its reason; `record_id` is the record of what happened.
create table app.group_sessions (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  group_id uuid not null,
  no int not null,
  topic text not null,
  goal text not null,
  planned_on date not null,
  started_at text,
  place text,
  moves jsonb not null default '[]',
  state text not null default 'planned',
  held_on date,
  how text,
  counted int,
  paper_hashes text[] not null default '{}',
  dropped_reason text,
  record_id uuid,
  revision int not null default 1,
  changed_by uuid not null,
  constraint group_sessions_pk primary key (county_id, id),
  constraint group_sessions_group foreign key (county_id, group_id) references app.groups (county_id, id),
  constraint group_sessions_state check (state in ('planned', 'held', 'dropped') and (state = 'held') = (held_on is not null))
);
create index group_sessions_by_group on app.group_sessions (county_id, group_id, no, id);
create index group_sessions_by_day on app.group_sessions (county_id, station_id, planned_on);
create index group_sessions_held on app.group_sessions (county_id, station_id, held_on) where state = 'held';
create index group_sessions_by_change on app.group_sessions (county_id, changed_by);
select app.distribute('app.group_sessions');
select app.protect('app.group_sessions', 'station');

-- Who was there: each member at most once per session. The only source of person-times.
create table app.group_attendances (
  county_id int not null,
  session_id uuid not null,
  member_id uuid not null,
  id uuid not null,
  station_id int not null,
  group_id uuid not null,
  status text not null,
  how text not null,
  signed_for boolean not null default false,
  note text,
  recorded_by uuid,
  recorded_at timestamptz not null,
  changed_by uuid not null,
  constraint group_attendances_pk primary key (county_id, session_id, member_id),
  constraint group_attendances_session foreign key (county_id, session_id) references app.group_sessions (county_id, id),
  constraint group_attendances_member foreign key (county_id, member_id) references app.group_members (county_id, id),
  constraint group_attendances_status check (status in ('present', 'late', 'absent', 'excused')),
  constraint group_attendances_how check (how in ('roll', 'qr', 'paper'))
);
create index group_attendances_by_group on app.group_attendances (county_id, group_id, session_id);
create index group_attendances_by_id on app.group_attendances (county_id, id);
create index group_attendances_by_change on app.group_attendances (county_id, changed_by);
select app.distribute('app.group_attendances');
select app.protect('app.group_attendances', 'station');
