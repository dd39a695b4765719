// Counting compared with a second, plain one: generated evidence and generated rules, through HTTP. Every figure is the sum over its
// list, every row is counted or left out for its first reason, and nothing is lost between them.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundDemoCounty } from '#domain/org/people.demo.ts';
import { addDays } from '#kernel/dates.ts';
import { sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contract as contractModule } from './index.ts';
import type { Filter, Rule } from './rule.ts';
import { HONGMAO, person, YINGGEN } from './testing.ts';

type Row = {
  id: string;
  occurred_on: string;
  station_id: number;
  worker_id: string | null;
  client_id: string | null;
  kind: string;
  minutes: number | null;
  tags: string[];
  late: boolean;
};

let evidence: readonly Row[] = [];
const measure: Measure = {
  name: 'tests.contact',
  title: '接触',
  unit: '次',
  clauses: [],
  attributes: {
    kind: { title: '方式', kind: 'text', options: { visit: '入户', call: '电话', letter: '信函' } },
    minutes: { title: '分钟', kind: 'number' },
    tags: { title: '类别', kind: 'list' },
    late: { title: '补录', kind: 'flag' },
  },
  exclusions: [
    { code: 'telephone', title: '电话', when: sql`e.kind = 'call'` },
    { code: 'late', title: '补录', when: sql`e.late` },
  ],
  evidence: () =>
    sql`select * from jsonb_to_recordset(${JSON.stringify(evidence)}::jsonb)
      as x(id uuid, occurred_on date, station_id int, worker_id uuid, client_id uuid, kind text, minutes int, tags text[], late boolean)`,
  opens: '/contacts/:id',
};

// 红毛 and 营根 are in the contract, 湾岭 is not. One worker left, one came late.
const OUTSIDE = 469030101;
const TERM = { from: '2026-03-01', to: '2027-02-28' };
const posts: Record<string, { station: number; from: string; to: string }> = {
  [person('hongmao.zhanzhang')]: { station: HONGMAO, ...TERM },
  [person('hongmao.1')]: { station: HONGMAO, ...TERM },
  [person('hongmao.2')]: { station: HONGMAO, from: TERM.from, to: '2026-07-31' },
  [person('yinggen.zhanzhang')]: { station: YINGGEN, ...TERM },
  [person('yinggen.1')]: { station: YINGGEN, from: '2026-10-15', to: TERM.to },
  [person('yinggen.2')]: { station: YINGGEN, ...TERM },
};
const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const rowOf = fc.record({
  n: fc.integer({ min: 0, max: 30 }),
  occurred_on: fc.oneof(fc.integer({ min: -40, max: 420 }), fc.constantFrom(0, 364, 365, -1)).map(d => addDays(TERM.from, d)),
  station_id: fc.constantFrom(HONGMAO, HONGMAO, YINGGEN, YINGGEN, OUTSIDE),
  worker_id: fc.constantFrom(...Object.keys(posts), person('wanling.1'), null),
  client_id: fc.option(fc.integer({ min: 100, max: 104 }).map(uuid), { freq: 5 }),
  kind: fc.constantFrom('visit', 'visit', 'visit', 'call', 'letter'),
  minutes: fc.option(fc.integer({ min: 0, max: 90 }), { freq: 5 }),
  tags: fc.subarray(['elder', 'child', 'poor']),
  late: fc.boolean(),
});
// One row for each record and worker, as a measure promises.
const rowsOf = fc
  .uniqueArray(rowOf, { maxLength: 40, selector: r => `${r.n} ${r.worker_id}` })
  .map(rows => rows.map(({ n, ...r }): Row => ({ id: uuid(n), ...r })));
