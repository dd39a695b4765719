// A whole product for one browser test: server on its own database with the demo county, Chromium, pages as phone or desktop, screenshots
// into shots/ and an accessibility check. Only what a person does is done; nothing is reached into but the network.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/machine.ts';
import { type DemoAccount, demoStart, foundDemoCounty, giveDemoPasswords } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { modules } from '../src/modules.ts';
import { type TestServer, testServer } from '../src/server/testing.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1440, height: 900 };
const SHOTS = join(import.meta.dirname, '../shots');

export type World = {
  server: TestServer;
  browser: Browser;
  accounts: Map<string, DemoAccount>;
  /** A fresh browser profile, as a person's own device. */
  device(kind: 'phone' | 'desktop'): Promise<BrowserContext>;
  stop(): Promise<void>;
};

/** Starts server and browser. `modulesOfDemo` false leaves the county without people served. */
export async function openWorld(options: { demoPeople?: boolean; port?: number } = {}): Promise<World> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium: run `npm test`, which installs it');
  let accounts: DemoAccount[] = [];
  const server = await testServer(modules, async ({ house }) => {
    await foundDemoCounty(house, demoStart(dayOf(house.clock())));
    if (options.demoPeople !== false) for (const module of modules) await module.demo?.(house, () => {});
    accounts = await giveDemoPasswords(house);
  });
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  mkdirSync(SHOTS, { recursive: true });
  return {
    server,
    browser,
    accounts: new Map(accounts.map(a => [a.userName, a])),
    device: kind =>
      browser.newContext({
        viewport: kind === 'phone' ? PHONE : DESKTOP,
        deviceScaleFactor: kind === 'phone' ? 2 : 1,
        isMobile: kind === 'phone',
        hasTouch: kind === 'phone',
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        baseURL: server.url,
        acceptDownloads: true,
      }),
    stop: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

/** A picture of the page for the person who looks, named by journey and step. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: false });
}

/** Accessibility violations of the page as short lines; must be empty on every journey. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result = await page.evaluate(() =>
    (
      window as unknown as {
        axe: { run: (o: object) => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
      }
    ).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  return result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`);
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

/** A folder for downloads of one test. */
export function downloads(): { folder: string; clear: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'linzhan-downloads-'));
  return { folder, clear: () => rmSync(folder, { recursive: true, force: true }) };
}
