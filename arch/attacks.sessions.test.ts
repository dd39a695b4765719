// Getting in, staying in, and getting out: enumeration, throttling, forged and living sessions, rights that change meanwhile, headers.
// Attack classes 6, 14, 15, 16, 20.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as org from '#domain/org/org.ts';
import { demoId, demoPeople, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { modules } from '#modules';
import { setPassword } from '#server/auth/links.ts';
import { COOKIE, inCounty } from '#server/auth/sessions.ts';
import { as } from '#server/command.ts';
import { buildApp } from '#server/http/app.ts';
import { platformRoutes } from '#server/http/platform-routes.ts';
import { hashPassword } from '#server/secrets/password.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { likelyLarger } from './attacks.timing.ts';

const COUNTY = 469030;
const PASSWORD = 'Kafi-Rute-Nage-4739';
const NOW = '2026-11-23T10:00:00+08:00';
let server: TestServer;
const at = (word: string): string => demoId(`${COUNTY}/${word}`);
const person = (word: string): Promise<Person> => server.as(at(word));

beforeAll(async () => {
  const hash = await hashPassword(PASSWORD);
  server = await testServer(modules, async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
    await inCounty(house, COUNTY, async tx => {
      for (const { userName } of demoPeople()) await setPassword(tx, at(userName), hash, []);
    });
  });
  server.setTime(NOW);
});
afterAll(() => server?.stop());

type SignedIn = { status: number; body: string; cookie: string | null; code: string; ms: number; setCookie: string };
async function signIn(
  userName: string,
  password: string,
  headers: Record<string, string> = {},
  more: object = {},
): Promise<SignedIn> {
  const begun = performance.now();
  const response = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-linzhan': '1', ...headers },
    body: JSON.stringify({ county: COUNTY, userName, password, ...more }),
  });
  const body = await response.text();
  const setCookie = response.headers.get('set-cookie') ?? '';
  return {
    status: response.status,
    body,
    setCookie,
    cookie: /linzhan=([^;]+)/.exec(setCookie)?.[1] ?? null,
    code: (JSON.parse(body) as { code?: string }).code ?? '',
    ms: performance.now() - begun,
  };
}
/** What a cookie is worth. */
async function worth(cookie: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const response = await fetch(`${server.url}/api/org.stations`, { headers: { cookie: `${COOKIE}=${cookie}`, ...headers } });
  return { status: response.status, body: await response.text() };
}

describe('who has an account is not to be found out', () => {
  it('the same answer for an unknown name, a wrong password, an account without password, a closed one', async () => {
    const [xitong, bare, closed] = [await person('xitong'), newId(), newId()];
    for (const id of [bare, closed])
      expect((await xitong.send(org.createAccount, { id, user_name: `konto.${id.slice(-6)}`, name: '演示' })).status).toBe(200);
    await xitong.send(org.closeAccount, { id: closed, revision: 1 });
    const known = await signIn('wanling.1', 'Wrong-Pass-Word-1');
    expect([known.status, known.code, known.setCookie]).toEqual([401, 'sign_in_failed', '']);
    for (const name of [
      'nobody.at.all',
      `konto.${bare.slice(-6)}`,
      `konto.${closed.slice(-6)}`,
      "wanling.1' or '1'='1",
      'admin',
      '王',
    ])
      expect(await signIn(name, 'Wrong-Pass-Word-1')).toMatchObject({ status: 401, body: known.body });
  });
  it('in the same time', async () => {
    const known = demoPeople().filter(p => p.station !== null && p.station > 469030105);
    const times = { known: [] as number[], unknown: [] as number[] };
    await signIn('warm.up', PASSWORD);
    for (const [i, { userName }] of known.entries()) {
      const turn = async (which: keyof typeof times, name: string) =>
        times[which].push((await signIn(name, 'Wrong-Pass-Word-1')).ms);
      if (i % 2) await turn('known', userName);
      await turn('unknown', `nobody.${i}`);
      if (i % 2 === 0) await turn('known', userName);
    }
    // Half means that neither is the larger; 20 of each leave a chance of one in ten thousand outside these bounds.
    expect(likelyLarger(times.known, times.unknown)).toBeGreaterThan(0.15);
    expect(likelyLarger(times.known, times.unknown)).toBeLessThan(0.85);
  });
  it('a link that is used, forged, or of another county answers alike', async () => {
    const xitong = await person('xitong');
    const id = newId();
    await xitong.send(org.createAccount, { id, user_name: `konto.${id.slice(-6)}`, name: '演示' });
    const { link } = (await xitong.send(org.sendLink, { id })).body;
    const token = link.split('#')[1]!;
    const use = async (t: string) => {
      const response = await fetch(`${server.url}/api/links/use`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
        body: JSON.stringify({ token: t, password: 'Neue-Pass-Word-77' }),
      });
      return [response.status, await response.text()] as const;
    };
    const forged = await use(`${COUNTY}.${'a'.repeat(43)}`);
    expect(forged[0]).toBe(410);
    for (const t of [
      '',
      'x',
      token.replace(String(COUNTY), String(NEIGHBOUR.county)),
      `999999.${'a'.repeat(43)}`,
      `${token}x`,
      token.slice(0, -1),
      `${COUNTY}.' or 1=1`.padEnd(50, '-'),
    ])
      expect(await use(t)).toEqual(forged);
    const both = await Promise.all([use(token), use(token)]);
    expect(both.map(b => b[0]).sort()).toEqual([200, 410]);
    expect(await use(token)).toEqual(forged);
  });
});

