// Roles from a day to a day: ended now, withdrawn before they begin, ended with their owner's leaving; what held stays on record (P1, SEC-05).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { org } from './index.ts';
import * as api from './org.ts';
import { demoId, foundDemoCounty } from './people.demo.ts';

const HONGMAO = 469030105;
let server: TestServer;
let anquan: Person;
let xitong: Person;

beforeAll(async () => {
  server = await testServer([org], ({ house }) => foundDemoCounty(house, '2026-03-01').then(() => {}));
  server.setTime('2026-11-23T02:00:00Z');
  anquan = await server.as(demoId('469030/anquan'));
  xitong = await server.as(demoId('469030/xitong'));
});
afterAll(() => server?.stop());

const account = async (): Promise<string> => {
  const id = newId();
  expect((await xitong.send(api.createAccount, { id, user_name: `u${id.slice(-12)}`, name: '演示·新账号' })).status).toBe(200);
  return id;
};
const grant = (
  to: string,
  from_on: string,
  to_on: string | null = null,
  role: 'township_assistant' | 'county_officer' = 'township_assistant',
) => {
  const id = newId();
  const station = role === 'township_assistant' ? HONGMAO : null;
  return anquan
    .send(api.grantRole, { id, account: to, role, station, from_on, to_on, reason: '任命' })
    .then(answer => ({ id, answer }));
};
const end = (id: string, revision = 1) => anquan.send(api.endRole, { id, revision, reason: '撤回任命' });
const grantsOf = async (id: string) =>
  (await anquan.read(api.accounts, { q: `u${id.slice(-12)}` })).body.rows.find(r => r.id === id)!.grants;

describe('refuses', () => {
  it('an end before the beginning', async () => {
    const { answer } = await grant(await account(), '2026-12-01', '2026-11-30');
    expect(answer.body).toMatchObject({ code: 'invalid', issues: [{ path: 'to_on', message: '截止日不能早于开始日' }] });
  });
  it('to end what is over: the days it held stay on record', async () => {
    const to = await account();
    const past = await grant(to, '2026-09-01', '2026-10-31');
    expect((await end(past.id)).body).toMatchObject({ code: 'conflict', say: expect.stringContaining('已经结束') });
    const later = await grant(to, '2026-12-01');
    expect((await end(later.id)).status).toBe(200);
    expect((await end(later.id, 2)).body.code).toBe('conflict');
    expect(await grantsOf(to)).toContainEqual(
      expect.objectContaining({ id: past.id, from_on: '2026-09-01', to_on: '2026-10-31', state: 'ended', revision: 1 }),
    );
  });
  it('to end what has changed since it was read', async () => {
    const { id } = await grant(await account(), '2026-12-01');
    expect((await end(id, 2)).body.code).toBe('stale');
  });
});

describe('works', () => {
  it('a role that begins later is seen as such, withdrawn, and never holds', async () => {
    const to = await account();
    const { id } = await grant(to, '2026-12-01');
    expect(await grantsOf(to)).toEqual([expect.objectContaining({ id, from_on: '2026-12-01', to_on: null, state: 'later' })]);
    expect((await end(id)).status).toBe(200);
    expect(await grantsOf(to)).toEqual([
      expect.objectContaining({ id, from_on: null, to_on: null, state: 'withdrawn', revision: 2 }),
    ]);
    expect((await grant(to, '2026-11-23', null, 'county_officer')).answer.status, 'it is in the way of nothing').toBe(200);
    expect((await grant(to, '2026-12-01')).answer.status, 'nor of itself').toBe(200);
  });
  it('a role that holds ends with yesterday', async () => {
    const to = await account();
    const { id } = await grant(to, '2026-11-01');
    expect((await grantsOf(to))[0]!.state).toBe('now');
    expect((await end(id)).status).toBe(200);
    expect((await grantsOf(to))[0]).toMatchObject({ from_on: '2026-11-01', to_on: '2026-11-22', state: 'ended' });
  });
});

describe('counts', () => {
  it('leaving ends what holds with the last day, and what was to begin after it never holds', async () => {
    const officer = await server.as(demoId('469030/xiangmu'));
    const id = newId();
    const one = {
      id,
      station: HONGMAO,
      post: 'resident_worker',
      name: '演示·将离岗',
      identity: '469030199506070042',
      education: '31',
      major: '社会工作',
      local_household: true,
      entered_on: '2026-10-01',
    } as const;
    expect((await officer.send(api.hire, one)).status).toBe(200);
    await xitong.send(api.createAccount, { id, user_name: `u${id.slice(-12)}`, name: one.name, staff: true });
    const now = await grant(id, '2026-10-01');
    const later = await grant(id, '2026-12-05', null, 'county_officer');
    expect((await officer.send(api.leave, { id, revision: 1, left_on: '2026-11-30' })).status).toBe(200);
    const after = new Map((await grantsOf(id)).map(g => [g.id, g]));
    expect(after.get(now.id)).toMatchObject({ from_on: '2026-10-01', to_on: '2026-11-30', state: 'now' });
    expect(after.get(later.id)).toMatchObject({ from_on: null, state: 'withdrawn' });
  });
  it('the day on which a withdrawn role was to begin brings nothing', async () => {
    const to = await account();
    const { id } = await grant(to, '2026-11-24');
    expect((await end(id)).status).toBe(200);
    const assistant = await server.as(to);
    expect((await assistant.read(api.villages)).body.code).toBe('forbidden');
    server.setTime('2026-11-24T02:00:00Z');
    expect((await (await server.as(to)).read(api.villages)).body.code).toBe('forbidden');
  });
});
