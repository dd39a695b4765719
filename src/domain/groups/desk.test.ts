// Signing in to a session by the changing QR code, as a member's phone would: name or last digits, nobody's name shown, confirmed by the roll.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '#kernel/dates.ts';
import * as g from './groups.ts';
import { type GroupWorld, groupWorld, type Made, TODAY } from './testing.ts';

let w: GroupWorld;
beforeAll(async () => {
  w = await groupWorld();
});
afterAll(() => w?.server.stop());
let group: Made;
let today: string;
let hour = 0;
beforeEach(async () => {
  // Later each time: what one test guessed wrongly is forgotten in the next.
  w.server.setTime(new Date(Date.parse(`${TODAY}T08:00:00+08:00`) + hour++ * 360_000));
  group = await w.group();
  today = group.sessions[3]!;
});
const me = () => w.who('hongmao.1');
const codePath = async (session = today) => w.ok(await me().read(g.code, { session })).path;
const page = async (path?: string) => {
  const response = await fetch(`${w.server.url}${path ?? (await codePath())}`);
  const html = await response.text();
  return { status: response.status, html, ticket: /name="ticket" value="([^"]+)"/.exec(html)?.[1] ?? '' };
};
const sign = async (answers: Record<string, string>, ticket?: string) => {
  const body = new URLSearchParams({ ticket: ticket ?? (await page()).ticket, ...answers });
  const response = await fetch(`${w.server.url}/q/g`, { method: 'POST', body });
  return { status: response.status, html: await response.text() };
};

describe('refuses', () => {
  it('a code of an earlier minute, of another session’s day, of a dropped one', async () => {
    const path = await codePath();
    w.server.setTime(new Date(w.server.house.clock().getTime() + 81_000));
    expect((await page(path)).status).toBe(410);
    const early = group.sessions[0]!;
    expect((await me().read(g.code, { session: early })).body.code).toBe('session_not_today');
    w.ok(await me().send(g.moveSession, { id: early, revision: 1, to: null, reason: '雨' }));
    expect((await me().read(g.code, { session: early })).body.code).toBe('session_dropped');
  });

  it('to show a code to who is not of the group', async () => {
    expect((await w.who('hongmao.2').read(g.code, { session: today })).body.code).toBe('not_group_worker');
    expect((await w.who('yinggen.1').read(g.code, { session: today })).body.code).toBe('not_found');
    expect((await w.who('pinggu').read(g.code, { session: today })).body.code).toBe('forbidden');
  });

  it('a page that was opened before the session was dropped', async () => {
    const { ticket } = await page();
    w.ok(await me().send(g.moveSession, { id: today, revision: 1, to: null, reason: '停电' }));
    const answer = await sign({ who: '王甲' }, ticket);
    expect(answer).toMatchObject({ status: 409, html: expect.stringContaining('这一节已取消') });
  });

  it('strangers, people who wait or have left, and unclear names', async () => {
    await w.member(group.id, { name: '候补人', state: 'waiting' });
    await w.member(group.id, { name: '早走者', left_on: addDays(TODAY, -3), left_reason: 'moved' });
    for (const who of ['路人', '候补人', '早走者', '0000']) {
      const answer = await sign({ who });
      expect(answer.status, who).toBe(400);
      expect(answer.html).toContain('没有找到，请核对');
    }
    await w.member(group.id, { name: '王甲', phone: '13807601234' });
    expect((await sign({ who: '王甲' })).html).toContain('有同名组员');
    expect((await sign({ who: '王甲', tail: '12' })).html).toContain('请填写 4 位数字');
    expect((await sign({ who: '王甲', tail: '1234' })).status).toBe(200);
  });
});

describe('works', () => {
  it('by name, by digits of an own phone or of the file, for somebody else; the page names no member', async () => {
    await w.member(group.id, { name: '符美兰', phone: '13807604321' });
    const resident = await w.resident('李阿婆', { phone: '13907608765' });
    await w.member(group.id, { resident });
    const { html } = await page();
    for (const name of ['王甲', '符美兰', '李阿婆', '4321', '8765']) expect(html).not.toContain(name);
    const all: Record<string, string>[] = [{ who: ' 王甲 ' }, { who: '4321' }, { who: '8765', for: 'yes' }];
    for (const answers of all) {
      const done = await sign(answers);
      expect(done).toMatchObject({ status: 200, html: expect.stringContaining('已签到') });
      expect(done.html).not.toContain('符美兰');
    }
    expect(w.ok(await me().read(g.code, { session: today })).signed).toBe(3);
    const full = await w.read(group.id);
    expect(full.attendance.map(a => a.how)).toEqual(['qr', 'qr', 'qr']);
    expect(full.attendance.filter(a => a.signed_for)).toHaveLength(1);
  });

  it('thirty phones at once', async () => {
    const members = [];
    for (let i = 0; i < 26; i++) members.push(await w.member(group.id, { name: `李${String.fromCharCode(0x4e00 + i)}` }));
    const names = [...'甲乙丙丁']
      .map(c => `王${c}`)
      .concat(Array.from({ length: 26 }, (_, i) => `李${String.fromCharCode(0x4e00 + i)}`));
    const path = await codePath();
    const done = await Promise.all(names.map(async who => sign({ who }, (await page(path)).ticket)));
    expect(done.map(d => d.status)).toEqual(Array(30).fill(200));
    expect((await w.read(group.id)).attendance).toHaveLength(30);
  });
});

describe('counts', () => {
  it('nothing before the roll confirms it, each person once after it, and a sign-in the phone did not know of stays', async () => {
    await sign({ who: '王甲' });
    await sign({ who: '王甲' });
    expect(await w.read(group.id)).toMatchObject({ attendances: 0, held: 0 });
    const [a, b, c, d] = group.members as [string, string, string, string];
    w.ok(await me().send(g.rollCall, w.roll(today, { [a]: 'absent', [b]: 'present', [c]: 'absent', [d]: 'excused' })));
    const full = await w.read(group.id);
    expect(full).toMatchObject({ attendances: 2, people: 2 });
    expect(full.attendance.find(s => s.member === a)).toMatchObject({ status: 'present', how: 'qr' });
    w.ok(await me().send(g.rollCall, w.roll(today, { [a]: 'absent' }, { revision: 2 })));
    expect((await w.read(group.id)).attendances).toBe(1);
  });
});
