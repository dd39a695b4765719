// The contract through HTTP: who may open, correct, set and read it, and what each of that does. What is counted is in standing.test.ts.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contractTemplate, openingOf } from './template.ts';
import { type ContractWorld, contractWorld, HONGMAO, k1Rule, person, YINGGEN } from './testing.ts';

let world: ContractWorld;
let people: ContractWorld['people'];
let k1: string;
const opening = demoOpening('2026-03-01');
const rename = { id: DEMO_CONTRACT, revision: 1, name: '改名', reason: '更名' };
const emptied = (revision: number) => ({
  id: k1,
  contract: DEMO_CONTRACT,
  clause: 'K1',
  revision,
  title: '入户',
  unit: '次',
  rule: null,
  reason: '试',
});

beforeAll(async () => {
  world = await contractWorld();
  ({ people, k1 } = world);
});
beforeEach(() => world.begin());
afterAll(() => world?.server.stop());

describe('refuses', () => {
  it('contract.open, contract.correct, contract.set_indicator of anybody but the county officer', async () => {
    const indicator = { id: newId(), contract: DEMO_CONTRACT, clause: 'K2', revision: 0, title: '建档', unit: '份', rule: null };
    for (const who of [people.manager, people.evaluator, people.lead, people.worker, await world.server.as(person('xitong'))]) {
      expect((await who.send(contract.open, { ...opening, id: newId(), code: 'X' })).body.code).toBe('forbidden');
      expect((await who.send(contract.correct, rename)).body.code).toBe('forbidden');
      expect((await who.send(contract.setIndicator, indicator)).body.code).toBe('forbidden');
    }
  });
  it('every read of administrators and township assistants', async () => {
    for (const word of ['xitong', 'anquan', 'shenji', 'hongmao.zhuli']) {
      const who = await world.server.as(person(word));
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
    expect((await people.officer.send(contract.open, other)).body.code).toBe('contract_code_taken');
    expect(
      (await people.officer.send(contract.open, { ...other, code: 'X', clauses: [other.clauses[0]!, other.clauses[0]!] })).body
        .issues?.[0]?.path,
    ).toBe('clauses');
    expect((await people.officer.send(contract.open, { ...other, code: 'X', budget_yuan: 2_000_000 })).body.issues).toEqual([
      { path: 'budget_yuan', message: '各站经费合计 2120000 元，超过了预算，请核对' },
    ]);
    expect((await people.officer.send(contract.open, { ...other, code: 'X', to_on: '2026-02-01' })).body.issues?.[0]?.path).toBe(
      'to_on',
    );
    expect(
      (
        await people.officer.send(contract.open, {
          ...other,
          code: 'X',
          stations: [{ station: 469030999, fee_yuan: 1, operating_yuan: 1 }],
        })
      ).body.code,
    ).toBe('missing_reference');
    expect((await people.officer.read(contract.list)).body.rows).toHaveLength(1);
  });
  it('contract.set_indicator with a rule that nothing can carry out, with a sentence', async () => {
    const indicator = {
      id: newId(),
      contract: DEMO_CONTRACT,
      clause: 'K1',
      revision: 0,
      title: '入户',
      unit: '次',
      rule: k1Rule,
      reason: '试',
    };
    const wrong = await people.officer.send(contract.setIndicator, {
      ...indicator,
      rule: { ...k1Rule, measure: 'groups.session' },
    });
    expect(wrong.body).toMatchObject({ code: 'rule_unusable', say: '没有名为“groups.session”的统计口径，请从列表中选择。' });
    expect(
      (
        await people.officer.send(contract.setIndicator, {
          ...indicator,
          rule: { ...k1Rule, window: { kind: 'quarter' } } as never,
        })
      ).body.code,
    ).toBe('invalid');
    expect((await people.officer.send(contract.setIndicator, { ...indicator, clause: 'Z9' })).body.code).toBe(
      'missing_reference',
    );
  });
  it('a stale correction, with what stands now', async () => {
    expect((await people.officer.send(contract.correct, { id: DEMO_CONTRACT, revision: 9, name: '改名' })).body).toMatchObject({
      code: 'stale',
      current: { revision: 1 },
    });
    expect((await people.officer.send(contract.setIndicator, emptied(9))).body).toMatchObject({ code: 'stale' });
  });
  it('changes of a contract that was accepted', async () => {
    await world.asOwner("update app.contracts set state = 'accepted' where county_id = 469030 and id = $1", [DEMO_CONTRACT]);
    expect((await people.officer.send(contract.correct, rename)).body.code).toBe('contract_closed');
    expect((await people.officer.send(contract.setIndicator, emptied(1))).body.code).toBe('contract_closed');
    await world.asOwner("update app.contracts set state = 'running' where county_id = 469030 and id = $1", [DEMO_CONTRACT]);
  });
  it('the figure of another station, of the whole county to a head, of a colleague to a worker', async () => {
    expect((await people.lead.read(contract.figure, { id: k1, station: YINGGEN })).body.code).toBe('not_found');
    expect((await people.lead.read(contract.evidence, { id: k1, worker: person('yinggen.1') })).body.code).toBe('not_found');
    expect((await people.lead.read(contract.figure, { id: k1 })).body.code).toBe('figure_of_others');
    for (const asked of [{ worker: person('hongmao.2') }, { worker: newId() }, { station: HONGMAO }, {}]) {
      expect((await people.worker.read(contract.figure, { id: k1, ...asked })).body.code).toBe('not_found');
      expect((await people.worker.read(contract.evidence, { id: k1, ...asked })).body.code).toBe('not_found');
    }
    expect(
      (await people.officer.read(contract.figure, { id: k1, worker: person('hongmao.1'), station: YINGGEN })).body.code,
    ).toBe('not_found');
  });
  it('everything of another county', async () => {
    expect((await people.neighbour.read(contract.list)).body.rows).toEqual([]);
    expect((await people.neighbour.read(contract.standing, { id: DEMO_CONTRACT })).body.code).toBe('not_found');
    expect((await people.neighbour.read(contract.figure, { id: k1 })).body.code).toBe('not_found');
    expect((await people.neighbour.read(contract.evidence, { id: k1 })).body.code).toBe('not_found');
    expect((await people.neighbour.send(contract.correct, rename)).body.code).toBe('not_found');
    expect((await people.neighbour.get(`/api/contract.standing_sheet?id=${DEMO_CONTRACT}`)).status).toBe(404);
  });
  it('a figure nobody can compute yet: 尚未接入， never zero', async () => {
    const k3 = (await world.clause(people.officer, 'K3')).indicators[0]!;
    expect(k3).toMatchObject({ connected: false, project: null, stations: [] });
    expect((await people.officer.read(contract.figure, { id: k3.id })).body.code).toBe('not_connected');
  });
  it('a reason or cursor it does not know', async () => {
    expect((await people.officer.read(contract.evidence, { id: k1, reason: 'nonsense' })).body.code).toBe('unknown_parameter');
    expect(
      (await people.officer.read(contract.evidence, { id: k1, cursor: "2026-01-01'; drop table app.visits" })).body.code,
    ).toBe('unknown_parameter');
  });
});

describe('works', () => {
  it('contract.list and the head of the standing', async () => {
    const [row] = (await people.officer.read(contract.list)).body.rows;
    expect(row).toMatchObject({
      code: 'QZ-SGZ-2026',
      from_on: '2026-03-01',
      to_on: '2027-02-28',
      budget_yuan: 2_120_000,
      stations: 10,
      elapsed_days: 268,
      total_days: 365,
      state: 'running',
    });
    const s = await world.standing(people.officer);
    expect(s.clauses).toHaveLength(41);
    expect(s.stations).toHaveLength(10);
    expect(s.clauses.filter(c => c.connected).map(c => c.code)).toEqual(['K1']);
    expect(s.say.at(-1)).toBe('合同共 41 条，已接入数据 1 条；其余 40 条尚未接入，不代表完成，也不代表没有做。');
    expect(s).toMatchObject({ as_of: '2026-11-23', computed_at: '2026-11-23T02:00:00.000Z' });
  });
  it('contract.correct: what is given changes, the term moves the count', async () => {
    const id = newId();
    const input = {
      ...openingOf(contractTemplate, {
        id,
        code: 'QZ-2',
        purchaser: '县民政局',
        provider: '某中心',
        signed_on: '2026-05-15',
        stations: [HONGMAO],
      }),
    };
    expect((await people.officer.send(contract.open, input)).status).toBe(200);
    const corrected = await people.officer.send(contract.correct, {
      id,
      revision: 1,
      reason: '更正承接主体',
      provider: '某社工服务中心',
      budget_yuan: 424_000,
      stations: [{ station: YINGGEN, fee_yuan: 162_000, operating_yuan: 50_000 }],
    });
    expect(corrected.body).toMatchObject({ id, revision: 2 });
    const after = (await people.officer.read(contract.standing, { id })).body;
    expect(after.contract).toMatchObject({
      provider: '某社工服务中心',
      name: contractTemplate.name,
      to_on: '2027-05-14',
      revision: 2,
    });
    expect(after.stations.map(s => s.id)).toEqual([YINGGEN, HONGMAO]);
    expect(
      (await people.officer.send(contract.correct, { id, revision: 2, budget_yuan: 400_000, reason: '试' })).body.issues?.[0]
        ?.path,
    ).toBe('budget_yuan');
    await world.asOwner("update app.contracts set state = 'closed' where county_id = 469030 and id = $1", [id]);
  });
  it('contract.set_indicator: adds one, replaces it, disconnects it', async () => {
    const id = newId();
    const rule = { ...k1Rule, unit: 'station' as const, threshold: { at: 'least' as const, value: 2 } };
    const indicator = { id, contract: DEMO_CONTRACT, clause: 'E6', title: '每站巡访不少于 2 次', unit: '次', rule, reason: '试' };
    expect((await people.officer.send(contract.setIndicator, { ...indicator, revision: 0 })).body.revision).toBe(1);
    await world.visits({}, { on: '2026-07-01' });
    const e6 = (await world.clause(people.officer, 'E6')).indicators[0]!;
    expect(e6).toMatchObject({ connected: true, level: 'station', threshold: 2 });
    expect(e6.stations.find(s => s.station === HONGMAO)).toMatchObject({ done: 2, status: 'met', workers: [] });
    expect(e6.project!.say).toMatch(/^10 个社工站中 1 个已达标、9 个落后/);
    expect((await people.officer.send(contract.setIndicator, { ...indicator, revision: 1, rule: null })).body.revision).toBe(2);
    expect((await world.clause(people.officer, 'E6')).connected).toBe(false);
  });
  it('the standing as a sheet', async () => {
    const response = await people.officer.get(`/api/contract.standing_sheet?id=${DEMO_CONTRACT}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('履约情况表'));
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });
});
