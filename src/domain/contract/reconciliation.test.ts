// Ledger = indicator = sum of its stations = export, for a year of generated visits through HTTP: also after corrections, returns,
// withdrawals, late entries, a person merged into another, a person who died, and a worker who moved to another station.

import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mark, merge, openFile } from '#domain/clients/clients.ts';
import { clients } from '#domain/clients/index.ts';
import { seeded } from '#domain/clients/people.demo.ts';
import { org } from '#domain/org/index.ts';
import { foundDemoCounty } from '#domain/org/people.demo.ts';
import { moveStaff } from '#domain/org/staffing.ts';
import { records } from '#domain/records/index.ts';
import { approve, reopen, returnRecord } from '#domain/records/records.ts';
import { visits } from '#domain/visits/index.ts';
import { addPeople, correction, homeVisit } from '#domain/visits/testing.ts';
import { correct, list, record, withdraw } from '#domain/visits/visits.ts';
import { addDays } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contract as contractModule } from './index.ts';
import { contractTemplate } from './template.ts';
import { HONGMAO, person, YINGGEN } from './testing.ts';

const FROM = '2026-03-01';
const END = '2026-11-20';
const MOVED = '2026-08-01';
const people = { kept: newId(), twin: newId(), dies: newId(), third: newId(), yinggen: newId() };
let server: TestServer;
let officer: Person;

/** Sends on a day as somebody; what is refused fails the test's beginning. */
async function on(day: string, word: string, ...[command, input]: Parameters<Person['send']>): Promise<void> {
  server.setTime(`${day}T02:00:00Z`);
  const { status, body } = await (await server.as(person(word))).send(command, input);
  if (status !== 200) throw new Error(`${command.name} on ${day} by ${word}: ${JSON.stringify(body)}`);
}

/** One visit and what becomes of it. */
async function oneVisit(day: string, random: () => number): Promise<void> {
  const at = random() < 0.7 ? 'hongmao' : 'yinggen';
  const n = at === 'yinggen' && day >= MOVED ? 'moved' : random() < 0.5 ? '1' : '2';
  const by = n === 'moved' ? 'hongmao.2' : `${at}.${at === 'hongmao' && day >= MOVED ? '1' : n}`;
  const whom = at === 'yinggen' ? people.yinggen : [people.kept, people.twin, people.third][Math.floor(random() * 3)]!;
  const late = random() < 0.15;
  const paired = random() < 0.2 ? { co_workers: [person(`${at}.zhanzhang`)] } : {};
  const visit = homeVisit(whom, {
    visited_on: late ? addDays(day, -8) : day,
    ...(late && { late_reason: '山里无信号' }),
    ...paired,
  });
  // A visit with a colleague who reviews at the station is reviewed by the project manager.
  const head = 'co_workers' in paired ? 'xiangmu' : `${at}.zhanzhang`;
  await on(day, by, record, visit);
  const fate = random();
  if (fate < 0.1) return on(addDays(day, 1), by, withdraw, { id: visit.id, revision: 1, reason: '重复登记' });
  if (fate < 0.2) return;
  if (fate < 0.35) {
    await on(addDays(day, 1), head, returnRecord, { what: 'visits', id: visit.id, revision: 1, remark: '请补充' });
    if (fate < 0.25) return;
    await on(addDays(day, 2), by, correct, correction(visit));
    return on(addDays(day, 3), head, approve, { what: 'visits', id: visit.id, revision: 2 });
  }
  await on(addDays(day, 1), head, approve, { what: 'visits', id: visit.id, revision: 1 });
  if (fate < 0.42)
    await on(addDays(day, 2), 'xiangmu', reopen, { what: 'visits', id: visit.id, revision: 1, reason: '抽查发现不符' });
}

