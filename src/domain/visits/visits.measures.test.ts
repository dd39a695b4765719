// What counts: one evidence row for each visit and worker, with the reason why a row is not counted.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { q, sql } from '#server/database/tables.ts';
import { enterAs, inTransaction, Tx } from '#server/database/tx.ts';
import { visitsOfEverySort } from './testing.sorts.ts';
import { elder, HONGMAO, visitWorld, type World, worker, YINGGEN } from './testing.ts';
import { measures } from './visits.measures.ts';

let world: World;
let server: World['server'];
let visited: Record<string, string>;
beforeAll(async () => {
  world = await visitWorld(org);
  ({ server } = world);
  visited = await visitsOfEverySort(world);
});
afterAll(() => server?.stop());

/** The evidence of a measure as a person's rows of it, each with the first exclusion that holds. */
async function evidence(
  name: string,
  stations: number[],
  county = 469030,
  everywhere: string[] = [],
  inPieces = false,
): Promise<{ id: string; worker: string; part: string; why: string | null; facts: Record<string, unknown> }[]> {
  const measure = measures.find(m => m.name === name)!;
  const asked = new Set(everywhere);
  const pieces = measure.pieces!(county, '2026-11-23', asked).map(p => p.rows);
  const rowsOf = inPieces ? sql.join(pieces, sql` union all `) : measure.evidence(county, '2026-11-23', asked);
  const steps = measure.exclusions.map(x => sql`when ${x.when} then ${sql.lit(x.code)}`);
  const columns = Object.keys(measure.attributes).map(a => sql.ref(`e.${a}`));
  const rows = await inTransaction(
    server.house.pool,
    'read',
    client => enterAs(client, { county, stations }),
    client => {
      const tx = new Tx(client, { county, account: worker('minzheng'), name: '', grants: [], stations }, new Date(), null);
      return tx.all(
        sql<
          Record<string, unknown>
        >`select e.id, e.worker_id, e.occurred_on, e.client_id, e.station_id, case ${sql.join(steps, sql` `)} end as why, ${sql.join(columns)} from (${rowsOf}) e`.compile(
          q,
        ),
      );
    },
  );
  return rows.map(({ id, worker_id, part, why, ...facts }) => ({
    id: String(id),
    worker: String(worker_id),
    part: String(part),
    why: why === null ? null : String(why),
    facts,
  }));
}
const ALL = [HONGMAO, YINGGEN];

describe('what counts', () => {
  it('one row for each visit and worker, with the reason why not', async () => {
    const rows = await evidence('visits.home_visit', ALL);
    const why = (name: string) =>
      rows
        .filter(r => r.id === visited[name])
        .map(r => [r.part, r.why])
        .sort();
    expect(why('paired')).toEqual([
      ['co', 'co_worker'],
      ['co', 'co_worker'],
      ['lead', null],
    ]);
    expect(new Set(rows.filter(r => r.id === visited.paired).map(r => r.worker))).toEqual(
      new Set(['hongmao.1', 'hongmao.2', 'hongmao.zhanzhang'].map(worker)),
    );
    expect(why('late')).toEqual([['lead', null]]);
    expect(why('nobody')).toEqual([['lead', null]]);
    expect(why('returned')).toEqual([['lead', 'returned']]);
    expect(why('withdrawn')).toEqual([['lead', 'withdrawn']]);
    expect(why('call')).toEqual([['lead', 'telephone']]);
    expect(why('secret')).toEqual([['lead', 'submitted']]);
    expect(rows).toHaveLength(9);
  });
  it('the facts a rule may ask for', async () => {
    const rows = await evidence('visits.home_visit', ALL);
    expect(rows.find(r => r.id === visited.paired)!.facts).toMatchObject({
      occurred_on: '2026-11-20',
      station_id: HONGMAO,
      client_id: elder,
      kind: 'home_visit',
      type: 'routine',
      outcome: 'success',
      state: 'approved',
      late: false,
      month: '2026-11',
      minutes: 40,
      people: 1,
      photos: 1,
      priority: true,
      categories: ['dibao_recipient', 'lives_alone'],
      household: elder,
    });
    expect(rows.find(r => r.id === visited.secret)!.facts).toMatchObject({ priority: false, categories: [], minutes: null });
    expect(rows.find(r => r.id === visited.nobody)!.facts).toMatchObject({ outcome: 'nobody' });
  });
  it('the same whether they are asked of the rows that are shown or of every row', async () => {
    const known = (rows: Awaited<ReturnType<typeof evidence>>) => rows.map(r => `${r.id} ${r.worker} ${r.facts.priority}`).sort();
    const joined = known(await evidence('visits.home_visit', ALL, 469030, ['priority']));
    expect(joined).toEqual(known(await evidence('visits.home_visit', ALL)));
    expect(joined.some(k => k.endsWith('true'))).toBe(true);
  });
  it('the same whole and in pieces', async () => {
    const known = (rows: Awaited<ReturnType<typeof evidence>>) => rows.map(r => JSON.stringify(r)).sort();
    for (const { name } of measures)
      expect(known(await evidence(name, ALL, 469030, [], true))).toEqual(known(await evidence(name, ALL)));
  });
  it('telephone greetings by themselves', async () => {
    expect((await evidence('visits.welfare_call', ALL)).map(r => [r.id, r.why])).toEqual([[visited.call, null]]);
  });
  it('row security holds for evidence too', async () => {
    const own = await evidence('visits.home_visit', [YINGGEN]);
    expect(own.map(r => r.id)).toEqual([visited.secret]);
    expect(await evidence('visits.home_visit', [])).toEqual([]);
    expect(await evidence('visits.home_visit', ALL, 469098)).toEqual([]);
  });
});
