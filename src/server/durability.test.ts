// Kill -9 of the server, of the whole database, of both, at any moment: every command that was answered is there exactly once, one that
// was not is there wholly or not at all, the ledger is whole, and asking again with the same id gives the same answer.

import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { register } from '#domain/clients/clients.ts';
import { seeded } from '#domain/clients/people.demo.ts';
import { somebody } from '#domain/clients/testing.ts';
import { demoId, demoStart, foundDemoCounty } from '#domain/org/people.demo.ts';
import { homeVisit } from '#domain/visits/testing.ts';
import { record } from '#domain/visits/visits.ts';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { inCounty, openSession } from './auth/sessions.ts';
import { type Child, furnished, killChildren, killDatabase, looking, spawned } from './durability.testing.ts';
import { askClient, verifyLedger } from './ledger.ts';
import { backUp } from './postgres/backup.ts';
import { cleanUp, serverProcesses, temporaryFolder } from './postgres/testing.ts';
import { type Person, personAt } from './testing.ts';

const COUNTY = 469030;
const SEED = 20_261_123;
const WORKERS = { 'hongmao.1': 469030105, 'hongmao.2': 469030105, 'shiyun.1': 469030202, 'yinggen.1': 469030100 };
const today = dayOf(new Date());

/** One command as a phone keeps it: sent under one id until it is answered. */
type Sent = { id: string; worker: string; input: Registering | Recording; answer: unknown };
type Registering = ReturnType<typeof somebody>;
type Recording = ReturnType<typeof homeVisit>;
const isRegistering = (input: Sent['input']): input is Registering => 'household' in input;

let dataDir: string;
const cookies = new Map<string, string>();
const all: Sent[] = [];
let answered = 0;

beforeAll(async () => {
  dataDir = join(temporaryFolder(), 'data');
  await furnished(dataDir, async house => {
    await foundDemoCounty(house, demoStart(today));
    for (const name of Object.keys(WORKERS))
      cookies.set(name, await inCounty(house, COUNTY, tx => openSession(tx, demoId(`${COUNTY}/${name}`), [], 'field', false)));
  });
});
afterEach(killChildren);
afterAll(async () => {
  killChildren();
  await cleanUp();
});

const personOf = (child: Child, name: string): Person => personAt(child.url, demoId(`${COUNTY}/${name}`), cookies.get(name)!);

/** Sends a command once: answered, or left open by a server that is gone or says that it is not available. Anything else is a failure. */
async function sendOnce(by: Person, sent: Sent): Promise<'answered' | 'open'> {
  const { input, id } = sent;
  const answer = await (isRegistering(input) ? by.send(register, input, { id }) : by.send(record, input, { id })).catch(
    (gone: Error) => gone,
  );
  if (answer instanceof Error || answer.body.code === 'unavailable') return 'open';
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  if (sent.answer !== null) expect(answer.body).toEqual(sent.answer); // it was answered before: the same again
  sent.answer = answer.body;
  answered++;
  return 'answered';
}

/** What one worker writes, without a pause: somebody new, then a visit to him, and so on. */
async function writing(
  child: Child,
  worker: keyof typeof WORKERS,
  until: AbortSignal,
  whenOpen: 'stop' | 'again',
): Promise<Sent[]> {
  const by = personOf(child, worker);
  const written: Sent[] = [];
  let known: string | null = null;
  while (!until.aborted) {
    const input: Sent['input'] = known
      ? homeVisit(known, { visited_on: today })
      : somebody(WORKERS[worker], { not_a_twin: true });
    const sent: Sent = { id: newId(), worker, input, answer: null };
    written.push(sent);
    known = isRegistering(input) ? input.id : null;
    while ((await sendOnce(by, sent)) === 'open') {
      if (whenOpen === 'stop') return written;
      await sleep(25);
    }
  }
  return written;
}

/** All of them at once; what they wrote joins `all` when they have stopped. */
function everybody(child: Child, until: AbortSignal, whenOpen: 'stop' | 'again'): Promise<Sent[]> {
  const names = Object.keys(WORKERS) as (keyof typeof WORKERS)[];
  const writers = Promise.all(names.map(w => writing(child, w, until, whenOpen))).then(lists => {
    all.push(...lists.flat());
    return lists.flat();
  });
  writers.catch(() => undefined); // whoever waits for them hears it
  return writers;
}

const ids = async (owner: pg.Client, text: string): Promise<Map<string, string>> =>
  new Map((await owner.query<{ id: string; by: string }>(text, [COUNTY])).rows.map(r => [r.id, r.by]));