const filterOf: fc.Arbitrary<Filter> = fc.oneof(
  fc.subarray(['visit', 'call', 'letter'], { minLength: 1 }).map((values): Filter => ({ is: 'in', attribute: 'kind', values })),
  fc
    .subarray(['elder', 'child', 'poor', 'none'], { minLength: 1 })
    .map((values): Filter => ({ is: 'in', attribute: 'tags', values })),
  fc.boolean().map((value): Filter => ({ is: 'flag', attribute: 'late', value })),
  fc.integer({ min: 0, max: 90 }).map((value): Filter => ({ is: 'at_least', attribute: 'minutes', value })),
  fc.integer({ min: 0, max: 90 }).map((value): Filter => ({ is: 'at_most', attribute: 'minutes', value })),
);
const ruleOf: fc.Arbitrary<Rule> = fc.record({
  version: fc.constant(1),
  measure: fc.constant(measure.name),
  unit: fc.constantFrom('project', 'station', 'worker'),
  count: fc.constantFrom(
    { how: 'rows' },
    { how: 'distinct', of: 'client_id' },
    { how: 'distinct', of: 'kind' },
    { how: 'sum', of: 'minutes' },
  ),
  where: fc.array(filterOf, { maxLength: 2 }),
  without: fc.subarray(['telephone', 'late']),
  window: fc.constant({ kind: 'term' }),
  threshold: fc.record({ at: fc.constant('least'), value: fc.integer({ min: 1, max: 30 }) }),
  options: fc.record({ prorate: fc.boolean() }),
}) as fc.Arbitrary<Rule>;

function holdsFor(filter: Filter, row: Row): boolean {
  if (filter.is === 'in')
    return filter.attribute === 'tags' ? row.tags.some(t => filter.values.includes(t)) : filter.values.includes(row.kind);
  if (filter.is === 'not_in') return !holdsFor({ ...filter, is: 'in' }, row);
  if (filter.is === 'flag') return row.late === filter.value;
  if (row.minutes === null) return false;
  return filter.is === 'at_least' ? row.minutes >= Number(filter.value) : row.minutes <= Number(filter.value);
}

/** The reason of each row, one row after the other; `counted` when there is none. */
function judged(rule: Rule, rows: readonly Row[]): Map<Row, string> {
  const seen = new Set<string>();
  const inOrder = [...rows].sort((a, b) =>
    `${a.occurred_on} ${a.id} ${a.worker_id ?? '~'}` < `${b.occurred_on} ${b.id} ${b.worker_id ?? '~'}` ? -1 : 1,
  );
  const reasonOf = (row: Row): string => {
    if (row.occurred_on < TERM.from || row.occurred_on > TERM.to) return 'outside_term';
    if (row.kind === 'call' && !rule.without.includes('telephone')) return 'telephone';
    if (row.late && !rule.without.includes('late')) return 'late';
    const broken = rule.where.findIndex(f => !holdsFor(f, row));
    if (broken >= 0) return `where_${broken + 1}`;
    const post = row.worker_id === null ? undefined : posts[row.worker_id];
    if (rule.unit === 'worker' && (!post || row.occurred_on < post.from || row.occurred_on > post.to)) return 'not_in_post';
    if (row.station_id === OUTSIDE) return 'outside_stations';
    if (rule.count.how !== 'distinct') return 'counted';
    const who = rule.count.of === 'client_id' ? row.client_id : row.kind;
    if (who === null) return 'unnamed';
    const key = `${rule.unit === 'worker' ? row.worker_id : rule.unit === 'station' ? row.station_id : ''} ${who}`;
    if (seen.has(key)) return 'repeated';
    seen.add(key);
    return 'counted';
  };
  return new Map(inOrder.map(row => [row, reasonOf(row)]));
}
const amountOf = (rule: Rule, row: Row): number => (rule.count.how === 'sum' ? (row.minutes ?? 0) : 1);

let server: TestServer;
let officer: Person;
let indicator: { id: string; revision: number };

