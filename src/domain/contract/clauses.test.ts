// Each clause of the service standard by its name, and the edges of a term, through HTTP: the last day, the day it is at the stations
// whatever the server's time zone, a station that joins in the term, a term that begins on 29 February.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { DEMO_CONTRACT } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contractTemplate, openingOf } from './template.ts';
import { type ContractWorld, contractWorld, HONGMAO, k1Rule, person, YINGGEN } from './testing.ts';

let world: ContractWorld;
let people: ContractWorld['people'];
const zone = process.env.TZ;

beforeAll(async () => {
  world = await contractWorld();
  people = world.people;
});
beforeEach(() => world.begin());
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});
afterAll(() => world?.server.stop());

/** The standing of 红毛 under a contract of its own with one indicator, on a day. */
async function under(signed_on: string, rule: typeof k1Rule, station: object = {}): Promise<{ id: string; indicator: string }> {
  const id = newId();
  const parties = { id, code: `T-${id}`, purchaser: '县民政局', provider: '某中心', signed_on, stations: [HONGMAO, YINGGEN] };
  const opening = openingOf(contractTemplate, parties);
  const indicator = newId();
  const sent = await people.officer.send(contract.open, {
    ...opening,
    stations: opening.stations.map(s => (s.station === HONGMAO ? { ...s, ...station } : s)),
    clauses: [
      {
        code: 'K1',
        block: '服务',
        title: '探访',
        body: '探访',
        indicators: [{ id: indicator, title: '探访', unit: '次', rule }],
      },
    ],
  });
  expect(sent.body.say).toBeUndefined();
  return { id, indicator };
}
const stationRule = { ...k1Rule, unit: 'station' as const, beside: [] };
const figureOf = async (indicator: string) =>
  (await people.officer.read(contract.figure, { id: indicator, station: HONGMAO })).body;

describe('each clause of the service standard', () => {
  it('K1 every worker 24 home visits: what is done, what is missing, what is told beside', async () => {
    await world.visits({}, { on: '2026-07-01' });
    const why = await world.figure(people.officer, { worker: person('hongmao.1') });
    expect(why).toMatchObject({
      demand: '不少于 24 次',
      figure: { done: 2, needed: 24, missing: 22, beside: [{ title: '民政对象和特殊群体', amount: 0 }] },
    });
    const { months, rows } = (await people.officer.read(contract.months, { id: world.k1, worker: person('hongmao.1') })).body;
    expect(months.map(m => m.label).slice(0, 2)).toEqual(['2026年3月', '2026年4月']);
    expect(rows).toEqual([
      expect.objectContaining({ worker: person('hongmao.1'), amounts: [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0], total: 2 }),
    ]);
  });
  it('K1 a paired visit: how many visits there were and how many are credited stand side by side', async () => {
    await world.visits({ co: [person('hongmao.2')] }, {});
    await world.setK1({ without: ['co_worker'] });
    expect(await world.figure(people.officer, { station: HONGMAO })).toMatchObject({ rows: 3, records: 2, figure: { done: 3 } });
    await world.setK1({ without: [] });
  });
  it.each(['K2', 'K3', 'K3b', 'K4', 'K4b', 'K4c', 'K5', 'K5b', 'K6', 'K6b'])(
    '%s without a measure: 尚未接入， never zero',
    async code => {
      const clause = await world.clause(people.officer, code);
      expect(clause.connected).toBe(false);
      for (const i of clause.indicators) {
        expect(i).toMatchObject({ connected: false, project: null, stations: [] });
        expect((await people.officer.read(contract.figure, { id: i.id })).body.code).toBe('not_connected');
      }
      expect((await world.standing(people.officer)).say.at(-1)).toContain('尚未接入，不代表完成，也不代表没有做');
    },
  );
  it('K6c has no number of its own: it is shown, with its words', async () => {
    expect(await world.clause(people.officer, 'K6c')).toMatchObject({ connected: false, indicators: [] });
  });
  it('K3b the reading “everybody served, five times”: who is short by how much is listed and opens', async () => {
    await world.visits({}, {}, {}, { station: YINGGEN, worker: person('yinggen.1') });
    const rule = {
      ...stationRule,
      count: {
        how: 'units' as const,
        by: 'client_id',
        having: [{ count: { how: 'rows' as const }, where: [], at: 'least' as const, value: 5, unit: '次' }],
        among: null,
      },
      threshold: { at: 'least' as const, value: 1 },
    };
    const { indicator } = await under('2026-03-01', rule);
    expect((await figureOf(indicator)).figure).toMatchObject({
      done: 0,
      units: { met: 0, all: 1 },
      left_out: 3,
    });
    const asked = { id: indicator, station: HONGMAO };
    const short = (await people.officer.read(contract.missingUnits, asked)).body.rows;
    expect(short).toEqual([
      expect.objectContaining({
        title: '符秀兰',
        station_name: '红毛镇社工站',
        say: ['入户探访不少于 5 次：已有 3 次，还差 2 次'],
        opens: `/people/${short[0]!.unit}`,
      }),
    ]);
    expect((await people.manager.read(contract.missingUnits, asked)).body.rows[0]!.title).toBe('符**');
    await world.visits({}, {});
    expect((await figureOf(indicator)).figure).toMatchObject({ done: 1, units: { met: 1, all: 1 }, left_out: 0, status: 'met' });
    expect((await people.officer.read(contract.missingUnits, asked)).body.rows).toEqual([]);
  });
});

