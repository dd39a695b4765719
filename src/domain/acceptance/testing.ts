// For this module's tests: the whole product with the demo county, a contract over two stations whose K1 asks two visits of each worker,
// a second evaluator, and visits to count.

import sharp from 'sharp';
import { demoOpening } from '#domain/contract/contract.demo.ts';
import * as contract from '#domain/contract/contract.ts';
import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { modules } from '#modules';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import * as acceptance from './acceptance.ts';
import * as evaluation from './evaluation.ts';
import { exampleLayout, itemsOf, type Layout } from './layout.ts';

export const COUNTY = 469030;
export const HONGMAO = 469030105;
export const YINGGEN = 469030100;
export const person = (word: string): string => demoId(`${COUNTY}/${word}`);
export const NOW = '2026-11-23T02:00:00Z';
/** A drawn signature, as the desk sends it. */
const ink = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><path d="M10 10 L150 60 L180 10 M30 70 L90 20" stroke="black" stroke-width="4" fill="none"/></svg>',
    ),
  )
    .png()
    .toBuffer();

type NewVisit = { station?: number; worker?: string; on?: string; state?: string; name?: string };
type Who = 'officer' | 'manager' | 'evaluator' | 'second' | 'lead' | 'worker' | 'system' | 'neighbour';

export class AcceptanceWorld {
  readonly server: TestServer;
  readonly people: Record<Who, Person>;
  readonly contract = newId();
  readonly layout: Layout = {
    ...exampleLayout,
    sections: [
      {
        title: '数量',
        items: [itemsOf(exampleLayout).find(i => i.code === 'C1')!, itemsOf(exampleLayout).find(i => i.code === 'C6')!],
      },
      {
        title: '质量',
        items: [itemsOf(exampleLayout).find(i => i.code === 'D1')!, itemsOf(exampleLayout).find(i => i.code === 'E1')!],
      },
    ],
  };
  constructor(server: TestServer, people: AcceptanceWorld['people']) {
    this.server = server;
    this.people = people;
  }
  /** Runs statements as the tables' owner; row security of the county stays on. */
  async asOwner(text: string, values: unknown[] = []): Promise<unknown[]> {
    const owner = await this.server.owner(COUNTY);
    return (await owner.query(text, values).finally(() => owner.end())).rows;
  }
  async addResident(station: number, name = '符秀兰'): Promise<string> {
    const id = newId();
    const values = [COUNTY, id, station, `${station}200`];
    await this.asOwner(
      'insert into app.households (county_id, id, station_id, village_code, changed_by) values ($1, $2, $3, $4, $2)',
      values,
    );
    await this.asOwner(
      `insert into app.residents (county_id, id, station_id, household_id, village_code, name, name_key, sex, identity_kind, source, changed_by)
       values ($1, $2, $3, $2, $4, $5, 'key', '2', 'none', 'worker', $2)`,
      [...values, name],
    );
    return id;
  }
  /** Approved home visits of 红毛's first worker, unless said otherwise; answers their ids. */
  async visits(...visits: NewVisit[]): Promise<string[]> {
    const ids: string[] = [];
    for (const v of visits) {
      const station = v.station ?? HONGMAO;
      const [id, resident] = [newId(), await this.addResident(station, v.name)];
      await this.asOwner(
        `insert into app.visits (county_id, id, station_id, resident_id, kind, type, outcome, visited_on, worker_id, content, recorded_at, received_at, late, written_by, state, changed_by)
         values ($1, $2, $3, $4, 'home_visit', 'routine', 'success', $5, $6, '{}', now(), now(), false, $6, $7, $2)`,
        [COUNTY, id, station, resident, v.on ?? '2026-06-01', v.worker ?? person('hongmao.1'), v.state ?? 'approved'],
      );
      ids.push(id);
    }
    return ids;
  }
  /** An acceptance whose evidence is frozen; answers its id. */
  async frozen(): Promise<string> {
    const id = newId();
    await must(this.people.officer.send(acceptance.begin, { id, contract: this.contract, title: '年度验收' }));
    await this.freeze(id);
    return id;
  }
  /** @param meanwhile called now and then until it is done */
  async freeze(id: string, meanwhile: () => void = () => undefined): Promise<void> {
    await must(this.people.officer.send(acceptance.freeze, { id, revision: (await this.get(id)).revision }));
    for (let tries = 0; (await this.get(id)).freezing_since !== null; tries++) {
      if (tries > 2_000) throw new Error('the evidence was not frozen');
      meanwhile();
      await new Promise(r => setTimeout(r, 25));
    }
  }
  /** So many approved visits of 红毛's first worker to one person, written at once. */
  async manyVisits(many: number, on = '2026-06-01'): Promise<void> {
    const values = [COUNTY, HONGMAO, await this.addResident(HONGMAO), on, person('hongmao.1'), newId(), many];
    await this.asOwner(
      `insert into app.visits (county_id, id, station_id, resident_id, kind, type, outcome, visited_on, worker_id, content, recorded_at, received_at, late, written_by, state, changed_by)
       select $1, gen_random_uuid(), $2, $3, 'home_visit', 'routine', 'success', $4, $5, '{}', now(), now(), false, $5, 'approved', $6 from generate_series(1, $7)`,
      values,
    );
  }
  get = async (id: string) => must(this.people.officer.read(acceptance.get, { id }));
  evaluation = async (id: string, who: Person = this.people.officer) => must(who.read(evaluation.evaluation, { id }));
  /** Sends the ink of a signature as this person; answers its hash. */
  async ink(who: Person): Promise<string> {
    const bytes = await ink();
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
    const response = await who.put(`/api/files/${hash}?use=signature&station=${HONGMAO}`, bytes);
    if (response.status !== 200) throw new Error(await response.text());
    return hash;
  }
  async decided(id: string): Promise<void> {
    const clauses = [{ code: 'K1', decision: 'met' as const, remark: null }];
    const input = {
      id,
      revision: (await this.get(id)).revision,
      clauses,
      conclusion: 'passed' as const,
      conclusion_text: '按合同完成。',
    };
    await must(this.people.officer.send(acceptance.decide, input));
  }
  async sign(id: string, who: Person, party: acceptance.Party) {
    const file = await this.ink(who);
    const signer = { signer: '演示·签署人', post: '负责人', opinion: '同意。' };
    return who.send(acceptance.sign, { id, revision: (await this.get(id)).revision, party, ...signer, file });
  }
  /** An evaluation of the short table that both evaluators are to score. */
  async begun(kind: evaluation.Kind = 'mid'): Promise<string> {
    const id = newId();
    const evaluators = [person('pinggu'), this.people.second.account];
    const input = { id, contract: this.contract, kind, title: '中期评估', layout: this.layout, evaluators };
    await must(this.people.officer.send(evaluation.beginEvaluation, input));
    return id;
  }
  /** The evaluator's own sheet, scored with these points. */
  async scored(id: string, who: Person, points: Record<string, number>, vetoes: Record<string, string> = {}) {
    const own = (await this.evaluation(id, who)).sheets.find(s => s.evaluator === who.account)!;
    return who.send(evaluation.score, { id, revision: own.revision, points, remarks: {}, vetoes, remark: null });
  }
  async signed(id: string, who: Person) {
    const own = (await this.evaluation(id, who)).sheets.find(s => s.evaluator === who.account)!;
    return who.send(evaluation.signScores, { id, revision: own.revision });
  }
  async satisfied(id: string): Promise<void> {
    const { revision } = await this.evaluation(id);
    const input = { id, revision, asked: 40, satisfied: 36, note: '电话回访' };
    await must(this.people.officer.send(evaluation.setSatisfaction, input));
  }
}

