// Signing in by QR code through HTTP, with a small desk of the test's own: codes that end, pages without script, limits.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { foundDemoCounty } from '#domain/org/people.demo.ts';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { q } from '../database/tables.ts';
import { askClient, verifyLedger } from '../ledger.ts';
import { defineModule } from '../module.ts';
import { type TestServer, testServer } from '../testing.ts';
import type { Place } from './desk.ts';
import { SIZES } from './limits.ts';
import { codeOf } from './tokens.ts';

const T0 = '2026-11-23T09:00:00+08:00';
const id = newId();
const signed: string[] = [];
const station = 1;
const place: Place = { county: 469030, station, id };

const probe = defineModule({
  name: 'probe',
  desks: [
    {
      name: 'probe',
      command: 'probe.sign_in',
      title: '扫码签到',
      form: async ({ tx }, at) => {
        const seen = await tx.all(q.selectFrom('app.stations').select('station_id').where('county_id', '=', tx.county));
        if (at.id !== id || seen.length === 0) throw new AppError('not_found');
        return {
          title: '防跌倒“小课堂”<第一节>',
          facts: [['地点', '村委会 & 广场']],
          fields: [
            { kind: 'text', name: 'who', label: '姓名', max: 20, required: true, fill: 'name' },
            { kind: 'choice', name: 'age', label: '年龄段', options: { a: '60 岁以下', b: '60 岁以上' } },
            { kind: 'tick', name: 'photo', label: '同意拍照' },
          ],
          button: '签到',
          notice: '只用于签到。',
        };
      },
      sign: async (_, at, answers) => {
        if (answers.who === '崩') throw new Error('broken');
        if (answers.who !== '王小花') throw new AppError('invalid', { issues: [{ path: 'who', message: '没有找到，请核对' }] });
        signed.push(JSON.stringify(answers));
        return { subject: at.id, say: '已签到，请入座。' };
      },
    },
    {
      name: 'other',
      command: 'probe.sign_other',
      title: '另一处',
      form: async () => ({ title: '另一处', facts: [], fields: [], button: '签到', notice: '' }),
      sign: async (_, at) => ({ subject: at.id, say: '好' }),
    },
  ],
});

let server: TestServer;
beforeAll(async () => {
  server = await testServer([probe], ({ house }) => foundDemoCounty(house, '2026-07-01'));
});
afterAll(() => server.stop());
let minute = 0;
beforeEach(() => {
  signed.length = 0;
  minute += 60;
  server.setTime(new Date(Date.parse(T0) + minute * 60_000));
});
const pass = (seconds: number) => server.setTime(new Date(server.house.clock().getTime() + seconds * 1000));

const open = (at: Place = place, desk = 'probe') => fetch(`${server.url}${codeOf(server.house, desk, at).path}`);
const ticketOf = async (response: Response): Promise<string> => /name="ticket" value="([^"]+)"/.exec(await response.text())![1]!;
const send = (ticket: string, answers: Record<string, string>, desk = 'probe') =>
  fetch(`${server.url}/q/${desk}`, { method: 'POST', body: new URLSearchParams({ ticket, ...answers }) });
/** Another last sign: what it stands for is another MAC, or the same one written otherwise. */
const changed = (text: string) => text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
const escaped = (sign: string) => `&#${sign.charCodeAt(0)};`;
const right = { who: '王小花', age: 'b', photo: 'yes' };

