// A server with one worker's few people, and the truth about what reached it: every record once in the database, once in the ledger.

import { expect } from 'vitest';
import { worker as accountOf, addPeople } from '../../src/domain/visits/testing.ts';
import { newId } from '../../src/kernel/ids.ts';
import { askClient, verifyLedger } from '../../src/server/ledger.ts';
import { openServer, type ServerWorld } from '../world.ts';
import { Line } from './line.ts';
import { Phone, type Who } from './phone.ts';

const COUNTY = 469030;
const NAMES = ['符阿婆', '王亚妹', '陈月娥', '李桂英', '黄秀梅', '邓玉兰'];

export type Chaos = ServerWorld & {
  line: Line;
  who: Who & { account: string };
  /** Ids of the worker's own people. */
  people: readonly string[];
  /** A phone of the worker, signed in and closed and opened once. */
  phone(): Promise<Phone>;
  /** Each of the records is there once, and nothing else of hers. Answers the revisions in the order of the words. */
  onceEach(words: readonly string[]): Promise<number[]>;
  /** How many of the records are with the server. */
  arrived(words: string): Promise<number>;
  /** Between tests: the line is whole again, nothing is held or written down for later. */
  stop(): Promise<void>;
};

export async function openChaos(userName = 'hongmao.1'): Promise<Chaos> {
  const world = await openServer({ demoPeople: false });
  const line = await new Line(world.server.url).open();
  const people = NAMES.map(() => newId());
  const account = accountOf(userName);
  const owner = await world.server.owner(COUNTY);
  await addPeople(
    owner,
    people.map((id, i) => ({ id, name: NAMES[i]!, worker: account, categories: ['lives_alone'] })),
  );
  const phones: Phone[] = [];
  const who = { ...world.accounts.get(userName)!, account };
  const texts = async () =>
    (
      await owner.query(
        "select v.id, v.revision, v.content->>'notes' notes, (select count(*)::int from app.ledger l where l.county_id = v.county_id and l.subject = v.id::text and l.command = 'visits.record') written from app.visits v where v.county_id = $1 and v.worker_id = $2",
        [COUNTY, account],
      )
    ).rows as { id: string; revision: number; notes: string; written: number }[];
  const seen = new Set<string>();
  return {
    ...world,
    line,
    who,
    people,
    phone: async () => {
      const phone = new Phone(line);
      phones.push(phone);
      await phone.own(who);
      return phone;
    },
    arrived: async words => (await texts()).filter(v => v.notes === words).length,
    onceEach: async words => {
      for (const w of words) seen.add(w);
      const rows = await texts();
      expect(rows.map(v => v.notes).sort(), 'lost or doubled in the database').toEqual([...seen].sort());
      expect(
        rows.filter(v => v.written !== 1),
        'lost or doubled in the ledger',
      ).toEqual([]);
      const { rows: ledger } = await owner.query(
        "select count(*)::int n from app.ledger where county_id = $1 and actor_id = $2 and command = 'visits.record'",
        [COUNTY, account],
      );
      expect(ledger[0].n).toBe(seen.size);
      expect(await verifyLedger(askClient(owner), COUNTY)).toMatchObject({ ok: true });
      return words.map(w => rows.find(v => v.notes === w)!.revision);
    },
    stop: async () => {
      for (const phone of phones) await phone.away();
      await line.close();
      await owner.end();
      await world.stop();
    },
  };
}
