// The contract through HTTP: who may open, correct and set; what is counted and what not, with the reason; who sees whose figures.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contract as contractModule } from './index.ts';
import { addResidents, addVisits, HONGMAO, homeVisits, person, YINGGEN } from './testing.ts';
import { contractTemplate, openingOf } from './template.ts';

let server: TestServer;
let officer: Person;
let manager: Person;
let evaluator: Person;
let lead: Person;
let worker: Person;
let neighbour: Person;
let k1: string;

const opening = demoOpening();
const standing = async (who: Person) => (await who.read(contract.standing, { id: DEMO_CONTRACT })).body;
const evidence = async (who: Person, reason: string, more: { station?: number; worker?: string } = {}) =>
  (await who.read(contract.evidence, { id: k1, reason, limit: 200, ...more })).body.rows;
const clause = async (who: Person, code: string) => (await standing(who)).clauses.find(c => c.code === code)!;
const asOwner = async (text: string, values: unknown[] = []) => {
  const owner = await server.owner(469030);
  await owner.query(text, values);
  await owner.end();
};

beforeAll(async () => {
  server = await testServer([contractModule([homeVisits])], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T02:00:00Z');
  const as = (word: string) => server.as(person(word));
  [officer, manager, evaluator, lead, worker] = await Promise.all([as('minzheng'), as('xiangmu'), as('pinggu'), as('hongmao.zhanzhang'), as('hongmao.1')]);
  neighbour = await server.as(demoId('469098/linxian.minzheng'), 469098);
  expect((await officer.send(contract.open, opening)).body).toMatchObject({ id: DEMO_CONTRACT, revision: 1 });
  k1 = (await clause(officer, 'K1')).indicators[0]!.id;
  const [owner, other] = [await server.owner(469030), await server.owner(NEIGHBOUR.county)];
  await addResidents(owner, 469030, [HONGMAO, YINGGEN]);
  await addResidents(other, NEIGHBOUR.county, [NEIGHBOUR.station]);
  await Promise.all([owner.end(), other.end()]);
});
beforeEach(async () => {
  server.setTime('2026-11-23T02:00:00Z');
  await asOwner('delete from app.visits where county_id = 469030');
});
afterAll(() => server?.stop());

async function visits(...rows: Parameters<typeof addVisits>[1]): Promise<string[]> {
  const owner = await server.owner(469030);
  try {
    return await addVisits(owner, rows);
  } finally {
    await owner.end();
  }
}

describe('refuses', () => {
  it('contract.open, contract.correct, contract.set_indicator of anybody but the county officer', async () => {
    const indicator = { id: newId(), contract: DEMO_CONTRACT, clause: 'K2', revision: 0, title: '建档', unit: '份', rule: null };
    for (const who of [manager, evaluator, lead, worker, await server.as(person('xitong'))]) {
      expect((await who.send(contract.open, { ...opening, id: newId(), code: 'X' })).body.code).toBe('forbidden');
      expect((await who.send(contract.correct, { id: DEMO_CONTRACT, revision: 1, name: '改名' })).body.code).toBe('forbidden');
      expect((await who.send(contract.setIndicator, indicator)).body.code).toBe('forbidden');
    }
  });
  it('every read of administrators and township assistants', async () => {
    for (const word of ['xitong', 'anquan', 'shenji', 'hongmao.zhuli']) {
      const who = await server.as(person(word));
      expect((await who.read(contract.list)).body.code).toBe('forbidden');
      expect((await who.read(contract.standing, { id: DEMO_CONTRACT })).body.code).toBe('forbidden');
      expect((await who.read(contract.figure, { id: k1 })).body.code).toBe('forbidden');
      expect((await who.read(contract.evidence, { id: k1 })).body.code).toBe('forbidden');
      expect((await who.read(contract.mine)).body.code).toBe('forbidden');
      expect((await who.get(`/api/contract.standing_sheet?id=${DEMO_CONTRACT}`)).status).toBe(403);
    }
  });
  it('contract.open with a taken code, a clause twice, money beyond the budget, a term that ends before it begins', async () => {
    const other = { ...opening, id: newId(), clauses: opening.clauses.map(c => ({ ...c, indicators: [] })) };
    expect((await officer.send(contract.open, other)).body.code).toBe('contract_code_taken');
    expect((await officer.send(contract.open, { ...other, code: 'X', clauses: [other.clauses[0]!, other.clauses[0]!] })).body.issues?.[0]?.path).toBe('clauses');
    expect((await officer.send(contract.open, { ...other, code: 'X', budget_yuan: 2_000_000 })).body.issues).toEqual([{ path: 'budget_yuan', message: '各站经费合计 2120000 元,超过了预算,请核对' }]);
    expect((await officer.send(contract.open, { ...other, code: 'X', to_on: '2026-02-01' })).body.issues?.[0]?.path).toBe('to_on');
    expect((await officer.send(contract.open, { ...other, code: 'X', stations: [{ station: 469030999, fee_yuan: 1, operating_yuan: 1 }] })).body.code).toBe('missing_reference');
    expect((await officer.read(contract.list)).body.rows).toHaveLength(1);
  });
  it('contract.set_indicator with a rule that nothing can carry out, with a sentence', async () => {
    const rule = contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule!;
    const indicator = { id: newId(), contract: DEMO_CONTRACT, clause: 'K1', revision: 0, title: '入户', unit: '次', rule };
    const wrong = await officer.send(contract.setIndicator, { ...indicator, rule: { ...rule, measure: 'groups.session' } });
    expect(wrong.body).toMatchObject({ code: 'rule_unusable', say: '没有名为“groups.session”的统计口径,请从列表中选择。' });
    expect((await officer.send(contract.setIndicator, { ...indicator, rule: { ...rule, window: { kind: 'quarter' } } as never })).body.code).toBe('invalid');
    expect((await officer.send(contract.setIndicator, { ...indicator, clause: 'Z9' })).body.code).toBe('missing_reference');
  });
  it('a stale correction, with what stands now', async () => {
    expect((await officer.send(contract.correct, { id: DEMO_CONTRACT, revision: 9, name: '改名' })).body).toMatchObject({ code: 'stale', current: { revision: 1 } });
    expect((await officer.send(contract.setIndicator, { id: k1, contract: DEMO_CONTRACT, clause: 'K1', revision: 9, title: '入户', unit: '次', rule: null })).body).toMatchObject({ code: 'stale' });
  });
  it('changes of a contract that was accepted', async () => {
    await asOwner("update app.contracts set state = 'accepted' where county_id = 469030 and id = $1", [DEMO_CONTRACT]);
    expect((await officer.send(contract.correct, { id: DEMO_CONTRACT, revision: 1, name: '改名' })).body.code).toBe('contract_closed');
    expect((await officer.send(contract.setIndicator, { id: k1, contract: DEMO_CONTRACT, clause: 'K1', revision: 1, title: '入户', unit: '次', rule: null })).body.code).toBe('contract_closed');
    await asOwner("update app.contracts set state = 'running' where county_id = 469030 and id = $1", [DEMO_CONTRACT]);
  });
  it('the figure of another station, of the whole county to a head, of a colleague to a worker', async () => {
    expect((await lead.read(contract.figure, { id: k1, station: YINGGEN })).body.code).toBe('not_found');
    expect((await lead.read(contract.evidence, { id: k1, worker: person('yinggen.1') })).body.code).toBe('not_found');
    expect((await lead.read(contract.figure, { id: k1 })).body.code).toBe('figure_of_others');
    expect((await worker.read(contract.figure, { id: k1, worker: person('hongmao.2') })).body.code).toBe('forbidden');
    expect((await worker.read(contract.evidence, { id: k1, station: HONGMAO })).body.code).toBe('forbidden');
    expect((await officer.read(contract.figure, { id: k1, worker: person('hongmao.1'), station: YINGGEN })).body.code).toBe('not_found');
  });
  it('everything of another county', async () => {
    expect((await neighbour.read(contract.list)).body.rows).toEqual([]);
    expect((await neighbour.read(contract.standing, { id: DEMO_CONTRACT })).body.code).toBe('not_found');
    expect((await neighbour.read(contract.figure, { id: k1 })).body.code).toBe('not_found');
    expect((await neighbour.read(contract.evidence, { id: k1 })).body.code).toBe('not_found');
    expect((await neighbour.send(contract.correct, { id: DEMO_CONTRACT, revision: 1, name: '改名' })).body.code).toBe('not_found');
    expect((await neighbour.get(`/api/contract.standing_sheet?id=${DEMO_CONTRACT}`)).status).toBe(404);
  });
  it('a figure nobody can compute yet: 尚未接入, never zero', async () => {
    const k3 = (await clause(officer, 'K3')).indicators[0]!;
    expect(k3).toMatchObject({ connected: false, project: null, stations: [] });
    expect((await officer.read(contract.figure, { id: k3.id })).body.code).toBe('not_connected');
  });
  it('a reason or cursor it does not know', async () => {
    expect((await officer.read(contract.evidence, { id: k1, reason: 'nonsense' })).body.code).toBe('unknown_parameter');
    expect((await officer.read(contract.evidence, { id: k1, cursor: "2026-01-01'; drop table app.visits" })).body.code).toBe('unknown_parameter');
  });
});

describe('works', () => {
  it('contract.list and the head of the standing', async () => {
    const [row] = (await officer.read(contract.list)).body.rows;
    expect(row).toMatchObject({ code: 'QZ-SGZ-2026', from_on: '2026-03-01', to_on: '2027-02-28', budget_yuan: 2_120_000, stations: 10, elapsed_days: 268, total_days: 365, state: 'running' });
    const s = await standing(officer);
    expect(s.clauses).toHaveLength(41);
    expect(s.stations).toHaveLength(10);
    expect(s.clauses.filter(c => c.connected).map(c => c.code)).toEqual(['K1']);
    expect(s.say.at(-1)).toBe('合同共 41 条,已接入数据 1 条;其余 40 条尚未接入,不代表完成,也不代表没有做。');
    expect(s).toMatchObject({ as_of: '2026-11-23', computed_at: '2026-11-23T02:00:00.000Z' });
  });
  it('contract.correct: what is given changes, the term moves the count', async () => {
    const id = newId();
    const input = { ...openingOf(contractTemplate, { id, code: 'QZ-2', purchaser: '县民政局', provider: '某中心', signed_on: '2026-05-15', stations: [HONGMAO] }) };
    expect((await officer.send(contract.open, input)).status).toBe(200);
    const corrected = await officer.send(contract.correct, { id, revision: 1, provider: '某社工服务中心', budget_yuan: 424_000, stations: [{ station: YINGGEN, fee_yuan: 162_000, operating_yuan: 50_000 }] });
    expect(corrected.body).toMatchObject({ id, revision: 2 });
    const after = (await officer.read(contract.standing, { id })).body;
    expect(after.contract).toMatchObject({ provider: '某社工服务中心', name: contractTemplate.name, to_on: '2027-05-14', revision: 2 });
    expect(after.stations.map(s => s.id)).toEqual([YINGGEN, HONGMAO]);
    expect((await officer.send(contract.correct, { id, revision: 2, budget_yuan: 400_000 })).body.issues?.[0]?.path).toBe('budget_yuan');
    await asOwner("update app.contracts set state = 'closed' where county_id = 469030 and id = $1", [id]);
  });
  it('contract.set_indicator: adds one, replaces it, disconnects it', async () => {
    const id = newId();
    const rule = { ...contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule!, unit: 'station' as const, threshold: { at: 'least' as const, value: 2 } };
    const indicator = { id, contract: DEMO_CONTRACT, clause: 'E6', title: '每站巡访不少于 2 次', unit: '次', rule };
    expect((await officer.send(contract.setIndicator, { ...indicator, revision: 0 })).body.revision).toBe(1);
    await visits({}, { on: '2026-07-01' });
    const e6 = (await clause(officer, 'E6')).indicators[0]!;
    expect(e6).toMatchObject({ connected: true, level: 'station', threshold: 2 });
    expect(e6.stations.find(s => s.station === HONGMAO)).toMatchObject({ done: 2, status: 'met', workers: [] });
    expect(e6.project!.say).toMatch(/^10 个社工站:1 个已达标、9 个落后/);
    expect((await officer.send(contract.setIndicator, { ...indicator, revision: 1, rule: null })).body.revision).toBe(2);
    expect((await clause(officer, 'E6')).connected).toBe(false);
  });
  it('the standing as a sheet', async () => {
    const response = await officer.get(`/api/contract.standing_sheet?id=${DEMO_CONTRACT}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('履约情况表'));
    expect(Buffer.from(await response.arrayBuffer()).subarray(0, 2).toString()).toBe('PK');
  });
});

describe('counts', () => {
  it('K1: a visit of the worker counts; each other one is left out with its first reason', async () => {
    const [counted] = await visits(
      { on: '2027-02-28' },
      { on: '2026-02-28' },
      { kind: 'welfare_call' },
      { state: 'withdrawn' },
      { state: 'submitted' },
      { state: 'returned' },
      { co: [person('hongmao.2')] },
      { worker: person('xiangmu') },
    );
    const why = (await officer.read(contract.figure, { id: k1, station: HONGMAO })).body;
    expect(why.figure).toMatchObject({ done: 2, needed: 72, left_out: 7 });
    expect(why).toMatchObject({ whose: '红毛镇社工站', rows: 2, records: 2, looked_at: 9, indicator: { clause: 'K1', revision: 1, measure: '入户探访' } });
    expect(why.reasons).toEqual([
      { code: 'outside_term', title: '不在合同期内(2026-03-01 至 2027-02-28)', rows: 1 },
      { code: 'telephone', title: '电话问候,不是入户探访', rows: 1 },
      { code: 'withdrawn', title: '已撤回', rows: 1 },
      { code: 'unapproved', title: '未审核通过', rows: 2 },
      { code: 'co_worker', title: '双人探访的同访社工', rows: 1 },
      { code: 'not_in_post', title: '当日不是本合同的在岗驻站社工', rows: 1 },
    ]);
    expect(why.rule).toContain('不计:电话问候,不是入户探访、已撤回、未审核通过、双人探访的同访社工。');
    const rows = await evidence(officer, 'counted', { station: HONGMAO });
    expect(rows.map(r => r.record)).toContain(counted);
    expect(rows[0]).toMatchObject({ occurred_on: '2027-02-28', client_name: '符秀兰', station_name: '红毛镇社工站', opens: `/visits/${counted}`, reason: null, amount: 1 });
    expect(rows[0]!.facts).toEqual([{ title: '探访类型', value: '例行探访' }, { title: '补录', value: '否' }, { title: '同行社工数', value: '1' }]);
    expect((await evidence(officer, 'co_worker')).map(r => [r.worker, r.reason])).toEqual([[person('hongmao.2'), '双人探访的同访社工']]);
  });
  it('K1: the second worker of a paired visit where the contract credits him', async () => {
    await visits({ co: [person('hongmao.2')] });
    const now = (await clause(officer, 'K1')).indicators[0]!;
    const rule = contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule!;
    const put = (revision: number, without: string[]) =>
      officer.send(contract.setIndicator, { id: k1, contract: DEMO_CONTRACT, clause: 'K1', title: now.title, unit: now.unit, revision, rule: { ...rule, without } });
    const revision = (await put(now.revision, ['co_worker'])).body.revision;
    const credited = (await officer.read(contract.figure, { id: k1, station: HONGMAO })).body;
    expect(credited).toMatchObject({ rows: 2, records: 1, indicator: { revision }, figure: { done: 2, left_out: 0 } });
    expect(credited.rule).toContain('按本合同约定也计入:双人探访的同访社工。');
    await put(revision, []);
    expect((await officer.read(contract.figure, { id: k1, station: HONGMAO })).body).toMatchObject({ rows: 1, figure: { done: 1, left_out: 1 } });
  });
  it('K1: the worker, the station and the county from the same list; the forecast in words', async () => {
    await visits(...Array.from({ length: 20 }, (_, i) => ({ on: `2026-0${3 + (i % 7)}-1${i % 9}` })), ...Array.from({ length: 14 }, () => ({ worker: person('hongmao.2') })), { station: YINGGEN, worker: person('yinggen.1') });
    const i = (await clause(officer, 'K1')).indicators[0]!;
    const station = i.stations.find(s => s.station === HONGMAO)!;
    expect(station).toMatchObject({ done: 34, needed: 72, missing: 38, status: 'behind' });
    expect(station.workers.find(w => w.worker === person('hongmao.1'))).toMatchObject({ done: 20, needed: 24, status: 'on_track', say: '按目前进度,预计 2027年1月16日 完成。' });
    expect(station.workers.find(w => w.worker === person('hongmao.2'))).toMatchObject({ done: 14, status: 'behind', say: '按目前进度,到期满可完成 19 次,还差 5 次。' });
    expect(i.project).toMatchObject({ done: 35, needed: 720 });
    expect((await evidence(officer, 'counted', { worker: person('hongmao.1') })).length).toBe(20);
    expect((await evidence(officer, 'counted')).length).toBe(35);
    const paged = (await officer.read(contract.evidence, { id: k1, limit: 10 })).body;
    const rest = (await officer.read(contract.evidence, { id: k1, limit: 200, cursor: paged.next! })).body;
    expect(new Set([...paged.rows, ...rest.rows].map(r => r.record)).size).toBe(35);
    expect(rest.next).toBeNull();
  });
  it('K1: who came late or left owes the whole, or by days where the contract says so; days out of post do not count', async () => {
    await asOwner("update app.staff set left_on = '2026-08-31' where county_id = 469030 and id = $1", [person('hongmao.2')]);
    await visits({ worker: person('hongmao.2'), on: '2026-08-31' }, { worker: person('hongmao.2'), on: '2026-09-01' });
    const of = async () => (await officer.read(contract.figure, { id: k1, worker: person('hongmao.2') })).body;
    expect((await of()).figure).toMatchObject({ done: 1, needed: 24, left_out: 1, status: 'cannot_be_met', say: '已于 2026年8月31日 离岗,完成 1 次,还差 23 次。' });
    expect((await evidence(officer, 'not_in_post')).map(r => r.occurred_on)).toEqual(['2026-09-01']);
    const now = (await clause(officer, 'K1')).indicators[0]!;
    const rule = contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule!;
    const put = (revision: number, prorate: boolean) =>
      officer.send(contract.setIndicator, { id: k1, contract: DEMO_CONTRACT, clause: 'K1', title: now.title, unit: now.unit, revision, rule: { ...rule, options: { prorate } } });
    await put(now.revision, true);
    expect((await of()).figure).toMatchObject({ needed: 13, status: 'cannot_be_met' });
    await put(now.revision + 1, false);
    await asOwner('update app.staff set left_on = null where county_id = 469030 and id = $1', [person('hongmao.2')]);
  });
  it('a head of station sees the own station, the county nothing of it less; nobody a smaller number in silence', async () => {
    await visits({}, { station: YINGGEN, worker: person('yinggen.1') });
    const own = await standing(lead);
    expect(own.stations.map(s => s.id)).toEqual([HONGMAO]);
    const i = own.clauses.find(c => c.code === 'K1')!.indicators[0]!;
    expect(i.project).toBeNull();
    expect(i.stations.map(s => [s.station, s.done])).toEqual([[HONGMAO, 1]]);
    expect(own.say[0]).toContain('红毛镇社工站');
    expect((await evidence(lead, 'counted', { station: HONGMAO })).map(r => r.station)).toEqual([HONGMAO]);
    expect((await clause(manager, 'K1')).indicators[0]!.project!.done).toBe(2);
  });
  it('people behind a figure by name for those who work with them, masked for manager and evaluator', async () => {
    await visits({});
    for (const [who, name] of [[officer, '符秀兰'], [lead, '符秀兰'], [manager, '符**'], [evaluator, '符**']] as const) {
      expect((await evidence(who, 'counted', { station: HONGMAO }))[0]!.client_name).toBe(name);
    }
  });
  it('contract.mine: a worker reads his own figure, with what was not counted, and opens it', async () => {
    await visits({}, { state: 'submitted' }, { worker: person('hongmao.2') });
    const { rows, as_of } = (await worker.read(contract.mine)).body;
    expect(as_of).toBe('2026-11-23');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ clause: 'K1', done: 1, needed: 24, missing: 23, left_out: 1, reasons: [{ code: 'unapproved', rows: 1 }], from_on: '2026-03-01', to_on: '2027-02-28' });
    expect((await evidence(worker, 'counted', { worker: worker.account })).length).toBe(1);
    expect((await worker.read(contract.figure, { id: k1, worker: worker.account })).body.figure.done).toBe(1);
  });
  it('before the term, on its last day and after it, in the time of the stations', async () => {
    await visits({ on: '2027-02-28' });
    await asOwner("update app.role_grants set from_on = '2026-01-01' where county_id = 469030 and account_id = $1", [officer.account]);
    const at = async (instant: string) => {
      server.setTime(instant);
      return (await clause(await server.as(officer.account), 'K1')).indicators[0]!.project!;
    };
    expect((await at('2026-02-28T15:59:00Z')).status).toBe('not_started');
    expect((await at('2026-02-28T16:00:00Z')).status).toBe('on_track');
    expect(await at('2027-02-28T15:59:00Z')).toMatchObject({ done: 1, status: 'behind' });
    expect(await at('2027-02-28T16:00:00Z')).toMatchObject({ done: 1, status: 'cannot_be_met' });
  });
});
