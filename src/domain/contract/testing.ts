// For this module's tests: the demo county with its contract, a measure over app.visits with one evidence row for each worker of a
// visit, and visits to count.

import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contract as contractModule } from './index.ts';
import type { Rule } from './rule.ts';
import { contractTemplate } from './template.ts';

export const COUNTY = 469030;
export const HONGMAO = 469030105;
export const YINGGEN = 469030100;
export const person = (word: string): string => demoId(`${COUNTY}/${word}`);
/** 10 in the morning of the day on which most tests happen. */
export const NOW = '2026-11-23T02:00:00Z';

/** What the module below declares, in its shape: the engine is tested by itself. */
const homeVisits: Measure = {
  name: 'visits.home_visit',
  title: '入户探访',
  unit: '次',
  clauses: ['K1'],
  attributes: {
    type: { title: '探访类型', kind: 'text', options: { routine: '例行探访', first: '首次探访' } },
    late: { title: '补录', kind: 'flag' },
    priority: { title: '民政对象或特殊群体', kind: 'flag', quiet: true },
    workers: { title: '同行社工数', kind: 'number' },
  },
  exclusions: [
    { code: 'telephone', title: '电话问候，不是入户探访', when: sql`e.kind = 'welfare_call'` },
    { code: 'withdrawn', title: '已撤回', when: sql`e.state = 'withdrawn'` },
    { code: 'unapproved', title: '未审核通过', when: sql`e.state <> 'approved'` },
    { code: 'co_worker', title: '双人探访的同访社工', when: sql`e.paired` },
  ],
  evidence:
    county => sql`select v.id, v.visited_on as occurred_on, v.station_id, w.id as worker_id, v.resident_id as client_id, v.kind, v.type, v.state, v.late, v.type = 'first' as priority,
      1 + cardinality(v.co_worker_ids) as workers, w.id <> v.worker_id as paired
    from app.visits v cross join lateral unnest(array[v.worker_id] || v.co_worker_ids) w(id) where v.county_id = ${county}`,
  opens: '/visits/:id',
};

/** The rule of K1 in the requirement's template. */
export const k1Rule: Rule = contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule!;

type NewVisit = {
  station?: number;
  worker?: string;
  co?: string[];
  on?: string;
  kind?: 'home_visit' | 'welfare_call';
  state?: string;
};
/** Whom every test visit of a station visits. */
const residentOf = (station: number): string => demoId(`contract tests resident ${station}`);

export class ContractWorld {
  readonly server: TestServer;
  readonly people: Record<'officer' | 'manager' | 'evaluator' | 'lead' | 'worker' | 'neighbour', Person>;
  /** Id of the indicator of K1. */
  k1 = '';
  constructor(server: TestServer, people: ContractWorld['people']) {
    this.server = server;
    this.people = people;
  }
  /** Runs statements as the tables' owner; row security of the county stays on. */
  async asOwner(text: string, values: unknown[] = []): Promise<void> {
    const owner = await this.server.owner(COUNTY);
    await owner.query(text, values).finally(() => owner.end());
  }
  async addResident(station: number): Promise<void> {
    const values = [COUNTY, residentOf(station), station, `${station}200`];
    await this.asOwner(
      'insert into app.households (county_id, id, station_id, village_code, changed_by) values ($1, $2, $3, $4, $2)',
      values,
    );
    await this.asOwner(
      `insert into app.residents (county_id, id, station_id, household_id, village_code, name, name_key, sex, identity_kind, source, changed_by)
       values ($1, $2, $3, $2, $4, '符秀兰', 'key', '2', 'none', 'worker', $2)`,
      values,
    );
  }
  /** Approved home visits of 红毛's first worker, unless said otherwise; answers their ids. */
  async visits(...visits: NewVisit[]): Promise<string[]> {
    const ids: string[] = [];
    for (const v of visits) {
      const [id, kind, station] = [newId(), v.kind ?? 'home_visit', v.station ?? HONGMAO];
      const type = kind === 'home_visit' ? 'routine' : null;
      await this.asOwner(
        `insert into app.visits (county_id, id, station_id, resident_id, kind, type, outcome, visited_on, worker_id, co_worker_ids, content, recorded_at, received_at, late, written_by, state, changed_by)
         values ($1, $2, $3, $4, $5, $6, 'success', $7, $8, $9, '{}', now(), now(), false, $8, $10, $2)`,
        [
          COUNTY,
          id,
          station,
          residentOf(station),
          kind,
          type,
          v.on ?? '2026-06-01',
          v.worker ?? person('hongmao.1'),
          v.co ?? [],
          v.state ?? 'approved',
        ],
      );
      ids.push(id);
    }
    return ids;
  }
  /** Back to the usual day, with no visit at all. */
  async begin(): Promise<void> {
    this.server.setTime(NOW);
    await this.asOwner('delete from app.visits where county_id = $1', [COUNTY]);
  }
  standing = async (who: Person) => (await who.read(contract.standing, { id: DEMO_CONTRACT })).body;
  clause = async (who: Person, code: string) => (await this.standing(who)).clauses.find(c => c.code === code)!;
  figure = async (who: Person, cell: { station?: number; worker?: string } = {}) =>
    (await who.read(contract.figure, { id: this.k1, ...cell })).body;
  evidence = async (who: Person, reason: string, cell: { station?: number; worker?: string } = {}) =>
    (await who.read(contract.evidence, { id: this.k1, reason, limit: 200, ...cell })).body.rows;
  /** Replaces the rule of K1. */
  async setK1(change: Partial<Rule>): Promise<number> {
    const now = (await this.clause(this.people.officer, 'K1')).indicators[0]!;
    const input = {
      id: this.k1,
      contract: DEMO_CONTRACT,
      clause: 'K1',
      title: now.title,
      unit: now.unit,
      revision: now.revision,
      rule: { ...k1Rule, ...change },
      reason: '双方商定',
    };
    return (await this.people.officer.send(contract.setIndicator, input)).body.revision;
  }
}

/** The demo county with the contract of the requirement, one person of each kind, and a resident at two stations. */
export async function contractWorld(): Promise<ContractWorld> {
  const server = await testServer([contractModule([homeVisits])], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(NOW);
  const as = (word: string) => server.as(person(word));
  const [officer, manager, evaluator, lead, worker] = await Promise.all([
    as('minzheng'),
    as('xiangmu'),
    as('pinggu'),
    as('hongmao.zhanzhang'),
    as('hongmao.1'),
  ]);
  const neighbour = await server.as(demoId('469098/linxian.minzheng'), 469098);
  const world = new ContractWorld(server, { officer, manager, evaluator, lead, worker, neighbour });
  const opened = await officer.send(contract.open, demoOpening('2026-03-01'));
  if (opened.status !== 200) throw new Error(`the contract was not opened: ${opened.body.code}`);
  world.k1 = (await world.clause(officer, 'K1')).indicators[0]!.id;
  for (const station of [HONGMAO, YINGGEN]) await world.addResident(station);
  return world;
}