beforeAll(async () => {
  const measures = [...(clients.measures ?? []), ...(visits.measures ?? [])];
  server = await testServer(
    [org, clients, records(visits.reviewables ?? []), visits, contractModule(measures)],
    async ({ house }) => foundDemoCounty(house, FROM),
  );
  const owner = await server.owner(469030);
  const elder = (id: string, name: string, at = HONGMAO) => ({
    id,
    name,
    station: at,
    worker: person(at === HONGMAO ? 'hongmao.1' : 'yinggen.1'),
  });
  await addPeople(owner, [
    elder(people.kept, '王亚妹'),
    elder(people.twin, '王亚美'),
    elder(people.dies, '符桂英'),
    elder(people.third, '李月娥'),
    elder(people.yinggen, '陈月娥', YINGGEN),
  ]);
  server.setTime(`${FROM}T02:00:00Z`);
  await on(FROM, 'minzheng', contract.open, demoOpening(FROM));
  const random = seeded(42);
  for (let day = '2026-03-20'; day < MOVED; day = addDays(day, 7)) await oneVisit(day, random);
  await on('2026-03-25', 'hongmao.1', record, homeVisit(people.dies, { visited_on: '2026-03-25' }));
  const moved = { id: newId(), staff: person('hongmao.2'), revision: 1, from_on: MOVED, station: YINGGEN, reason: '支援' };
  await on('2026-07-31', 'minzheng', moveStaff, { ...moved, post: 'resident_worker' });
  await owner.query('update app.role_grants set station_id = $1 where county_id = 469030 and account_id = $2', [
    YINGGEN,
    person('hongmao.2'),
  ]);
  await owner.end();
  for (let day = MOVED; day < END; day = addDays(day, 7)) await oneVisit(day, random);
  server.setTime('2026-11-23T02:00:00Z');
});
afterAll(() => server?.stop());

/** Approved home visits of the term as the list of visits has them: an independent way to the same number. */
async function inLedger(filter: { station?: number; worker?: string }): Promise<number> {
  let rows = 0;
  for (let cursor: string | undefined; ; ) {
    const query = {
      kind: ['home_visit' as const],
      state: ['approved' as const],
      from: FROM,
      to: '2027-02-28',
      limit: 50,
      ...filter,
    };
    const page = (await officer.read(list, { ...query, ...(cursor && { cursor }) })).body;
    rows += page.rows.length;
    if (page.next === null) return rows;
    cursor = page.next;
  }
}
async function sheetOf(path: string): Promise<ExcelJS.Worksheet> {
  const bytes = await (await officer.get(path)).arrayBuffer();
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  return book.worksheets[0]!;
}
/** Cells of a sheet as texts, row by row. */
function cellsOf(sheet: ExcelJS.Worksheet): string[][] {
  const rows: string[][] = [];
  sheet.eachRow(row => {
    rows.push((row.values as unknown[]).slice(1).map(v => (v instanceof Date ? v.toISOString().slice(0, 10) : String(v ?? ''))));
  });
  return rows;
}
async function k1() {
  const standing = (await officer.read(contract.standing, { id: DEMO_CONTRACT })).body;
  return standing.clauses.find(c => c.code === 'K1')!.indicators[0]!;
}
const idOf = (clause: string): string => demoOpening(FROM).clauses.find(c => c.code === clause)!.indicators[0]!.id;

