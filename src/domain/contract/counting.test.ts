// Counting compared with a second, plain one (testing.naive.ts): generated evidence and generated rules of every kind, through HTTP.
// Every figure is the sum over its list, every row is counted or left out for its first reason, and nothing is lost between them.

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
import { Rule } from './rule.ts';
import { type PlainRow, type PlainWorld, plainHolds, plainJudged, plainUnits, plainWindows } from './testing.naive.ts';
import { HONGMAO, person, YINGGEN } from './testing.ts';

const rows: Record<'contact' | 'member', PlainRow[]> = { contact: [], member: [] };
const titles = { kind: '方式', minutes: '分钟', tags: '类别', late: '补录' };
const measureOf = (name: 'contact' | 'member', more: Partial<Measure> = {}): Measure => ({
  name: `tests.${name}`,
  title: '接触',
  unit: '次',
  clauses: [],
  attributes: {
    kind: { title: titles.kind, kind: 'text', options: { visit: '入户', call: '电话', letter: '信函' } },
    minutes: { title: titles.minutes, kind: 'number' },
    tags: { title: titles.tags, kind: 'list' },
    late: { title: titles.late, kind: 'flag' },
  },
  exclusions: [
    { code: 'telephone', title: '电话', when: sql`e.kind = 'call'` },
    { code: 'late', title: '补录', when: sql`e.late` },
  ],
  evidence: () =>
    sql`select * from jsonb_to_recordset(${JSON.stringify(rows[name])}::jsonb)
      as x(id uuid, occurred_on date, station_id int, worker_id uuid, client_id uuid, kind text, minutes int, tags text[], late boolean)`,
  opens: '/contacts/:id',
  ...more,
});

// 红毛 and 营根 are in the contract, 营根 from June on; 湾岭 is not. One worker left, one came late.
const OUTSIDE = 469030101;
const TERM = { from: '2026-03-01', to: '2027-02-28' };
const JOINED = { from: '2026-06-10', to: TERM.to };
const stations = new Map([
  [HONGMAO, TERM],
  [YINGGEN, JOINED],
]);
const posts = new Map(
  Object.entries({
    [person('hongmao.zhanzhang')]: { station: HONGMAO, ...TERM },
    [person('hongmao.1')]: { station: HONGMAO, ...TERM },
    [person('hongmao.2')]: { station: HONGMAO, from: TERM.from, to: '2026-07-31' },
    [person('yinggen.zhanzhang')]: { station: YINGGEN, ...JOINED },
    [person('yinggen.1')]: { station: YINGGEN, from: '2026-10-15', to: TERM.to },
    [person('yinggen.2')]: { station: YINGGEN, ...JOINED },
  }),
);
const TODAY = '2026-11-23';
const plain = (stock: boolean): PlainWorld => {
  const exclusions = [
    { code: 'telephone', holds: (r: PlainRow) => r.kind === 'call' },
    { code: 'late', holds: (r: PlainRow) => r.late === true },
  ];
  const measures = {
    'tests.contact': { exclusions, rows: rows.contact },
    [member(stock)]: { exclusions, rows: rows.member, stock },
  };
  return { measures, term: TERM, today: TODAY, stations, posts };
};
const member = (stock: boolean): string => (stock ? 'tests.member' : 'tests.other');
const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const rowOf = fc.record({
  n: fc.integer({ min: 0, max: 30 }),
  occurred_on: fc.oneof(fc.integer({ min: -40, max: 420 }), fc.constantFrom(0, 364, 365, -1)).map(d => addDays(TERM.from, d)),
  station_id: fc.constantFrom(HONGMAO, HONGMAO, YINGGEN, YINGGEN, OUTSIDE),
  worker_id: fc.constantFrom(...posts.keys(), person('wanling.1'), null),
  client_id: fc.option(fc.integer({ min: 100, max: 104 }).map(uuid), { freq: 5 }),
  kind: fc.constantFrom('visit', 'visit', 'visit', 'call', 'letter'),
  minutes: fc.option(fc.integer({ min: 0, max: 90 }), { freq: 5 }),
  tags: fc.subarray(['elder', 'child', 'poor']),
  late: fc.boolean(),
});
// One row for each record and worker, as a measure promises.
const rowsOf = fc
  .uniqueArray(rowOf, { maxLength: 40, selector: r => `${r.n} ${r.worker_id}` })
  .map(list => list.map(({ n, ...r }): PlainRow => ({ id: uuid(n), ...r })));

