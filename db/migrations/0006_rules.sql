-- A station that takes part for a part of the term: from and to these days; null is the contract's own day (K1–K6c, decision 0010).
set local citus.multi_shard_modify_mode = 'sequential';

alter table app.contract_stations add column joined_on date;
alter table app.contract_stations add column left_on date;
alter table app.contract_stations add constraint contract_stations_days check (left_on >= joined_on);
