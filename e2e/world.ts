// A whole product for one browser test: server on its own database with the demo county, Chromium, pages as phone or desktop, screenshots
// into shots/ and an accessibility check. Only what a person does is done; nothing is reached into but the network.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/machine.ts';
import { type DemoAccount, demoStart, foundDemoCounty, giveDemoPasswords } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { modules } from '../src/modules.ts';
import { type TestServer, testServer } from '../src/server/testing.ts';

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
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1440, height: 900 };
const SHOTS = join(import.meta.dirname, '../shots');

export type ServerWorld = { server: TestServer; accounts: Map<string, DemoAccount>; stop(): Promise<void> };
export type World = ServerWorld & {
  browser: Browser;
  /** A fresh browser profile, as a person's own device. */
  device(kind: 'phone' | 'desktop'): Promise<BrowserContext>;
};

/** Starts the server with the demo county. `demoPeople` false leaves it without people served. */
export async function openServer(options: { demoPeople?: boolean } = {}): Promise<ServerWorld> {
  let accounts: DemoAccount[] = [];
  const server = await testServer(modules, async ({ house }) => {
    await foundDemoCounty(house, demoStart(dayOf(house.clock())));
    if (options.demoPeople !== false) for (const module of modules) await module.demo?.(house, () => {});
    accounts = await giveDemoPasswords(house);
  });
  return { server, accounts: new Map(accounts.map(a => [a.userName, a])), stop: () => server.stop() };
}

/** Starts server and browser. */
export async function openWorld(options: { demoPeople?: boolean } = {}): Promise<World> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium: run `npm test`, which installs it');
  const world = await openServer(options);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  mkdirSync(SHOTS, { recursive: true });
  return {
    ...world,
    browser,
    device: kind =>
      browser.newContext({
        viewport: kind === 'phone' ? PHONE : DESKTOP,
        deviceScaleFactor: kind === 'phone' ? 2 : 1,
        isMobile: kind === 'phone',
        hasTouch: kind === 'phone',
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        baseURL: world.server.url,
        acceptDownloads: true,
      }),
    stop: async () => {
      await browser.close();
      await world.stop();
    },
  };
}

/** A picture of the page for the person who looks, named by journey and step. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: false });
}

type Found = { id: string; nodes: { target: string[] }[] };
type Axe = { axe: { run(where: object, options: object): Promise<{ violations: Found[] }> } };

/** Accessibility violations of the page as short lines; must be empty on every journey. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as Axe;
    const all = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    const kept: Found[] = all.violations.filter(v => v.id !== 'target-size');
    // What a bar at the edge covers can be scrolled out from under it: measured again where it stands free. What an open sheet covers
    // cannot be reached at all until that is closed.
    for (const node of all.violations.find(v => v.id === 'target-size')?.nodes ?? []) {
      const element = document.querySelector(node.target.join(' '));
      if (!element) continue;
      element.scrollIntoView({ block: 'center' });
      // The whole box of a select takes the tap, not the few pixels of its input.
      const { x, y, width, height } = (element.closest('.ant-select') ?? element).getBoundingClientRect();
      if (element.closest('.ant-select') && Math.min(width, height) >= 24) continue;
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      if (!top || !(element.contains(top) || top.contains(element))) continue;
      const again = await axe.run(element, { runOnly: { type: 'rule', values: ['target-size'] } });
      kept.push(...again.violations);
    }
    return kept;
  });
  return found.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`);
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