/** Everything written until now, answered or not, as it lies in the tables. */
const mustBeWhole = (): Promise<void> =>
  looking(dataDir, COUNTY, async owner => {
    const ledger = new Map(
      (await owner.query('select id, answer from app.ledger where county_id = $1', [COUNTY])).rows.map(r => [r.id, r.answer]),
    );
    const tables = {
      residents: await ids(owner, 'select id, changed_by as by from app.residents where county_id = $1'),
      households: await ids(owner, 'select id, changed_by as by from app.households where county_id = $1'),
      visits: await ids(owner, 'select id, changed_by as by from app.visits where county_id = $1'),
    };
    const there = { residents: 0, households: 0, visits: 0 };
    for (const { id, input, answer } of all) {
      if (answer !== null) expect(ledger.get(id), 'an answered command is in the ledger').toEqual(answer);
      const by = ledger.has(id) ? id : undefined;
      if (isRegistering(input)) {
        expect([tables.residents.get(input.id!), tables.households.get(input.household.id)]).toEqual([by, by]);
        if (by) there.residents++;
        if (by) there.households++;
      } else {
        expect(tables.visits.get(input.id!)).toBe(by);
        if (by) there.visits++;
      }
    }
    // Nothing else: no second row of a command, no row without one.
    expect({ residents: tables.residents.size, households: tables.households.size, visits: tables.visits.size }).toEqual(there);
    expect(ledger.size).toBe(there.residents + there.visits);
    expect(await verifyLedger(askClient(owner), COUNTY)).toEqual({ rows: ledger.size, ok: true, problems: [] });
  });

/** Everything once more, as phones that lost the answers would: the same answers, and nothing doubled. */
async function sendAgain(child: Child, some: readonly Sent[]): Promise<void> {
  for (const sent of some) expect(await sendOnce(personOf(child, sent.worker), sent)).toBe('answered');
  await mustBeWhole();
}

describe('kill -9 loses nothing that was answered', { timeout: 120_000 }, () => {
  const random = seeded(SEED);
  /** Any moment, but not before something was answered. */
  const moment = async (): Promise<void> => {
    const enough = answered + 4;
    await sleep(150 + Math.floor(random() * 600));
    while (answered < enough) await sleep(1);
  };

  it('of the server, whose database runs on', async () => {
    for (let round = 0; round < 2; round++) {
      const child = await spawned(dataDir).listening;
      const writers = everybody(child, new AbortController().signal, 'stop');
      await moment();
      child.signal('SIGKILL');
      const written = await writers;
      expect(written.filter(s => s.answer !== null).length).toBeGreaterThan(3);
      expect(serverProcesses(join(dataDir, 'pg')).length).toBeGreaterThan(0);
      await mustBeWhole(); // before anybody recovered anything
      const next = await spawned(dataDir).listening;
      expect(next.lines).toContainEqual(expect.stringContaining('数据库仍在运行'));
      await mustBeWhole();
      await sendAgain(next, written);
      next.signal('SIGKILL');
      await next.exit;
    }
  });

  it('of the database, which the server starts again by itself', async () => {
    const child = await spawned(dataDir).listening;
    const enough = new AbortController();
    const writers = everybody(child, enough.signal, 'again');
    for (let kills = 0; kills < 2; kills++) {
      await moment();
      killDatabase(dataDir);
      const ready = async () => (await fetch(`${child.url}/api/health`)).status === 200;
      while (await ready()) await sleep(5);
      while (!(await ready())) await sleep(20);
    }
    await moment();
    enough.abort();
    const written = await writers;
    expect(written.every(s => s.answer !== null)).toBe(true);
    await mustBeWhole();
    await sendAgain(child, written);
    const events = child.lines.filter(line => line.startsWith('{')).map(line => (JSON.parse(line) as { event: string }).event);
    expect(events.filter(e => e.startsWith('database_') && e !== 'database_connection_lost')).toEqual(
      Array(2).fill(['database_ended', 'database_started_again']).flat(),
    );
    expect(events).not.toContain('fault');
    child.signal('SIGTERM');
    expect(await child.exit).toBe(0);
    expect(serverProcesses(join(dataDir, 'pg'))).toEqual([]);
  });

  it('of both at once', async () => {
    const child = await spawned(dataDir).listening;
    const writers = everybody(child, new AbortController().signal, 'stop');
    await moment();
    child.signal('SIGKILL');
    killDatabase(dataDir);
    const written = await writers;
    const next = await spawned(dataDir).listening;
    await mustBeWhole();
    await sendAgain(next, written);
    next.signal('SIGINT');
    expect(await next.exit).toBe(0);
  });
});

