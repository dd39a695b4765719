// For this module's tests and the matrix: a small instrument, and assessments that are complete and sound until a test spoils them.

import type { z } from 'zod';
import { clients } from '#domain/clients/index.ts';
import { HONGMAO, registered } from '#domain/clients/testing.ts';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import type { Module } from '#server/module.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { type Answers, Instrument, type InstrumentInput, itemsOf, type RecordInput } from './assessments.ts';
import { assessments } from './index.ts';
import { seeded } from './instruments/seeded.ts';

/** Three questions, a rule that shows one of them, a rule that moves the grade. Range 0–8. */
export const small = (change: Partial<InstrumentInput> = {}): InstrumentInput => ({
  format: 1,
  code: 'county_small',
  title: '本县小量表',
  short: '小量表',
  purpose: '测试用。',
  informants: ['self', 'worker'],
  sections: [
    {
      key: 'main',
      title: '主要',
      score: 'sum',
      items: [
        {
          kind: 'choice',
          key: 'mood',
          title: '心情',
          options: [
            { value: 'good', label: '好', score: 3 },
            { value: 'fair', label: '一般', score: 1 },
            { value: 'bad', label: '差', score: 0 },
          ],
        },
        { kind: 'yes_no', key: 'alone', title: '独居', scores: { yes: 0, no: 1 } },
        { kind: 'number', key: 'calls', title: '每周有几次电话', min: 0, max: 4, scored: true },
        { kind: 'text', key: 'words', title: '原话', shown_when: { item: 'mood', is: ['bad'] } },
      ],
    },
  ],
  total: { how: 'sum', better: 'higher' },
  grades: [
    { code: 'low', label: '需要关注', from: 0, to: 2, meaning: '尽快再访。', attention: true },
    { code: 'middle', label: '一般', from: 3, to: 5, meaning: '按期探访。' },
    { code: 'high', label: '良好', from: 6, to: 8, meaning: '保持联系。' },
  ],
  adjustments: [
    {
      code: 'silent',
      title: '独居且没有电话',
      when: {
        all: [
          { item: 'alone', is: ['yes'] },
          { item: 'calls', is: ['0'] },
        ],
      },
      effect: { worse: 1 },
    },
  ],
  source: '本县编写',
  licence: '可自由使用',
  ...change,
});

/** The best or the worst answers to every choice of the standard's 26 items. */
export function elderAnswers(which: 'best' | 'worst', change: Answers = {}): Answers {
  const choices = itemsOf(seeded('gbt42195')!.body).flatMap(i =>
    i.kind === 'choice' && i.key !== 'coma' ? [[i.key, i.options.at(which === 'best' ? 0 : -1)!.value] as const] : [],
  );
  return { coma: 'no', ...Object.fromEntries(choices), dementia: 'no', mental: 'no', care_events: 0, ...change };
}

type Input = z.input<typeof RecordInput>;
/** The six-item self-care test, all six attained. */
export const sixItems = (resident: string, change: Partial<Input> = {}): Input => ({
  id: newId(),
  resident,
  instrument: 'selfcare6',
  version: 1,
  assessed_on: '2026-11-22',
  informant: 'worker',
  occasion: 'first',
  answers: { eat: 'yes', dress: 'yes', bed: 'yes', toilet: 'yes', walk: 'yes', wash: 'yes' },
  ...change,
});
export const soundSmall = (): Instrument => Instrument.parse(small());

export const YINGGEN = 469030100;
export const worker = (word: string): string => demoId(`469030/${word}`);
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

export type World = {
  server: TestServer;
  who: (word: string) => Person;
  /** Two people of 红毛, a row merged into the first, one of another station, one of another county. */
  people: Record<'elder' | 'second' | 'merged' | 'elsewhere' | 'neighbour', string>;
};

/** A demo county and its neighbour with people to assess, on 2026-11-23. @param org its module; @param more what else serves */
export async function assessWorld(org: Module, ...more: Module[]): Promise<World> {
  const server = await testServer([org, clients, assessments, ...more], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T10:00:00+08:00');
  const persons = new Map<string, Person>();
  for (const word of SIGNED_IN) persons.set(word, await server.as(worker(word)));
  persons.set('linxian', await server.as(demoId('469098/linxian.zhanzhang'), NEIGHBOUR.county));
  const who = (word: string): Person => persons.get(word)!;
  const named = async (by: string, station: number, name: string): Promise<string> =>
    (await registered(who(by), station, { name })).id;
  const people = {
    elder: await named('hongmao.1', HONGMAO, '王亚妹'),
    second: await named('hongmao.1', HONGMAO, '符桂英'),
    merged: await named('hongmao.1', HONGMAO, '王亚美'),
    elsewhere: await named('yinggen.1', YINGGEN, '陈月娥'),
    neighbour: await named('linxian', NEIGHBOUR.station, '邻县老人'),
  };
  const owner = await server.owner(469030);
  await owner.query("update app.residents set state = 'merged', merged_into = $1 where county_id = 469030 and id = $2", [
    people.elder,
    people.merged,
  ]);
  await owner.query('update app.residents set worker_id = $1 where county_id = 469030 and station_id = $2', [
    worker('hongmao.1'),
    HONGMAO,
  ]);
  await owner.end();
  return { server, who, people };
}
