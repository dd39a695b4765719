// Changing a contract: what runs is changed with a reason that stays, a draft is given up and kept, a station leaves and comes again,
// its days fit the term; an earlier rule can still be asked.

import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Person } from '#server/testing.ts';
import { changes } from './changes.ts';
import * as contract from './contract.ts';
import * as milestones from './milestones.ts';
import * as setup from './setup.ts';
import { drafted, running, whole } from './testing.setup.ts';
import { type ContractWorld, contractWorld, HONGMAO, NOW, person, YINGGEN } from './testing.ts';

let world: ContractWorld;
let officer: Person;
beforeAll(async () => {
  world = await contractWorld();
  officer = world.people.officer;
});
afterAll(() => world?.server.stop());
beforeEach(async () => {
  world.server.setTime(NOW);
  await world.asOwner('delete from app.visits where county_id = 469030');
});
const read = async (id: string) => (await officer.read(setup.setup, { id })).body;
const why = { reason: '补充协议' };
const issue = (answer: { body: { issues?: { path: string; message: string }[] } }) => answer.body.issues?.[0];
const left = (id: string, revision: number, left_on = '2026-05-31') =>
  officer.send(setup.removeStation, { id, revision, station: YINGGEN, left_on, reason: '撤站' });
const back = (id: string, revision: number, rejoined_on: string) =>
  officer.send(setup.rejoinStation, { id, revision, station: YINGGEN, rejoined_on, reason: '重新设站' });

describe('refuses', () => {
  it('any change of a running contract without a reason', async () => {
    const id = await running(officer);
    const indicator = { ...(await read(id)).clauses[0]!.indicators[0]!, contract: id, clause: 'A1' };
    const money = { fee_yuan: 1, operating_yuan: 1 };
    const milestone = { id: newId(), contract: id, revision: 0, title: '款', amount_yuan: 1, percent: null, due_on: null };
    const first = (await officer.read(milestones.milestones, { id })).body.rows[0]!;
    const answers = [
      await officer.send(contract.correct, { id, revision: 2, name: '改名' }),
      await officer.send(contract.setIndicator, indicator),
      await officer.send(contract.setIndicator, { ...indicator, id: newId(), revision: 0 }),
      await officer.send(setup.orderClauses, { id, revision: 2, codes: ['A2', 'A1'] }),
      await officer.send(setup.setStation, { id, revision: 2, station: HONGMAO, ...money }),
      await officer.send(setup.setBudget, { id, revision: 2, budget_yuan: 300_000, lines: [] }),
      await officer.send(setup.setGrades, { id, revision: 2, grades: null }),
      await officer.send(milestones.setMilestone, { ...milestone, conditions: [] }),
      await officer.send(milestones.removeMilestone, { id: first.id, revision: 1 }),
    ];
    expect(answers.map(a => a.body.code)).toEqual(answers.map(() => 'change_reason_needed'));
    expect((await read(id)).revision).toBe(2);
  });
  it('contract.discard of what runs, of an old revision, by others; whatever comes after it', async () => {
    const id = await running(officer);
    expect((await officer.send(setup.discard, { id, revision: 2, ...why })).body.code).toBe('contract_not_draft');
    const draft = await drafted(officer);
    expect((await officer.send(setup.discard, { id: draft, revision: 7, ...why })).body.code).toBe('stale');
    expect((await world.people.manager.send(setup.discard, { id: draft, revision: 1, ...why })).body.code).toBe('forbidden');
    expect((await world.people.neighbour.send(setup.discard, { id: draft, revision: 1, ...why })).body.code).toBe('not_found');
    await officer.send(setup.discard, { id: draft, revision: 1, ...why });
    expect((await officer.send(setup.start, { id: draft, revision: 2 })).body.code).toBe('contract_not_draft');
    expect((await officer.send(setup.setBudget, { id: draft, revision: 2, budget_yuan: 1, lines: [] })).body.code).toBe(
      'contract_closed',
    );
    const { manager } = world.people;
    const hidden = [
      await manager.read(setup.setup, { id: draft }),
      await manager.read(changes, { id: draft }),
      await manager.read(contract.standing, { id: draft }),
    ];
    expect(hidden.map(h => h.body.code)).toEqual(['not_found', 'not_found', 'not_found']);
  });
  it('contract.rejoin_station of who has not left, on a day before the leaving or outside the term', async () => {
    const id = await running(officer);
    expect(issue(await back(id, 2, '2026-06-01'))?.message).toContain('没有退出');
    await left(id, 2);
    expect(issue(await back(id, 3, '2026-05-31'))).toEqual({ path: 'rejoined_on', message: '须晚于退出日 2026-05-31' });
    expect(issue(await back(id, 3, '2027-03-01'))?.message).toContain('须在合同期内');
    expect((await back(id, 3, '2026-09-01')).body.revision).toBe(4);
    expect(issue(await left(id, 4, '2026-07-01'))?.message).toContain('到 2026-08-31 为止没有参加');
  });
  it('days of stations that do not fit the term, with a sentence: contract.import, contract.open, contract.correct', async () => {
    const [first, second] = whole('X').stations;
    const stations = [first!, { ...second!, name: '营根', joined_on: '2026-02-28' }];
    const imported = await officer.send(setup.importContract, { id: newId(), document: whole('X', { stations }) });
    expect(issue(imported)?.message).toBe('营根的加入日 2026-02-28 不在合同期内（2026-03-01 至 2027-02-28）');
    const backwards = [first!, { ...second!, joined_on: '2026-06-02', left_on: '2026-06-01' }];
    const turned = await officer.send(setup.importContract, { id: newId(), document: whole('X', { stations: backwards }) });
    expect(issue(turned)?.message).toBe('第 2 个社工站的退出日 2026-06-01 早于加入日 2026-06-02');
    const id = await running(officer);
    await left(id, 2, '2027-01-31');
    const shorter = await officer.send(contract.correct, { id, revision: 3, to_on: '2026-12-31', ...why });
    expect(issue(shorter)?.message).toMatch(/退出日 2027-01-31 不在合同期内/);
  });
  it('contract.figure by a version that was never, or had no rule', async () => {
    const id = await running(officer);
    const indicator = (await read(id)).clauses[0]!.indicators[0]!;
    expect((await officer.read(contract.figure, { id: indicator.id, revision: 9 })).body).toMatchObject({ code: 'not_found' });
    const fields = { ...indicator, contract: id, clause: 'A1', ...why };
    await officer.send(contract.setIndicator, { ...fields, rule: null });
    expect((await officer.read(contract.figure, { id: indicator.id, revision: 2 })).body).toMatchObject({
      code: 'not_connected',
    });
    expect((await officer.read(contract.figure, { id: indicator.id, revision: 1 })).status).toBe(200);
  });
});

