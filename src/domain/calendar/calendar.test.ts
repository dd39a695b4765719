// The calendar through HTTP: who plans, whose days are read, and what the private link opens.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { visits } from '#domain/visits/index.ts';
import { elder, HONGMAO, homeVisit, visitWorld, type World, worker, YINGGEN } from '#domain/visits/testing.ts';
import { newId } from '#kernel/ids.ts';
import * as api from './calendar.ts';
import { calendar } from './index.ts';

let world: World;
let who: World['who'];
beforeAll(async () => {
  world = await visitWorld(org, calendar([...(org.spans ?? []), ...(visits.spans ?? [])]));
  who = world.who;
});
afterAll(() => world?.server.stop());

const one = worker('hongmao.1');
const two = worker('hongmao.2');
const entry = (change: object = {}) => ({
  id: newId(),
  station: HONGMAO,
  title: '站内例会',
  day: '2026-11-25',
  started_at: '09:00',
  ended_at: '10:00',
  place: '小组室',
  workers: [one, two],
  ...change,
});
const november = { station: HONGMAO, from: '2026-11-01', to: '2026-11-30' };
const days = async (word: string, query: object = november) => (await who(word).read(api.days, query as typeof november)).body;

describe('refuses', () => {
  it('an end before the beginning, nobody, somebody of another station, another station', async () => {
    const send = async (word: string, change: object) => (await who(word).send(api.put, entry(change))).body;
    expect((await send('hongmao.1', { ended_at: '08:00' })).issues?.[0]?.path).toBe('ended_at');
    expect((await send('hongmao.1', { workers: [] })).issues?.[0]?.path).toBe('workers');
    expect((await send('hongmao.1', { workers: [worker('yinggen.1')] })).issues?.[0]?.path).toBe('workers');
    expect((await send('yinggen.1', {})).code).toBe('forbidden');
    expect((await send('minzheng', {})).code).toBe('forbidden');
  });
  it('a stale change, one of another station, one of what was cancelled; more days than a screen shows', async () => {
    const { id, station: _, ...rest } = entry({ day: '2026-12-20' });
    await who('hongmao.1').send(api.put, { id, station: HONGMAO, ...rest });
    expect((await who('yinggen.1').send(api.change, { id, revision: 1, ...rest })).body.code).toBe('not_found');
    expect((await who('hongmao.2').send(api.change, { id, revision: 1, ...rest, day: '2026-12-21' })).body.revision).toBe(2);
    expect((await who('hongmao.1').send(api.change, { id, revision: 1, ...rest })).body.code).toBe('stale');
    expect((await who('hongmao.1').send(api.withdraw, { id, revision: 2 })).status).toBe(200);
    expect((await who('hongmao.1').send(api.change, { id, revision: 3, ...rest })).body.code).toBe('record_withdrawn');
    expect((await who('hongmao.1').read(api.days, { ...november, to: '2027-11-30' })).status).toBe(400);
  });
});

describe('works', () => {
  it('shows visits, the next one agreed, trainings and own entries, each once with all who take part', async () => {
    const visit = homeVisit(elder, { started_at: '09:10', ended_at: '09:50', co_workers: [two], next_on: '2026-11-28' });
    await world.recorded('hongmao.1', visit);
    const meeting = entry();
    await who('hongmao.zhanzhang').send(api.put, meeting);
    const { rows } = await days('hongmao.1');
    expect(rows.filter(r => r.id === visit.id && r.source === 'visits.visit')).toMatchObject([
      { day: '2026-11-22', settled: true, subject: '王亚妹', opens: `/visits/${visit.id}`, revision: null },
    ]);
    expect(
      rows
        .find(r => r.id === visit.id)!
        .workers.map(w => w.id)
        .sort(),
    ).toEqual([one, two].sort());
    expect(rows.find(r => r.source === 'visits.agreed')).toMatchObject({ day: '2026-11-28', settled: false, subject: '王亚妹' });
    expect(rows.find(r => r.id === meeting.id)).toMatchObject({ title: '站内例会', revision: 1, place: '小组室' });
    expect((await days('xiangmu')).rows.find(r => r.source === 'visits.agreed')!.subject).toBe('王**');
    expect((await days('hongmao.1', { ...november, worker: two })).rows.every(r => r.workers.some(w => w.id === two))).toBe(true);
  });
  it('a later record takes the place of the visit that was agreed', async () => {
    await world.recorded('hongmao.1', homeVisit(elder, { visited_on: '2026-11-23' }));
    expect((await days('hongmao.1')).rows.some(r => r.source === 'visits.agreed')).toBe(false);
  });
  it('nothing of another station', async () => {
    expect((await days('yinggen.1')).rows).toEqual([]);
    expect((await days('hongmao.1', { ...november, station: YINGGEN })).rows).toEqual([]);
  });
});

describe('the private link', () => {
  const get = (path: string, cookie = '') => fetch(`${world.server.url}${path}`, { headers: { cookie } });
  it('opens its owner’s own days without a name of anybody served, and nothing else', async () => {
    const { path } = (await who('hongmao.1').send(api.openFeed, {})).body;
    expect((await days('hongmao.1')).feed).toBe(true);
    const answer = await get(path);
    expect(answer.headers.get('content-type')).toContain('text/calendar');
    const text = await answer.text();
    expect(text).toMatch(/^SUMMARY[:]站内例会\r$/m);
    expect(text).toContain('DTSTART:20261125T010000Z');
    expect(text).not.toContain('王亚妹');
    const token = /\/(\d{6}\.[\w-]{43})\.ics$/.exec(path)![1]!;
    for (const url of ['/api/visits.list', '/api/calendar.days', '/api/session'])
      expect((await get(url, `linzhan=${token}`)).status).toBe(401);
  });
  it('ends when it is replaced or closed, and a session’s cookie opens no feed', async () => {
    const first = (await who('hongmao.1').send(api.openFeed, {})).body.path;
    const second = (await who('hongmao.1').send(api.openFeed, {})).body.path;
    expect((await get(first)).status).toBe(404);
    expect((await get(second)).status).toBe(200);
    expect((await who('hongmao.1').send(api.closeFeed, {})).status).toBe(200);
    expect((await get(second)).status).toBe(404);
    const own = who('hongmao.1').cookie.replace(/^linzhan=/, '');
    expect((await get(`/feeds/calendar/${own}.ics`)).status).toBe(404);
    expect((await get('/feeds/calendar/469030.nothing')).status).toBe(404);
  });
});
