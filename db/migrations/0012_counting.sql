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

-- As before (0001), at two thirds of the cost: one statement sets two settings, and the answer is written as the text it is sent as.
-- Ended roles, closed accounts and idle sessions stop at the very next request, so every request pays for this.
drop function app.enter(int, bytea, timestamptz);
create function app.enter(county int, token bytea, at timestamptz) returns text language plpgsql as $f$
declare found_session record; roles text; rows_of int[]; whole boolean; today date := (at at time zone 'Asia/Shanghai')::date;
begin
  execute 'set local app.county = ' || county;
  select s.account_id, s.pending, s.place, s.seen_at, a.name into found_session
    from app.sessions s join app.accounts a on a.county_id = county and a.id = s.account_id
    where s.county_id = county and s.token_hash = token and s.ended_at is null and s.ends_at > at
      and s.seen_at + make_interval(secs => s.idle_seconds) > at and a.closed_at is null;
  if not found then return null; end if;
  if not found_session.pending then
    select string_agg('{"role":' || to_json(g.role) || ',"station":' || coalesce(g.station_id::text, 'null') || '}', ',' order by g.role, g.station_id),
      array_agg(g.station_id) filter (where g.station_id is not null),
      bool_or(g.station_id is null and g.role in ('county_officer', 'project_manager', 'evaluator'))
      into roles, rows_of, whole
      from app.role_grants g
      where g.county_id = county and g.account_id = found_session.account_id and g.from_on <= today and (g.to_on is null or g.to_on >= today);
    if whole then
      select array_agg(st.station_id order by st.station_id) into rows_of from app.stations st where st.county_id = county;
    end if;
  end if;
  execute format('set local app.actor = %L; set local app.stations = %L', found_session.account_id, coalesce(rows_of, '{}'));
  return '{"county":' || county || ',"account":"' || found_session.account_id || '","name":' || to_json(found_session.name)
    || ',"grants":[' || coalesce(roles, '') || '],"stations":[' || coalesce(array_to_string(rows_of, ','), '') || '],"pending":'
    || found_session.pending || ',"place":' || to_json(found_session.place) || ',"seen_at":' || to_json(found_session.seen_at) || '}';
end $f$;
