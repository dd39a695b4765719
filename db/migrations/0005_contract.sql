-- Module contract: the contract as data. A clause has indicators; an indicator is a rule over a measure that code declares (P1, P2, K1–K6c).
set local citus.multi_shard_modify_mode = 'sequential';

-- from_on and to_on are both days of the term: one year from 2026-03-01 ends on 2027-02-28.
create table app.contracts (
  county_id int not null,
  id uuid not null,
  code text not null,
  name text not null,
  purchaser text not null,
  provider text not null,
  signed_on date not null,
  from_on date not null,
  to_on date not null,
  budget_yuan numeric(14, 2) not null,
  state text not null default 'running',
  revision int not null default 1,
  changed_by uuid,
  constraint contracts_pk primary key (county_id, id),
  constraint contracts_code unique (county_id, code),
  constraint contracts_days check (to_on >= from_on),
  constraint contracts_state check (state in ('draft', 'running', 'accepted', 'closed'))
);
select app.distribute('app.contracts');
select app.protect('app.contracts', 'county');

create table app.contract_stations (
  county_id int not null,
  contract_id uuid not null,
  station_id int not null,
  fee_yuan numeric(14, 2) not null,
  operating_yuan numeric(14, 2) not null,
  constraint contract_stations_pk primary key (county_id, contract_id, station_id),
  constraint contract_stations_contract foreign key (county_id, contract_id) references app.contracts (county_id, id),
  constraint contract_stations_station foreign key (county_id, station_id) references app.stations (county_id, station_id)
);
select app.distribute('app.contract_stations');
select app.protect('app.contract_stations', 'county');

create table app.clauses (
  county_id int not null,
  contract_id uuid not null,
  code text not null,
  place int not null,
  block text not null,
  title text not null,
  body text not null,
  constraint clauses_pk primary key (county_id, contract_id, code),
  constraint clauses_contract foreign key (county_id, contract_id) references app.contracts (county_id, id)
);
select app.distribute('app.clauses');
select app.protect('app.clauses', 'county');

-- rule is null while no measure serves the clause yet: shown as 尚未接入, never as zero or done.
create table app.indicators (
  county_id int not null,
  contract_id uuid not null,
  id uuid not null,
  clause_code text not null,
  place int not null,
  title text not null,
  unit text not null,
  rule jsonb,
  revision int not null default 1,
  changed_by uuid,
  constraint indicators_pk primary key (county_id, id),
  constraint indicators_clause foreign key (county_id, contract_id, clause_code) references app.clauses (county_id, contract_id, code)
);
create index indicators_by_contract on app.indicators (county_id, contract_id, place);
select app.distribute('app.indicators');
select app.protect('app.indicators', 'county');
