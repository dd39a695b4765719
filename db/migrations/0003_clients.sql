-- Module clients: the people served, their households, categories, consents, who is responsible, and rosters as they are imported.
set local citus.multi_shard_modify_mode = 'sequential';

create table app.households (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  village_code text,
  number text,
  size int,
  revision int not null default 1,
  changed_by uuid not null,
  constraint households_pk primary key (county_id, id)
);
create index households_by_number on app.households (county_id, station_id, number) where number is not null;
select app.distribute('app.households');
select app.protect('app.households', 'station');

-- What is rarely read and never searched (registered address, card numbers, health, notes …) is sealed together in more_sealed.
create table app.residents (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  household_id uuid not null,
  relation text,
  village_code text,
  village_group text,
  name text not null,
  name_key text not null,
  sex text not null,
  born_on date,
  identity_kind text not null,
  identity_reason text,
  identity_sealed bytea,
  identity_index bytea,
  twin_key text,
  ethnic text,
  marital text,
  education text,
  disability_kind text,
  disability_grade text,
  phone_sealed bytea,
  phone_index bytea,
  address_sealed bytea,
  contact_name text,
  contact_relation text,
  contact_phone_sealed bytea,
  guardian_name text,
  guardian_relation text,
  guardian_phone_sealed bytea,
  more_sealed bytea,
  worker_id uuid,
  file_state text not null default 'none',
  file_no text,
  filed_on date,
  file_closed_on date,
  file_closed_reason text,
  source text not null,
  state text not null default 'active',
  state_on date,
  state_reason text,
  merged_into uuid,
  distinct_from uuid[] not null default '{}',
  batch_id uuid,
  revision int not null default 1,
  changed_by uuid not null,
  constraint residents_pk primary key (county_id, id),
  constraint residents_household foreign key (county_id, household_id) references app.households (county_id, id),
  constraint residents_identity_kind check (identity_kind in ('resident_id', 'birth_certificate', 'none', 'other')),
  constraint residents_file_state check (file_state in ('none', 'open', 'complete', 'closed')),
  constraint residents_state check (state in ('active', 'moved', 'died', 'closed', 'merged'))
);
-- One person, one row in a county: a number belongs to one living row, whichever station it is at.
create unique index residents_identity on app.residents (county_id, identity_index) where state <> 'merged' and identity_index is not null;
create unique index residents_file_no on app.residents (county_id, file_no) where file_no is not null;
create index residents_by_name on app.residents (county_id, name_key, id);
create index residents_by_station on app.residents (county_id, station_id, name_key, id);
create index residents_by_worker on app.residents (county_id, worker_id, station_id);
create index residents_by_twin on app.residents (county_id, twin_key) where twin_key is not null;
create index residents_by_phone on app.residents (county_id, phone_index) where phone_index is not null;
create index residents_by_merged on app.residents (county_id, merged_into) where merged_into is not null;
create index residents_by_household on app.residents (county_id, household_id);
create index residents_by_change on app.residents (county_id, changed_by);
select app.distribute('app.residents');
select app.protect('app.residents', 'station');

-- Search keys (single characters, pairs, pinyin initials, blind last digits): equality is leakproof, so row security leaves the index in use.
create table app.resident_keys (
  county_id int not null,
  station_id int not null,
  key text not null,
  resident_id uuid not null,
  constraint resident_keys_pk primary key (county_id, key, station_id, resident_id)
);
create index resident_keys_by_resident on app.resident_keys (county_id, resident_id);
select app.distribute('app.resident_keys');
select app.protect('app.resident_keys', 'station', 'select, insert, delete');