describe('K1 reconciliation', () => {
  it('ledger = indicator = sum of stations = sum of months = evidence = both exports', async () => {
    officer = await server.as(person('minzheng'));
    const i = await k1();
    const ledger = await inLedger({});
    expect(ledger).toBeGreaterThan(15);
    expect(i.project!.done).toBe(ledger);
    expect(i.stations.reduce((n, s) => n + s.done, 0)).toBe(ledger);
    for (const s of i.stations) {
      expect(s.done).toBe(await inLedger({ station: s.station }));
      // A worker's visits count for him wherever he made them.
      for (const w of s.workers) expect([w.name, w.done]).toEqual([w.name, await inLedger({ worker: w.worker })]);
    }
    expect(i.stations.flatMap(s => s.workers).reduce((n, w) => n + w.done, 0)).toBe(ledger);
    const { rows, months } = (await officer.read(contract.months, { id: i.id })).body;
    const stationRows = rows.filter(r => r.worker === null);
    expect(stationRows.reduce((n, r) => n + r.total, 0)).toBe(ledger);
    expect(months.map(m => m.closed)).toEqual(months.map(m => m.to < '2026-11-23'));
    expect(stationRows.reduce((n, r) => n + r.amounts[months.findIndex(m => m.label === '2026年10月')]!, 0)).toBe(
      (await officer.read(list, { kind: ['home_visit'], state: ['approved'], from: '2026-10-01', to: '2026-10-31', limit: 100 }))
        .body.rows.length,
    );
    const printed = cellsOf(await sheetOf(`/api/visits.ledger?kind=home_visit&state=approved&from=${FROM}&to=2027-02-28`));
    expect(printed.filter(cells => cells.some(c => /^2026-\d\d-\d\d$/.test(c))).length).toBe(ledger);
    const standingSheet = cellsOf(await sheetOf(`/api/contract.standing_sheet?id=${DEMO_CONTRACT}`));
    expect(standingSheet.find(cells => cells[0] === 'K1' && cells[3] === '合计')![6]).toBe(String(ledger));
  });
  it('the moved worker owes once, at the station he came to; what he did before stays where it was', async () => {
    const i = await k1();
    const at = i.stations.filter(s => s.workers.some(w => w.worker === person('hongmao.2'))).map(s => s.station);
    expect(at).toEqual([YINGGEN]);
    const { rows } = (await officer.read(contract.evidence, { id: i.id, worker: person('hongmao.2'), limit: 100 })).body;
    expect(new Set(rows.map(r => [r.station, r.occurred_on < MOVED].join()))).toEqual(
      new Set([`${HONGMAO},true`, `${YINGGEN},false`]),
    );
  });
  it('a merged person is one person, and the figure says so; so it does of one who died', async () => {
    const clause = 'E6';
    const indicator = { id: newId(), contract: DEMO_CONTRACT, clause, revision: 0, title: '服务人数', unit: '人', reason: '试' };
    const rule = { ...contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule!, unit: 'station' as const };
    const distinct = { ...rule, count: { how: 'distinct' as const, of: 'client_id' }, beside: [] };
    await on('2026-11-23', 'minzheng', contract.setIndicator, { ...indicator, rule: distinct });
    const figure = async () => (await officer.read(contract.figure, { id: indicator.id, station: HONGMAO })).body;
    const before = await figure();
    const done = (await k1()).project!.done;
    await on('2026-11-23', 'hongmao.zhanzhang', merge, { id: people.kept, revision: 1, other: people.twin, other_revision: 1 });
    await on('2026-11-23', 'hongmao.zhanzhang', mark, {
      id: people.dies,
      revision: 1,
      state: 'died',
      on: '2026-06-01',
      reason: '因病',
    });
    const after = await figure();
    expect(after.figure.done).toBe(before.figure.done - 1);
    expect(after.rows + after.reasons.find(r => r.code === 'repeated')!.rows).toBe(
      before.rows + before.reasons.find(r => r.code === 'repeated')!.rows,
    );
    expect(after.looked_at).toBe(before.looked_at);
    expect((await k1()).project!.done).toBe(done);
    const why = (await officer.read(contract.figure, { id: idOf('K1'), station: HONGMAO })).body;
    expect(why.people[0]).toBe('计入的记录中，1 份档案已并入他人档案：原来的记录仍然计入。');
    expect(await inLedger({})).toBe(done);
  });
  it('K2 a service file counts once, at its station, from the day it was opened; while something is missing it says so', async () => {
    await on('2026-11-23', 'hongmao.zhanzhang', openFile, { id: people.third, revision: 1, filed_on: '2026-11-20' });
    const k2 = (await officer.read(contract.standing, { id: DEMO_CONTRACT })).body.clauses.find(c => c.code === 'K2')!;
    expect(k2.connected).toBe(true);
    expect(k2.indicators[0]!.stations.find(s => s.station === HONGMAO)).toMatchObject({ done: 0, needed: 1, left_out: 1 });
    const why = (await officer.read(contract.figure, { id: k2.indicators[0]!.id, station: HONGMAO })).body;
    expect(why.reasons).toEqual([{ code: 'incomplete', title: '建档中，必填内容还不齐', rows: 1 }]);
    const owner = await server.owner(469030);
    await owner.query("update app.residents set file_state = 'complete' where county_id = 469030 and id = $1", [people.third]);
    await owner.end();
    const full = (await officer.read(contract.figure, { id: k2.indicators[0]!.id, station: HONGMAO })).body;
    expect(full.figure).toMatchObject({ done: 1, status: 'met', beside: [{ title: '民政对象和特殊群体', amount: 0 }] });
  });
});
