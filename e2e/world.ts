// A whole product for one browser test: server on its own copy of the demo county, Chromium, pages as phone or desktop. Only what a
// person does is done; nothing is reached into but the network. What is looked at on a page is in page.ts.

import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { findChromium } from '../scripts/machine.ts';
import { type DemoAccount, demoStart, foundDemoCounty, giveDemoPasswords } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { modules } from '../src/modules.ts';
import { type TestServer, testServer } from '../src/server/testing.ts';
import { watch } from './failed.ts';

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** So long a thing may take to come; on a machine at rest it is there at once. */
export const PATIENCE = 60_000;
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1440, height: 900 };

export type ServerWorld = { server: TestServer; accounts: Map<string, DemoAccount>; stop(): Promise<void> };
export type Devices = {
  /** A fresh browser profile, as a person's own device; its addresses begin at `baseURL`. */
  device(kind: 'phone' | 'desktop', baseURL?: string, options?: { script: boolean }): Promise<BrowserContext>;
  close(): Promise<void>;
};
export type World = ServerWorld & Pick<Devices, 'device'>;

/** Starts a browser. */
export async function openBrowser(): Promise<Devices> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium: run `npm test`, which installs it');
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  return {
    device: async (kind, baseURL, { script } = { script: true }) => {
      const device = await browser.newContext({
        viewport: kind === 'phone' ? PHONE : DESKTOP,
        deviceScaleFactor: kind === 'phone' ? 2 : 1,
        isMobile: kind === 'phone',
        hasTouch: kind === 'phone',
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        baseURL,
        acceptDownloads: true,
        javaScriptEnabled: script,
      });
      device.setDefaultTimeout(PATIENCE);
      return watch(device);
    },
    close: () => browser.close(),
  };
}

/**
 * A journey is of one day, and takes two or three minutes of it: shortly before midnight in Shanghai it waits for the next. What the
 * product does when the day changes has tests of its own, with a clock they set.
 */
async function dayWithTimeLeft(): Promise<void> {
  const left = Date.parse(`${dayOf(new Date())}T24:00:00+08:00`) - Date.now();
  if (left < 240_000) await sleep(left + 1_000);
}

/** Starts the server with the demo county. `demoPeople` false leaves it without people served. */
export async function openServer(options: { demoPeople?: boolean } = {}): Promise<ServerWorld> {
  await dayWithTimeLeft();
  let accounts = inject('accounts');
  const server =
    options.demoPeople === false
      ? await testServer(modules, async ({ house }) => {
          await foundDemoCounty(house, demoStart(dayOf(house.clock())));
          accounts = await giveDemoPasswords(house);
        })
      : await testServer(modules, 'founded');
  return { server, accounts: new Map(accounts.map(a => [a.userName, a])), stop: () => server.stop() };
}

/** Starts server and browser. */
export async function openWorld(options: { demoPeople?: boolean } = {}): Promise<World> {
  const [world, { device, close }] = await Promise.all([openServer(options), openBrowser()]);
  return {
    ...world,
    device: (kind, _, how) => device(kind, world.server.url, how),
    stop: async () => {
      await close();
      await world.stop();
    },
  };
}

/** Signs in on the office or field page as a demo account. */
export async function signIn(page: Page, world: World, userName: string, path: '/' | '/m/'): Promise<void> {
  const account = world.accounts.get(userName)!;
  await page.goto(path);
  await page.getByLabel(/^用户名/).fill(account.userName);
  await page.getByLabel(/^密码/).fill(account.password);
  await page.getByRole('button', { name: /^登\s*录$/ }).click();
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
}
