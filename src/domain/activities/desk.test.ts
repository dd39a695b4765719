// Signing in and answering by a code, as phones of people without an account would: no script, no cookie, many behind one address. Serves K5b.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { askClient, verifyLedger } from '#server/ledger.ts';
import * as a from './activities.ts';
import { activityWorld, HONGMAO, summary, TODAY, typedPeople, type World } from './testing.ts';

let w: World;
let hour = 0;
beforeAll(async () => {
  w = await activityWorld();
});
afterAll(() => w?.server.stop());

const today = () => w.plan({ planned_on: TODAY });
/** Later each time: what one test guessed wrongly is forgotten in the next. */
const later = () => w.server.setTime(new Date(Date.parse(`${TODAY}T09:00:00+08:00`) + hour++ * 600_000));
const pathOf = async (id: string, what: 'sign_in' | 'satisfaction' = 'sign_in') =>
  (await w.who('hongmao.1').read(a.code, { id, for: what })).body.path;
const open = async (path: string) => {
  const answer = await fetch(`${w.server.url}${path}`);
  const html = await answer.text();
  return { status: answer.status, html, ticket: /name="ticket" value="([^"]+)"/.exec(html)?.[1] ?? '', headers: answer.headers };
};
const send = async (desk: 'e' | 's', ticket: string, answers: Record<string, string>) => {
  const answer = await fetch(`${w.server.url}/q/${desk}`, { method: 'POST', body: new URLSearchParams({ ticket, ...answers }) });
  return { status: answer.status, html: await answer.text() };
};
const sign = async (id: string, answers: Record<string, string>) => send('e', (await open(await pathOf(id))).ticket, answers);

describe('refuses', () => {
  it('a code on another day, of a draft, of what was cancelled or summed up, to who is not of the station', async () => {
    later();
    const code = async (id: string, by = 'hongmao.1') => (await w.who(by).read(a.code, { id })).body.code;
    expect(await code(await w.plan())).toBe('activity_not_today');
    expect(await code(await w.plan({ planned_on: TODAY, draft: true }))).toBe('activity_not_planned');
    const id = await today();
    expect(await code(id, 'yinggen.1')).toBe('not_found');
    expect(await code(id, 'minzheng')).toBe('forbidden');
    const { ticket } = await open(await pathOf(id));
    await w.who('hongmao.1').send(a.cancel, { id, revision: 1, reason: '台风' });
    expect(await code(id)).toBe('activity_closed');
    expect(await send('e', ticket, { who: '王小花' })).toMatchObject({ status: 409, html: expect.stringContaining('已取消') });
  });
  it('after the summary was handed in', async () => {
    later();
    const id = await today();
    await w.who('hongmao.1').send(a.hold, { id, revision: 1, held_on: TODAY, held_start: '08:00', held_end: '09:00' });
    const path = await pathOf(id);
    await w.who('hongmao.1').send(a.summarise, { id: newId(), activity: id, activity_revision: 2, content: summary() });
    expect(await open(path)).toMatchObject({ status: 409, html: expect.stringContaining('签到已经结束') });
  });
  it('an old code, a changed one, one of the other desk, another day’s ticket', async () => {
    later();
    const id = await today();
    const path = await pathOf(id);
    expect((await open(path.replace('/q/e/', '/q/s/'))).status).toBe(410);
    expect((await open(path.replace(String(HONGMAO), '469030100'))).status).toBe(410);
    expect((await open(`${path}x`)).status).toBe(410);
    const { ticket } = await open(path);
    w.server.setTime(new Date(w.server.house.clock().getTime() + 81_000));
    expect(await open(path)).toMatchObject({ status: 410, html: expect.stringContaining('请重新扫描') });
    expect((await send('e', ticket, { who: '王小花' })).status).toBe(200);
    w.server.setTime(new Date(w.server.house.clock().getTime() + 600_000));
    expect((await send('e', ticket, { who: '王大花' })).status).toBe(410);
  });
  it('no name, a wrong end of a number, a village of another station, a page without its ticket', async () => {
    later();
    const id = await today();
    expect(await sign(id, { who: ' ' })).toMatchObject({ status: 400, html: expect.stringContaining('请填写姓名') });
    expect(await sign(id, { who: '王小花', tail: '12' })).toMatchObject({
      status: 400,
      html: expect.stringContaining('4 位数字'),
    });
    expect((await sign(id, { who: '王小花', village: '469030100200' })).status).toBe(400);
    expect((await send('e', '', { who: '王小花' })).status).toBe(410);
    expect((await w.get(id)).tally.signatures).toBe(0);
  });
});

