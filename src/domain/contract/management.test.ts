// The management guarantees as figures, with the modules that record them: staffing by day (M4, M5), certificates (U1), the project
// manager's monthly inspections (M3). Each figure leads to its rows, and every station-day is counted or left out.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspections } from '#domain/inspections/index.ts';
import { record } from '#domain/inspections/inspections.ts';
import { sheet } from '#domain/inspections/testing.ts';
import { org } from '#domain/org/index.ts';
import * as staff from '#domain/org/org.ts';
import { demoId, foundDemoCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import * as proofs from './evidence.ts';
import * as figures from './figures.ts';
import { contract as contractModule } from './index.ts';
import { contractTemplate } from './template.ts';

const HONGMAO = 469030105;
const at = (word: string): string => demoId(`469030/${word}`);
let server: TestServer;
let officer: Person;
let manager: Person;
beforeAll(async () => {
  const serving = [org, inspections];
  server = await testServer([...serving, contractModule(serving.flatMap(m => m.measures ?? []))], async ({ house }) =>
    foundDemoCounty(house, '2026-03-01'),
  );
  server.setTime('2026-11-23T10:00:00+08:00');
  officer = await server.as(at('minzheng'));
  manager = await server.as(at('xiangmu'));
  const opening = demoOpening('2026-03-01');
  const counted = new Set(['M3', 'M4', 'M5', 'U1']);
  const clauses = opening.clauses.map(c =>
    counted.has(c.code) ? c : { ...c, indicators: c.indicators.map(i => ({ ...i, rule: null })) },
  );
  const opened = await officer.send(contract.open, { ...opening, clauses });
  if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
});
afterAll(() => server?.stop());

const indicator = async (code: string) =>
  (await officer.read(figures.standing, { id: DEMO_CONTRACT })).body.clauses.find(c => c.code === code)!.indicators[0]!;
const ofStation = async (code: string) => (await indicator(code)).stations.find(s => s.station === HONGMAO)!;
const evidence = async (code: string, reason: string) =>
  (await officer.read(proofs.evidence, { id: (await indicator(code)).id, station: HONGMAO, reason, limit: 200 })).body.rows;

/** Days from 2026-03-01 to 2026-11-23. */
const DAYS = 268;

describe('M4', () => {
  it('every day with three eligible workers; the days after one has left are out of rule', async () => {
    expect(await ofStation('M4')).toMatchObject({ done: 100, left_out: 0 });
    expect((await officer.send(staff.leave, { id: at('hongmao.2'), revision: 1, left_on: '2026-11-13' })).status).toBe(200);
    const after = await ofStation('M4');
    expect(after.done).toBeCloseTo(((DAYS - 10) / DAYS) * 100, 1);
    const out = await evidence('M4', 'where_1');
    expect(out.map(r => r.occurred_on).sort()).toEqual(Array.from({ length: 10 }, (_, i) => `2026-11-${14 + i}`));
  });
});

describe('M5', () => {
  it('every day with a head who holds the national certificate', async () => {
    expect(await ofStation('M5')).toMatchObject({ done: 100 });
  });
});

describe('U1', () => {
  it('a national certificate obtained in the term counts once for its station, a local one and an older one do not', async () => {
    const before = (await ofStation('U1')).done;
    const certify = (kind: 'national_assistant' | 'local', issued_on: string) =>
      manager.send(staff.certify, { id: newId(), staff: at('hongmao.1'), kind, issued_on });
    await certify('local', '2026-06-01');
    await certify('national_assistant', '2025-06-01');
    await certify('national_assistant', '2026-09-01');
    const now = await ofStation('U1');
    expect(now.done).toBe(before + 1);
    expect(now.status).toBe('met');
    expect((await evidence('U1', 'counted')).map(r => r.opens)).toContain(`/staff?open=${at('hongmao.1')}`);
  });
});

describe('M3', () => {
  it('asks each contract month; a month that ended without an inspection cannot be made good', async () => {
    const record_ = (inspected_on: string) =>
      manager.send(record, { ...sheet({ inspected_on }), present: [at('hongmao.zhanzhang')] });
    for (const day of ['2026-11-02', '2026-11-20', '2026-10-05']) expect((await record_(day)).status).toBe(200);
    const months = await ofStation('M3');
    expect(months.windows).toHaveLength(12);
    expect(months.windows.map(w => w.done)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0]);
    expect(months).toMatchObject({ done: 2, status: 'cannot_be_met' });
  });
});

it('the template counts all four of them', () => {
  for (const code of ['M3', 'M4', 'M5', 'U1'])
    expect(contractTemplate.clauses.find(c => c.code === code)!.indicators.some(i => i.rule !== null)).toBe(true);
});