const filterOf = fc.oneof(
  fc
    .tuple(fc.constantFrom('in', 'not_in'), fc.subarray(['visit', 'call', 'letter'], { minLength: 1 }))
    .map(([is, values]) => ({ is, attribute: 'kind', values })),
  fc
    .tuple(fc.constantFrom('in', 'not_in'), fc.subarray(['elder', 'child'], { minLength: 1 }))
    .map(([is, values]) => ({ is, attribute: 'tags', values })),
  fc.boolean().map(value => ({ is: 'flag', attribute: 'late', value })),
  fc
    .tuple(fc.constantFrom('at_least', 'at_most'), fc.integer({ min: 0, max: 90 }))
    .map(([is, value]) => ({ is, attribute: 'minutes', value })),
);
const where = fc.array(filterOf, { maxLength: 2 });
const without = fc.subarray(['telephone', 'late']);
const plainCount = fc.constantFrom(
  { how: 'rows' },
  { how: 'distinct', of: 'client_id' },
  { how: 'distinct', of: 'kind' },
  { how: 'sum', of: 'minutes' },
);
const other = fc.boolean().map(member);
const condition = fc.record({
  count: plainCount,
  where: fc.array(filterOf, { maxLength: 1 }),
  at: fc.constantFrom('least', 'least', 'most'),
  value: fc.integer({ min: 1, max: 4 }),
  unit: fc.constant('次'),
});
const unitsCount = fc.record({
  how: fc.constant('units'),
  by: fc.constantFrom('client_id', 'kind'),
  having: fc.array(condition, { minLength: 1, maxLength: 2 }),
  among: fc.option(fc.record({ measure: other, by: fc.constant('client_id'), where, without })),
});
const ratioCount = fc.record({
  how: fc.constant('ratio'),
  part: plainCount,
  whole: fc.record({ measure: other, count: plainCount, where, without }),
});
const windowOf = fc.oneof(
  fc.constant({ kind: 'term' }),
  fc.record({ kind: fc.constantFrom('contract', 'calendar'), months: fc.constantFrom(1, 3, 6) }),
  fc.integer({ min: 1, max: 400 }).map(days => ({ kind: 'rolling', days })),
);
const small = fc.integer({ min: 1, max: 12 });
const thresholdOf = fc.oneof(
  { weight: 3, arbitrary: small.map(value => ({ at: 'least', value })) },
  fc.constantFrom('most', 'exactly').chain(at => small.map(value => ({ at, value }))),
  fc.tuple(small, small).map(([a, b]) => ({ at: 'between', min: Math.min(a, b), max: Math.max(a, b) })),
  fc.integer({ min: 1, max: 100 }).map(percent => ({ at: 'share', percent })),
);
const ruleOf: fc.Arbitrary<Rule> = fc
  .record({
    version: fc.constant(1),
    measure: fc.constant('tests.contact'),
    unit: fc.constantFrom('project', 'station', 'worker'),
    count: fc.oneof(plainCount, unitsCount, ratioCount),
    where,
    without,
    window: windowOf,
    threshold: thresholdOf,
    cover: fc.array(fc.constant({ attribute: 'tags', values: ['elder', 'child'] }), { maxLength: 1 }),
    beside: fc.array(filterOf, { maxLength: 1 }).map(list => list.map(f => ({ title: '优先', where: [f] }))),
    options: fc.record({ prorate: fc.boolean() }),
  })
  .map(some => {
    const shares = some.count.how === 'ratio' || ('among' in some.count && some.count.among !== null);
    const threshold = some.threshold.at === 'share' && !shares ? { at: 'least', value: 3 } : some.threshold;
    const prorate =
      some.options.prorate &&
      some.unit !== 'project' &&
      some.count.how !== 'ratio' &&
      threshold.at === 'least' &&
      some.window.kind !== 'rolling';
    return Rule.parse({ ...some, threshold, options: { prorate } });
  });

let server: TestServer;
let officer: Person;
const indicator = { id: DEMO_CONTRACT, revision: 0 };

beforeAll(async () => {
  const declared = [measureOf('contact'), measureOf('member', { stock: true }), measureOf('member', { name: 'tests.other' })];
  server = await testServer([contractModule(declared)], async ({ house }) => foundDemoCounty(house, '2026-03-01'));
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
    stations: opening.stations
      .filter(s => s.station === HONGMAO || s.station === YINGGEN)
      .map(s => (s.station === YINGGEN ? { ...s, joined_on: JOINED.from } : s)),
    clauses,
  });
  expect(sent.status).toBe(200);
});
afterAll(() => server?.stop());

