// The outbox in a real browser against the real server, with everything between them failing: every record arrives once, none is lost
// (E1). Each test writes records on the screen, breaks something, mends it, and counts in the database and the ledger.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Phone } from './chaos/phone.ts';
import { allSent, enter, fill, save, unsent, write } from './chaos/phone.ts';
import { type Chaos, openChaos } from './chaos/world.ts';
import { draftKept } from './journey/field.ts';

let world: Chaos;
let phone: Phone;
let page: Page;
const person = (n: number): string => world.people[n % world.people.length]!;

beforeAll(async () => {
  world = await openChaos();
  phone = await world.phone();
  page = await phone.tab();
});
afterAll(() => world?.stop());
afterEach(() => world.line.mend());

/** How often the server itself was asked to write. */
const asked = (): number => world.line.seen.filter(s => s.status !== null).length;

describe('a line that fails', () => {
  it('server errors in a row: kept, said, sent again by itself', async () => {
    let refused = 0;
    world.line.otherwise = () => (refused++ % 2 ? 'gateway' : 'unavailable');
    await write(page, person(0), '服务器出错一');
    await write(page, person(1), '服务器出错二');
    await unsent(page, 2);
    await page.goto(`${world.line.url}/m/#/mine/unsent`);
    await page.getByText('系统暂时没有收下，稍后自动重发。').waitFor();
    await expect.poll(() => refused).toBeGreaterThan(2);
    world.line.otherwise = () => 'pass';
    // Nobody taps anything: the pauses pass.
    await page.getByText('全部已发送').first().waitFor();
    await world.onceEach(['服务器出错一', '服务器出错二']);
  });

  it('cut before the request arrives, cut in the middle of the answer, cut after the work is done', async () => {
    const before = asked();
    world.line.script('cut_before', 'cut_after', 'half');
    for (const [n, words] of ['断线一', '断线二', '断线三'].entries()) await write(page, person(n), words);
    await allSent(page);
    // Work was done whose answer never came, and done only once.
    expect(asked() - before).toBeGreaterThan(3);
    await world.onceEach(['断线一', '断线二', '断线三']);
  });

  it('edited after it had arrived unseen: the edit follows as a correction', async () => {
    world.line.script('cut_after');
    world.line.otherwise = () => 'gateway';
    await write(page, person(0), '先写的话');
    await expect.poll(() => world.arrived('先写的话')).toBe(1);
    await unsent(page, 1);
    world.line.down();
    await page.goto(`${world.line.url}/m/#/mine/unsent`);
    await page.getByRole('link', { name: '更正' }).click();
    await page.getByRole('textbox', { name: /^通话摘要/ }).fill('改过的话');
    await page.getByRole('button', { name: '保存并重新发送' }).click();
    await page.waitForURL(url => url.hash === '#/records');
    world.line.mend();
    await allSent(page);
    expect(await world.onceEach(['改过的话'])).toEqual([2]);
  });

  it('the tab is closed in mid-send, before and after the server did its work', async () => {
    world.line.hold();
    await write(page, person(2), '关页一');
    await expect.poll(() => world.line.holding).toBe(1);
    await page.close();
    world.line.release();
    page = await phone.tab('mine/unsent');
    await allSent(page);

    world.line.down();
    await write(page, person(3), '关页二');
    await page.close();
    world.line.up();
    page = await phone.tab('mine/unsent');
    await allSent(page);
    await world.onceEach(['关页一', '关页二']);
  });
});

describe('two tabs', () => {
  it('write and send at once; one sends for both, and goes on for the other that was closed', async () => {
    const other = await phone.tab();
    world.line.hold();
    for (let n = 0; n < 3; n++) {
      await write(page, person(n), `左页${n}`);
      await write(other, person(n + 3), `右页${n}`);
    }
    await unsent(other, 6);
    // Under the lock one request at a time leaves the phone, whichever tab wrote it.
    await expect.poll(() => world.line.holding).toBe(1);
    await page.close();
    world.line.release();
    page = other;
    await allSent(page);
    await world.onceEach([0, 1, 2].flatMap(n => [`左页${n}`, `右页${n}`]));
  });

  it('in a browser without locks both send the same records; the server takes each once', async () => {
    await phone.context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    world.line.down();
    await page.close();
    page = await phone.tab();
    const other = await phone.tab();
    for (let n = 0; n < 4; n++) await write(page, person(n), `无锁${n}`);
    const before = asked();
    world.line.hold();
    world.line.up();
    // The signal returns for both in the same moment.
    await phone.context.setOffline(true);
    await phone.context.setOffline(false);
    await expect.poll(() => world.line.holding).toBe(2);
    world.line.release();
    await allSent(page);
    expect(asked() - before, 'both tabs sent').toBeGreaterThan(4);
    await world.onceEach([0, 1, 2, 3].map(n => `无锁${n}`));
    await other.close();
  });
});

describe('the browser is killed', () => {
  it('with unsent records and a form half written; opened again without signal, it has them all', async () => {
    world.line.script('cut_after');
    world.line.otherwise = () => 'cut_before';
    await write(page, person(0), '掉电一');
    await expect.poll(() => world.arrived('掉电一')).toBe(1);
    world.line.down();
    await write(page, person(1), '掉电二');
    await write(page, person(2), '掉电三');
    await fill(page, person(3), '写到一半');
    await draftKept(page);
    await phone.kill();
    await phone.on();
    page = await phone.tab('records');
    await unsent(page, 3);
    await page.locator('main a[href*="/welfare_call"]').first().click();
    await page.getByText(/已恢复.*的草稿/).waitFor();
    expect(await page.getByRole('textbox', { name: /^通话摘要/ }).inputValue()).toBe('写到一半');
    await save(page);
    await unsent(page, 4);
    world.line.mend();
    await enter(page, world.who);
    await allSent(page);
    await world.onceEach(['掉电一', '掉电二', '掉电三', '写到一半']);
  });
});