describe('the edges of a term', () => {
  it.each(['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'])(
    'a visit on the last day at 9:00 counts where the server runs in %s',
    async tz => {
      process.env.TZ = tz;
      await world.visits({ on: '2027-02-28' }, { on: '2027-03-01' }, { on: '2026-03-01' }, { on: '2026-02-28' });
      await world.asOwner("update app.role_grants set from_on = '2026-01-01' where county_id = 469030 and account_id = $1", [
        people.officer.account,
      ]);
      for (const [instant, status] of [
        ['2027-02-28T01:00:00Z', 'behind'],
        ['2027-02-28T15:59:59Z', 'behind'],
        ['2027-02-28T16:00:00Z', 'cannot_be_met'],
      ] as const) {
        world.server.setTime(instant);
        const officer = await world.server.as(people.officer.account);
        const i = (await world.clause(officer, 'K1')).indicators[0]!;
        expect(i.project).toMatchObject({ done: 2, status });
      }
    },
  );
  it('a term that begins on 29 February, month by month', async () => {
    const { id, indicator } = await under('2028-02-29', {
      ...stationRule,
      window: { kind: 'contract', months: 1 },
      threshold: { at: 'least', value: 1 },
    });
    await world.visits(
      { on: '2028-02-29' },
      { on: '2028-03-28' },
      { on: '2028-03-29' },
      { on: '2029-02-28' },
      { on: '2029-03-01' },
    );
    const why = await figureOf(indicator);
    expect(why.figure.windows.map(w => w.done)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(why.reasons).toEqual([expect.objectContaining({ code: 'outside_term', rows: 1 })]);
    expect((await people.officer.read(contract.standing, { id })).body.contract.to_on).toBe('2029-02-28');
  });
  it('a station that joined in the term: what was before is left out, and it owes its part by days where the rule says so', async () => {
    await world.visits({ on: '2026-05-31' }, { on: '2026-06-01' });
    const joined = { joined_on: '2026-06-01' };
    const { indicator } = await under(
      '2026-03-01',
      { ...stationRule, options: { prorate: true }, threshold: { at: 'least', value: 24 } },
      joined,
    );
    const why = await figureOf(indicator);
    // 273 of 365 days: 24 × 273 / 365 = 17.95, rounded up.
    expect(why.figure).toMatchObject({ done: 1, needed: 18, missing: 17 });
    expect(why.reasons).toEqual([{ code: 'outside_stations', title: '社工站当日不在本合同内', rows: 1 }]);
    expect(why.rule.at(-1)).toBe('合同期内参加不满全期的社工站，要求数按参加天数折算，有小数进一。');
    const whole = await under('2026-03-01', { ...stationRule, threshold: { at: 'least', value: 24 } }, joined);
    expect((await figureOf(whole.indicator)).figure.needed).toBe(24);
  });
});

describe('contract.preview', () => {
  const asked = (rule: unknown) => ({ contract: DEMO_CONTRACT, rule: JSON.stringify(rule), unit: '次' });
  it('is for who writes contracts', async () => {
    for (const who of [people.manager, people.evaluator, people.lead, people.worker])
      expect((await who.read(contract.preview, asked(k1Rule))).body.code).toBe('forbidden');
    expect((await people.neighbour.read(contract.preview, asked(k1Rule))).body.code).toBe('not_found');
  });
  it('says what a rule would come to, as the standing does', async () => {
    await world.visits({}, { worker: person('hongmao.2') });
    const { body } = await people.officer.read(contract.preview, asked(k1Rule));
    const i = (await world.clause(people.officer, 'K1')).indicators[0]!;
    expect(body).toMatchObject({ problem: null, demand: '不少于 24 次', project: i.project });
    expect(body.stations.map(s => [s.station, s.done])).toEqual(i.stations.map(s => [s.station, s.done]));
    expect(body.words[0]).toContain('每名社工在合同期内');
  });
  it('says why a rule cannot be carried out', async () => {
    const problem = async (rule: string) => (await people.officer.read(contract.preview, { ...asked(null), rule })).body.problem;
    expect(await problem('{')).toBe('规则不是完整的 JSON，请检查括号和引号');
    expect(await problem('{}')).toMatch(/^version：/);
    expect(await problem(JSON.stringify({ ...k1Rule, measure: 'tests.none' }))).toBe(
      '没有名为“tests.none”的统计口径，请从列表中选择',
    );
  });
});
