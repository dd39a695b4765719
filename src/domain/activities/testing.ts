// For this module's tests: a county with people to invite, and activities that are complete and sound until a test spoils them.

import type { z } from 'zod';
import { org } from '#domain/org/index.ts';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import { deciding } from '#domain/records/records.demo.ts';
import { newId } from '#kernel/ids.ts';
import type { Module } from '#server/module.ts';
import { type Answered, type Person, type TestServer, testServer } from '#server/testing.ts';
import { activityReviewable } from './activities.routes.ts';
import * as it from './activities.ts';
import { activities } from './index.ts';

export const TODAY = '2026-11-23';
export const HONGMAO = 469030105;
export const YINGGEN = 469030100;
export const worker = (word: string): string => demoId(`469030/${word}`);
export const photo = 'a'.repeat(64);
export const photos = ['b', 'c', 'd'].map(c => c.repeat(64));
/** People of 红毛 on file, and one of 营根. */
export const people = Array.from({ length: 6 }, () => newId());
export const merged = newId();
export const elsewhere = newId();

type Plan = z.input<typeof it.PlanInput>;
/** A plan as a worker hands it in. */
export const planned = (change: Partial<Plan> = {}): Plan => ({
  id: newId(),
  station: HONGMAO,
  name: '社工宣传进集市',
  themes: ['social_work_publicity'],
  planned_on: '2026-11-22',
  planned_start: '09:00',
  planned_end: '11:00',
  place: '红毛镇集市',
  expected: 30,
  made_on: '2026-11-20',
  content: {
    background: '赶集日人多，很多居民不知道社工站能帮什么忙。',
    goals: ['让 30 位居民知道社工站在哪里、能做什么'],
    audience: '赶集的居民',
    program: [{ time: '09:00', part: '布置展台', who: '全体' }, { part: '讲解和答问' }],
    budget: [
      { item: '宣传折页', fen: 15_000 },
      { item: '饮用水', fen: 4_850 },
    ],
    risks: '下雨改到镇文化站；有人不舒服先送卫生院。',
    evaluation: '现场满意度和人数',
  },
  ...change,
});

export const summary = (change: object = {}): z.input<typeof it.SummaryContent> => ({
  process: '上午九点开始，讲解两轮，答问四十分钟。',
  goals: [{ goal: '让 30 位居民知道社工站在哪里、能做什么', met: 'yes', evidence: '现场问答 28 人答对地址' }],
  spent: [{ item: '宣传折页', fen: 14_200 }],
  ...change,
});

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

const decide = deciding(activityReviewable);

export type World = {
  server: TestServer;
  who: (word: string) => Person;
  /** A plan handed in by 红毛's first worker; answers the activity's id. */
  plan: (change?: Partial<Plan>) => Promise<string>;
  /** The same, with the plan approved and the activity held yesterday. */
  held: (change?: Partial<Plan>) => Promise<string>;
  get: (id: string, by?: string) => Promise<it.ActivityFull>;
  /** Reviews a paper as the head of station. */
  verdict: (id: string, verdict: 'approved' | 'returned' | 'reopened', revision?: number) => Promise<void>;
  sign: (
    activity: string,
    signers: z.input<typeof it.Attendee>[],
    by?: string,
  ) => Promise<Answered<z.output<typeof it.attend.answer>>>;
  /** Held, with people, three pictures, an answer and an approved summary. */
  complete: (change?: Partial<Plan>, signers?: number) => Promise<string>;
};

/** Names to type, each another person. */
export const typedPeople = (n: number, from = 0): z.input<typeof it.Attendee>[] =>
  Array.from({ length: n }, (_, i) => ({
    id: newId(),
    name: `王来${'甲乙丙丁戊己庚辛壬癸'[(from + i) % 10]}${Math.floor((from + i) / 10)}`,
  }));

