// For tests of group work: the demo county with people on file, groups that are sound until a test spoils them, and heads who approve.

import type { z } from 'zod';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import { addDays } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import type { Module } from '#server/module.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { decideAs } from './approving.demo.ts';
import * as g from './groups.ts';
import { groups } from './index.ts';

export const HONGMAO = 469030105;
export const YINGGEN = 469030100;
export const TODAY = '2026-11-23';
export const account = (word: string): string => demoId(`469030/${word}`);
export const photo = 'b'.repeat(64);

/** A plan of so many sessions, a week apart, the last one today. */
export const planContent = (sessions = 4, on = TODAY): z.input<typeof g.PlanContent> => ({
  needs: '村里独居老人多，平时少有人说话。',
  goals: [{ key: 'g1', words: '组员认识三位以上邻居', sign: '说得出名字' }],
  target: '60 岁以上独居老人',
  recruitment: '入户邀请',
  evaluation: ['before_after', 'attendance'],
  sessions: Array.from({ length: sessions }, (_, i) => ({
    id: newId(),
    no: i + 1,
    topic: `第 ${i + 1} 次相聚`,
    goal: '认识彼此',
    planned_on: addDays(on, -7 * (sessions - 1 - i)),
  })),
});

export type Made = { id: string; plan: string; sessions: string[]; members: string[] };

export class GroupWorld {
  readonly server: TestServer;
  readonly #people: ReadonlyMap<string, Person>;
  constructor(server: TestServer, people: ReadonlyMap<string, Person>) {
    this.server = server;
    this.#people = people;
  }
  who = (word: string): Person => this.#people.get(word)!;

