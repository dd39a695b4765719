// For this module's tests and the matrix: a person, a case of hers, and forms that are complete until a test spoils them.

import { clients } from '#domain/clients/index.ts';
import { registered } from '#domain/clients/testing.ts';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import { deciding } from '#domain/records/records.demo.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as } from '#server/command.ts';
import type { Module } from '#server/module.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { caseReviewable } from './cases.service.ts';
import { type Content, type Kind, open, RECORD_KINDS, record } from './cases.ts';
import { cases } from './index.ts';

export const COUNTY = 469030;
export const HONGMAO = 469030105;
export const SHIYUN = 469030202;
export const person = (word: string): string => demoId(`${COUNTY}/${word}`);
export const TODAY = '2026-11-23';
export const CASE_KINDS = RECORD_KINDS.map(k => k.kind);

export const intakeContent = (change: Content = {}): Content => ({
  source: 'outreach',
  channel: 'home',
  problem_types: ['emotion', 'family'],
  own_words: '孩子出去打工以后，夜里睡不着。',
  problem: '独居，近两月少出门，一天吃一顿。',
  hopes: '想有人说说话。',
  risk_self: 'no',
  risk_others: 'no',
  risk_abuse: 'no',
  risk_neglect: 'unknown',
  risk_supply: 'no',
  risk_housing: 'no',
  urgency: 'normal',
  willing: 'willing',
  told: 'yes',
  decision: 'accepted',
  ...change,
});

export const NEED = '01939000-0000-7000-8000-000000000001';
export const GOAL = '01939000-0000-7000-8000-000000000002';

/** A complete form of each kind. Ids of needs and goals are given, so that the forms speak of one another. */
export const contentOf = (kind: Kind, need = NEED, goal = GOAL): Content =>
  ({
    intake: intakeContent(),
    consent: {
      service: '每两周见面一次，陪伴与资源链接',
      agreements: '有事提前一天打电话',
      uses: ['file', 'team'],
      recording: ['none'],
      exceptions: 'yes',
      revocable: 'yes',
    },
    assessment: {
      self_mind: '情绪低落，睡眠差',
      self_strengths: '会织锦，爱唱歌',
      family: '儿子在外务工，半年回来一次',
      causes: '独居后与邻里来往少',
      needs: [{ id: need, need: '与人来往太少', type: 'inclusion', priority: 1 }],
      risk_level: 'low',
      risk_why: '无自伤想法，邻居每天能见到',
    },
    plan: {
      aim: '重新有规律地出门、与人来往',
      goals: [{ id: goal, goal: '每周出门两次', need, indicator: '自己记在日历上', baseline: 2, target: 6 }],
      steps: [{ step: '陪同去一次织锦小组' }],
      sessions: 5,
      worker_part: '每两周上门一次',
    },
    session: {
      channel: 'home',
      met: 'yes',
      purpose: '看这两周出门的情况',
      course: '一起看了日历，上周去了一次集市。',
      reaction: '说到集市时笑了，问织锦小组几点开始。',
      progress: [{ goal, reached: 'partly', scale: 4 }],
      next_plan: '一起去织锦小组',
      next_on: '2026-12-10',
    },
    review: {
      outcomes: [{ goal, reached: 'reached', before: 2, after: 6 }],
      changes: '每周去织锦小组，睡眠好转',
      worker_view: '目标达成',
      advice: 'close',
    },
    closure: {
      close_type: 'achieved',
      close_why: '目标达成，对象同意结案',
      told_on: TODAY,
      outcomes: [{ goal, reached: 'reached', before: 2, after: 6 }],
      summary: '服务五次，恢复了与邻里的来往。',
      afterwards: '邻居每天看一眼，三个月后回访',
    },
    follow_up: { channel: 'telephone', met: 'yes', condition: '还在去织锦小组', lasting: 'same', reopen: 'no' },
    referral: { state: 'to_verify', agency: '县精神卫生中心', why: '需要专业诊断', agreed: 'yes' },
  })[kind];