/** Everybody above and the pictures, as the tables' owner. */
async function furnish(server: TestServer): Promise<void> {
  const owner = await server.owner(469030);
  const add = async (id: string, name: string, station = HONGMAO, into: string | null = null) => {
    const values = [id, station, `${station}200`];
    await owner.query(
      'insert into app.households (county_id, id, station_id, village_code, changed_by) values (469030, $1, $2, $3, $1)',
      values,
    );
    await owner.query(
      `insert into app.residents (county_id, id, station_id, household_id, village_code, name, name_key, sex, identity_kind, source, state, merged_into, changed_by)
       values (469030, $1, $2, $1, $3, $4, 'key', '2', 'none', 'worker', $5, $6, $1)`,
      [...values, name, into ? 'merged' : 'active', into],
    );
  };
  for (const [i, id] of people.entries()) await add(id, `符阿${'一二三四五六'[i]}`);
  await add(merged, '符阿一', HONGMAO, people[0]!);
  await add(elsewhere, '陈月娥', YINGGEN);
  for (const hash of [photo, ...photos])
    await owner.query(
      `insert into app.files (county_id, station_id, hash, use, bytes, clean_hash, thumb_hash, sent_by, sent_at)
       values (469030, $1, $2, 'photo', 1, $2, $2, $3, now())`,
      [HONGMAO, hash, demoId('tests')],
    );
  await owner.end();
}

const must = <A extends { status: number; body: unknown }>(answer: A): A => {
  if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return answer;
};

/** A demo county on 2026-11-23 with the modules activities need. @param more what else serves */
export async function activityWorld(...more: Module[]): Promise<World> {
  const server = await testServer([org, records([activityReviewable]), activities, ...more], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(`${TODAY}T10:00:00+08:00`);
  await furnish(server);
  const persons = new Map<string, Person>();
  for (const word of SIGNED_IN) persons.set(word, await server.as(worker(word)));
  persons.set('linxian', await server.as(demoId('469098/linxian.zhanzhang'), NEIGHBOUR.county));
  const who = (word: string): Person => persons.get(word)!;
  const head = {
    county: 469030,
    account: worker('hongmao.zhanzhang'),
    name: '站长',
    grants: [{ role: 'station_lead' as const, station: HONGMAO }],
    stations: [HONGMAO],
  };
  const w: World = {
    server,
    who,
    plan: async change => {
      const input = planned(change);
      must(await who('hongmao.1').send(it.plan, input));
      return input.id;
    },
    held: async change => {
      const id = await w.plan(change);
      await w.verdict(id, 'approved');
      must(
        await who('hongmao.1').send(it.hold, { id, revision: 1, held_on: '2026-11-22', held_start: '09:10', held_end: '11:05' }),
      );
      return id;
    },
    get: async (id, by = 'hongmao.1') => must(await who(by).read(it.get, { id })).body,
    verdict: (id, verdict, revision = 1) =>
      decide(server.house, head, {
        id,
        revision,
        ...(verdict === 'returned' && { remark: '请补充' }),
        ...(verdict === 'reopened' && { reason: '有误' }),
      }),
    sign: (activity, signers, by = 'hongmao.1') => who(by).send(it.attend, { activity, people: signers }),
    complete: async (change, signers = 12) => {
      const id = await w.held(change);
      must(await w.sign(id, typedPeople(signers)));
      for (const [i, hash] of photos.entries()) {
        const shows = it.PHOTOS.needed[i]!;
        must(await who('hongmao.1').send(it.addPhoto, { id: newId(), activity: id, hash, shows, consent: 'given' }));
      }
      must(await who('hongmao.1').send(it.answerQuestions, { id: newId(), activity: id, scores: { overall: 5 }, how: 'self' }));
      const sum = newId();
      must(await who('hongmao.1').send(it.summarise, { id: sum, activity: id, activity_revision: 2, content: summary() }));
      await w.verdict(sum, 'approved');
      return id;
    },
  };
  return w;
}
