// What a browser has to load and when it can be used: the field app on a slow phone and line, the office on a desktop. The times are the
// browser's own, from the beginning of the navigation, in a fresh profile each time.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/machine.ts';
import { ensureWeb } from '../scripts/web.ts';
import { leadOf } from './cases.ts';
import { STATIONS } from './fill.ts';
import { median, type Table, text } from './table.ts';
import { type County, type Served, sessionOf, type World } from './world.ts';

const DIST = join(import.meta.dirname, '../dist');
const TIMES = 5;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };
/** Slow 4G as Lighthouse means it: 150 ms, 1.6 Mbit/s down, 750 kbit/s up. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

/** Milliseconds from the beginning of the navigation to a field that takes what is typed. */
async function untilTyped(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: 'commit' });
  const field = page.getByLabel(/^用户名/);
  await field.fill('a');
  return page.evaluate(() => performance.now());
}

/** First contentful paint, from the beginning of the navigation. */
const painted = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>(done => {
        new PerformanceObserver(list => done(list.getEntriesByName('first-contentful-paint')[0]!.startTime)).observe({
          type: 'paint',
          buffered: true,
        });
      }),
  );

/** Size in KB, compressed with gzip, of the scripts the page itself loaded. */
async function scriptsOf(page: Page): Promise<number> {
  const paths = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(e => new URL(e.name).pathname)
      .filter(path => path.endsWith('.js')),
  );
  const sizes = [...new Set(paths)].map(path => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

type Visit = { ms: number; kb: number };
/** The median of some visits, each in a profile of its own that `prepare` may fill. */
async function visits(
  browser: Browser,
  options: object,
  look: (page: Page) => Promise<number>,
  prepare: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<Visit> {
  const all: Visit[] = [];
  for (let i = 0; i < TIMES; i++) {
    const context = await browser.newContext({ ...options, locale: 'zh-CN' });
    await prepare(context);
    const page = await context.newPage();
    const ms = await look(page);
    all.push({ ms, kb: await scriptsOf(page) });
    await context.close();
  }
  return { ms: median(all.map(v => v.ms)), kb: median(all.map(v => v.kb)) };
}

/** Signs a profile in by its cookie. */
async function signedIn(context: BrowserContext, county: County, url: string): Promise<void> {
  const { cookie } = await sessionOf(county, leadOf(STATIONS[1]!), 'office');
  const [name, value] = cookie!.split('=') as [string, string];
  await context.addCookies([{ name, value, url }]);
}

const navigation = (page: Page) => page.getByRole('navigation', { name: '主导航' });

async function field(browser: Browser, server: Served, county: County) {
  const options = { ...PHONE, baseURL: server.url };
  const first = await visits(browser, options, async page => {
    await slow(page);
    return untilTyped(page, '/m/');
  });
  // Installed and signed in: the next start comes from the phone itself.
  const again = await visits(
    browser,
    options,
    async page => {
      await slow(page);
      await page.goto('/m/', { waitUntil: 'commit' });
      await navigation(page).waitFor();
      return page.evaluate(() => performance.now());
    },
    async context => {
      const page = await context.newPage();
      await page.goto('/m/');
      const { userName, password } = county.accounts.get(leadOf(STATIONS[1]!))!;
      await page.getByLabel(/^用户名/).fill(userName);
      await page.getByLabel(/^密码/).fill(password);
      await page.getByRole('button', { name: /^登\s*录$/ }).click();
      await navigation(page).waitFor();
      await page.evaluate(async () => void (await navigator.serviceWorker.ready));
      await page.close();
    },
  );
  return { first, again };
}

async function office(browser: Browser, server: Served, county: County) {
  const options = { ...DESKTOP, baseURL: server.url };
  const look = async (page: Page): Promise<number> => {
    await page.goto('/', { waitUntil: 'load' });
    return painted(page);
  };
  const signIn = await visits(browser, options, look);
  const home = await visits(browser, options, look, context => signedIn(context, county, server.url));
  return { signIn, home };
}

export async function measureWeb(world: World): Promise<Table> {
  const title = '网页';
  const head = ['测量', '结果'];
  const executablePath = findChromium();
  if (!executablePath) return { title, head, lines: [], note: '未测量：这台机器上没有 Chromium（npm test 会安装）。' };
  ensureWeb();
  const county = await world.filled();
  const server = await county.serve();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const phone = await field(browser, server, county);
    const desk = await office(browser, server, county);
    const kb = Math.max(phone.first.kb, phone.again.kb);
    const within = (what: string, visit: Visit, most: number) => ({ cells: [what, text(visit.ms)], met: visit.ms <= most });
    return {
      title,
      head,
      lines: [
        { cells: ['现场端首次打开的脚本（KB,gzip），目标 ≤ 150', text(kb)], met: kb <= 150 },
        within('现场端首次打开到可以输入（毫秒，4 倍慢 CPU、慢速 4G），目标 ≤ 2000', phone.first, 2_000),
        within('现场端安装并登录后再次打开到“今天”（毫秒，同上），目标 ≤ 2000', phone.again, 2_000),
        within('办公端登录页首次绘制（毫秒），目标 ≤ 1000', desk.signIn, 1_000),
        within('办公端已登录首次绘制（毫秒），目标 ≤ 1000', desk.home, 1_000),
      ],
      note: `各为 ${TIMES} 次的中位数，每次用新的浏览器配置。`,
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}
