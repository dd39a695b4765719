// Past the program: connections used again, plans prepared for somebody else, what the runtime role may do at all, what logs, errors and
// times give away. Attack classes 7, 8, 9, 18, 19, 21; SEC-09, SEC-12.

import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as clients from '#domain/clients/clients.ts';
import { registered, somebody } from '#domain/clients/testing.ts';
import { demoId } from '#domain/org/people.demo.ts';
import * as visits from '#domain/visits/visits.ts';
import { newId } from '#kernel/ids.ts';
import type { Role } from '#kernel/roles.ts';
import { askClient, verifyLedger } from '#server/ledger.ts';
import type { Person } from '#server/testing.ts';
import { likelyLarger } from './attacks.timing.ts';
import { leaks } from './matrix.asking.ts';
import { COUNTY, FOREIGN, MARKS } from './matrix.kinds.ts';
import { makeWorld, type World } from './matrix.world.ts';

let world: World;
let worker: Person;
let own: number;
let other: number;
/** What the server wrote into its log. */
const logged: string[] = [];
beforeAll(async () => {
  world = await makeWorld();
  worker = world.people.resident_worker;
  [own, other] = [Number(world.things.own.station), Number(world.things.other.station)];
  const { house } = world.server;
  const { log } = house;
  house.log = (event, details) => {
    logged.push(JSON.stringify({ event, ...details }));
    log(event, details);
  };
});
afterAll(() => world?.server.stop());