describe('guessing is slowed', () => {
  it('the same account from the same address is locked after five failures, whatever is rotated', async () => {
    const rotated: [string, Record<string, string>, object][] = [
      ['heping.1', { 'x-forwarded-for': '203.0.113.1' }, {}],
      ['HEPING.1', { 'x-real-ip': '203.0.113.2', forwarded: 'for=203.0.113.3' }, { place: 'field' }],
      [' heping.1 ', { 'x-forwarded-for': '203.0.113.4, 10.0.0.1', 'user-agent': 'other' }, {}],
      [
        'heping.1',
        { 'cf-connecting-ip': '203.0.113.5', 'true-client-ip': '203.0.113.6', 'accept-language': 'en' },
        { code: '123456' },
      ],
      ['Heping.1', { 'x-forwarded-host': 'evil.example', 'x-client-ip': '203.0.113.7' }, {}],
    ];
    for (const [name, headers, more] of rotated)
      expect((await signIn(name, 'Wrong-Pass-Word-1', headers, more)).code).toBe('sign_in_failed');
    expect(await signIn('heping.1', PASSWORD, { 'x-forwarded-for': '198.51.100.9' })).toMatchObject({
      status: 429,
      code: 'sign_in_locked',
      cookie: null,
    });
    expect((await signIn('heping.2', PASSWORD)).status, 'a colleague at the same address').toBe(200);
    server.setTime('2026-11-23T10:31:00+08:00');
    expect((await signIn('heping.1', PASSWORD)).status).toBe(200);
    server.setTime(NOW);
  });
  it('all at once is no way round', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => signIn('yinggen.2', 'Wrong-Pass-Word-1')));
    expect(all.filter(a => a.code === 'sign_in_failed')).toHaveLength(5);
    expect(all.filter(a => a.code === 'sign_in_locked')).toHaveLength(7);
  });
  it('behind a proxy the address is what the proxy says, not what the client wrote before it', async () => {
    const app = buildApp(server.house, modules, { trustProxy: true });
    await platformRoutes(app, server.house, modules, '/nowhere');
    const attempt = async (xff: string, password: string) =>
      (
        await app.inject({
          method: 'POST',
          url: '/api/session',
          remoteAddress: '10.0.0.1',
          headers: { 'x-linzhan': '1', 'x-forwarded-for': xff },
          payload: { county: COUNTY, userName: 'zhongping.1', password },
        })
      ).statusCode;
    for (let i = 1; i <= 5; i++) expect(await attempt(`192.0.2.${i}, 203.0.113.77`, 'Wrong-Pass-Word-1')).toBe(401);
    expect(await attempt('192.0.2.99, 203.0.113.77', PASSWORD)).toBe(429);
    expect(await attempt('203.0.113.78', PASSWORD), 'another address').toBe(200);
    await app.close();
  });
});

