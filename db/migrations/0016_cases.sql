-- Module cases: casework from intake to follow-up (K3, K3b). What was said in a case stands in app.record_contents on the case's shelf
-- (shelf_id = the case's id); here is only that a case exists, who may reach into it, and what is counted.
set local citus.multi_shard_modify_mode = 'sequential';

-- No word of content. The stage is not stored: it follows from the records there are (src/domain/cases/stages.ts).
create table app.cases (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  case_no text not null,
  resident_id uuid not null,
  worker_id uuid not null,
  reopens_id uuid,
  source text not null,
  problem_types text[] not null,
  urgency text not null,
  opened_on date not null,
  decision text not null,
  halted text,
  halted_on date,
  halted_why text,
  consent_withdrawn_on date,
  close_type text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint cases_pk primary key (county_id, id),
  constraint cases_number unique (county_id, case_no),
  constraint cases_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint cases_resident foreign key (county_id, resident_id) references app.residents (county_id, id),
  constraint cases_worker foreign key (county_id, worker_id) references app.staff (county_id, id),
  constraint cases_before foreign key (county_id, reopens_id) references app.cases (county_id, id),
  constraint cases_urgency check (urgency in ('normal', 'urgent', 'crisis')),
  constraint cases_decision check (decision in ('accepted', 'emergency', 'declined', 'referred')),
  constraint cases_halted check (halted in ('suspended', 'lost') and halted_on is not null or halted is null and halted_on is null)
);
create index cases_by_day on app.cases (county_id, opened_on desc, id desc);
create index cases_by_station on app.cases (county_id, station_id, opened_on desc, id desc);
create index cases_by_worker on app.cases (county_id, worker_id, opened_on desc, id desc);
create index cases_by_resident on app.cases (county_id, resident_id);
select app.distribute('app.cases');
select app.protect('app.cases', 'station');

-- Who reaches into a case, from when until when: its worker, its supervisors, and whoever broke the glass. The head of station needs no row.
-- A row is added and ended, never changed otherwise.
create table app.case_accesses (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  case_id uuid not null,
  account_id uuid not null,
  part text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  reason text,
  given_by uuid not null,
  changed_by uuid not null,
  constraint case_accesses_pk primary key (county_id, id),
  constraint case_accesses_case foreign key (county_id, case_id) references app.cases (county_id, id),
  constraint case_accesses_part check (part in ('worker', 'supervisor', 'glass')),
  constraint case_accesses_glass check (part <> 'glass' or until_at is not null and reason is not null)
);
create index case_accesses_by_account on app.case_accesses (county_id, account_id);
create index case_accesses_by_case on app.case_accesses (county_id, case_id);
create index case_accesses_glasses on app.case_accesses (county_id, from_at desc, id desc) where part = 'glass';
select app.distribute('app.case_accesses');
select app.protect('app.case_accesses', 'station');

-- One row for each session and follow-up: by which way, whether the person was met, when the next one is agreed. A plan and a closing report stand
-- here for the day that was agreed only (no channel, no service). Figures and lists of who is due read it; what was said they cannot.
create table app.case_services (
  county_id int not null,
  record_id uuid not null,
  station_id int not null,
  case_id uuid not null,
  resident_id uuid not null,
  channel text,
  met boolean,
  next_on date,
  changed_by uuid not null,
  constraint case_services_pk primary key (county_id, record_id),
  constraint case_services_record foreign key (county_id, record_id) references app.records (county_id, id),
  constraint case_services_case foreign key (county_id, case_id) references app.cases (county_id, id),
  constraint case_services_way check ((channel is null) = (met is null))
);
create index case_services_by_case on app.case_services (county_id, case_id);
select app.distribute('app.case_services');
select app.protect('app.case_services', 'station');

-- The protocol of a caseload that changed hands.
create table app.case_handovers (
  county_id int not null,
  id uuid not null,
  station_id int not null,
  from_worker_id uuid not null,
  to_worker_id uuid not null,
  handed_on date not null,
  why text not null,
  case_ids uuid[] not null,
  remark text,
  handed_by uuid not null,
  handed_at timestamptz not null,
  changed_by uuid not null,
  constraint case_handovers_pk primary key (county_id, id),
  constraint case_handovers_station foreign key (county_id, station_id) references app.stations (county_id, station_id)
);
create index case_handovers_by_day on app.case_handovers (county_id, handed_on desc, id desc);
select app.distribute('app.case_handovers');
select app.protect('app.case_handovers', 'station', 'select, insert');

-- Opens for the rest of the transaction the shelves this account may reach: cases it has a living access to, and those of the stations it heads.
-- With the rights of whoever asks: a case of another station is not found here, whatever stands in app.case_accesses.
create function app.open_shelves(county int, account uuid, led int[], at_time timestamptz) returns void language plpgsql as $f$
declare shelves uuid[];
begin
  select coalesce(array_agg(x.id), '{}') into shelves from (
    select a.case_id as id from app.case_accesses a
      where a.county_id = county and a.account_id = account and a.from_at <= at_time and (a.until_at is null or a.until_at > at_time)
    union
    select c.id from app.cases c where c.county_id = county and c.station_id = any(led)) x;
  execute format('set local app.shelves = %L', shelves::text);
end $f$;
