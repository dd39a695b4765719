-- Counting a year of a county (K1) reads an index of what rows have in common and nothing else: without ids its equal entries are kept
-- once, an eighth of the size. Lists, which need the id, read the index of a station's visits, that now carries what they judge by.
drop index app.visits_counted;
create index visits_counted on app.visits (county_id, station_id, visited_on, worker_id, kind, state, outcome, late);
drop index app.visits_by_station;
create index visits_by_station on app.visits (county_id, station_id, visited_on desc, id desc) include (worker_id, kind, state, outcome, late);
-- An index answers alone only where the table is known to be tidy: not after every fifth row, but after every fiftieth.
alter table app.visits set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
-- Service files, which are counted by the day they were opened (K2).
create index residents_filed on app.residents (county_id, station_id, filed_on) include (id, worker_id, file_state, merged_into)
  where filed_on is not null;