describe('works', () => {
  it('contract.discard: nothing is deleted, it is listed by itself, and its code is free again', async () => {
    const id = newId();
    await officer.send(setup.importContract, { id, document: whole('WEI-1') });
    await officer.send(setup.discard, { id, revision: 1, reason: '重复起草' });
    expect((await officer.read(contract.list)).body.rows.some(c => c.id === id)).toBe(false);
    expect((await officer.read(contract.list, { discarded: 'true' })).body.rows.map(c => c.id)).toContain(id);
    expect((await world.people.manager.read(contract.list, { discarded: 'true' })).body.rows.map(c => c.id)).not.toContain(id);
    const kept = await read(id);
    expect(kept).toMatchObject({ state: 'discarded', code: 'WEI-1' });
    expect(kept.clauses).toHaveLength(2);
    const again = newId();
    expect((await officer.send(setup.importContract, { id: again, document: whole('WEI-1') })).status).toBe(200);
    const given = (await officer.read(changes, { id })).body.rows.find(r => r.what === '废弃草稿');
    expect(given).toMatchObject({ reason: '重复起草', by: '演示·民政专员' });
  });
  it('contract.changes: what, when, by whom and why, also of clauses, indicators and payments', async () => {
    const id = await running(officer);
    await left(id, 2);
    await back(id, 3, '2026-09-01');
    await officer.send(setup.orderClauses, { id, revision: 4, codes: ['A2', 'A1'], reason: '与合同原文一致' });
    const payment = (await officer.read(milestones.milestones, { id })).body.rows[0]!;
    await officer.send(milestones.removeMilestone, { id: payment.id, revision: 1, reason: '改为一次付清' });
    const { rows } = (await world.people.manager.read(changes, { id })).body;
    const said = new Map(rows.map(r => [r.what, r.reason]));
    expect(said.get('启用合同')).toBeNull();
    expect(said.get('社工站 营根镇社工站 退出，最后一天 2026-05-31')).toBe('撤站');
    expect(said.get('社工站 营根镇社工站 自 2026-09-01 重新加入')).toBe('重新设站');
    expect(said.get('调整条款顺序')).toBe('与合同原文一致');
    expect(said.get('删除付款节点“尾款”')).toBe('改为一次付清');
    expect(said.get('条款 A1：第 1 版')).toBeNull();
    expect(said.get('A1 指标“每站入户探访不少于 2 次”：第 1 版')).toBeNull();
    expect((await world.people.worker.read(changes, { id })).body).toMatchObject({ code: 'forbidden' });
  });
  it('contract.rejoin_station on the next day leaves no gap; days away go with the document', async () => {
    const id = await running(officer);
    await left(id, 2);
    await back(id, 3, '2026-06-01');
    expect((await read(id)).stations.find(s => s.station === YINGGEN)).toMatchObject({
      left_on: null,
      left_reason: null,
      away: [],
    });
    await left(id, 4, '2026-09-30');
    await back(id, 5, '2026-11-01');
    const away = [{ from_on: '2026-10-01', to_on: '2026-10-31', reason: '撤站' }];
    expect((await read(id)).stations.find(s => s.station === YINGGEN)).toMatchObject({ away });
    const document = (await (await officer.get(`/api/contract.export?id=${id}`)).json()) as ReturnType<typeof whole>;
    const copy = newId();
    await officer.send(setup.importContract, { id: copy, document: { ...document, code: 'AWAY-1' } });
    expect((await read(copy)).stations.find(s => s.station === YINGGEN)).toMatchObject({ away });
  });
});