type Asked = { station?: number; worker?: string };
async function everyRow(reason: string, cell: Asked): Promise<{ key: string; amount: number }[]> {
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
async function everyMissing(cell: Asked): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = (await officer.read(contract.missingUnits, { id: indicator.id, limit: 3, ...(cursor && { cursor }), ...cell }))
      .body;
    found.push(...page.rows.map(r => r.unit));
    if (page.next === null) return found.sort();
    cursor = page.next;
  }
}
const total = (list: readonly { amount: number }[]): number => Math.round(list.reduce((n, r) => n + r.amount, 0) * 1000) / 1000;
const inCell = (cell: Asked) => (row: PlainRow) =>
  cell.worker ? row.worker_id === cell.worker : cell.station ? row.station_id === cell.station : true;
const CELLS: Asked[] = [
  {},
  { station: HONGMAO },
  { station: YINGGEN },
  { worker: person('hongmao.2') },
  { worker: person('yinggen.1') },
];

/** How much of a rule in one of its windows (null: all) for a cell, and the percentage's two amounts. */
function plainAmount(
  rule: Rule,
  world: PlainWorld,
  cell: Asked,
  window: number | null,
): { done: number; part: number; whole: number | null } {
  const of = (r: Rule, stock: boolean): number =>
    total(
      plainJudged(r, world).filter(
        j =>
          j.reason === 'counted' &&
          inCell(cell)(j.row) &&
          (window === null || (stock ? j.window <= window : j.window === window)),
      ),
    );
  const part = of(rule, false);
  if (rule.count.how !== 'ratio') return { done: part, part, whole: null };
  const { whole } = rule.count;
  const all = of({ ...rule, ...whole }, whole.measure === 'tests.member');
  return { done: all === 0 ? 0 : Math.floor((part * 10_000) / all + 1e-7) / 100, part, whole: all };
}
/** The units of a cell in a window that are listed and do not count. */
function plainMissing(rule: Rule, world: PlainWorld, cell: Asked): string[] {
  if (rule.count.how !== 'units') return [];
  const { by, among } = rule.count;
  const windows = plainWindows(rule, world);
  const window = windows.findLastIndex(w => w[0]! <= TODAY);
  const judged = plainJudged(rule, world).filter(j => j.window === window);
  const cellOf = (row: PlainRow) => (rule.unit === 'worker' ? row.worker_id : rule.unit === 'station' ? row.station_id : 'all');
  const ok = new Set(judged.filter(j => j.reason === 'counted').map(j => `${cellOf(j.row)}|${j.row[by]}`));
  const candidates = among
    ? [...plainUnits(rule, world)].filter(([, since]) => since <= windows[window]!.at(-1)!).map(([key]) => key)
    : [...new Set(judged.filter(j => j.reason === 'unit_short').map(j => `${cellOf(j.row)}|${j.row[by]}`))];
  const own = rule.unit === 'worker' ? cell.worker : rule.unit === 'station' ? cell.station : undefined;
  return candidates
    .filter(k => !ok.has(k) && (own === undefined || k.startsWith(`${own}|`)))
    .map(k => k.split('|')[1]!)
    .sort();
}