describe('a session', () => {
  it('is new at every sign-in, and kept from scripts and other sites', async () => {
    const [first, second] = [
      await signIn('diaoluoshan.1', PASSWORD, { cookie: `${COOKIE}=${COUNTY}.${'f'.repeat(43)}` }),
      await signIn('diaoluoshan.1', PASSWORD),
    ];
    expect(first.cookie).toMatch(/^469030\.[\w-]{43}$/);
    expect(first.cookie).not.toContain('ffff');
    expect(second.cookie).not.toBe(first.cookie);
    expect(first.setCookie).toMatch(/HttpOnly/);
    expect(first.setCookie).toMatch(/SameSite=(Lax|Strict)/);
    const app = buildApp({ ...server.house, production: true }, modules);
    await platformRoutes(app, { ...server.house, production: true }, modules, '/nowhere');
    const secure = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-linzhan': '1' },
      payload: { county: COUNTY, userName: 'diaoluoshan.1', password: PASSWORD },
    });
    expect(secure.headers['set-cookie']).toMatch(/Secure/);
    expect(secure.headers['strict-transport-security']).toMatch(/max-age=\d{8}/);
    await app.close();
  });
  it('that is forged in any way is none', async () => {
    const { cookie } = await person('limushan.1');
    expect((await worth(cookie)).status).toBe(200);
    const [county, token] = cookie.split('.') as [string, string];
    const none = await worth(`${COUNTY}.${'a'.repeat(43)}`);
    expect(none.status).toBe(401);
    const forged = [
      '',
      'x',
      token,
      `${NEIGHBOUR.county}.${token}`,
      `999999.${token}`,
      `${county}.${token}x`,
      `${county}.${token.slice(1)}`,
      `${county}.${[...token].reverse().join('')}`,
      `${county}.${token.toUpperCase()}`,
      `${county}.${token}; admin=1`.replace(token, `${token.slice(0, -1)}!`),
      `"${cookie}"x`,
      `${county}.' or 1=1 --`.padEnd(50, 'a'),
      'eyJhbGciOiJub25lIn0.eyJhY2NvdW50IjoiYWRtaW4ifQ.',
      `${county}.${'%00'.repeat(14)}a`,
      `-${county}.${token}`,
      `${county}0.${token}`,
    ];
    for (const value of forged) expect([value, await worth(value)]).toEqual([value, none]);
    expect(
      (
        await worth('x', {
          authorization: `Bearer ${cookie}`,
          'x-session': cookie,
          'x-account': at('minzheng'),
          'x-county': String(COUNTY),
        })
      ).status,
    ).toBe(401);
    expect((await fetch(`${server.url}/api/org.stations?session=${cookie}`)).status).toBe(401);
  });
  it('ends with signing out, also for whoever copied the cookie', async () => {
    const { cookie } = await person('limushan.2');
    const out = await fetch(`${server.url}/api/session`, {
      method: 'DELETE',
      headers: { cookie: `${COOKIE}=${cookie}`, 'x-linzhan': '1' },
    });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await worth(cookie)).status).toBe(401);
    expect((await fetch(`${server.url}/api/session`, { headers: { cookie: `${COOKIE}=${cookie}` } })).status).toBe(401);
  });
  it('ends everywhere with a new password, with the account, and with a reset second factor', async () => {
    const xitong = await person('xitong');
    const id = at('wanling.2');
    const [office, phone] = [await server.as(id), await server.as(id)];
    const { link } = (await xitong.send(org.sendLink, { id })).body;
    expect((await worth(office.cookie)).status, 'a link alone changes nothing').toBe(200);
    await fetch(`${server.url}/api/links/use`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
      body: JSON.stringify({ token: link.split('#')[1], password: 'Neue-Pass-Word-88' }),
    });
    for (const { cookie } of [office, phone]) expect((await worth(cookie)).status).toBe(401);
    const third = await server.as(id);
    expect((await xitong.send(org.resetSecondFactor, { id, revision: 1 })).status).toBe(200);
    expect((await worth(third.cookie)).status).toBe(401);
    const fourth = await server.as(id);
    expect((await xitong.send(org.closeAccount, { id, revision: 2 })).status).toBe(200);
    expect((await worth(fourth.cookie)).status).toBe(401);
    expect((await signIn('wanling.2', 'Neue-Pass-Word-88')).code).toBe('sign_in_failed');
  });
  it('ends when nobody uses it, and in any case', async () => {
    const [used, idle] = [await person('limushan.zhuli'), await person('changzheng.1')];
    const owner = await server.owner(COUNTY);
    for (let minutes = 25; minutes < 720; minutes += 25) {
      const now = new Date(Date.parse(NOW) + minutes * 60_000);
      server.setTime(now);
      expect([minutes, (await worth(used.cookie)).status]).toEqual([minutes, 200]);
      // That it is in use is noted after the answer.
      const noted = async () =>
        (
          await owner.query('select 1 from app.sessions where county_id = $1 and account_id = $2 and seen_at = $3', [
            COUNTY,
            used.account,
            now,
          ])
        ).rowCount === 1;
      await vi.waitUntil(noted, { timeout: 5_000, interval: 5 });
    }
    await owner.end();
    server.setTime(new Date(Date.parse(NOW) + 721 * 60_000));
    for (const { cookie } of [used, idle]) expect((await worth(cookie)).status).toBe(401);
    server.setTime(NOW);
  });
  it('of a compulsory second factor that is not set up opens nothing', async () => {
    const production = { ...server.house, production: true };
    const app = buildApp(production, modules);
    await platformRoutes(app, production, modules, '/nowhere');
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-linzhan': '1' },
      payload: { county: COUNTY, userName: 'minzheng', password: PASSWORD },
    });
    expect(answer.json().code).toBe('second_factor_setup_needed');
    const cookie = /linzhan=([^;]+)/.exec(String(answer.headers['set-cookie']))![1]!;
    for (const url of [
      '/api/org.stations',
      '/api/clients.list',
      '/api/contract.list',
      '/api/session',
      `/api/files/${'a'.repeat(64)}`,
    ])
      expect((await app.inject({ url, headers: { cookie: `${COOKIE}=${cookie}` } })).statusCode).toBe(403);
    expect(
      (
        await app.inject({
          method: 'POST',
          url: '/api/org.hire',
          headers: { cookie: `${COOKIE}=${cookie}`, 'x-linzhan': '1', 'idempotency-key': newId() },
          payload: {},
        })
      ).json().code,
    ).toBe('second_factor_setup_needed');
    await app.close();
  });
});

