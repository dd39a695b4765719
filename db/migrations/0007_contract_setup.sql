-- Setting up a contract without code: what was changed and why, money, library, deliverables and payment milestones (P1, P2).
set local citus.multi_shard_modify_mode = 'sequential';

-- Grades by share of all points, e.g. 优秀 from 90 percent.
alter table app.contracts add column grades jsonb;

-- Why a station left before the end of the term.
alter table app.contract_stations add column left_reason text;

-- A clause or indicator taken out of a running contract stays, with the time; in a draft it is deleted.
alter table app.clauses add column revision int not null default 1;
alter table app.clauses add column removed_at timestamptz;
alter table app.clauses add column changed_by uuid;
alter table app.indicators add column score jsonb;
alter table app.indicators add column removed_at timestamptz;
grant delete on app.contract_stations, app.clauses, app.indicators to app_user;

-- Every wording a clause had, with who wrote it, when and why.
create table app.clause_versions (
  county_id int not null,
  contract_id uuid not null,
  code text not null,
  revision int not null,
  block text not null,
  title text not null,
  body text not null,
  removed boolean not null default false,
  reason text,
  by_account uuid not null,
  at timestamptz not null,
  changed_by uuid not null,
  constraint clause_versions_pk primary key (county_id, contract_id, code, revision),
  constraint clause_versions_contract foreign key (county_id, contract_id) references app.contracts (county_id, id)
);
select app.distribute('app.clause_versions');
select app.protect('app.clause_versions', 'county', 'select, insert, delete');

-- Every rule an indicator had. A figure names the revision it was computed by.
create table app.indicator_versions (
  county_id int not null,
  indicator_id uuid not null,
  revision int not null,
  contract_id uuid not null,
  clause_code text not null,
  title text not null,
  unit text not null,
  rule jsonb,
  score jsonb,
  removed boolean not null default false,
  reason text,
  by_account uuid not null,
  at timestamptz not null,
  changed_by uuid not null,
  constraint indicator_versions_pk primary key (county_id, indicator_id, revision),
  constraint indicator_versions_contract foreign key (county_id, contract_id) references app.contracts (county_id, id)
);
create index indicator_versions_by_contract on app.indicator_versions (county_id, contract_id);
select app.distribute('app.indicator_versions');
select app.protect('app.indicator_versions', 'county', 'select, insert, delete');

-- Money beside what each station gets; station_id null is for all of them.
create table app.budget_lines (
  county_id int not null,
  contract_id uuid not null,
  place int not null,
  title text not null,
  amount_yuan numeric(14, 2) not null,
  station_id int,
  constraint budget_lines_pk primary key (county_id, contract_id, place),
  constraint budget_lines_contract foreign key (county_id, contract_id) references app.contracts (county_id, id),
  constraint budget_lines_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint budget_lines_amount check (amount_yuan >= 0)
);
select app.distribute('app.budget_lines');
select app.protect('app.budget_lines', 'county', 'select, insert, delete');

-- Indicators the county keeps for its next contract, beside those that come with the product.
create table app.library_indicators (
  county_id int not null,
  id uuid not null,
  title text not null,
  unit text not null,
  note text not null,
  rule jsonb not null,
  score jsonb,
  revision int not null default 1,
  removed_at timestamptz,
  changed_by uuid not null,
  constraint library_indicators_pk primary key (county_id, id)
);
select app.distribute('app.library_indicators');
select app.protect('app.library_indicators', 'county');

-- A document handed in for a clause: it counts when the county has approved it. station_id null is the contract as a whole.
create table app.deliverables (
  county_id int not null,
  id uuid not null,
  contract_id uuid not null,
  clause_code text,
  station_id int,
  kind text not null,
  title text not null,
  pieces int not null,
  delivered_on date not null,
  note text,
  file_hash text not null,
  file_name text not null,
  state text not null,
  author uuid not null,
  handed_in_at timestamptz not null,
  checked_by uuid,
  checked_at timestamptz,
  remark text,
  revision int not null default 1,
  changed_by uuid not null,
  constraint deliverables_pk primary key (county_id, id),
  constraint deliverables_contract foreign key (county_id, contract_id) references app.contracts (county_id, id),
  constraint deliverables_station foreign key (county_id, station_id) references app.stations (county_id, station_id),
  constraint deliverables_pieces check (pieces > 0),
  constraint deliverables_state check (state in ('handed_in', 'approved', 'returned', 'withdrawn'))
);
create index deliverables_by_contract on app.deliverables (county_id, contract_id, delivered_on);
select app.distribute('app.deliverables');
select app.protect('app.deliverables', 'county');

-- What is paid, when it is due and what must be true before. Either an amount or a percentage of the budget.
create table app.milestones (
  county_id int not null,
  id uuid not null,
  contract_id uuid not null,
  place int not null,
  title text not null,
  amount_yuan numeric(14, 2),
  percent numeric(5, 2),
  due_on date,
  conditions jsonb not null,
  paid_on date,
  paid_yuan numeric(14, 2),
  voucher text,
  revision int not null default 1,
  removed_at timestamptz,
  changed_by uuid not null,
  constraint milestones_pk primary key (county_id, id),
  constraint milestones_contract foreign key (county_id, contract_id) references app.contracts (county_id, id),
  constraint milestones_amount check ((amount_yuan is null) <> (percent is null)),
  constraint milestones_paid check ((paid_on is null) = (paid_yuan is null) and (paid_on is null) = (voucher is null))
);
create index milestones_by_contract on app.milestones (county_id, contract_id, place);
select app.distribute('app.milestones');
select app.protect('app.milestones', 'county');

alter table app.files drop constraint files_use;
alter table app.files add constraint files_use check (use in ('photo', 'signature', 'roster', 'document'));