async function checkRule(rule: Rule, cell: Asked): Promise<void> {
  const saved = await officer.send(contract.setIndicator, {
    id: indicator.id,
    contract: DEMO_CONTRACT,
    clause: 'K1',
    title: '试',
    unit: '次',
    rule,
    revision: indicator.revision,
    reason: '试',
  });
  expect(saved.body.say).toBeUndefined();
  indicator.revision = saved.body.revision;
  const world = plain(JSON.stringify(rule.count).includes('tests.member'));
  const judged = plainJudged(rule, world);
  const own = judged.filter(j => inCell(cell)(j.row));
  const counted = own.filter(j => j.reason === 'counted');
  const why = (await officer.read(contract.figure, { id: indicator.id, ...cell })).body;
  // The list and the reasons.
  expect([why.rows, why.looked_at, why.figure.left_out]).toEqual([counted.length, own.length, own.length - counted.length]);
  expect(why.records).toBe(new Set(counted.map(j => j.row.id)).size);
  const list = await everyRow('counted', cell);
  expect(list.map(r => r.key).sort()).toEqual(counted.map(j => `${j.row.id} ${j.row.worker_id}`).sort());
  expect(total(list)).toBe(total(counted));
  for (const reason of why.reasons) {
    const left = own.filter(j => j.reason === reason.code).map(j => `${j.row.id} ${j.row.worker_id}`);
    expect(reason.rows).toBe(left.length);
    expect((await everyRow(reason.code, cell)).map(r => r.key).sort()).toEqual(left.sort());
  }
  expect(why.reasons.reduce((n, r) => n + r.rows, 0) + why.rows).toBe(own.length);
  expect(why.figure.beside).toEqual(
    rule.beside.map(b => ({ title: b.title, amount: total(counted.filter(j => plainHolds(b.where, j.row))) })),
  );
  // The figure is the sum over the list, or the percentage of two.
  const { done, part, whole } = plainAmount(rule, world, cell, null);
  expect(why.figure.ratio).toEqual(whole === null ? null : { part, whole });
  const spoken = cell.worker ? 'worker' : cell.station ? 'station' : 'project';
  if (rule.unit === spoken && 'months' in rule.window) {
    const span = cell.worker ? posts.get(cell.worker)! : cell.station ? stations.get(cell.station)! : TERM;
    const windows = plainWindows(rule, world);
    const asked = windows.flatMap((w, i) => (w.at(-1)! >= span.from && w[0]! <= span.to ? [i] : []));
    expect(why.figure.windows.map(w => [w.from, w.to, w.done])).toEqual(
      asked.map(i => [windows[i]![0], windows[i]!.at(-1), plainAmount(rule, world, cell, i).done]),
    );
    for (const w of why.figure.windows) {
      const { threshold: t } = rule;
      const upper = t.at === 'most' || t.at === 'exactly' ? t.value : t.at === 'between' ? t.max : Number.POSITIVE_INFINITY;
      const lower = t.at === 'most' ? 0 : w.needed;
      const within = w.done >= lower && w.done <= upper;
      const early = upper === Number.POSITIVE_INFINITY && within;
      expect(w.met).toBe(w.done > upper ? false : early ? true : w.to < TODAY ? within : null);
    }
    expect(why.figure.done).toBe(why.figure.windows.filter(w => w.met).length);
  } else if (!('months' in rule.window)) expect(why.figure.done).toBe(done);
  if (rule.unit === spoken && rule.count.how === 'units' && rule.count.among) {
    const mine = [...plainUnits(rule, world).keys()].filter(
      k => rule.unit === 'project' || k.startsWith(`${cell.worker ?? cell.station}|`),
    );
    expect(why.figure.units).toEqual({ met: part, all: mine.length });
  }
  if (rule.unit === spoken) {
    expect(await everyMissing(cell)).toEqual(plainMissing(rule, world, cell));
    const has = (tag: string) => counted.some(j => (j.row.tags as string[]).includes(tag));
    expect(why.figure.uncovered).toEqual(rule.cover.length ? ['elder', 'child'].filter(t => !has(t)) : []);
  }
  // What is told of the cell in the standing is the same figure; the stations add up to the project.
  const standing = (await officer.read(contract.standing, { id: DEMO_CONTRACT })).body.clauses.find(c => c.code === 'K1')!
    .indicators[0]!;
  const inStanding = cell.worker
    ? standing.stations.flatMap(s => s.workers).find(w => w.worker === cell.worker)
    : cell.station
      ? standing.stations.find(s => s.station === cell.station)
      : standing.project;
  if (inStanding) expect(inStanding).toMatchObject({ ...why.figure, beside: [] });
  else expect(rule.unit === 'project' || cell.worker !== undefined).toBe(true);
  if (standing.stations.length && rule.count.how !== 'ratio')
    expect(total(standing.stations.map(s => ({ amount: s.done })))).toBe(standing.project!.done);
}

describe('counts', () => {
  it('K1: every kind of rule as the plain second implementation does, by cell and reason, figure, list and missing units', async () => {
    await fc.assert(
      fc.asyncProperty(ruleOf, rowsOf, rowsOf, fc.constantFrom(...CELLS), async (rule, contacts, members, cell) => {
        rows.contact = contacts;
        rows.member = members;
        await checkRule(rule, cell);
      }),
      { numRuns: 120, endOnFailure: false },
    );
  });
});
