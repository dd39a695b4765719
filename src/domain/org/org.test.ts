// The organisation through HTTP: staff with M4/M5 explained, accounts, roles and their exclusions, one-time links, the ledger's reader.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCheckDigit } from '#kernel/identity.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { org } from './index.ts';
import * as api from './org.ts';
import { demoId, foundDemoCounty, foundNeighbourCounty } from './people.demo.ts';

let server: TestServer;
const people: Record<string, Person> = {};
const station = 469030105;
const someone = () => ({
  id: newId(),
  station,
  post: 'resident_worker' as const,
  name: '演示·新社工',
  identity: withCheckDigit(`46903019950607${String(100 + Math.floor(Math.random() * 800))}`),
  education: '31',
  major: '社会工作',
  local_household: true,
  entered_on: '2026-10-01',
});

beforeAll(async () => {
  server = await testServer([org], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T10:00:00+08:00');
  for (const name of [
    'minzheng',
    'xiangmu',
    'pinggu',
    'xitong',
    'anquan',
    'shenji',
    'hongmao.zhanzhang',
    'hongmao.1',
    'hongmao.zhuli',
  ]) {
    people[name] = await server.as(demoId(`469030/${name}`));
  }
});
afterAll(() => server?.stop());

const newAccount = async (): Promise<string> => {
  const id = newId();
  expect((await people.xitong!.send(api.createAccount, { id, user_name: `u${id.slice(-12)}`, name: '演示·新账号' })).status).toBe(
    200,
  );
  return id;
};

describe('refuses', () => {
  it('staff matters to workers, accounts to all but their administrators', async () => {
    expect((await people['hongmao.1']!.send(api.hire, someone())).body.code).toBe('forbidden');
    expect((await people.minzheng!.send(api.createAccount, { id: newId(), user_name: 'abc1', name: '某' })).body.code).toBe(
      'forbidden',
    );
    expect(
      (
        await people.xitong!.send(api.grantRole, {
          id: newId(),
          account: newId(),
          role: 'county_officer',
          station: null,
          from_on: '2026-11-23',
          to_on: null,
          reason: '试',
        })
      ).body.code,
    ).toBe('forbidden');
    expect((await people.minzheng!.read(api.ledger)).body.code).toBe('forbidden');
    expect((await people.anquan!.read(api.ledger)).body.code).toBe('forbidden');
  });
  it('a wrong or known identity number', async () => {
    const wrong = await people.xiangmu!.send(api.hire, { ...someone(), identity: '469030199506071234' });
    expect(wrong.body.code).toBe('invalid');
    expect(wrong.body.issues?.[0]?.path).toBe('identity');
    const one = someone();
    expect((await people.xiangmu!.send(api.hire, one)).status).toBe(200);
    expect((await people.xiangmu!.send(api.hire, { ...someone(), identity: one.identity })).body.code).toBe('known_staff');
  });
  it('administrators in two roles, rights for oneself, an evaluator without end, a role in the wrong scope', async () => {
    const account = await newAccount();
    const grant = (g: object) =>
      people.anquan!.send(api.grantRole, {
        id: newId(),
        account,
        role: 'system_admin',
        station: null,
        from_on: '2026-11-23',
        to_on: null,
        reason: '试',
        ...g,
      } as never);
    expect((await grant({})).status).toBe(200);
    expect((await grant({ role: 'audit_admin' })).body.code).toBe('admin_alone');
    expect((await grant({ role: 'county_officer' })).body.code).toBe('admin_alone');
    expect((await grant({ account: people.anquan!.account, role: 'county_officer' })).body.code).toBe('own_rights');
    expect((await grant({ account: await newAccount(), role: 'evaluator' })).body.code).toBe('evaluator_needs_end');
    expect((await grant({ account: await newAccount(), role: 'resident_worker' })).body.code).toBe('role_scope');
    expect((await people.xitong!.send(api.sendLink, { id: people.xitong!.account })).body.code).toBe('own_rights');
  });
  it('a stale correction, with the present revision', async () => {
    const one = someone();
    await people.xiangmu!.send(api.hire, one);
    expect((await people.xiangmu!.send(api.correctStaff, { id: one.id, revision: 1, major: '社会学' })).body).toMatchObject({
      revision: 2,
    });
    const stale = await people.xiangmu!.send(api.correctStaff, { id: one.id, revision: 1, major: '法学' });
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ code: 'stale', current: { revision: 2 } });
  });
  it('another county sees nothing of it', async () => {
    const neighbour = await server.as(demoId('469098/linxian.minzheng'), 469098);
    const rows = (await neighbour.read(api.staffList)).body.rows;
    expect(rows.length).toBe(2);
    expect((await neighbour.read(api.staffGet, { id: demoId('469030/hongmao.1') })).body.code).toBe('not_found');
    expect(
      (await neighbour.send(api.correctStaff, { id: demoId('469030/hongmao.1'), revision: 1, major: '越界' })).body.code,
    ).toBe('not_found');
  });
});

