// For this module's tests: a measure over app.visits with one evidence row for each worker of a visit, and rows to count.

import type pg from 'pg';
import { demoId } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';

export const HONGMAO = 469030105;
export const YINGGEN = 469030100;
export const person = (word: string): string => demoId(`469030/${word}`);

/** What the module below declares, in its shape: used to test the engine by itself. */
export const homeVisits: Measure = {
  name: 'visits.home_visit',
  title: '入户探访',
  unit: '次',
  clauses: ['K1'],
  attributes: {
    type: { title: '探访类型', kind: 'text', options: { routine: '例行探访', first: '首次探访' } },
    late: { title: '补录', kind: 'flag' },
    workers: { title: '同行社工数', kind: 'number' },
  },
  exclusions: [
    { code: 'telephone', title: '电话问候,不是入户探访', when: sql`e.kind = 'welfare_call'` },
    { code: 'withdrawn', title: '已撤回', when: sql`e.state = 'withdrawn'` },
    { code: 'unapproved', title: '未审核通过', when: sql`e.state <> 'approved'` },
    { code: 'co_worker', title: '双人探访的同访社工', when: sql`e.paired` },
  ],
  evidence: county => sql`select v.id, v.visited_on as occurred_on, v.station_id, w.id as worker_id, v.resident_id as client_id, v.kind, v.type, v.state, v.late,
      1 + cardinality(v.co_worker_ids) as workers, w.id <> v.worker_id as paired
    from app.visits v cross join lateral unnest(array[v.worker_id] || v.co_worker_ids) w(id) where v.county_id = ${county}`,
  opens: '/visits/:id',
};

export type NewVisit = { id?: string; station?: number; worker?: string; co?: string[]; on?: string; kind?: 'home_visit' | 'welfare_call'; state?: string; late?: boolean };

/** One resident a station, whom every test visit of that station visits. */
export const residentOf = (station: number): string => demoId(`contract tests resident ${station}`);

export async function addResidents(owner: pg.Client, county: number, stations: readonly number[]): Promise<void> {
  for (const station of stations) {
    const id = residentOf(station);
    await owner.query('insert into app.households (county_id, id, station_id, village_code, changed_by) values ($1, $2, $3, $4, $2)', [county, id, station, `${station}200`]);
    await owner.query(
      `insert into app.residents (county_id, id, station_id, household_id, village_code, name, name_key, sex, identity_kind, source, changed_by)
       values ($1, $2, $3, $2, $4, '符秀兰', 'key', '2', 'none', 'worker', $2)`,
      [county, id, station, `${station}200`],
    );
  }
}

/** Inserts visits as the tables' owner (row security of the county stays on); answers their ids. */
export async function addVisits(owner: pg.Client, visits: readonly NewVisit[], county = 469030): Promise<string[]> {
  const ids: string[] = [];
  for (const v of visits) {
    const [id, kind, station] = [v.id ?? newId(), v.kind ?? 'home_visit', v.station ?? HONGMAO];
    await owner.query(
      `insert into app.visits (county_id, id, station_id, resident_id, kind, type, outcome, visited_on, worker_id, co_worker_ids, content, recorded_at, received_at, late, written_by, state, changed_by)
       values ($1, $2, $3, $4, $5, $6, 'success', $7, $8, $9, '{}', now(), now(), $10, $8, $11, $2)`,
      [county, id, station, residentOf(station), kind, kind === 'home_visit' ? 'routine' : null, v.on ?? '2026-06-01', v.worker ?? person('hongmao.1'), v.co ?? [], v.late ?? false, v.state ?? 'approved'],
    );
    ids.push(id);
  }
  return ids;
}
