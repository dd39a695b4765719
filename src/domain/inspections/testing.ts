// For this module's tests: two stations with people who were visited, and a sheet that is complete until a test spoils it.

import type { z } from 'zod';
import { org } from '#domain/org/index.ts';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { visits } from '#domain/visits/index.ts';
import { addFile, addPeople, HONGMAO, homeVisit, worker, YINGGEN } from '#domain/visits/testing.ts';
import { record as recordVisit } from '#domain/visits/visits.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { inspections } from './index.ts';
import { type DrawInput, draw, ITEMS, type ItemAnswer, type RecordInput, record } from './inspections.ts';

export const TODAY = '2026-11-23';
export { HONGMAO, worker, YINGGEN };
export const photo = 'a'.repeat(64);
export const signature = 'b'.repeat(64);

type Sheet = z.input<typeof RecordInput>;

/** Every item met. */
export const allMet = (): Record<string, ItemAnswer> =>
  Object.fromEntries(ITEMS.map(({ key }) => [key, { level: 'met', photos: [] }]));

/** A sheet as the manager sends it. */
export const sheet = (change: Partial<Sheet> = {}): Sheet => ({
  id: newId(),
  station: HONGMAO,
  inspected_on: '2026-11-20',
  present: [worker('hongmao.zhanzhang')],
  answers: allMet(),
  guidance: '一起看了两份个案记录，说明了目标怎样写得可以检验。',
  signature_reason: 'paper',
  findings: [],
  ...change,
});

export const finding = (change: Partial<NonNullable<Sheet['findings']>[number]> = {}) => ({
  id: newId(),
  item: 'premises.safety',
  severity: 'major' as const,
  problem: '灭火器已过期',
  deadline_on: '2026-12-05',
  ...change,
});

/** A draw as the officer asks for it. */
export const drawing = (change: Partial<z.input<typeof DrawInput>> = {}): z.input<typeof DrawInput> => ({
  id: newId(),
  kind: 'callback',
  from: '2026-11-01',
  to: TODAY,
  stations: [{ station: HONGMAO, size: 3 }],
  ...change,
});

const SIGNED_IN = [
  'minzheng',
  'xiangmu',
  'pinggu',
  'xitong',
  'hongmao.zhanzhang',
  'hongmao.1',
  'hongmao.zhuli',
  'yinggen.1',
  'yinggen.zhanzhang',
];
const PEOPLE = 8;

export type World = {
  server: TestServer;
  who: (word: string) => Person;
  /** Sends the sheet and answers its id. */
  inspected: (input?: Partial<Sheet>) => Promise<string>;
  drawn: (input?: Partial<z.input<typeof DrawInput>>) => Promise<string>;
};

async function visited(server: TestServer, person: Person, station: number, word: string): Promise<void> {
  const people = Array.from({ length: PEOPLE }, (_, i) => ({
    id: newId(),
    name: `王阿${'甲乙丙丁戊己庚辛'[i]}`,
    station,
    worker: worker(word),
  }));
  const owner = await server.owner(469030);
  await addPeople(owner, people);
  await owner.end();
  for (const [i, p] of people.entries())
    for (const day of ['2026-11-21', '2026-11-22']) {
      const answer = await person.send(
        recordVisit,
        homeVisit(p.id, { visited_on: day, ...(i === 7 && { outcome: 'nobody', content: {} }) }),
      );
      if (answer.status !== 200) throw new Error(`no visit: ${JSON.stringify(answer.body)}`);
    }
}

/** A demo county on 2026-11-23, opened on 2026-03-01: eight people at each of two stations visited twice in November, one of them never met. */
export async function inspectionWorld(): Promise<World> {
  const server = await testServer([org, visits, inspections], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(`${TODAY}T10:00:00+08:00`);
  const persons = new Map<string, Person>();
  for (const word of SIGNED_IN) persons.set(word, await server.as(worker(word)));
  persons.set('linxian', await server.as(demoId('469098/linxian.minzheng'), NEIGHBOUR.county));
  const who = (word: string): Person => persons.get(word)!;
  const owner = await server.owner(469030);
  await addFile(owner, photo, 'site_photo');
  await addFile(owner, signature, 'signature');
  await owner.end();
  await visited(server, who('hongmao.1'), HONGMAO, 'hongmao.1');
  await visited(server, who('yinggen.1'), YINGGEN, 'yinggen.1');
  return {
    server,
    who,
    inspected: async (input = {}) => {
      const sent = sheet(input);
      const answer = await who('xiangmu').send(record, sent);
      if (answer.status !== 200) throw new Error(`no inspection: ${JSON.stringify(answer.body)}`);
      return sent.id;
    },
    drawn: async (input = {}) => {
      const sent = drawing(input);
      const answer = await who('minzheng').send(draw, sent);
      if (answer.status !== 200) throw new Error(`no draw: ${JSON.stringify(answer.body)}`);
      return sent.id;
    },
  };
}