  async asOwner(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const owner = await this.server.owner(469030);
    return owner
      .query(text, values)
      .then(r => r.rows)
      .finally(() => owner.end());
  }
  /** A person on file at 红毛. */
  async resident(
    name: string,
    more: { born_on?: string; phone?: string; station?: number; merged_into?: string } = {},
  ): Promise<string> {
    const id = newId();
    const station = more.station ?? HONGMAO;
    await this.asOwner(
      'insert into app.households (county_id, id, station_id, village_code, changed_by) values (469030, $1, $2, $3, $1)',
      [id, station, `${station}200`],
    );
    await this.asOwner(
      `insert into app.residents (county_id, id, station_id, household_id, village_code, name, name_key, sex, born_on, identity_kind, source, state, merged_into, phone_sealed, changed_by)
       values (469030, $1, $2, $1, $3, $4, 'key', '2', $5, 'none', 'worker', $6, $7, $8, $1)`,
      [
        id,
        station,
        `${station}200`,
        name,
        more.born_on ?? '1950-02-03',
        more.merged_into ? 'merged' : 'active',
        more.merged_into ?? null,
        more.phone ? this.server.house.secrets.seal(more.phone, 'residents.phone') : null,
      ],
    );
    return id;
  }
  async approve(id: string, revision = 1, remark?: string): Promise<void> {
    const lead: Actor = {
      county: 469030,
      account: account('hongmao.zhanzhang'),
      name: '站长',
      grants: [{ role: 'station_lead', station: HONGMAO }],
      stations: [HONGMAO],
    };
    await decideAs(this.server.house, lead, { id, revision, ...(remark && { remark }) });
  }
  facts = (change: object = {}) => ({
    name: '邻里小组',
    kind: 'mutual_aid' as const,
    openness: 'closed' as const,
    planned_sessions: 4,
    planned_members: 4,
    from_on: addDays(TODAY, -30),
    to_on: addDays(TODAY, 30),
    place: '村委会活动室',
    lead: account('hongmao.1'),
    ...change,
  });
  ok<T>(answer: { status: number; body: T }): T {
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }
  /** A group of 红毛's first worker with a plan and members; approved unless said otherwise. */
  async group(options: { sessions?: number; members?: number; approved?: boolean; facts?: object } = {}): Promise<Made> {
    const me = this.who('hongmao.1');
    const id = newId();
    this.ok(await me.send(g.open, { id, station: HONGMAO, ...this.facts(options.facts) }));
    const content = planContent(options.sessions);
    const plan = newId();
    this.ok(await me.send(g.plan, { group: id, id: plan, revision: 0, head: { occurred_on: TODAY }, content }));
    if (options.approved !== false) await this.approve(plan);
    const members: string[] = [];
    for (let i = 0; i < (options.members ?? 4); i++) members.push(await this.member(id, { name: `王${'甲乙丙丁戊己庚辛'[i]}` }));
    return { id, plan, sessions: content.sessions.map(s => s.id), members };
  }
  async member(group: string, change: Partial<z.input<typeof g.Member>> = {}): Promise<string> {
    const id = newId();
    const input = {
      id,
      revision: 0,
      group,
      state: 'joined' as const,
      joined_on: addDays(TODAY, -30),
      born_year: 1950,
      ...change,
    };
    this.ok(await this.who('hongmao.1').send(g.enrol, input));
    return id;
  }
  roll = (session: string, entries: Record<string, g.Status>, change: Partial<z.input<typeof g.Roll>> = {}) => ({
    session,
    revision: 1,
    held_on: TODAY,
    how: 'roll' as const,
    entries: Object.entries(entries).map(([member, status]) => ({ member, status })),
    ...change,
  });
  /** Calls the roll of a session in which all these came, and answers the session's revision. */
  async hold(session: string, members: readonly string[], change: Partial<z.input<typeof g.Roll>> = {}): Promise<number> {
    const entries = Object.fromEntries(members.map(m => [m, 'present' as const]));
    return this.ok(await this.who('hongmao.1').send(g.rollCall, this.roll(session, entries, change))).revision;
  }
  /** Writes the record of a session that was held, and has it approved. */
  async record(
    group: string,
    session: string,
    on = TODAY,
    observations: { member: string; words: string }[] = [],
  ): Promise<string> {
    const id = newId();
    const content = { session, process: '围坐聊天', assessment: '气氛好', next: '带照片来', observations };
    this.ok(
      await this.who('hongmao.1').send(g.recordSession, {
        group,
        id,
        revision: 0,
        head: { occurred_on: on, ...(on < TODAY && { late_reason: '外出' }) },
        content,
      }),
    );
    await this.approve(id);
    return id;
  }
  async summary(group: string): Promise<string> {
    const id = newId();
    const content = {
      goals: [{ key: 'g1', reached: 'yes' as const, words: '都认识了' }],
      process: '四节',
      difficulties: '下雨',
      next: '每月聚一次',
    };
    this.ok(await this.who('hongmao.1').send(g.summarise, { group, id, revision: 0, head: { occurred_on: TODAY }, content }));
    await this.approve(id);
    return id;
  }
  read = async (id: string, word = 'hongmao.1') => this.ok(await this.who(word).read(g.get, { id }));
}

const SIGNED_IN = [
  'minzheng',
  'xiangmu',
  'pinggu',
  'xitong',
  'hongmao.zhanzhang',
  'hongmao.1',
  'hongmao.2',
  'hongmao.zhuli',
  'yinggen.1',
];

/** The demo county and its neighbour on 2026-11-23, with who works there signed in. @param more what else serves */
export async function groupWorld(...more: Module[]): Promise<GroupWorld> {
  const server = await testServer([records, groups, ...more], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(`${TODAY}T10:00:00+08:00`);
  const people = new Map<string, Person>();
  for (const word of SIGNED_IN) people.set(word, await server.as(account(word)));
  people.set('linxian', await server.as(demoId('469098/linxian.zhanzhang'), NEIGHBOUR.county));
  const world = new GroupWorld(server, people);
  await world.asOwner(
    `insert into app.files (county_id, station_id, hash, use, bytes, clean_hash, thumb_hash, sent_by, sent_at) values (469030, $1, $2, 'paper', 1, $2, $2, $3, now())`,
    [HONGMAO, photo, account('hongmao.1')],
  );
  return world;
}
