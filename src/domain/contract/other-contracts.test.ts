// Contracts of other places, as data: by hours, by a thousand points, by head, by quarter, by deliverables. What each indicator comes to
// is computed a second time in plain SQL, which stands beside its rule in the fixture and knows nothing of the engine.

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seeded } from '#domain/clients/people.demo.ts';
import { foundDemoCounty } from '#domain/org/people.demo.ts';
import { addDays, dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import * as contract from './contract.ts';
import coverage from './fixtures/coverage.json' with { type: 'json' };
import deliverables from './fixtures/deliverables.json' with { type: 'json' };
import hours from './fixtures/hours.json' with { type: 'json' };
import points from './fixtures/points.json' with { type: 'json' };
import quarters from './fixtures/quarters.json' with { type: 'json' };
import { contract as contractModule } from './index.ts';
import { Rule } from './rule.ts';
import { Grades, Score, scoreOf } from './scoring.ts';
import { daysOf, termEnd } from './term.ts';
import { HONGMAO, person, YINGGEN } from './testing.ts';

const Fixture = z.strictObject({
  name: z.string(),
  from: z.string(),
  months: z.int(),
  today: z.string(),
  grades: Grades,
  clauses: z.array(
    z.strictObject({
      code: z.string(),
      block: z.string(),
      title: z.string(),
      body: z.string(),
      indicators: z.array(
        z.strictObject({ title: z.string(), unit: z.string(), rule: Rule, score: Score.nullable(), check: z.string() }),
      ),
    }),
  ),
});
type Fixture = z.output<typeof Fixture>;
const fixtures = { hours, points, coverage, quarters, deliverables };
const KINDS = [
  'visit',
  'case',
  'group',
  'complaint',
  'rule',
  'media',
  'survey_plan',
  'survey_report',
  'service_plan',
  'elder',
  'child',
];

type Row = Record<'m' | 'id' | 'day' | 'key' | 'kind' | 'place', string> & {
  station: number;
  worker: string;
  client: string;
  hours: number;
  people: number;
  tags: string[];
  approved: boolean;
};
let rows: Row[] = [];
const measureOf = (m: string, stock = false): Measure => ({
  name: `tests.${m}`,
  title: m,
  unit: '次',
  clauses: [],
  attributes: {
    key: { title: '编号', kind: 'text', quiet: true },
    kind: { title: '种类', kind: 'text', options: Object.fromEntries(KINDS.map(k => [k, k])) },
    place: { title: '地点', kind: 'text' },
    hours: { title: '小时', kind: 'number' },
    people: { title: '人数', kind: 'number' },
    tags: { title: '主题', kind: 'list' },
  },
  exclusions: [{ code: 'unapproved', title: '未审核', when: sql`not e.approved` }],
  evidence: () =>
    sql`select id, day as occurred_on, station as station_id, worker as worker_id, client as client_id, key, kind, place, hours, people, tags, approved
      from jsonb_to_recordset(${JSON.stringify(rows.filter(r => r.m === m))}::jsonb)
      as x(id uuid, day date, station int, worker uuid, client uuid, key text, kind text, place text, hours numeric, people int, tags text[], approved boolean)`,
  opens: '/evidence/:id',
  ...(stock && { stock: true }),
});

const STATIONS = [HONGMAO, YINGGEN];
const WORKERS: Record<number, string[]> = Object.fromEntries(
  [['hongmao', HONGMAO] as const, ['yinggen', YINGGEN] as const].map(([w, s]) => [
    s,
    ['zhanzhang', '1', '2'].map(n => person(`${w}.${n}`)),
  ]),
);
const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A year of work that nobody did: some rows on the edges of the term, some outside it, some not approved. */
function evidenceFor(term: { from: string; to: string }, seed: number): Row[] {
  const random = seeded(seed);
  const int = (n: number): number => Math.floor(random() * n);
  const one = <T>(of: readonly T[]): T => of[int(of.length)]!;
  const kinds: Record<string, readonly string[]> = {
    hours: ['visit'],
    session: ['visit', 'visit', 'case', 'case', 'group', 'group'],
    activity: ['visit', 'visit', 'visit', 'complaint'],
    deliverable: ['rule', 'media', 'media', 'survey_plan', 'survey_report', 'service_plan'],
    person: ['elder', 'elder', 'child'],
  };
  const made: Row[] = [];
  const plenty = { hours: 260, session: 420, activity: 60, deliverable: 40, person: 60 };
  for (const [m, n] of Object.entries(plenty))
    for (let i = 0; i < n; i++) {
      const at = i === 0 ? 0 : i === 1 ? daysOf(term) - 1 : i === 2 ? -1 : i === 3 ? daysOf(term) : int(daysOf(term) + 20) - 10;
      const station = STATIONS[(m === 'person' ? i : int(2)) % 2]!;
      const client = m === 'person' ? i : int(30) * 2 + (station === HONGMAO ? 0 : 1);
      const kind = one(kinds[m]!);
      const key = `${kind} ${station} ${int(9)}`;
      made.push({
        m,
        id: newId(),
        day: m === 'person' ? addDays(term.from, -100) : addDays(term.from, at),
        station,
        worker: one(WORKERS[station]!),
        client: uuid(client),
        key,
        kind,
        place: one(['village', 'home', 'office']),
        hours: (int(16) + 1) / 4,
        people: 4 + int(40),
        tags: ['publicity', 'volunteering', 'province'].filter(() => random() < 0.4),
        approved: random() < 0.85,
      });
    }
  return made;
}

let server: TestServer;
let officer: Person;
let owner: pg.Client;
beforeAll(async () => {
  const measures = ['hours', 'session', 'activity', 'deliverable'].map(m => measureOf(m));
  server = await testServer([contractModule([...measures, measureOf('person', true)])], async ({ house }) =>
    foundDemoCounty(house, '2025-01-01'),
  );
  owner = await server.owner(469030);
  await owner.query(
    `create temp table e (m text, id uuid, day date, station int, worker uuid, client uuid, key text, kind text, place text, hours numeric, people int, tags text[], approved boolean)`,
  );
  await owner.query('create temp table posts (station int, worker uuid)');
  for (const [s, list] of Object.entries(WORKERS))
    for (const w of list) await owner.query('insert into posts values ($1, $2)', [Number(s), w]);
  await owner.query("update app.role_grants set from_on = '2025-01-01' where county_id = 469030");
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
});

/** Opens the contract of a fixture over generated evidence, on its day; answers its standing. */
async function standingOf(fixture: Fixture, seed: number) {
  const term = { from: fixture.from, to: termEnd(fixture.from, fixture.months) };
  rows = evidenceFor(term, seed);
  await owner.query('delete from e');
  await owner.query('insert into e select * from jsonb_populate_recordset(null::e, $1::jsonb)', [JSON.stringify(rows)]);
  server.setTime(`${fixture.today}T02:00:00Z`);
  expect(dayOf(`${fixture.today}T02:00:00Z`)).toBe(fixture.today);
  officer = await server.as(person('minzheng'));
  const id = newId();
  const sent = await officer.send(contract.open, {
    id,
    code: `T-${id}`,
    name: fixture.name,
    purchaser: '演示民政局',
    provider: '演示社工中心',
    signed_on: fixture.from,
    from_on: term.from,
    to_on: term.to,
    budget_yuan: 100_000,
    stations: STATIONS.map(station => ({ station, fee_yuan: 1, operating_yuan: 1 })),
    clauses: fixture.clauses.map(c => ({
      ...c,
      indicators: c.indicators.map(({ title, unit, rule }) => ({ id: newId(), title, unit, rule })),
    })),
  });
  expect(sent.body.say).toBeUndefined();
  return { term, standing: (await officer.read(contract.standing, { id })).body };
}

describe('contracts of other places', () => {
  it.each(Object.entries(fixtures))('%s: every figure as plain SQL has it', async (_, json) => {
    const fixture = Fixture.parse(json);
    for (const seed of [7, 8]) {
      const { term, standing } = await standingOf(fixture, seed);
      for (const [i, clause] of fixture.clauses.entries())
        for (const [n, { title, rule, check }] of clause.indicators.entries()) {
          const query = check.replaceAll(':from', `date '${term.from}'`).replaceAll(':to', `date '${term.to}'`);
          const known = new Map((await owner.query(query)).rows.map(r => [r.who, Number(r.done)]));
          const got = standing.clauses[i]!.indicators[n]!;
          expect(got.connected).toBe(true);
          if (rule.unit === 'project') expect([title, got.project!.done]).toEqual([title, known.get(null)]);
          else
            for (const station of STATIONS)
              expect([title, station, got.stations.find(s => s.station === station)!.done]).toEqual([
                title,
                station,
                known.get(station) ?? 0,
              ]);
        }
    }
  });
  it('points: a thousand, by block, never more than an indicator has, with a grade', async () => {
    const fixture = Fixture.parse(points);
    const { standing } = await standingOf(fixture, 7);
    const items = fixture.clauses.flatMap((c, i) =>
      c.indicators.map(({ score }, n) => {
        const f = standing.clauses[i]!.indicators[n]!.project!;
        return { block: c.block, score: score!, attained: { share: f.done / f.needed, met: f.status === 'met' } };
      }),
    );
    const result = scoreOf(items, fixture.grades);
    expect(result.of).toBe(1000);
    let sum = 0;
    for (const { score, attained } of items) {
      const percent = Math.min(100, attained.share * 100);
      const { given } = score;
      if (given.how === 'whole' || (given.how === 'share' && attained.met)) sum += attained.met ? score.points : 0;
      else if (given.how === 'share') sum += Math.floor(score.points * percent) / 100;
      else
        for (const s of given.steps.toReversed())
          if (percent >= s.from_percent) {
            sum += (score.points * s.points_percent) / 100;
            break;
          }
    }
    expect(result.points).toBeCloseTo(sum, 6);
    expect(result.points).toBeLessThanOrEqual(1000);
    expect(result.blocks.reduce((n, b) => n + b.points, 0)).toBeCloseTo(result.points, 6);
    const vetoed = items.some(i => i.score.veto && !i.attained.met);
    expect(result.grade).toBe(vetoed ? '不评星' : fixture.grades.find(g => (100 * sum) / 1000 >= g.from_percent)!.name);
  });
});