describe('rights', () => {
  const grant = (
    by: Person,
    account: string,
    role: 'county_officer' | 'station_lead' | 'security_admin',
    station: number | null,
  ) => by.send(org.grantRole, { id: newId(), account, role, station, from_on: '2026-11-23', to_on: null, reason: '试' });
  it('nobody gives himself any, and only the security administrator gives them', async () => {
    const anquan = await person('anquan');
    for (const role of ['county_officer', 'security_admin'] as const)
      expect((await grant(anquan, anquan.account, role, null)).body.code).toBe('own_rights');
    for (const word of ['xitong', 'shenji', 'minzheng', 'xiangmu', 'hongmao.zhanzhang', 'hongmao.1']) {
      const who = await person(word);
      for (const account of [who.account, at('hongmao.2')])
        expect((await grant(who, account, 'county_officer', null)).status).toBe(403);
    }
  });
  it('that change in the middle of a session count at the next request', async () => {
    const [anquan, worker] = [await person('anquan'), await person('hongmao.2')];
    const file = () => worker.read(org.staffGet, { id: worker.account });
    expect((await file()).status).toBe(403);
    expect((await grant(anquan, worker.account, 'station_lead', 469030105)).status).toBe(200);
    expect((await file()).status).toBe(200);
    const { grants } = (await (await person('xitong')).read(org.accounts, { limit: 200 })).body.rows.find(
      r => r.id === worker.account,
    )!;
    for (const g of grants) expect((await anquan.send(org.endRole, { id: g.id, revision: 1, reason: '试' })).status).toBe(200);
    expect((await file()).body.code).toBe('forbidden');
    expect((await signIn('hongmao.2', PASSWORD)).code).toBe('forbidden');
  });
  it('without an actor there is no reading and no writing', async () => {
    const work = async () => 'done';
    for (const caller of [
      {},
      { actor: undefined },
      { county: COUNTY },
      { county: COUNTY, tokenHash: Buffer.alloc(32) },
      { county: undefined, tokenHash: undefined },
    ])
      for (const mode of ['read', 'write'] as const)
        await expect(as(server.house, caller as never, mode, null, work)).rejects.toThrow();
  });
});

describe('every answer', () => {
  it('bears the headers that keep a browser from being used against its owner', async () => {
    const { cookie } = await person('yinggen.1');
    for (const path of [
      '/api/org.stations',
      '/api/no.such',
      '/api/health',
      '/api/docs',
      '/api/openapi.json',
      '/api/counties',
      '/api/clients.list?colour=red',
      '/no/such/page',
    ]) {
      const { headers, status } = await fetch(`${server.url}${path}`, { headers: { cookie: `${COOKIE}=${cookie}` } });
      const seen = Object.fromEntries(headers);
      expect([path, status, seen['x-content-type-options'], seen['x-frame-options']]).toEqual([path, status, 'nosniff', 'DENY']);
      expect(seen['content-security-policy']).toContain("object-src 'none'");
      expect(seen['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
      expect(seen).not.toHaveProperty('x-powered-by');
      expect(seen).not.toHaveProperty('access-control-allow-origin');
      if (path.startsWith('/api/org')) expect(seen['cache-control']).toBe('no-store');
    }
  });
});