describe('counts', () => {
  it('what a station did while it was away does not count, and its demand is less by those days', async () => {
    const id = await running(officer);
    const indicator = (await read(id)).clauses[0]!.indicators[0]!;
    const rule = { ...indicator.rule!, threshold: { at: 'least' as const, value: 365 }, options: { prorate: true } };
    await officer.send(contract.setIndicator, { ...indicator, contract: id, clause: 'A1', rule, ...why });
    await left(id, 2);
    await back(id, 3, '2026-07-01');
    for (const on of ['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'])
      await world.visits({ station: YINGGEN, worker: person('yinggen.1'), on }, { station: HONGMAO, on });
    const figure = async (station: number) => (await officer.read(contract.figure, { id: indicator.id, station })).body;
    const away = await figure(YINGGEN);
    expect(away.figure).toMatchObject({ done: 2, needed: 335 });
    expect(away.reasons).toEqual([{ code: 'outside_stations', title: '社工站当日不在本合同内', rows: 2 }]);
    expect((await figure(HONGMAO)).figure).toMatchObject({ done: 4, needed: 365 });
  });
  it('an earlier version of the rule, on the records of today', async () => {
    const id = await running(officer);
    const indicator = (await read(id)).clauses[0]!.indicators[0]!;
    const once = {
      ...indicator.rule!,
      count: { how: 'distinct' as const, of: 'client_id' },
      threshold: { at: 'least' as const, value: 9 },
    };
    await officer.send(contract.setIndicator, { ...indicator, contract: id, clause: 'A1', rule: once, ...why });
    await world.visits({}, {}, {});
    const [now, then] = await Promise.all(
      [{}, { revision: 1 }].map(
        async more => (await officer.read(contract.figure, { id: indicator.id, station: HONGMAO, ...more })).body,
      ),
    );
    expect(now).toMatchObject({ indicator: { revision: 2, newest: 2 }, figure: { done: 1, needed: 9 } });
    expect(then).toMatchObject({ indicator: { revision: 1, newest: 2 }, figure: { done: 3, needed: 2 } });
    const rows = async (more: object) =>
      (await officer.read(contract.evidence, { id: indicator.id, station: HONGMAO, ...more })).body.rows.length;
    expect([await rows({}), await rows({ revision: 1 })]).toEqual([1, 3]);
  });
  it('the sheet: windows, months and the units that fall short', async () => {
    const id = await running(officer);
    const indicator = (await read(id)).clauses[0]!.indicators[0]!;
    const quarterly = { ...indicator.rule!, window: { kind: 'calendar' as const, months: 3 as const } };
    await officer.send(contract.setIndicator, { ...indicator, contract: id, clause: 'A1', rule: quarterly, ...why });
    const units = {
      ...indicator.rule!,
      unit: 'project' as const,
      count: {
        how: 'units' as const,
        by: 'client_id',
        having: [{ count: { how: 'rows' as const }, where: [], at: 'least' as const, value: 4, unit: '次' }],
        among: null,
      },
    };
    const second = {
      id: newId(),
      contract: id,
      clause: 'A2',
      revision: 0,
      title: '每人 4 次',
      unit: '人',
      score: null,
      rule: units,
    };
    expect((await officer.send(contract.setIndicator, { ...second, ...why })).status).toBe(200);
    await world.visits({ on: '2026-03-02' }, { on: '2026-05-04' }, { on: '2026-05-05' });
    const bytes = await buffer(
      PassThrough.from(Buffer.from(await (await officer.get(`/api/contract.standing_sheet?id=${id}`)).arrayBuffer())),
    );
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
    const sheet = workbook.worksheets[0]!;
    const table = sheet.getRows(3, 12)!.map(row => (row.values as unknown[]).slice(1));
    const head = table[0] as string[];
    const line = table.find(r => r[3] === '红毛镇社工站')!;
    const cell = (title: string, of = line) => of[head.indexOf(title)];
    expect(cell('分期要求')).toMatch(/^2026年第1季度 1\/2（未达到）；2026年第2季度 2\/2（达到）/);
    expect([cell('2026年3月'), cell('2026年4月'), cell('2026年5月')]).toEqual([1, 0, 2]);
    expect(head.filter(h => /^\d{4}年\d+月$/.test(h))).toHaveLength(12);
    const total = table.find(r => r[2] === '每人 4 次')!;
    expect(cell('还缺哪些', total)).toMatch(/还差 1 次/);
  });
});
