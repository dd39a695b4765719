// For this module's tests: people to visit, and records that are complete and sound until a test spoils them.

import type pg from 'pg';
import type { z } from 'zod';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import * as review from '#domain/records/records.ts';
import { newId } from '#kernel/ids.ts';
import type { Module } from '#server/module.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { visits } from './index.ts';
import { visitReviewable } from './review.service.ts';
import { type RecordInput, record } from './visits.ts';

export const HONGMAO = 469030105;
export const YINGGEN = 469030100;
export const worker = (word: string): string => demoId(`469030/${word}`);

type NewPerson = {
  id: string;
  name: string;
  station?: number;
  born_on?: string | null;
  worker?: string | null;
  categories?: string[];
  state?: string;
  merged_into?: string | null;
};

/** Inserts people and their households as the tables' owner (row security of the county stays on). */
export async function addPeople(owner: pg.Client, people: readonly NewPerson[], county = 469030): Promise<void> {
  const by = demoId('tests');
  for (const p of people) {
    const station = p.station ?? HONGMAO;
    const village = `${station}200`;
    await owner.query(
      'insert into app.households (county_id, id, station_id, village_code, changed_by) values ($1, $2, $3, $4, $5)',
      [county, p.id, station, village, by],
    );
    await owner.query(
      `insert into app.residents (county_id, id, station_id, household_id, village_code, name, name_key, sex, born_on, identity_kind, source, state, merged_into, worker_id, changed_by)
       values ($1, $2, $3, $2, $4, $5, 'key', '2', $6, 'none', 'worker', $7, $8, $9, $10)`,
      [
        county,
        p.id,
        station,
        village,
        p.name,
        p.born_on === undefined ? '1948-05-06' : p.born_on,
        p.state ?? 'active',
        p.merged_into ?? null,
        p.worker ?? null,
        by,
      ],
    );
    for (const category of p.categories ?? [])
      await owner.query(
        'insert into app.resident_categories (county_id, id, station_id, resident_id, category, from_on, changed_by) values ($1, $2, $3, $4, $5, $6, $7)',
        [county, newId(), station, p.id, category, '2026-01-01', by],
      );
  }
}

/** A file row as the upload leaves it, without bytes: enough for a record to name it. */
export const addFile = (owner: pg.Client, hash: string, use = 'photo', station = HONGMAO): Promise<unknown> =>
  owner.query(
    'insert into app.files (county_id, station_id, hash, use, bytes, clean_hash, thumb_hash, sent_by, sent_at) values (469030, $1, $2, $3, 1, $2, $2, $4, now())',
    [station, hash, use, demoId('tests')],
  );

type Input = z.input<typeof RecordInput>;
type HomeVisit = Extract<Input, { kind: 'home_visit' }>;
type Call = Extract<Input, { kind: 'welfare_call' }>;
const fine = { level: 'normal' } as const;

/** A home visit that met the person. */
export const homeVisit = (resident: string, change: Partial<HomeVisit> = {}): HomeVisit => ({
  id: newId(),
  resident,
  kind: 'home_visit',
  type: 'routine',
  outcome: 'success',
  visited_on: '2026-11-22',
  place_reason: 'no_signal',
  content: {
    health: fine,
    mood: fine,
    safety: { level: 'watch', note: '电线老化' },
    hygiene: fine,
    surroundings: fine,
    needs: ['company'],
    services: ['policy'],
    notes: '独自在家，精神尚好。',
  },
  ...change,
});

/** A telephone greeting that was answered. */
export const call = (resident: string, change: Partial<Call> = {}): Call => ({
  id: newId(),
  resident,
  kind: 'welfare_call',
  outcome: 'connected',
  visited_on: '2026-11-22',
  content: { answered_by: 'self', body: fine, mood: fine, meals: fine, medicine: fine, home_safety: fine },
  ...change,
});

type Seen = { id: string; revision: number };
/** Opens each of these visits and approves them together, as a head of station does from the queue. */
export async function approveTogether(head: Person, seen: readonly Seen[]): Promise<{ status: number; body: { code?: string } }> {
  const all = seen.map(({ id, revision }) => ({ what: 'visits', id, revision }));
  for (const one of all) await head.send(review.markRead, one);
  return head.send(review.approveMany, { records: all });
}

/** One row of a table, looked at from outside. */
export async function oneRow(server: TestServer, text: string, values: unknown[]): Promise<Record<string, unknown>> {
  const owner = await server.owner(469030);
  try {
    return (await owner.query(text, values)).rows[0];
  } finally {
    await owner.end();
  }
}

/** The people every test of visits meets, and a photo that was sent to 红毛. */
export const elder = newId();
export const second = newId();
export const child = newId();
export const merged = newId();
export const elsewhere = newId();
export const neighbour = newId();
export const photo = 'a'.repeat(64);

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
  'yinggen.zhanzhang',
];

export type World = {
  server: TestServer;
  who: (word: string) => Person;
  /** Records and answers the visit's id. */
  recorded: (by: string, input: HomeVisit | Call) => Promise<string>;
  /** Adds people as the tables' owner. */
  people: (list: readonly NewPerson[]) => Promise<void>;
};

async function furnish(server: TestServer): Promise<void> {
  const owner = await server.owner(469030);
  await addPeople(owner, [
    { id: elder, name: '王亚妹', worker: worker('hongmao.1'), categories: ['lives_alone', 'dibao_recipient'] },
    { id: second, name: '符桂英', worker: worker('hongmao.1') },
    { id: child, name: '李子轩', born_on: '2016-02-03', worker: worker('hongmao.2') },
    { id: merged, name: '王亚妹', state: 'merged', merged_into: elder },
    { id: elsewhere, name: '陈月娥', station: YINGGEN, worker: worker('yinggen.1') },
  ]);
  await addFile(owner, photo);
  await owner.end();
  const other = await server.owner(NEIGHBOUR.county);
  await addPeople(other, [{ id: neighbour, name: '邻县老人', station: NEIGHBOUR.station }], NEIGHBOUR.county);
  await other.end();
}

/** A demo county and its neighbour with people to visit, on 2026-11-23, and who works there signed in. @param org its module; @param more what else serves */
export async function visitWorld(org: Module, ...more: Module[]): Promise<World> {
  const server = await testServer([org, records([visitReviewable]), visits, ...more], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T10:00:00+08:00');
  await furnish(server);
  const persons = new Map<string, Person>();
  for (const word of SIGNED_IN) persons.set(word, await server.as(worker(word)));
  persons.set('linxian', await server.as(demoId('469098/linxian.zhanzhang'), NEIGHBOUR.county));
  const who = (word: string): Person => persons.get(word)!;
  return {
    server,
    who,
    recorded: async (by, input) => {
      const answer = await who(by).send(record, input);
      if (answer.status !== 200) throw new Error(`${by} could not record: ${JSON.stringify(answer.body)}`);
      return input.id;
    },
    people: async list => {
      const owner = await server.owner(469030);
      await addPeople(owner, list);
      await owner.end();
    },
  };
}

/** The correction of a record by its author, with the same words. */
export const correction = (input: HomeVisit, revision = 1) => {
  const { id, resident: _, worker: __, recorded_at: ___, ...rest } = input;
  return { ...rest, id, revision, reason: '写错了' };
};
