-- A contract keeps why it was changed; a draft can be given up and is kept; a station that left can come again.
set local citus.multi_shard_modify_mode = 'sequential';

alter table app.contracts drop constraint contracts_state;
alter table app.contracts
  add constraint contracts_state check (state in ('draft', 'running', 'accepted', 'closed', 'discarded'));
-- The code of a draft that was given up is free again.
alter table app.contracts drop constraint contracts_code;
create unique index contracts_code on app.contracts (county_id, code) where state <> 'discarded';

-- What was done to a contract as a whole: head, stations, money, order, payments. Clauses and indicators keep their own versions.
create table app.contract_changes (
  county_id int not null,
  id uuid not null,
  contract_id uuid not null,
  what text not null,
  reason text,
  by_account uuid not null,
  at timestamptz not null,
  changed_by uuid,
  constraint contract_changes_pk primary key (county_id, id),
  constraint contract_changes_contract foreign key (county_id, contract_id) references app.contracts (county_id, id)
);
create index contract_changes_by_contract on app.contract_changes (county_id, contract_id, at);
select app.distribute('app.contract_changes');
select app.protect('app.contract_changes', 'county');

-- Days between leaving and coming again, both included: what a station did on them does not count.
create table app.contract_station_gaps (
  county_id int not null,
  contract_id uuid not null,
  station_id int not null,
  from_on date not null,
  to_on date not null,
  reason text,
  constraint contract_station_gaps_pk primary key (county_id, contract_id, station_id, from_on),
  constraint contract_station_gaps_days check (to_on >= from_on),
  constraint contract_station_gaps_station foreign key (county_id, contract_id, station_id)
    references app.contract_stations (county_id, contract_id, station_id)
);
select app.distribute('app.contract_station_gaps');
select app.protect('app.contract_station_gaps', 'county');
