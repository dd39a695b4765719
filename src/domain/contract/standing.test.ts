// Where everybody stands, through HTTP: what counts and what does not, with the reason; who sees whose figures; and time.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as contract from './contract.ts';
import { type ContractWorld, contractWorld, HONGMAO, person, YINGGEN } from './testing.ts';

let world: ContractWorld;
let people: ContractWorld['people'];

beforeAll(async () => {
  world = await contractWorld();
  people = world.people;
});
beforeEach(() => world.begin());
afterAll(() => world?.server.stop());

describe('counts', () => {
  it('K1: a visit of the worker counts; each other one is left out with its first reason', async () => {
    const [counted] = await world.visits(
      { on: '2027-02-28' },
      { on: '2026-02-28' },
      { kind: 'welfare_call' },
      { state: 'withdrawn' },
      { state: 'submitted' },
      { state: 'returned' },
      { co: [person('hongmao.2')] },
      { worker: person('xiangmu') },
    );
    const why = await world.figure(people.officer, { station: HONGMAO });
    expect(why.figure).toMatchObject({ done: 2, needed: 72, left_out: 7 });
    expect(why).toMatchObject({
      whose: '红毛镇社工站',
      rows: 2,
      records: 2,
      looked_at: 9,
      indicator: { clause: 'K1', revision: 1, measure: '入户探访' },
    });
    expect(why.reasons).toEqual([
      { code: 'outside_term', title: '不在合同期内（2026-03-01 至 2027-02-28）', rows: 1 },
      { code: 'telephone', title: '电话问候，不是入户探访', rows: 1 },
      { code: 'withdrawn', title: '已撤回', rows: 1 },
      { code: 'unapproved', title: '未审核通过', rows: 2 },
      { code: 'co_worker', title: '双人探访的同访社工', rows: 1 },
      { code: 'not_in_post', title: '当日不是本合同的在岗驻站社工', rows: 1 },
    ]);
    expect(why.rule).toContain('不计：电话问候，不是入户探访、已撤回、未审核通过、双人探访的同访社工。');
    const rows = await world.evidence(people.officer, 'counted', { station: HONGMAO });
    expect(rows.map(r => r.record)).toContain(counted);
    expect(rows[0]).toMatchObject({
      occurred_on: '2027-02-28',
      client_name: '符秀兰',
      station_name: '红毛镇社工站',
      opens: `/visits/${counted}`,
      reason: null,
      amount: 1,
    });
    expect(rows[0]!.facts).toEqual([
      { title: '探访类型', value: '例行探访' },
      { title: '同行社工数', value: '1' },
    ]);
    expect((await world.evidence(people.officer, 'co_worker')).map(r => [r.worker, r.reason])).toEqual([
      [person('hongmao.2'), '双人探访的同访社工'],
    ]);
  });
  it('K1: the second worker of a paired visit where the contract credits him', async () => {
    await world.visits({ co: [person('hongmao.2')] });
    const revision = await world.setK1({ without: ['co_worker'] });
    const credited = await world.figure(people.officer, { station: HONGMAO });
    expect(credited).toMatchObject({ rows: 2, records: 1, indicator: { revision }, figure: { done: 2, left_out: 0 } });
    expect(credited.rule).toContain('按本合同约定也计入：双人探访的同访社工。');
    await world.setK1({ without: [] });
    expect(await world.figure(people.officer, { station: HONGMAO })).toMatchObject({ rows: 1, figure: { done: 1, left_out: 1 } });
  });
  it('K1: the worker, the station and the county from the same list; the forecast in words', async () => {
    await world.visits(
      ...Array.from({ length: 20 }, (_, i) => ({ on: `2026-0${3 + (i % 7)}-1${i % 9}` })),
      ...Array.from({ length: 14 }, () => ({ worker: person('hongmao.2') })),
      { station: YINGGEN, worker: person('yinggen.1') },
    );
    const i = (await world.clause(people.officer, 'K1')).indicators[0]!;
    const station = i.stations.find(s => s.station === HONGMAO)!;
    expect(station).toMatchObject({ done: 34, needed: 72, missing: 38, status: 'behind' });
    expect(station.workers.find(w => w.worker === person('hongmao.1'))).toMatchObject({
      done: 20,
      needed: 24,
      status: 'on_track',
      say: '按目前进度，预计 2027年1月16日 完成。',
    });
    expect(station.workers.find(w => w.worker === person('hongmao.2'))).toMatchObject({
      done: 14,
      status: 'behind',
      say: '按目前进度，到期满可完成 19 次，还差 5 次。',
    });
    expect(i.project).toMatchObject({ done: 35, needed: 720 });
    expect((await world.evidence(people.officer, 'counted', { worker: person('hongmao.1') })).length).toBe(20);
    expect((await world.evidence(people.officer, 'counted')).length).toBe(35);
    const paged = (await people.officer.read(contract.evidence, { id: world.k1, limit: 10 })).body;
    const rest = (await people.officer.read(contract.evidence, { id: world.k1, limit: 200, cursor: paged.next! })).body;
    expect(new Set([...paged.rows, ...rest.rows].map(r => r.record)).size).toBe(35);
    expect(rest.next).toBeNull();
  });
  it('K1: who came late or left owes the whole, or by days where the contract says so; days out of post do not count', async () => {
    await world.asOwner("update app.staff set left_on = '2026-08-31' where county_id = 469030 and id = $1", [
      person('hongmao.2'),
    ]);
    await world.visits({ worker: person('hongmao.2'), on: '2026-08-31' }, { worker: person('hongmao.2'), on: '2026-09-01' });
    const of = () => world.figure(people.officer, { worker: person('hongmao.2') });
    expect((await of()).figure).toMatchObject({
      done: 1,
      needed: 24,
      left_out: 1,
      status: 'cannot_be_met',
      say: '已于 2026年8月31日 离岗，完成 1 次，还差 23 次。',
    });
    expect((await world.evidence(people.officer, 'not_in_post')).map(r => r.occurred_on)).toEqual(['2026-09-01']);
    await world.setK1({ options: { prorate: true } });
    expect((await of()).figure).toMatchObject({ needed: 13, status: 'cannot_be_met' });
    await world.setK1({ options: { prorate: false } });
    await world.asOwner('update app.staff set left_on = null where county_id = 469030 and id = $1', [person('hongmao.2')]);
  });
  it('a head of station sees the own station only, and no total; the county sees all', async () => {
    await world.visits({}, { station: YINGGEN, worker: person('yinggen.1') });
    const own = await world.standing(people.lead);
    expect(own.stations.map(s => s.id)).toEqual([HONGMAO]);
    const i = own.clauses.find(c => c.code === 'K1')!.indicators[0]!;
    expect(i.project).toBeNull();
    expect(i.stations.map(s => [s.station, s.done])).toEqual([[HONGMAO, 1]]);
    expect(own.say[0]).toContain('红毛镇社工站');
    expect((await world.evidence(people.lead, 'counted', { station: HONGMAO })).map(r => r.station)).toEqual([HONGMAO]);
    expect((await world.clause(people.manager, 'K1')).indicators[0]!.project!.done).toBe(2);
  });
  it('people behind a figure by name for those who work with them, masked for manager and evaluator', async () => {
    await world.visits({});
    for (const [who, name] of [
      [people.officer, '符秀兰'],
      [people.lead, '符秀兰'],
      [people.manager, '符**'],
      [people.evaluator, '符**'],
    ] as const) {
      expect((await world.evidence(who, 'counted', { station: HONGMAO }))[0]!.client_name).toBe(name);
    }
  });
  it('contract.mine: a worker reads his own figure, with what was not counted, and opens it', async () => {
    await world.visits({}, { state: 'submitted' }, { worker: person('hongmao.2') });
    const { rows, as_of } = (await people.worker.read(contract.mine)).body;
    expect(as_of).toBe('2026-11-23');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      clause: 'K1',
      done: 1,
      needed: 24,
      missing: 23,
      left_out: 1,
      reasons: [{ code: 'unapproved', rows: 1 }],
      from_on: '2026-03-01',
      to_on: '2027-02-28',
    });
    expect((await world.evidence(people.worker, 'counted', { worker: people.worker.account })).length).toBe(1);
    expect((await world.figure(people.worker, { worker: people.worker.account })).figure.done).toBe(1);
  });
  it('before the term, on its last day and after it, in the time of the stations', async () => {
    await world.visits({ on: '2027-02-28' });
    await world.asOwner("update app.role_grants set from_on = '2026-01-01' where county_id = 469030 and account_id = $1", [
      people.officer.account,
    ]);
    const at = async (instant: string) => {
      world.server.setTime(instant);
      return (await world.clause(await world.server.as(people.officer.account), 'K1')).indicators[0]!.project!;
    };
    expect((await at('2026-02-28T15:59:00Z')).status).toBe('not_started');
    expect((await at('2026-02-28T16:00:00Z')).status).toBe('on_track');
    expect(await at('2027-02-28T15:59:00Z')).toMatchObject({ done: 1, status: 'behind' });
    expect(await at('2027-02-28T16:00:00Z')).toMatchObject({ done: 1, status: 'cannot_be_met' });
  });
});
