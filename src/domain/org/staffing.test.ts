// Staffing over time through HTTP: moves, record checks, examinations, what falls due, days in and out of rule. M4, M5, U1.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { org } from './index.ts';
import * as api from './org.ts';
import { demoId, foundDemoCounty } from './people.demo.ts';
import * as over from './staffing.ts';

let server: TestServer;
let manager: Person;
let worker: Person;
const HONGMAO = 469030105;
const YINGGEN = 469030100;
const at = (word: string): string => demoId(`469030/${word}`);
beforeAll(async () => {
  server = await testServer([org], async ({ house }) => foundDemoCounty(house, '2026-03-01'));
  server.setTime('2026-11-23T10:00:00+08:00');
  manager = await server.as(at('xiangmu'));
  worker = await server.as(at('hongmao.1'));
});
afterAll(() => server?.stop());

const member = async (id: string) => (await manager.read(api.staffGet, { id })).body;
const rowOf = async (station: number, from = '2026-03-01') =>
  (await manager.read(over.staffing, { from, station })).body.rows[0]!;
const move = async (staff: string, more: object = {}) => ({
  id: newId(),
  staff,
  revision: (await member(staff)).revision,
  from_on: '2026-10-01',
  station: YINGGEN,
  post: 'resident_worker' as const,
  reason: '支援县城站',
  ...more,
});

describe('refuses', () => {
  it('workers, days that cannot be, and what is not there', async () => {
    const staff = at('hongmao.2');
    expect((await worker.send(over.moveStaff, await move(staff))).body.code).toBe('forbidden');
    expect((await worker.read(over.staffing, {})).body).toMatchObject({ code: 'forbidden' });
    const paths = async (more: object) =>
      (await manager.send(over.moveStaff, await move(staff, more))).body.issues?.map(i => i.path);
    expect(await paths({ from_on: '2026-01-01' })).toEqual(['from_on']);
    expect(await paths({ station: HONGMAO })).toEqual(['station']);
    expect(await paths({ station: null })).toEqual(['station']);
    expect((await manager.send(over.moveStaff, await move(staff, { revision: 9 }))).body.code).toBe('stale');
    expect((await manager.send(over.moveStaff, { ...(await move(staff)), staff: newId() })).body.code).toBe('not_found');
    const check = { id: newId(), staff, checked_on: '2026-12-01', clear: true, reference: '琼公查〔2026〕1 号' };
    expect((await manager.send(over.checkRecord, check)).body.issues?.[0]?.path).toBe('checked_on');
    expect((await manager.send(over.checkRecord, { ...check, checked_on: '2026-11-01', staff: newId() })).body.code).toBe(
      'not_found',
    );
    expect((await member(staff)).revision).toBe(1);
  });
  it('the same examination twice, a certificate without a pass', async () => {
    const exam = { id: newId(), staff: at('hongmao.2'), year: 2026, level: 'national_assistant' as const };
    expect((await manager.send(over.prepareExam, exam)).status).toBe(200);
    expect((await manager.send(over.prepareExam, { ...exam, id: newId() })).body.code).toBe('exam_known');
    const certificate = { id: newId(), issued_on: '2026-10-20' };
    const failed = { id: exam.id, revision: 1, state: 'failed' as const, certificate };
    expect((await manager.send(over.examResult, failed)).body.issues?.[0]?.path).toBe('certificate');
  });
});

describe('works', () => {
  it('a move ends one post and begins another; both stations show it from that day', async () => {
    const staff = at('hongmao.2');
    const before = await rowOf(HONGMAO);
    expect((await manager.send(over.moveStaff, await move(staff))).body).toMatchObject({ revision: 2 });
    expect(await member(staff)).toMatchObject({ station: YINGGEN, revision: 2 });
    const [home, guest] = [await rowOf(HONGMAO), await rowOf(YINGGEN)];
    expect(home.spans.at(-1)).toMatchObject({
      from: '2026-10-01',
      to: '2026-11-23',
      staffed: false,
      say: expect.stringContaining('不足 3 人'),
    });
    expect(home.days_short).toBe(before.days_short + 54);
    expect(guest.spans.at(-1)).toMatchObject({ from: '2026-10-01', present: 4 });
    expect(home.days).toBe(268);
  });
  it('a pass brings the certificate with it', async () => {
    const staff = at('hongmao.1');
    const exam = { id: newId(), staff, year: 2026, level: 'national_social_worker' as const, help: '报销教材和培训费' };
    await manager.send(over.prepareExam, exam);
    const result = { id: exam.id, revision: 1, state: 'passed' as const, certificate: { id: newId(), issued_on: '2026-10-20' } };
    expect((await manager.send(over.examResult, result)).body).toMatchObject({ revision: 2 });
    expect((await member(staff)).certificates).toContainEqual(
      expect.objectContaining({ kind: 'national_social_worker', issued_on: '2026-10-20' }),
    );
    expect((await manager.read(over.exams, { year: 2026 })).body.rows).toContainEqual(
      expect.objectContaining({ staff, state: 'passed', help: '报销教材和培训费' }),
    );
    const due = (await manager.read(over.reminders, {})).body.rows;
    expect(due).not.toContainEqual(expect.objectContaining({ staff, kind: 'registration', overdue: true }));
  });
  it('a record check is asked for every year, and no more after it is made', async () => {
    const staff = at('hongmao.1');
    const due = async () =>
      (await manager.read(over.reminders, {})).body.rows.filter(r => r.staff === staff && r.kind === 'record_check');
    const check = { id: newId(), staff, checked_on: '2025-11-30', clear: true, reference: '琼公查〔2025〕8 号' };
    await manager.send(over.checkRecord, check);
    const known = (await due())[0];
    if (known) expect(known.on >= '2026-11-30').toBe(true);
    await manager.send(over.checkRecord, { ...check, id: newId(), checked_on: '2026-11-20' });
    expect(await due()).toEqual([]);
  });
});

describe('counts', () => {
  it('hours by organiser within five years to the day; only three kinds of organiser count', async () => {
    const staff = at('hongmao.1');
    const hoursOf = async () => (await manager.read(over.hours, {})).body.rows.find(r => r.staff === staff)!;
    const had = (await hoursOf()).counted;
    const train = (ended_on: string, organiser_kind: 'association' | 'employer', n: number) =>
      manager.send(api.train, { id: newId(), staff, title: '训', organiser: '某会', organiser_kind, hours: n, ended_on });
    await train('2021-11-23', 'association', 10.5);
    await train('2021-11-22', 'association', 100);
    await train('2026-01-01', 'employer', 8);
    const now = await hoursOf();
    expect(now.counted).toBe(had + 10.5);
    expect(now.by).toContainEqual({ organiser_kind: 'employer', hours: 8, counts: false });
  });
  it('days of a station: in rule and out of rule are all of them', async () => {
    const { rows, to } = (await manager.read(over.staffing, { from: '2026-03-01', to: '2027-12-31' })).body;
    expect(to).toBe('2026-11-23');
    expect(rows).toHaveLength(10);
    for (const row of rows) {
      expect(row.spans.reduce((n, s) => n + s.days, 0)).toBe(row.days);
      expect(row.spans.filter(s => !s.staffed).reduce((n, s) => n + s.days, 0)).toBe(row.days_short);
      expect(row.spans.every(s => (s.say === null) === (s.staffed && s.led))).toBe(true);
    }
  });
});