beforeAll(async () => {
  server = await testServer([contractModule([measure])], async ({ house }) => foundDemoCounty(house, '2026-03-01'));
  server.setTime('2026-11-23T02:00:00Z');
  officer = await server.as(person('minzheng'));
  const owner = await server.owner(469030);
  await owner.query("update app.staff set left_on = '2026-07-31' where county_id = 469030 and id = $1", [person('hongmao.2')]);
  await owner.query("update app.staff set entered_on = '2026-10-15' where county_id = 469030 and id = $1", [person('yinggen.1')]);
  await owner.end();
  const opening = demoOpening('2026-03-01');
  const clauses = opening.clauses.map(c => ({ ...c, indicators: [] }));
  const sent = await officer.send(contract.open, {
    ...opening,
    stations: opening.stations.filter(s => s.station === HONGMAO || s.station === YINGGEN),
    clauses,
  });
  expect(sent.status).toBe(200);
  indicator = { id: DEMO_CONTRACT, revision: 0 };
});
afterAll(() => server?.stop());

async function everyRow(reason: string, cell: { station?: number; worker?: string }): Promise<{ key: string; amount: number }[]> {
  const found: { key: string; amount: number }[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = (
      await officer.read(contract.evidence, { id: indicator.id, reason, limit: 7, ...(cursor && { cursor }), ...cell })
    ).body;
    for (const r of page.rows) found.push({ key: `${r.record} ${r.worker}`, amount: r.amount });
    if (page.next === null) return found;
    cursor = page.next;
  }
}
const keysOf = (rows: readonly Row[]): string[] => rows.map(r => `${r.id} ${r.worker_id}`).sort();

describe('counts', () => {
  it('K1: as the plain second implementation does, by cell and reason, figure and list', async () => {
    await fc.assert(
      fc.asyncProperty(
        ruleOf,
        rowsOf,
        fc.constantFrom<{ station?: number; worker?: string }>(
          {},
          { station: HONGMAO },
          { station: YINGGEN },
          { worker: person('hongmao.2') },
          { worker: person('yinggen.1') },
        ),
        async (some, rows, cell) => {
          const rule: Rule = some.unit === 'worker' ? some : { ...some, options: { prorate: false } };
          evidence = rows;
          const saved = await officer.send(contract.setIndicator, {
            id: indicator.id,
            contract: DEMO_CONTRACT,
            clause: 'K1',
            title: '试',
            unit: '次',
            rule,
            revision: indicator.revision,
          });
          indicator.revision = saved.body.revision;
          const reasons = judged(rule, rows);
          const own = rows.filter(r =>
            cell.worker ? r.worker_id === cell.worker : cell.station ? r.station_id === cell.station : true,
          );
          const why = (await officer.read(contract.figure, { id: indicator.id, ...cell })).body;
          const counted = own.filter(r => reasons.get(r) === 'counted');
          expect(why.figure.done).toBe(counted.reduce((n, r) => n + amountOf(rule, r), 0));
          expect(why.rows).toBe(counted.length);
          expect(why.records).toBe(new Set(counted.map(r => r.id)).size);
          expect(why.looked_at).toBe(own.length);
          expect(why.figure.left_out).toBe(own.length - counted.length);
          const list = await everyRow('counted', cell);
          expect(list.map(r => r.key).sort()).toEqual(keysOf(counted));
          expect(list.reduce((n, r) => n + r.amount, 0)).toBe(why.figure.done);
          for (const reason of why.reasons) {
            const left = own.filter(r => reasons.get(r) === reason.code);
            expect(reason.rows).toBe(left.length);
            expect((await everyRow(reason.code, cell)).map(r => r.key).sort()).toEqual(keysOf(left));
          }
          expect(why.reasons.reduce((n, r) => n + r.rows, 0) + why.rows).toBe(own.length);
          const standing = (await officer.read(contract.standing, { id: DEMO_CONTRACT })).body.clauses.find(c => c.code === 'K1')!
            .indicators[0]!;
          const inStanding = cell.worker
            ? standing.stations.flatMap(s => s.workers).find(w => w.worker === cell.worker)
            : cell.station
              ? standing.stations.find(s => s.station === cell.station)
              : standing.project;
          if (inStanding)
            expect(inStanding).toMatchObject({
              done: why.figure.done,
              needed: why.figure.needed,
              status: why.figure.status,
              say: why.figure.say,
            });
          else expect(rule.unit === 'project' || cell.worker !== undefined).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
