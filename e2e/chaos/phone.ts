// A worker's phone: Chromium as a process of its own on a folder of its own, so that it can be killed and opened again with what it had
// on its disk. Records are written as a person writes them, on the screen.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/machine.ts';
import { watch } from '../failed.ts';
import { FLAGS, PATIENCE, PHONE } from '../world.ts';
import type { Line } from './line.ts';

export type Who = { userName: string; password: string };

export class Phone {
  readonly line: Line;
  readonly #folder = mkdtempSync(join(tmpdir(), 'linzhan-phone-'));
  #process: ChildProcess | null = null;
  #browser: Browser | null = null;
  context!: BrowserContext;

  constructor(line: Line) {
    this.line = line;
  }

  /** Switches the phone on: the browser opens with what its folder holds. */
  async on(): Promise<void> {
    const executable = findChromium();
    if (!executable) throw new Error('no Chromium: run `npm test`, which installs it');
    const args = [...FLAGS, '--lang=zh-CN', `--user-data-dir=${this.#folder}`, '--remote-debugging-port=0', 'about:blank'];
    const child = spawn(executable, args, {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, TZ: 'Asia/Shanghai', LANGUAGE: 'zh_CN' },
    });
    this.#process = child;
    this.#browser = await chromium.connectOverCDP(await addressOf(child));
    this.context = watch(this.#browser.contexts()[0]!);
    this.context.setDefaultTimeout(PATIENCE);
  }

  /** A tab of the field app at a place below '#'. */
  async tab(path = 'today'): Promise<Page> {
    const page = await this.context.newPage();
    await page.setViewportSize(PHONE);
    await page.goto(`${this.line.url}/m/#/${path}`);
    return page;
  }

  /** Signs in, waits until the app can start without signal and knows its people, and closes the browser once so that all is on disk. */
  async own(who: Who): Promise<void> {
    await this.on();
    const page = await this.tab();
    await enter(page, who);
    await page
      .getByText(/名单截至/)
      .first()
      .waitFor();
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await this.off();
    await this.on();
  }

  /** Closes the browser in an orderly way. */
  async off(): Promise<void> {
    const session = await this.#browser!.newBrowserCDPSession();
    const gone = ended(this.#process!);
    await session.send('Browser.close').catch(() => undefined); // the answer may be cut off with the browser
    await gone;
  }

  /** The battery falls out: every process of the browser ends at once. */
  async kill(): Promise<void> {
    const gone = ended(this.#process!);
    process.kill(-this.#process!.pid!, 'SIGKILL');
    await gone;
  }

  /** Ends and forgets the phone. */
  async away(): Promise<void> {
    if (this.#process && this.#process.exitCode === null && this.#process.signalCode === null) await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

const ended = (child: ChildProcess): Promise<void> => new Promise(done => child.once('exit', () => done()));

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const part of child.stderr!) {
    said += String(part);
    const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
    if (address) {
      // Its later words would fill the pipe.
      child.stderr!.resume();
      return address;
    }
  }
  throw new Error(`Chromium did not start: ${said}`);
}

/** Signs in on the page, if it asks. */
export async function enter(page: Page, who: Who): Promise<void> {
  const tabs = page.getByRole('navigation', { name: '主导航' });
  const name = page.getByLabel(/^用户名/);
  await tabs.or(name).first().waitFor();
  if (!(await name.isVisible())) return;
  await name.fill(who.userName);
  await page.getByLabel(/^密码/).fill(who.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await tabs.or(page.getByRole('alert')).first().waitFor();
  if (!(await tabs.isVisible())) throw new Error(`not signed in: ${await page.getByRole('alert').innerText()}`);
}

/** Fills a telephone greeting that nobody answered, down to its last field. */
export async function fill(page: Page, person: string, words: string): Promise<void> {
  // As on a phone: the tab that is written on is the one in sight; a hidden one draws once a second.
  await page.bringToFront();
  await page.goto(`${new URL(page.url()).origin}/m/#/people/${person}/welfare_call`);
  await page.getByRole('radio', { name: '未接', exact: true }).click();
  const steps = page.getByRole('group', { name: /^未接通处置/ });
  await steps.getByRole('checkbox', { name: '稍后再拨' }).check();
  await page.getByRole('textbox', { name: /^通话摘要/ }).fill(words);
}

/** Writes a telephone greeting and saves it; when this returns it lies on the phone. */
export async function write(page: Page, person: string, words: string): Promise<void> {
  await fill(page, person, words);
  await save(page);
}

/** The tap on 保存记录, whatever comes of it. */
export const tapSave = (page: Page): Promise<void> => page.getByRole('button', { name: '保存记录' }).click();

/**
 * Saves the open form; when this returns the record lies on the phone, and the form is gone: the address changes first, and what is
 * written into the old form meanwhile would be a correction of the record just saved.
 */
export async function save(page: Page): Promise<void> {
  await tapSave(page);
  try {
    await page.waitForURL(url => /^#\/people\/[^/]+$/.test(url.hash));
    await page.locator('form').waitFor({ state: 'detached' });
  } catch (error) {
    throw new Error(`not saved: ${page.url()}\n${await page.locator('body').innerText()}`, { cause: error });
  }
}

/** Waits until nothing is unsent any more, tapping 立即发送 as an impatient person does. */
export async function allSent(page: Page): Promise<void> {
  const until = Date.now() + 2 * PATIENCE;
  const done = page.locator('.badge').filter({ hasText: '全部已发送' });
  await page.bringToFront();
  await page.goto(`${new URL(page.url()).origin}/m/#/mine/unsent`);
  while (!(await done.isVisible())) {
    if (Date.now() > until) throw new Error(`still unsent: ${await page.locator('main').innerText()}`);
    const send = page.getByRole('button', { name: '立即发送' });
    await send.click({ timeout: 500 }).catch(() => undefined); // busy, or just gone
    await pause(200);
  }
}

/** The count that is always on screen. */
export const unsent = (page: Page, count: number) =>
  page
    .locator('.badge')
    .filter({ hasText: `${count} 条未发送` })
    .waitFor();