const signed = [{ as: 'client' as const, reason: 'paper' as const }];
export const headOf = (kind: Kind, on = TODAY) => ({
  occurred_on: on,
  ...(on < '2026-11-20' && { late_reason: '纸质记录补录' }),
  ...((kind === 'consent' || kind === 'plan') && { signatures: signed }),
});

/** A form as a command's input; the server checks it again. */
export const form = (kind: Exclude<Kind, 'intake'>, of: string, content: Content = contentOf(kind), on = TODAY) => ({
  kind,
  id: newId(),
  case: of,
  ...headOf(kind, on),
  content,
});

export const opening = (resident: string, change: Content = {}, on = TODAY) => ({
  id: newId(),
  resident,
  intake: { id: newId(), ...headOf('intake', on), content: intakeContent(change) },
});

export class CaseWorld {
  readonly server: TestServer;
  readonly people: Record<
    'worker' | 'colleague' | 'lead' | 'otherLead' | 'manager' | 'officer' | 'evaluator' | 'neighbour',
    Person
  >;
  constructor(server: TestServer, people: CaseWorld['people']) {
    this.server = server;
    this.people = people;
  }
  resident = async (by = this.people.worker, station = HONGMAO): Promise<string> => (await registered(by, station)).id;
  /** A case of a new person; answers its id. */
  async open(change: Content = {}, by = this.people.worker, on = TODAY): Promise<string> {
    const input = opening(await this.resident(), change, on);
    const { status, body } = await by.send(open, input);
    if (status !== 200) throw new Error(`the case was not opened: ${body.code} ${JSON.stringify(body.issues ?? '')}`);
    return input.id;
  }
  /** Writes a form and expects it to be taken; answers the record's id. */
  async write(
    kind: Exclude<Kind, 'intake'>,
    of: string,
    content?: Content,
    on = TODAY,
    by = this.people.worker,
  ): Promise<string> {
    const input = form(kind, of, content ?? contentOf(kind), on);
    const { status, body } = await by.send(record, input);
    if (status !== 200) throw new Error(`${kind} was refused: ${body.code} ${JSON.stringify(body.issues ?? '')}`);
    return input.id;
  }
  /** A case as far as the given stage's form. */
  async upTo(...kinds: Exclude<Kind, 'intake'>[]): Promise<string> {
    const id = await this.open();
    for (const kind of kinds) await this.write(kind, id);
    return id;
  }
  /** The head of station approves, as the reviews module would. */
  async approve(...ids: string[]): Promise<void> {
    const actor: Actor = {
      county: COUNTY,
      account: this.people.lead.account,
      name: '演示·站长',
      grants: [{ role: 'station_lead', station: HONGMAO }],
      stations: [HONGMAO],
    };
    for (const id of ids) {
      const revision = await as(this.server.house, { actor }, 'read', null, async ({ tx }) => {
        await caseReviewable.prepare?.(tx);
        return (await caseReviewable.standing(tx, [id]))[0]!.revision;
      });
      await decide(this.server.house, actor, { id, revision });
    }
  }
}

const decide = deciding(caseReviewable);

/** The demo county with one person of each kind. */
export async function caseWorld(more: readonly Module[] = []): Promise<CaseWorld> {
  const server = await testServer([clients, records([caseReviewable]), cases, ...more], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(`${TODAY}T10:00:00+08:00`);
  const as = (word: string) => server.as(person(word));
  const [worker, colleague, lead, otherLead, manager, officer, evaluator] = await Promise.all(
    ['hongmao.1', 'hongmao.2', 'hongmao.zhanzhang', 'shiyun.zhanzhang', 'xiangmu', 'minzheng', 'pinggu'].map(as),
  );
  const neighbour = await server.as(demoId(`${NEIGHBOUR.county}/linxian.1`), NEIGHBOUR.county);
  return new CaseWorld(server, {
    worker: worker!,
    colleague: colleague!,
    lead: lead!,
    otherLead: otherLead!,
    manager: manager!,
    officer: officer!,
    evaluator: evaluator!,
    neighbour,
  });
}