describe('works', () => {
  it('a new worker is judged and says why', async () => {
    const one = someone();
    await people.xiangmu!.send(api.hire, one);
    const before = (await people.xiangmu!.read(api.staffGet, { id: one.id })).body;
    expect(before.eligible).toBe(false);
    expect(before.identity).not.toContain(one.identity.slice(6, 14));
    await people.xiangmu!.send(api.train, {
      id: newId(),
      staff: one.id,
      title: '岗前',
      organiser: '县民政局',
      organiser_kind: 'civil_affairs',
      hours: 100,
      ended_on: '2026-09-01',
    });
    await people.xiangmu!.send(api.train, {
      id: newId(),
      staff: one.id,
      title: '内训',
      organiser: '本机构',
      organiser_kind: 'employer',
      hours: 40,
      ended_on: '2026-09-02',
    });
    const middle = (await people.xiangmu!.read(api.staffGet, { id: one.id })).body;
    expect(middle).toMatchObject({ eligible: false, hours_counted: 100 });
    expect(middle.hours_not_counted).toHaveLength(1);
    await people.xiangmu!.send(api.certify, { id: newId(), staff: one.id, kind: 'national_assistant', issued_on: '2026-10-30' });
    expect((await people.xiangmu!.read(api.staffGet, { id: one.id })).body.eligible).toBe(true);
  });
  it('leaving ends the roles: the open session is refused at once', async () => {
    const one = someone();
    await people.xiangmu!.send(api.hire, one);
    await people.xitong!.send(api.createAccount, { id: one.id, user_name: `w${one.id.slice(-12)}`, name: one.name, staff: true });
    await people.anquan!.send(api.grantRole, {
      id: newId(),
      account: one.id,
      role: 'resident_worker',
      station,
      from_on: '2026-10-01',
      to_on: null,
      reason: '入职',
    });
    const worker = await server.as(one.id);
    expect((await worker.read(api.colleagues)).status).toBe(200);
    expect((await people.xiangmu!.send(api.leave, { id: one.id, revision: 1, left_on: '2026-11-22' })).status).toBe(200);
    expect((await worker.read(api.colleagues)).body.code).toBe('forbidden');
  });
  it('a one-time link sets a password once; then one can sign in, and the old sessions are gone', async () => {
    const account = await newAccount();
    await people.anquan!.send(api.grantRole, {
      id: newId(),
      account,
      role: 'township_assistant',
      station,
      from_on: '2026-11-01',
      to_on: null,
      reason: '任命',
    });
    const { link } = (await people.xitong!.send(api.sendLink, { id: account })).body;
    const token = link.split('#')[1];
    const use = (password: string) =>
      fetch(`${server.url}/api/links/use`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
        body: JSON.stringify({ token, password }),
      });
    expect(((await (await use('123456')).json()) as { code: string }).code).toBe('weak_password');
    expect((await use('Shan-Lan-4711-Yu')).status).toBe(200);
    expect((await use('Shan-Lan-4711-Yu')).status).toBe(410);
    const signIn = (password: string) =>
      fetch(`${server.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
        body: JSON.stringify({ county: 469030, userName: `U${account.slice(-12)}`, password }),
      });
    const signed = await signIn('Shan-Lan-4711-Yu');
    expect(signed.status).toBe(200);
    const cookie = signed.headers.get('set-cookie')!.split(';')[0]!;
    expect((await fetch(`${server.url}/api/session`, { headers: { cookie } })).status).toBe(200);
    await people.xitong!.send(api.closeAccount, { id: account, revision: 1 });
    expect((await fetch(`${server.url}/api/session`, { headers: { cookie } })).status).toBe(401);
    expect((await signIn('Shan-Lan-4711-Yu')).status).toBe(401);
  });
  it('five wrong passwords lock the account from that address, not the colleague', async () => {
    const signIn = (userName: string, password: string) =>
      fetch(`${server.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
        body: JSON.stringify({ county: 469030, userName, password }),
      });
    for (let i = 0; i < 5; i++) expect((await signIn('hongmao.2', 'wrong')).status).toBe(401);
    expect((await signIn('hongmao.2', 'wrong')).status).toBe(429);
    expect((await signIn('hongmao.1', 'wrong')).status).toBe(401);
    expect((await signIn('nobody.here', 'wrong')).status).toBe(401);
  });
});

describe('counts', () => {
  it('three workers a station, all eligible, the head certified', async () => {
    const rows = (await people.minzheng!.read(api.stations)).body.rows;
    expect(rows).toHaveLength(10);
    const shiyun = rows.find(r => r.name.startsWith('什运'));
    expect(shiyun).toMatchObject({ workers: 3, eligible: 3, lead_certified: true });
    expect((await people.minzheng!.read(api.villages)).body.rows).toHaveLength(123);
  });
  it('every command is one row of the ledger, with its title and without any content', async () => {
    const body = (await people.shenji!.read(api.ledger, { command: 'org.hire', limit: 50 })).body;
    expect(body.rows.length).toBeGreaterThan(3);
    expect(body.rows[0]).toMatchObject({ title: '登记人员', actor: '演示·项目经理' });
    expect(JSON.stringify(body)).not.toMatch(/469030199/);
    expect((await people.shenji!.read(api.verify)).body).toMatchObject({ ok: true, problems: [] });
  });
});