describe('works', () => {
  it('without script or cookie, asks a name and nothing else, and shows nobody who else is there', async () => {
    later();
    const id = await today();
    await sign(id, { who: '李秘密', tail: '9876' });
    const page = await open(await pathOf(id));
    expect(page.html).not.toMatch(/<script|李秘密|9876/);
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.html.match(/ required/g)).toHaveLength(1);
    const done = await send('e', page.ticket, { who: '王小花', volunteer: 'yes', age: 'adult', village: `${HONGMAO}200` });
    expect(done).toMatchObject({ status: 200, html: expect.stringContaining('已签到') });
    expect((await w.get(id)).attendance.find(t => t.name === '王小花')).toMatchObject({
      how: 'qr',
      volunteer: true,
      age_group: 'adult',
      village: `${HONGMAO}200`,
    });
  });
  it('thirty different phones behind one address at once', async () => {
    later();
    const id = await today();
    const path = await pathOf(id);
    const names = Array.from({ length: 30 }, (_, i) => `李${String.fromCharCode(0x4e00 + i)}`);
    const done = await Promise.all(names.map(async who => send('e', (await open(path)).ticket, { who })));
    expect(done.map(d => d.status)).toEqual(Array(30).fill(200));
    expect((await w.get(id)).tally).toEqual({ named: 30, counted: 0, times: 30, volunteers: 0, signatures: 30 });
  });
  it('leads to the questions, which are asked without a name', async () => {
    later();
    const id = await today();
    const { html } = await sign(id, { who: '王小花' });
    const next = /href="([^"]+)"/.exec(html)![1]!;
    w.server.setTime(new Date(w.server.house.clock().getTime() + 3 * 3600_000));
    const { ticket, html: asked } = await open(next);
    expect(asked).toContain('非常满意');
    expect(asked.indexOf('非常满意')).toBeLessThan(asked.indexOf('非常不满意'));
    expect(await send('s', ticket, { overall: 'g5' })).toMatchObject({ status: 400, html: expect.stringContaining('请选一项') });
    expect((await send('s', ticket, { overall: 'g5', useful: 'g4', attitude: 'g5', words: '很好' })).html).toContain('谢谢');
    // Back within the hour: the worker's session did not wait.
    later();
    const { satisfaction, words } = await w.get(id);
    expect(satisfaction).toMatchObject({ answers: 1 });
    expect(words).toEqual(['很好']);
  });
});

describe('counts', () => {
  it('the same page twice, the same name again and the list: one person', async () => {
    later();
    const id = await today();
    const { ticket } = await open(await pathOf(id));
    expect((await send('e', ticket, { who: '王小花' })).status).toBe(200);
    expect((await send('e', ticket, { who: '王小花' })).status).toBe(200);
    expect(await send('e', ticket, { who: '别人' })).toMatchObject({ status: 409 });
    expect((await sign(id, { who: '王 小花' })).status).toBe(200);
    await w.sign(id, [{ id: newId(), name: '王小花' }, ...typedPeople(2)]);
    expect((await w.get(id)).tally).toMatchObject({ named: 3, times: 3, signatures: 3 });
    expect((await w.who('hongmao.2').read(a.code, { id })).body.tally.named).toBe(3);
  });
  it('every sign-in is a row of the ledger, unbroken', async () => {
    const owner = await w.server.owner(469030);
    const { rows } = await owner.query("select count(*)::int as n from app.ledger where command = 'activities.sign_in'");
    expect(rows[0].n).toBeGreaterThan(30);
    expect(await verifyLedger(askClient(owner), 469030)).toMatchObject({ ok: true });
    await owner.end();
  });
});
