// What a person meets when the phone or the server is not as usual (E1, E6): no room on the phone, a role that ended meanwhile, a newer
// program. Each time: what was written stays, a sentence says what to do, and in the end every record is there once.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeAccount, endRole, grantRole } from '../src/domain/org/org.ts';
import { demoId } from '../src/domain/org/people.demo.ts';
import { HONGMAO } from '../src/domain/visits/testing.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { newId } from '../src/kernel/ids.ts';
import { allSent, enter, fill, type Phone, save, tapSave, unsent, write } from './chaos/phone.ts';
import { type Chaos, openChaos } from './chaos/world.ts';
import { draftKept } from './journey/field.ts';
import { mustBeAccessible, shot } from './page.ts';

let world: Chaos;
let phone: Phone;
let page: Page;
const person = (n: number): string => world.people[n % world.people.length]!;
const notes = () => page.getByRole('textbox', { name: /^通话摘要/ });

beforeAll(async () => {
  world = await openChaos();
  phone = await world.phone();
  page = await phone.tab();
});
afterAll(() => world?.stop());
afterEach(() => world.line.mend());

describe('no room on the phone', () => {
  it('saving says so and the form keeps what was written; with room again it is saved, and all of it arrives', async () => {
    world.line.down();
    await write(page, person(0), '满前一条');
    await unsent(page, 1);
    // Chromium measures anew when nothing has the store open; the limit holds as long as the session that set it.
    await phone.off();
    await phone.on();
    const limit = await phone.context.newCDPSession(phone.context.pages()[0]!);
    const room = { origin: world.line.url };
    await limit.send('Storage.overrideQuotaForOrigin', { ...room, quotaSize: 1 });
    page = await phone.tab();
    await fill(page, person(1), '手机满了还在写');
    await page.locator('.action-bar').getByText('手机存储空间不足').waitFor();
    await tapSave(page);
    await page.locator('.toast').getByText('手机存储空间不足，这次内容还没有保存。').waitFor();
    await shot(page, 'chaos-full');
    expect(await notes().inputValue()).toBe('手机满了还在写');
    await mustBeAccessible(page, 'a phone that is full');
    await unsent(page, 1);
    // What lies there can be sent while the phone is full: that is what makes room.
    world.line.up();
    await page.getByText('全部已发送').first().waitFor();
    expect(await world.arrived('满前一条')).toBe(1);
    expect(await notes().inputValue()).toBe('手机满了还在写');
    await limit.send('Storage.overrideQuotaForOrigin', room);
    await save(page);
    await allSent(page);
    await world.onceEach(['满前一条', '手机满了还在写']);
  });
});

describe('a newer program', () => {
  const banner = (words: string) => page.locator('.banner').filter({ hasText: words });

  it('too old to send: the record is kept, it is said what to do, the update comes by a tap and drafts survive it', async () => {
    world.line.clientVersion = '0.0.9';
    await write(page, person(0), '旧版写的');
    await banner('本机程序过旧，点此更新').waitFor();
    await page.goto(`${world.line.url}/m/#/mine/unsent`);
    await page.getByText('本机程序需要更新，更新后自动发送。').waitFor();
    await shot(page, 'chaos-upgrade');
    await mustBeAccessible(page, 'a program too old');
    expect(await world.arrived('旧版写的')).toBe(0);
    await fill(page, person(1), '更新时写到一半');
    await draftKept(page);
    world.line.newBuild = 'next00000000';
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await banner('有新版本，点此更新').waitFor();
    // Until the tap nothing changes under her hands.
    expect(await notes().inputValue()).toBe('更新时写到一半');
    await shot(page, 'chaos-update');
    world.line.clientVersion = null;
    await Promise.all([page.waitForEvent('load'), banner('有新版本，点此更新').click()]);
    await page.getByText(/已恢复.*的草稿/).waitFor();
    expect(await notes().inputValue()).toBe('更新时写到一半');
    expect(await page.evaluate(() => caches.keys())).toContain('field-next00000000');
    await banner('更新').waitFor({ state: 'detached' });
    await save(page);
    await allSent(page);
    await world.onceEach(['旧版写的', '更新时写到一半']);
  });
});

describe('rights that ended meanwhile', () => {
  /** What the list of unsent records says, with the record opened. */
  const opened = async (): Promise<string> => {
    await page.getByText('查看内容').click();
    await page.getByText('通话摘要').waitFor();
    return page.locator('main').innerText();
  };

  it('the role: the record stays, its author reads it and is told what to do; given the role again she sends it', async () => {
    world.line.down();
    await write(page, person(2), '岗位结束前写的');
    const officer = await world.server.as(demoId('469030/anquan'));
    const role = { id: demoId(`resident_worker of ${world.who.account}`), revision: 1, reason: '合同到期' };
    expect((await officer.send(endRole, role)).body).toMatchObject({ revision: 2 });
    world.line.up();
    await page.reload();
    await page.locator('.badge').getByText('1 条须处理', { exact: true }).click();
    await page.locator('.refusal').getByText('您的岗位已结束，不能再查看或提交').waitFor();
    expect(await opened()).toContain('岗位结束前写的');
    await shot(page, 'chaos-role-ended');
    await mustBeAccessible(page, 'a role that ended');
    expect(await world.arrived('岗位结束前写的')).toBe(0);
    const again = { account: world.who.account, role: 'resident_worker', station: HONGMAO } as const;
    const today = dayOf(new Date());
    const given = await officer.send(grantRole, { ...again, id: newId(), from_on: today, to_on: null, reason: '续聘' });
    expect(given.status).toBe(200);
    await page.getByRole('button', { name: '原样重发' }).click();
    await page.getByText('全部已发送').first().waitFor();
    await world.onceEach(['岗位结束前写的']);
  });

  it('the account: signed out, and still the author opens what she wrote with her password, after a restart too', async () => {
    // The phone learns of the role at its next start, forgets the lists of before and reads its own anew.
    await page.goto(`${world.line.url}/m/#/mine`);
    await page.reload();
    await page.getByText('红毛镇社工站 驻站社工').waitFor();
    await page.goto(`${world.line.url}/m/#/today`);
    await page.reload();
    await page.getByText(/名单截至/).waitFor();
    world.line.down();
    await write(page, person(3), '停用前写的');
    const officer = await world.server.as(demoId('469030/xitong'));
    const closed = await officer.send(closeAccount, { id: world.who.account, revision: 1 });
    expect(closed.body).toMatchObject({ revision: 2 });
    world.line.up();
    await page.reload();
    await page.getByText('登录已失效，请重新登录。未发送的记录仍保存在本机。').waitFor();
    await expect(enter(page, world.who)).rejects.toThrow('用户名、密码或验证码不正确');
    await mustBeAccessible(page, 'signed out');
    // Neither a name nor a word of it is on the screen of whoever holds the phone.
    expect(await page.locator('body').innerText()).not.toMatch(/停用前写的|陈月娥|李桂英/);
    await phone.kill();
    await phone.on();
    page = await phone.tab();
    await page.getByRole('button', { name: /查看我的未发送记录/ }).click();
    await page.getByLabel('密码').fill(world.who.password);
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.getByText('电话问候 李桂英').waitFor();
    expect(await opened()).toContain('停用前写的');
    await shot(page, 'chaos-account-closed');
    await mustBeAccessible(page, 'what the author opened');
    expect(await world.arrived('停用前写的')).toBe(0);
  });
});