describe('refuses', () => {
  it('a code that is over, made up, changed, of another desk or another place', async () => {
    const { path } = codeOf(server.house, 'probe', place);
    const written = path.split('/').at(-1)!;
    for (const bad of [changed(written), `${written}=`, written.replace('.1.', '.2.'), 'x', '469030.1.x.1.AAAA', '%00'])
      expect((await fetch(`${server.url}/q/probe/${bad}`)).status, bad).toBe(410);
    expect((await fetch(`${server.url}/q/other/${written}`)).status).toBe(410);
    expect((await open({ ...place, id: newId() })).status).toBe(404);
    pass(81);
    const late = await fetch(`${server.url}${path}`);
    expect(late.status).toBe(410);
    expect(await late.text()).toContain('二维码已更新');
  });

  it('a ticket that is over, changed or of another desk', async () => {
    const ticket = await ticketOf(await open());
    expect((await send(changed(ticket), right)).status).toBe(410);
    expect((await send(ticket, right, 'other')).status).toBe(410);
    expect((await send('', right)).status).toBe(410);
    pass(601);
    expect((await send(ticket, right)).status).toBe(410);
    expect(signed).toEqual([]);
  });

  it('a second sign-in from the same page', async () => {
    const ticket = await ticketOf(await open());
    expect((await send(ticket, right)).status).toBe(200);
    const again = await send(ticket, { ...right, age: 'a' });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('重新扫描');
    expect(signed).toHaveLength(1);
  });

  it('guesses beyond a few, without refusing others beside', async () => {
    const ticket = await ticketOf(await open());
    for (let i = 0; i < SIZES.wrong.most; i++) expect((await send(ticket, { who: `王${i}` })).status).toBe(400);
    const refused = await send(ticket, right);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const beside = await open({ ...place, id: newId() }, 'other');
    expect((await send(await ticketOf(beside), {}, 'other')).status).toBe(200);
    pass(SIZES.wrong.seconds * 2);
    expect((await send(ticket, right)).status).toBe(200);
  });

  it('other bodies, longer ones, and options that are not offered', async () => {
    const ticket = await ticketOf(await open());
    const json = await fetch(`${server.url}/q/probe`, {
      method: 'POST',
      body: JSON.stringify({ ticket }),
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(400);
    expect((await send(ticket, { who: '王'.repeat(9_000) })).status).toBe(413);
    expect((await send(ticket, { who: '王'.repeat(21) })).status).toBe(400);
    expect((await send(ticket, { ...right, age: '__proto__' })).status).toBe(400);
    expect(signed).toEqual([]);
  });
});

describe('works', () => {
  it('with a page that runs nothing, loads nothing and escapes everything', async () => {
    const response = await open();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
    );
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
    const page = await response.text();
    expect(page).toContain(`${escaped('<')}第一节${escaped('>')}`);
    expect(page).not.toMatch(/<script|src=|http:|https:/);
  });

  it('signs in once, however often the button is pressed', async () => {
    const ticket = await ticketOf(await open());
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(ticket, right)));
    expect(answers.map(a => a.status)).toEqual([200, 200, 200, 200]);
    expect(await answers[0]!.text()).toContain('已签到，请入座。');
    expect(signed.length).toBeGreaterThan(0);
    const owner = await server.owner(469030);
    const { rows } = await owner.query(
      `select actor_id, station_id, fields, answer::text from app.ledger where command = 'probe.sign_in' order by seq desc limit 1`,
    );
    expect(rows[0]).toMatchObject({ station_id: station, fields: ['who', 'age', 'photo'] });
    expect(rows[0].answer).not.toContain('王');
    expect((await verifyLedger(askClient(owner), 469030)).ok).toBe(true);
    await owner.end();
  });

  it('keeps what was answered when something must be corrected', async () => {
    const ticket = await ticketOf(await open());
    const response = await send(ticket, { who: '王"小花', age: 'a' });
    const page = await response.text();
    expect(page).toContain('没有找到，请核对');
    expect(page).toContain(`value="王${escaped('"')}小花"`);
    expect(page).toMatch(/value="a" checked/);
    expect((await send(ticket, right)).status).toBe(200);
  });

  it('for a room of people behind one address', async () => {
    const pages = await Promise.all(Array.from({ length: 60 }, () => open()));
    const tickets = await Promise.all(pages.map(ticketOf));
    const done = await Promise.all(tickets.map(t => send(t, right)));
    expect(done.map(d => d.status)).toEqual(Array(60).fill(200));
    expect(signed).toHaveLength(60);
  });

  it('takes a code that has just been replaced, and shows the next one', async () => {
    const { path, seconds } = codeOf(server.house, 'probe', place);
    pass(seconds);
    expect(codeOf(server.house, 'probe', place).path).not.toBe(path);
    expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  });
});
