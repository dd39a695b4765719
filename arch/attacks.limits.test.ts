// What a client may take and claim: memory before it is known, connections it does not use, a long session, another site's click, a time
// that cannot be, one id for two things. Attack classes 3, 5, 14, 15, 17.

import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registered } from '#domain/clients/testing.ts';
import * as org from '#domain/org/org.ts';
import { demoId, demoPeople, foundDemoCounty } from '#domain/org/people.demo.ts';
import { homeVisit } from '#domain/visits/testing.ts';
import * as visits from '#domain/visits/visits.ts';
import { text } from '#kernel/endpoints.ts';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { modules } from '#modules';
import { setPassword } from '#server/auth/links.ts';
import { COOKIE, callerOf, inCounty } from '#server/auth/sessions.ts';
import { hashPassword } from '#server/secrets/password.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';

const COUNTY = 469030;
const HONGMAO = 469030105;
const PASSWORD = 'Kafi-Rute-Nage-4739';
const NOW = '2026-11-23T10:00:00+08:00';
let server: TestServer;
let worker: Person;
const at = (word: string): string => demoId(`${COUNTY}/${word}`);

beforeAll(async () => {
  const hash = await hashPassword(PASSWORD);
  server = await testServer(modules, async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await inCounty(house, COUNTY, async tx => {
      for (const { userName } of demoPeople()) await setPassword(tx, at(userName), hash, []);
    });
  });
  server.setTime(NOW);
  worker = await server.as(at('hongmao.1'));
});
afterAll(() => server?.stop());

const signIn = (userName: string, password: string, place: 'office' | 'field'): Promise<Response> =>
  fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
    body: JSON.stringify({ county: COUNTY, userName, password, place }),
  });
const one = async (sql: string, values: unknown[]): Promise<Record<string, unknown>> => {
  const owner = await server.owner(COUNTY);
  const { rows } = await owner.query(sql, values);
  await owner.end();
  return rows[0];
};