describe('a backup', { timeout: 120_000 }, () => {
  const restored = async (to: string): Promise<Child> => {
    await copyFile(join(dataDir, 'keys.json'), join(to, 'keys.json'));
    return spawned(to).listening;
  };
  const heads = (folder: string) =>
    looking(folder, COUNTY, async owner => {
      const verdict = await verifyLedger(askClient(owner), COUNTY);
      expect(verdict.problems).toEqual([]);
      const { rows } = await owner.query<{ id: string }>('select id from app.ledger where county_id = $1', [COUNTY]);
      const { rows: people } = await owner.query('select count(*)::int as n from app.residents where county_id = $1', [COUNTY]);
      return { ids: new Set(rows.map(r => r.id)), people: people[0].n as number };
    });

  it('made while people write is whole: everything answered before it began is there, and the ledger is unbroken', async () => {
    const child = await spawned(dataDir).listening;
    const enough = new AbortController();
    const writers = everybody(child, enough.signal, 'again');
    await sleep(300);
    const before = await heads(dataDir);
    const to = join(temporaryFolder(), 'backup');
    expect(await backUp(dataDir, to)).toMatchObject({ running: true });
    await sleep(200);
    enough.abort();
    await writers;
    const after = await heads(dataDir);
    expect(existsSync(join(to, 'keys.json'))).toBe(false);
    await expect(backUp(dataDir, to)).rejects.toThrow('已存在');
    const copy = await restored(to);
    const there = await heads(to);
    expect(
      [...before.ids].filter(id => !there.ids.has(id)),
      'lost',
    ).toEqual([]);
    expect(
      [...there.ids].filter(id => !after.ids.has(id)),
      'invented',
    ).toEqual([]);
    expect(there.ids.size).toBeLessThan(after.ids.size);
    // The copy is the product: a worker goes on with the same session, and what was answered is answered again.
    const kept = all.find(s => there.ids.has(s.id))!;
    expect(await sendOnce(personOf(copy, kept.worker), kept)).toBe('answered');
    for (const server of [copy, child]) {
      server.signal('SIGTERM');
      expect(await server.exit).toBe(0);
    }
  });

  it('made while it is stopped is the same, and needs its keys', async () => {
    const to = join(temporaryFolder(), 'cold');
    expect(await backUp(dataDir, to)).toMatchObject({ running: false });
    await expect(spawned(to).listening).rejects.toThrow('没有找到密钥文件 keys.json');
    const copy = await restored(to);
    const there = await heads(to);
    expect([...there.ids].sort()).toEqual(all.map(s => s.id).sort());
    copy.signal('SIGTERM');
    await copy.exit;
  });
});

describe('the first start', { timeout: 120_000 }, () => {
  it('goes through after it was killed at any moment of it', async () => {
    const random = seeded(SEED + 1);
    const folder = join(temporaryFolder(), 'data');
    for (let kills = 0; kills < 4; kills++) {
      const child = spawned(folder);
      await sleep(300 + Math.floor(random() * 1_500));
      child.signal('SIGKILL');
      if (kills % 2) killDatabase(folder);
      await child.exit;
    }
    const child = await spawned(folder).listening;
    expect(await (await fetch(`${child.url}/api/health`)).json()).toMatchObject({ ok: true });
    await refusesASecond(folder, child);
    child.signal('SIGTERM');
    expect(await child.exit).toBe(0);
  });

  it('that is ended by Ctrl-C leaves no database behind', async () => {
    const folder = join(temporaryFolder(), 'data');
    const child = spawned(folder);
    while (serverProcesses(join(folder, 'pg')).length === 0) await sleep(5);
    child.signal('SIGINT');
    expect(await child.exit).toBe(0);
    expect(serverProcesses(join(folder, 'pg'))).toEqual([]);
  });
});

/** A second product on the same folder: a sentence, the end, and the first one goes on. */
async function refusesASecond(folder: string, first: Child): Promise<void> {
  const second = spawned(folder);
  await expect(second.listening).rejects.toThrow(`正在使用数据文件夹 ${folder}（进程 ${first.pid}）`);
  expect(await second.exit).toBe(1);
  expect((await fetch(`${first.url}/api/health`)).status).toBe(200);
}
