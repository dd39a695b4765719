// `npm run shots`: starts a demo of its own, walks through the screens of every role in a real browser, and leaves the pictures of the
// user guides in docs/user-guide/img. Every picture is of the product as it is; a screen that cannot be reached fails the run.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';
import divisions from '../db/seed/divisions-469030.json' with { type: 'json' };
import { messyRoster } from '../src/domain/clients/messy.demo.ts';
import type { DemoAccount } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { ensureBrowser, findChromium } from './machine.ts';
import { requireNode } from './node-version.ts';

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs/user-guide/img');
const data = mkdtempSync(join(tmpdir(), 'linzhan-shots-'));

/** A demo on a free port; answers its address when it is ready. */
function startDemo(): { process: ChildProcess; url: Promise<string> } {
  const env = { ...process.env, PORT: '0', LINZHAN_DATA: data };
  const demo = spawn(process.execPath, [join(root, 'scripts/demo.ts')], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = new Promise<string>((resolve, reject) => {
    let said = '';
    demo.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /办公端\s+(http:\S+?)\/\n/.exec(said);
      if (found && said.includes('Ctrl-C')) resolve(found[1]!);
    });
    demo.once('exit', code => reject(new Error(`the demo ended with ${code}\n${said}`)));
  });
  return { process: demo, url };
}

class Walk {
  readonly #browser: Browser;
  readonly #url: string;
  readonly #accounts: Map<string, DemoAccount>;
  constructor(browser: Browser, url: string, accounts: readonly DemoAccount[]) {
    this.#browser = browser;
    this.#url = url;
    this.#accounts = new Map(accounts.map(a => [a.userName, a]));
  }
  /** A person's own device, signed in. */
  async enter(userName: string, kind: 'desk' | 'phone'): Promise<Page> {
    const phone = kind === 'phone';
    const context = await this.#browser.newContext({
      viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      isMobile: phone,
      hasTouch: phone,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      baseURL: this.#url,
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const account = this.#accounts.get(userName)!;
    await page.goto(phone ? '/m/' : '/');
    await page.getByLabel(/^用户名/).fill(account.userName);
    await page.getByLabel(/^密码/).fill(account.password);
    await page.getByRole('button', { name: /^登\s*录$/ }).click();
    await page.getByRole('navigation', { name: '主导航' }).waitFor();
    return page;
  }
}

/** Keeps what the page shows, small enough for a repository. */
async function keep(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(700);
  const taken = await page.screenshot();
  const width = page.viewportSize()!.width > 1000 ? 1200 : 390;
  await sharp(taken)
    .resize({ width })
    .png({ palette: true, colours: 128 })
    .toFile(join(images, `${name}.png`));
  console.log(`docs/user-guide/img/${name}.png`);
}

/** Goes to a page, waits for what it is about, and keeps it. */
async function show(page: Page, path: string, name: string, waitFor: (page: Page) => Locator): Promise<void> {
  await page.goto(path);
  await waitFor(page).first().waitFor();
  await keep(page, name);
}

const rows = (page: Page): Locator => page.locator('tr[data-row-key]');

async function countyOfficer(walk: Walk): Promise<void> {
  const page = await walk.enter('minzheng', 'desk');
  await show(page, '/', 'office-home', p => p.getByRole('table'));
  await show(page, '/people', 'office-people', rows);
  await show(page, '/people/numbers', 'office-numbers', p => p.getByRole('table'));
  await show(page, '/visits', 'office-visits', rows);
  await show(page, '/contract', 'office-standing', p => p.getByText('K1', { exact: true }));
  await page.getByText('按社工', { exact: true }).click();
  await page.locator('main table button').first().click();
  await page
    .getByRole('dialog')
    .getByText(/未计入/)
    .first()
    .waitFor();
  await keep(page, 'office-evidence');
  const town = divisions.townships.find(t => t.name === '什运乡')!;
  const buffer = await messyRoster({ township: town.name, villages: town.villages, day: dayOf(new Date()), seed: 7 });
  await page.goto('/people/rosters');
  await page.getByLabel('社工站').first().click();
  await page.keyboard.type('什运');
  await page.keyboard.press('Enter');
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  await page.locator('input[type=file]').setInputFiles({ name: '什运乡花名册.xlsx', mimeType, buffer });
  await page.getByRole('button', { name: '读取名册' }).click();
  await page.getByRole('tab', { name: /有错误/ }).click();
  await page.getByRole('button', { name: '改正后重新核对' }).first().waitFor();
  await keep(page, 'office-roster');
  await page.context().close();
}

async function headOfStation(walk: Walk): Promise<void> {
  const page = await walk.enter('hongmao.zhanzhang', 'desk');
  await show(page, '/', 'lead-home', p => p.getByRole('table'));
  await show(page, '/people/assign', 'office-assign', rows);
  await show(page, '/review', 'office-review', rows);
  await rows(page).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '退回修改' }).waitFor();
  await keep(page, 'office-visit');
  await page.context().close();
}

async function worker(walk: Walk): Promise<void> {
  const page = await walk.enter('shiyun.1', 'phone');
  await page
    .getByText(/名单截至/)
    .first()
    .waitFor();
  await keep(page, 'field-today');
  await page.getByText('符玉兰').first().click();
  await page.getByRole('link', { name: '记录入户探访' }).waitFor();
  await keep(page, 'field-person');
  await page.getByRole('link', { name: '记录入户探访' }).click();
  await page.getByRole('radio', { name: '成功' }).click();
  await page.getByRole('group', { name: /^健康/ }).waitFor();
  await keep(page, 'field-visit');
  await page.goto('/m/#/records');
  await page
    .getByText(/已发送/)
    .first()
    .waitFor();
  await keep(page, 'field-records');
  await page.context().close();
}

async function others(walk: Walk): Promise<void> {
  const system = await walk.enter('xitong', 'desk');
  await show(system, '/accounts', 'admin-accounts', rows);
  const audit = await walk.enter('shenji', 'desk');
  await show(audit, '/audit', 'admin-audit', rows);
  const manager = await walk.enter('xiangmu', 'desk');
  await show(manager, '/', 'manager-home', p => p.getByRole('table'));
  await show(manager, '/staff', 'manager-staff', rows);
  const evaluator = await walk.enter('pinggu', 'desk');
  await show(evaluator, '/people', 'evaluator-people', rows);
}

requireNode();
ensureBrowser();
mkdirSync(images, { recursive: true });
const demo = startDemo();
try {
  const url = await demo.url;
  const accounts = JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8')) as DemoAccount[];
  // A Chinese desktop writes days as 年/月/日; the browser takes that from its own language.
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--lang=zh-CN'],
    env: { ...process.env, LANGUAGE: 'zh_CN', LANG: 'zh_CN.UTF-8' } as Record<string, string>,
  });
  const walk = new Walk(browser, url, accounts);
  for (const part of [countyOfficer, headOfStation, worker, others]) await part(walk);
  await browser.close();
} finally {
  demo.process.removeAllListeners('exit');
  const ended = new Promise(done => demo.process.once('exit', done));
  demo.process.kill('SIGTERM');
  await ended;
  rmSync(data, { recursive: true, force: true });
}