const sockets: Socket[] = [];
/** Sends the head of an upload and never its body; answers the socket and what the server says, which is nothing while it waits. */
function headOnly(cookie: string | null, length: number | 'chunked', use = 'roster'): { said: Promise<string>; socket: Socket } {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  const said = new Promise<string>(resolve => socket.once('data', data => resolve(data.toString('utf8'))));
  const size = length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`;
  const who = cookie ? `cookie: ${COOKIE}=${cookie}\r\n` : '';
  const hash = newId().replaceAll('-', '').repeat(2);
  socket.write(
    `PUT /api/files/${hash}?use=${use}&station=${HONGMAO} HTTP/1.1\r\nhost: x\r\nx-linzhan: 1\r\n${who}content-type: application/octet-stream\r\n${size}\r\n\r\n`,
  );
  return { said, socket };
}
const statusOf = (said: string): number => Number(/^HTTP\/1.1 (\d+)/.exec(said)?.[1] ?? 0);

describe('a file takes no memory', () => {
  it('of somebody who is not known, may not send it, or does not say how large it is: the answer comes before the body', async () => {
    const officer = await server.as(at('minzheng'));
    expect(statusOf(await headOnly(null, 20_000_000).said)).toBe(401);
    expect(statusOf(await headOnly(`${COUNTY}.${'a'.repeat(43)}`, 20_000_000).said)).toBe(401);
    expect(statusOf(await headOnly(worker.cookie, 20_000_000, 'roster').said)).toBe(403);
    expect(statusOf(await headOnly(officer.cookie, 31 * 1024 * 1024).said)).toBe(413);
    expect(statusOf(await headOnly(officer.cookie, 'chunked').said)).toBe(400);
  });

  it('and who is refused hears it, also when the whole body is on its way', async () => {
    for (const [person, status] of [
      [null, 401],
      [worker, 403],
    ] as const) {
      const response = await fetch(`${server.url}/api/files/${'a'.repeat(64)}?use=roster&station=${HONGMAO}`, {
        method: 'PUT',
        headers: { 'x-linzhan': '1', ...(person && { cookie: `${COOKIE}=${person.cookie}` }) },
        body: new Uint8Array(12_000_000),
      });
      expect(response.status).toBe(status);
    }
  });

  it('beyond what all may send at once; who comes then is told when to come again, and finds room when others are gone', async () => {
    const officer = await server.as(at('minzheng'));
    const five = Array.from({ length: 5 }, () => headOnly(officer.cookie, 30 * 1024 * 1024));
    const spoken: string[] = [];
    for (const { said } of five) void said.then(words => spoken.push(words));
    // Four wait for their bodies; the fifth, whichever it was, is told.
    await expect.poll(() => spoken.length, { timeout: 30_000 }).toBe(1);
    expect(statusOf(spoken[0]!)).toBe(429);
    expect(spoken[0]).toMatch(/\r\nretry-after: \d+\r\n/i);
    for (const { socket } of five) socket.destroy();
    const again = () => Promise.race([headOnly(officer.cookie, 30 * 1024 * 1024).said, pause(1_000).then(() => 'waits')]);
    await expect.poll(again, { timeout: 30_000 }).toBe('waits');
    expect(spoken).toHaveLength(1);
    for (const socket of sockets.splice(0)) socket.destroy();
  });
});

describe('what passes by itself says when', () => {
  it('a lock tells the seconds that are left of it', async () => {
    for (let i = 0; i < 5; i++)
      expect((await signIn('heping.1', 'Wrong-Pass-Word-1', 'office')).headers.get('retry-after')).toBeNull();
    server.setTime('2026-11-23T10:10:00+08:00');
    const locked = await signIn('heping.1', PASSWORD, 'office');
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '1200']);
    server.setTime(NOW);
  });
  it('every 429 and 503 has one, nothing else has', () => {
    for (const code of ['too_many_requests', 'unavailable', 'sign_in_locked'] as const)
      expect(new AppError(code).retryAfter).toBeGreaterThan(0);
    for (const code of ['invalid', 'not_found', 'stale', 'internal'] as const) expect(new AppError(code).retryAfter).toBeNull();
  });
});

describe('a session lasts', () => {
  it('for weeks only for who works in the villages, whatever a client says where it is', async () => {
    for (const [name, place, idle, days] of [
      ['hongmao.1', 'field', 14 * 86_400, 30],
      ['hongmao.1', 'office', 1_800, 0.5],
      ['minzheng', 'field', 1_800, 0.5],
      ['pinggu', 'field', 1_800, 0.5],
      ['xitong', 'field', 900, 0.5],
    ] as const) {
      const set = (await signIn(name, PASSWORD, place)).headers.get('set-cookie') ?? '';
      const { tokenHash } = callerOf(/linzhan=([^;]+)/.exec(set)?.[1])!;
      const row = await one(
        'select idle_seconds, extract(epoch from ends_at - created_at)::int as life from app.sessions where county_id = $1 and token_hash = $2',
        [COUNTY, tokenHash],
      );
      expect(row, `${name} at ${place}`).toEqual({ idle_seconds: idle, life: days * 86_400 });
      expect(set).toMatch(new RegExp(`Max-Age=${days * 86_400}(;|$)`));
    }
  });
});

describe('a click on another site', () => {
  it('makes no document in the reader’s name, and leaves no row of the ledger', async () => {
    const head = async () =>
      (await one('select seq::int as seq from app.ledger_heads where county_id = $1', [COUNTY])).seq as number;
    const before = await head();
    const ask = (headers: Record<string, string>) =>
      fetch(`${server.url}/api/visits.ledger`, { headers: { cookie: `${COOKIE}=${worker.cookie}`, ...headers } });
    for (const site of ['cross-site', 'same-site']) {
      const refused = await ask({ 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' });
      expect([refused.status, refused.headers.get('content-disposition')]).toEqual([400, null]);
    }
    expect(await head()).toBe(before);
    for (const site of ['same-origin', 'none']) {
      const made = await ask({ 'sec-fetch-site': site });
      expect(made.status).toBe(200);
      await made.arrayBuffer();
    }
    expect(await head()).toBe(before + 2);
  });
});

describe('what a client claims', () => {
  it('a time of writing that cannot be is the time of arrival', async () => {
    const resident = (await registered(worker, HONGMAO)).id;
    for (const [claimed, kept] of [
      ['2199-01-01T00:00:00+08:00', NOW],
      ['1970-01-01T00:00:00Z', NOW],
      ['2026-11-22T18:00:00+08:00', '2026-11-22T18:00:00+08:00'],
    ] as const) {
      const id = newId();
      const { status } = await worker.send(visits.record, homeVisit(resident, { id, recorded_at: claimed }));
      expect(status).toBe(200);
      const row = await one('select recorded_at from app.visits where county_id = $1 and id = $2', [COUNTY, id]);
      expect((row.recorded_at as Date).toISOString()).toBe(new Date(kept).toISOString());
    }
    expect((await worker.send(visits.record, homeVisit(resident, { visited_on: '2026-11-24' }))).body.code).toBe('invalid');
  });

  it('one id for two inputs, two people or two commands is refused, and nothing is written', async () => {
    const resident = (await registered(worker, HONGMAO)).id;
    const id = newId();
    const first = homeVisit(resident);
    expect((await worker.send(visits.record, first, { id })).status).toBe(200);
    const colleague = await server.as(at('hongmao.2'));
    const other = homeVisit(resident);
    expect((await worker.send(visits.record, other, { id })).body.code).toBe('id_reused');
    expect((await colleague.send(visits.record, first, { id })).body).not.toHaveProperty('current');
    expect((await worker.send(visits.withdraw, { id: first.id!, revision: 1, reason: '重复' }, { id })).body.code).toBe(
      'id_reused',
    );
    expect(await one('select count(*)::int as n from app.visits where county_id = $1 and id = $2', [COUNTY, other.id])).toEqual({
      n: 0,
    });
    expect(await one('select state from app.visits where county_id = $1 and id = $2', [COUNTY, first.id])).toEqual({
      state: 'submitted',
    });
  });

  it('a key that stands twice in a body counts once, as the last one', async () => {
    const response = await fetch(`${server.url}/api/visits.withdraw`, {
      method: 'POST',
      headers: {
        cookie: `${COOKIE}=${worker.cookie}`,
        'x-linzhan': '1',
        'content-type': 'application/json',
        'idempotency-key': newId(),
      },
      body: `{"id":"${newId()}","revision":1,"reason":"有","reason":""}`,
    });
    expect([response.status, ((await response.json()) as { issues: { path: string }[] }).issues[0]!.path]).toEqual([
      400,
      'reason',
    ]);
  });

  it('two names that look alike are alike', async () => {
    expect(text(30).parse('\ufeff系统\u200b管理员\u2060')).toBe('系统管理员');
    expect(() => text(30).parse('\u200b\u200e')).toThrow();
    expect(() => text(30).parse('文件\u202egpj.exe')).toThrow();
    const admin = await server.as(at('xitong'));
    const id = newId();
    expect((await admin.send(org.createAccount, { id, user_name: 'tongming', name: '王\u200b敏' })).status).toBe(200);
    expect(await one('select name from app.accounts where county_id = $1 and id = $2', [COUNTY, id])).toEqual({ name: '王敏' });
  });
});