/** The body of an answer that must be a success. */
export async function must<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

async function secondEvaluator(server: TestServer): Promise<string> {
  const id = demoId('second evaluator');
  const owner = await server.owner(COUNTY);
  await owner.query("insert into app.accounts (county_id, id, user_name, name) values ($1, $2, 'pinggu2', '演示·评估员乙')", [
    COUNTY,
    id,
  ]);
  await owner.query(
    "insert into app.role_grants (county_id, id, account_id, role, from_on, to_on) values ($1, $2, $2, 'evaluator', '2026-03-01', '2027-02-28')",
    [COUNTY, id],
  );
  await owner.end();
  return id;
}

/** The demo county with its people and one contract over 红毛 and 营根. */
export async function acceptanceWorld(): Promise<AcceptanceWorld> {
  const server = await testServer(modules, async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(NOW);
  const as = (word: string) => server.as(person(word));
  const people = {
    officer: await as('minzheng'),
    manager: await as('xiangmu'),
    evaluator: await as('pinggu'),
    second: await server.as(await secondEvaluator(server)),
    lead: await as('hongmao.zhanzhang'),
    worker: await as('hongmao.1'),
    system: await as('xitong'),
    neighbour: await server.as(demoId('469098/linxian.minzheng'), 469098),
  };
  const world = new AcceptanceWorld(server, people);
  const opening = demoOpening('2026-03-01');
  const input = {
    ...opening,
    id: world.contract,
    stations: opening.stations.filter(s => [HONGMAO, YINGGEN].includes(s.station)),
    clauses: opening.clauses.map(c => ({
      ...c,
      indicators: c.indicators.map(i => ({
        ...i,
        id: newId(),
        rule: c.code === 'K1' && i.rule ? { ...i.rule, threshold: { at: 'least' as const, value: 2 } } : i.rule,
      })),
    })),
  };
  await must(people.officer.send(contract.open, input));
  return world;
}