create table app.resident_categories (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  resident_id uuid not null,
  category text not null,
  basis text,
  document_no text,
  from_on date,
  to_on date,
  ended_reason text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint resident_categories_pk primary key (county_id, id),
  constraint resident_categories_resident foreign key (county_id, resident_id) references app.residents (county_id, id),
  constraint resident_categories_days check (to_on is null or from_on is null or to_on >= from_on)
);
create index resident_categories_by_resident on app.resident_categories (county_id, resident_id);
create unique index resident_categories_current on app.resident_categories (county_id, resident_id, category) where to_on is null;
create index resident_categories_by_station on app.resident_categories (county_id, station_id, category, resident_id);
select app.distribute('app.resident_categories');
select app.protect('app.resident_categories', 'station');

create table app.assignments (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  resident_id uuid not null,
  worker_id uuid not null,
  from_on date not null,
  to_on date,
  revision int not null default 1,
  changed_by uuid not null,
  constraint assignments_pk primary key (county_id, id),
  constraint assignments_resident foreign key (county_id, resident_id) references app.residents (county_id, id),
  constraint assignments_worker foreign key (county_id, worker_id) references app.staff (county_id, id)
);
create index assignments_by_resident on app.assignments (county_id, resident_id);
create index assignments_by_worker on app.assignments (county_id, worker_id, resident_id);
select app.distribute('app.assignments');
select app.protect('app.assignments', 'station');

-- The last number given in a series of file numbers (QZ-HM-D2026 …); a series belongs to the county.
create table app.file_numbers (
  county_id int not null,
  series text not null,
  last int not null,
  constraint file_numbers_pk primary key (county_id, series)
);
select app.distribute('app.file_numbers');
select app.protect('app.file_numbers', 'county');

create table app.consents (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  resident_id uuid not null,
  purposes text[] not null,
  way text not null,
  text_version text not null,
  signed_by text not null,
  signer_relation text,
  given_on date not null,
  withdrawn_on date,
  file_hash text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint consents_pk primary key (county_id, id),
  constraint consents_resident foreign key (county_id, resident_id) references app.residents (county_id, id)
);
create index consents_by_resident on app.consents (county_id, resident_id);
select app.distribute('app.consents');
select app.protect('app.consents', 'station');

create table app.roster_batches (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  file_hash text not null,
  file_name text not null,
  state text not null,
  rows_read int not null default 0,
  rows_done int not null default 0,
  counts jsonb not null default '{}',
  findings jsonb not null default '{}',
  problem text,
  made_by uuid not null,
  made_at timestamptz not null,
  finished_at timestamptz,
  revision int not null default 1,
  changed_by uuid not null,
  constraint roster_batches_pk primary key (county_id, id),
  constraint roster_batches_state check (state in ('reading', 'ready', 'confirming', 'confirmed', 'failed', 'dropped'))
);
create index roster_batches_by_station on app.roster_batches (county_id, station_id, made_at desc);
select app.distribute('app.roster_batches');
select app.protect('app.roster_batches', 'station');

-- A row of a roster as it was read. The person is sealed as a whole; only verdict and reasons are readable without the key.
create table app.roster_rows (
  county_id int not null,
  station_id int not null,
  batch_id uuid not null,
  place int not null,
  sheet text not null,
  row_number int not null,
  verdict text not null,
  decision text,
  person_sealed bytea not null,
  identity_index bytea,
  issues jsonb not null,
  resident_id uuid,
  candidates uuid[] not null default '{}',
  changed_fields text[] not null default '{}',
  constraint roster_rows_pk primary key (county_id, batch_id, place),
  constraint roster_rows_batch foreign key (county_id, batch_id) references app.roster_batches (county_id, id)
);
create index roster_rows_by_verdict on app.roster_rows (county_id, batch_id, verdict, place);
create index roster_rows_by_identity on app.roster_rows (county_id, batch_id, identity_index) where identity_index is not null;
create index roster_rows_undecided on app.roster_rows (county_id, batch_id, place) where decision is null and verdict in ('doubtful', 'wrong');
select app.distribute('app.roster_rows');
select app.protect('app.roster_rows', 'station', 'select, insert, update, delete');