/** A connection of the runtime role, outside the pool. */
async function runtime(): Promise<pg.Client> {
  const { connectionString } = world.server.house.pool.options as { connectionString: string };
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
const as = (stations: readonly number[], county = COUNTY): string =>
  `select app.become('${JSON.stringify({ county, account: newId(), stations })}')`;
const SEEN = { name: 'seen', text: 'select id, station_id from app.residents where county_id = $1' };
/** The stations whose people a prepared statement finds in a transaction of this actor. */
async function stationsSeen(client: pg.Client, stations: readonly number[] | null, county = COUNTY): Promise<number[]> {
  await client.query('begin');
  if (stations) await client.query(as(stations, county));
  const { rows } = await client.query({ ...SEEN, values: [COUNTY] });
  await client.query('commit');
  return [...new Set(rows.map(r => r.station_id as number))].sort();
}

describe('row security', () => {
  it('holds on a connection used again, with a plan prepared for somebody else, and without an actor', async () => {
    const client = await runtime();
    for (let round = 0; round < 8; round++) {
      // After five uses PostgreSQL may keep one plan for all; it must not keep the first actor with it.
      expect(await stationsSeen(client, [own])).toEqual([own]);
      expect(await stationsSeen(client, [other])).toEqual([other]);
      expect(await stationsSeen(client, [own, other])).toEqual([own, other]);
      expect(await stationsSeen(client, [])).toEqual([]);
      expect(await stationsSeen(client, null), 'nobody').toEqual([]);
      expect(await stationsSeen(client, [own], FOREIGN), 'an actor of another county').toEqual([]);
    }
    await client.query('begin');
    await client.query(as([own]));
    await client.query('rollback');
    expect((await client.query({ ...SEEN, values: [COUNTY] })).rows, 'after a rollback, outside a transaction').toEqual([]);
    await client.end();
  });
  it('holds when many people ask at once through few connections', async () => {
    const people = [
      worker,
      world.people.station_lead,
      await world.server.as(demoId('469030/shiyun.1')),
      world.people.county_officer,
    ];
    const [ownId, otherId] = [world.things.own.resident, world.things.other.resident];
    const rounds = Array.from({ length: 60 }, (_, i) => i);
    await Promise.all(
      rounds.map(async i => {
        const by = people[i % people.length]!;
        const answers = await Promise.all([
          by.read(clients.list, { limit: 200 }),
          by.read(clients.get, { id: ownId }),
          by.read(clients.get, { id: otherId }),
          by.read(visits.list, { limit: 200 }),
        ]);
        const words = JSON.stringify(answers.map(a => a.body));
        const mine =
          i % people.length < 2
            ? (['own'] as const)
            : i % people.length === 2
              ? (['other'] as const)
              : (['own', 'other'] as const);
        for (const mark of ['own', 'other', 'foreign'] as const)
          expect([i, mark, words.includes(MARKS[mark])]).toEqual([i, mark, (mine as readonly string[]).includes(mark)]);
      }),
    );
  });
  it('holds for writing: no row for others, and none given away', async () => {
    const client = await runtime();
    const household = (station: number, county = COUNTY) =>
      client.query('insert into app.households (county_id, id, station_id, changed_by) values ($1, $2, $3, $2)', [
        county,
        newId(),
        station,
      ]);
    const within = async (work: () => Promise<unknown>) => {
      await client.query('begin');
      await client.query(as([own]));
      const done = await work().then(
        r => r,
        (e: Error) => e.message,
      );
      await client.query('rollback');
      return done;
    };
    expect(await within(() => household(own))).toMatchObject({ rowCount: 1 });
    for (const [station, county] of [
      [other, COUNTY],
      [469098100, FOREIGN],
      [own, FOREIGN],
    ] as const)
      expect(await within(() => household(station, county))).toMatch(/row-level security/);
    expect(
      await within(() => client.query('update app.residents set station_id = $2 where county_id = $1', [COUNTY, other])),
    ).toMatch(/row-level security|foreign key/);
    expect(
      await within(() =>
        client.query('update app.residents set village_group = $2 where county_id = $1 and station_id = $3', [
          COUNTY,
          'x',
          other,
        ]),
      ),
    ).toMatchObject({ rowCount: 0 });
    expect(await within(() => client.query('delete from app.residents where county_id = $1', [COUNTY]))).toMatch(
      /permission denied/,
    );
    expect(await within(() => client.query('truncate app.residents'))).toMatch(/permission denied/);
    await client.end();
  });
  it('is not turned off, copied past, or left by another role', async () => {
    const client = await runtime();
    const fails = async (sql: string, why: RegExp) => {
      await client.query('begin');
      await client.query(as([own]));
      const said = await client.query(sql).then(
        () => 'it worked',
        (e: Error) => e.message,
      );
      expect(said, sql).toMatch(why);
      await client.query('rollback');
    };
    await fails('set local row_security = off; select * from app.residents', /would be affected by row-level security/);
    await fails('alter table app.residents disable row level security', /must be owner|permission denied/);
    await fails('alter role current_user bypassrls', /permission denied|must be superuser/);
    for (const role of ['app_owner', 'postgres', 'pg_read_all_data', 'pg_read_server_files'])
      await fails(`set role ${role}`, /permission denied/);
    await fails('set session authorization postgres', /permission denied/);
    for (const sql of [
      "select pg_read_file('/etc/passwd')",
      "select lo_import('/etc/passwd')",
      "select pg_ls_dir('/')",
      "copy app.households from program 'id'",
      "copy app.households to program 'cat'",
      "copy app.households to '/tmp/x'",
    ])
      await fails(sql, /permission denied|must be superuser|not supported|privileges of the/);
    await fails('create extension dblink', /permission denied|not available/);
    await fails('create table app.mine (id int)', /permission denied/);
    await fails('create function app.mine() returns int language sql as $$ select 1 $$', /permission denied/);
    await fails("update app.ledger set subject = 'x'", /permission denied/);
    await fails('select rolpassword from pg_authid', /permission denied/);
    await client.query('begin');
    await client.query(as([own]));
    const copied = await client.query(
      'copy (select station_id from app.residents where station_id = 469030202 or county_id = 469098) to stdout',
    );
    expect(copied.rowCount).toBe(0);
    await client.query('rollback');
    await client.query('begin; set local role app_directory');
    expect((await client.query('select county_id, name from app.counties')).rowCount).toBe(2);
    await expect(client.query('select settings from app.counties')).rejects.toThrow(/permission denied/);
    await client.query('rollback');
    await client.end();
  });
  it('a statement cannot run for ever', async () => {
    const { rows } = await (
      await world.server.house.pool
        .connect()
        .then(async c => ({ answer: await c.query('show statement_timeout'), done: c.release() }))
    ).answer;
    expect(rows[0].statement_timeout).toBe('30s');
  });
});

describe('what is given away', () => {
  it('a refusal bears codes and sentences, no value of another row', async () => {
    const lead = await world.server.as(demoId('469030/shiyun.1'));
    const hidden = await registered(lead, other, { kind: 'adult', name: `王${MARKS.other}密`, address: `${MARKS.other}村` });
    const again = await worker.send(clients.register, {
      ...somebody(own, { kind: 'adult' }),
      identity: hidden.identity,
      born_on: null,
      sex: null,
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'known_person' } });
    expect(Object.keys(again.body).sort()).toEqual(['code', 'say']);
    const taken = await worker.send(clients.register, { ...somebody(own, { kind: 'adult' }), id: hidden.id });
    expect(taken.body).toEqual({ code: 'id_reused', say: expect.any(String) });
    const joined = await worker.send(clients.register, {
      ...somebody(own, { kind: 'adult' }),
      household: { id: hidden.household.id },
    });
    expect(joined.body).toEqual({ code: 'id_reused', say: expect.any(String) });
    for (const answer of [again, taken, joined])
      expect(leaks(world, JSON.stringify(answer.body), ['other', 'foreign'])).toEqual([]);
  });
  it('logs hold no personal data: neither the server’s nor the database’s', async () => {
    const owner = await world.server.owner(COUNTY);
    const secret = somebody(own, {
      kind: 'adult',
      name: '王麤密语',
      phone: '15400998877',
      address: '麤村一组密语九号',
      notes: '密语备注',
    });
    expect((await worker.send(clients.register, secret)).status).toBe(200);
    await worker.send(clients.register, secret);
    await worker.send(clients.register, { ...secret, id: newId(), household: { id: newId() } });
    await worker.send(clients.correct, {
      id: secret.id,
      revision: 1,
      set: { name: '王麤密语二', born_on: '2026-13-45' },
    } as never);
    await worker.send(clients.mark, { id: secret.id, revision: 2 ** 31, state: 'moved', on: '2026-11-23', reason: '密语原因' });
    await worker.read(clients.list, { q: '王麤密语' });
    await worker.get(`/api/clients.list?cursor=${encodeURIComponent("密语' or 1=1")}`);
    await worker.get('/api/clients.get?id=%E5%AF%86%E8%AF%AD');
    await fetch(`${world.server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
      body: JSON.stringify({ county: COUNTY, userName: '密语用户', password: '密语-Password-1' }),
    });
    // Errors of every kind with the person's own words in them, as the database sees them.
    for (const sql of [
      `insert into app.residents (county_id, id, station_id, name) values (469030, '${newId()}', ${own}, '密语姓名')`,
      `select '密语'::int`,
      `select * from app.residents where name = '密语姓名' and 密语 = 1`,
    ])
      await owner.query(sql).catch(() => undefined);
    await owner.end();
    const folder = dirname(inject('keysPath'));
    const files = globSync('postgres.log*', { cwd: folder });
    expect(files.length, 'the database’s log was not found').toBeGreaterThan(0);
    const text = [...logged, ...files.map(f => readFileSync(join(folder, f), 'utf8'))].join('\n');
    for (const word of [
      '密语',
      secret.identity!,
      secret.phone!,
      MARKS.own,
      MARKS.other,
      MARKS.foreign,
      worker.cookie,
      worker.cookie.split('.')[1]!,
    ])
      expect([word.slice(0, 4), text.includes(word)]).toEqual([word.slice(0, 4), false]);
    expect(text).toMatch(/database system is ready|starting PostgreSQL/);
  });
  it('time does not tell whether another station has a number or a person', { timeout: 60_000 }, async () => {
    const there = await world.server.as(demoId('469030/shiyun.1'));
    const hidden = await registered(there, other, { kind: 'adult', name: `王${MARKS.other}时` });
    const unknown = somebody(other, { kind: 'adult' }).identity!;
    const measure = async (path: string): Promise<number> => {
      const begun = performance.now();
      await (await worker.get(path)).text();
      return performance.now() - begun;
    };
    for (const [hit, miss] of [
      [`/api/clients.list?q=${hidden.identity}`, `/api/clients.list?q=${unknown}`],
      [`/api/clients.get?id=${hidden.id}`, `/api/clients.get?id=${newId()}`],
    ] as const) {
      const times = { hit: [] as number[], miss: [] as number[] };
      for (let i = 0; i < 300; i++) {
        if (i % 2) times.hit.push(await measure(hit));
        times.miss.push(await measure(miss));
        if (i % 2 === 0) times.hit.push(await measure(hit));
      }
      const tendency = likelyLarger(times.hit.slice(20), times.miss.slice(20));
      expect([hit.slice(5, 17), tendency > 0.35 && tendency < 0.65, tendency]).toEqual([hit.slice(5, 17), true, tendency]);
    }
  });
  it('a number’s search key says no more than its last four digits, under a key of its own', async () => {
    const person = await registered(worker, own, { kind: 'adult', name: '王钥匙' });
    const owner = await world.server.owner(COUNTY);
    const { rows } = await owner.query('select key from app.resident_keys where county_id = $1 and resident_id = $2', [
      COUNTY,
      person.id,
    ]);
    const keys = rows.map(r => r.key as string);
    expect(keys.filter(k => k.startsWith('d:'))).toHaveLength(1);
    expect(Buffer.from(keys.find(k => k.startsWith('d:'))!.slice(2), 'base64url')).toHaveLength(8);
    expect(keys.filter(k => /\d{3}/.test(k.replace(/^d:.*/, '')))).toEqual([]);
    const { rows: stored } = await owner.query(
      'select identity_index, phone_index, r::text as whole from app.residents r where county_id = $1 and id = $2',
      [COUNTY, person.id],
    );
    expect(stored[0].identity_index.equals(stored[0].phone_index)).toBe(false);
    for (const secret of [person.identity!, person.phone!, person.address!]) {
      expect(stored[0].whole).not.toContain(secret);
      expect(stored[0].whole).not.toContain(Buffer.from(secret).toString('hex'));
    }
    await owner.end();
  });
});

describe('what is not there', () => {
  const root = join(import.meta.dirname, '..');
  const sources = globSync('src/**/*.ts', { cwd: root })
    .filter(f => !/\.test\.ts$|testing|src\/web\/|screens\//.test(f))
    .map(f => ({ f, text: readFileSync(join(root, f), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '') }));
  const using = (pattern: RegExp) => sources.filter(s => pattern.test(s.text)).map(s => s.f);
  it('nothing that runs text as code, and nothing that calls out to an address', () => {
    expect(sources.length).toBeGreaterThan(80);
    expect(using(/\bnew Function\b|\beval\(|node:vm|vm2|isolated-vm/)).toEqual([]);
    expect(using(/\bfetch\(|node:https?['"]|undici|XMLHttpRequest|net\.connect|tls\.connect/)).toEqual([]);
    expect(using(/Math\.random/), 'chance that could be guessed').toEqual([]);
    expect(using(/import \{/).length, 'canary: the search finds something').toBeGreaterThan(50);
  });
});

describe('the ledger', () => {
  it('says who was refused nothing and changed nothing, and still is whole', async () => {
    const owner = await world.server.owner(COUNTY);
    const roles: Role[] = ['evaluator', 'audit_admin'];
    const before = await owner.query('select count(*)::int as n from app.ledger where county_id = $1', [COUNTY]);
    for (const role of roles)
      await world.people[role].send(clients.correct, { id: world.things.own.resident, revision: 1, set: { notes: 'x' } });
    const after = await owner.query('select count(*)::int as n from app.ledger where county_id = $1', [COUNTY]);
    expect(after.rows).toEqual(before.rows);
    expect(await verifyLedger(askClient(owner), COUNTY)).toMatchObject({ ok: true });
    const { rows } = await owner.query('select string_agg(l::text, $2) as whole from app.ledger l where county_id = $1', [
      COUNTY,
      '\n',
    ]);
    for (const mark of Object.values(MARKS)) expect(rows[0].whole).not.toContain(mark);
    await owner.end();
  });
});
