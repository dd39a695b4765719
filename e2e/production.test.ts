// The way a county begins, on the product as `npm start` runs it: its own data folder and database, a county opened on the command line,
// the first administrator comes by a one-time link, sets a password, binds an authenticator, and is let in only with both (SEC-01, SEC-04).

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteDataFolder } from '../src/server/postgres/delete-data.ts';
import { startPostgres } from '../src/server/postgres/launch.ts';
import { mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { type Devices, openBrowser } from './world.ts';

const PASSWORD = 'Wuzhi-Shan-2581';
const root = join(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'linzhan-production-'));
const running = new Set<ChildProcess>();
let browser: Devices;
let server: Program;
let page: Page;
let link = '';
let codeAt: (instant: number) => string;

type Program = { child: ChildProcess; lines: string[]; exit: Promise<number | null>; says(words: RegExp): Promise<string> };

/** One of our programs as it is started by hand. */
function program(script: string, ...args: string[]): Program {
  const { LINZHAN_KEYS: _, DATABASE_URL: __, ...others } = process.env;
  const env = { ...others, LINZHAN_DATA: dataDir, PORT: '0' };
  const child = spawn(process.execPath, [join(root, 'scripts', script), ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const look of [...waiting]) look();
  };
  const exit = new Promise<number | null>(resolve => child.once('close', resolve));
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line);
    told();
  });
  const says = (words: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = words.exec(lines.join('\n'));
        if (found) resolve(found[1]!);
      };
      waiting.add(look);
      look();
      void exit.then(code => reject(new Error(`${script} ended (${code}):\n${lines.join('\n')}`)));
    });
  void exit.then(() => running.delete(child));
  return { child, lines, exit, says };
}

async function start(): Promise<Program> {
  const next = program('start.ts');
  await next.says(/(http:\/\/\S+?)（/);
  return next;
}
const address = async (path: string): Promise<string> => `${await server.says(/(http:\/\/\S+?)（/)}${path}`;

async function signIn(to: Page): Promise<void> {
  await to.goto(await address('/'));
  await to.getByLabel('用户名').fill('xitong');
  await to.getByLabel('密码').fill(PASSWORD);
  await to.getByRole('button', { name: '登录', exact: true }).click();
}

stepByStep();
beforeAll(async () => {
  browser = await openBrowser();
  // Later starts follow the version the cluster was made with.
  const prefer = process.env.LINZHAN_TEST_POSTGRES === 'system' ? 'system' : 'embedded';
  await (await startPostgres({ dataDir, prefer })).stop();
});
afterAll(async () => {
  await browser?.close();
  for (const child of running) child.kill('SIGTERM');
  await server?.exit;
  await deleteDataFolder(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

it('a county is opened on the command line; nobody has a password yet', async () => {
  const opening = program('county.ts', '469030', '琼中黎族苗族自治县', '琼中县', join(root, 'db/seed/divisions-469030.json'));
  link = await opening.says(/用户名 xitong {2}(\/link#\S+)/);
  expect(await opening.exit).toBe(0);
  expect(opening.lines.filter(line => line.includes('/link#'))).toHaveLength(3);
  server = await start();
  expect(server.lines.join('\n')).not.toContain('还没有开通任何县');
  page = await (await browser.device('desktop')).newPage();
});

it('the link sets a password once, and no weak one', async () => {
  await page.goto(await address(link));
  const set = async (password: string) => {
    await page.getByLabel('新密码').fill(password);
    await page.getByLabel('再输一次').fill(password);
    await page.getByRole('button', { name: '设置密码' }).click();
  };
  await page.getByRole('heading', { name: '设置密码' }).waitFor();
  await set('Xitong-2026-xitong');
  await page.getByRole('alert').waitFor();
  await mustBeAccessible(page, 'a weak password');
  await set(PASSWORD);
  await page.getByText('密码已设置，链接随即失效。').waitFor();
  const other = await (await browser.device('phone')).newPage();
  await other.goto(await address(link));
  await other.getByRole('alert').waitFor();
  await expect.poll(() => other.getByLabel('新密码').count()).toBe(0);
  await other.context().close();
});

it('the password alone opens nothing: first an authenticator is bound', async () => {
  await signIn(page);
  await page.getByRole('heading', { name: '绑定验证器' }).waitFor();
  const secret = (await page.locator('.door-secret code').innerText()).replaceAll(' ', '');
  const authenticator = new TOTP({ secret: Secret.fromBase32(secret) });
  codeAt = instant => authenticator.generate({ timestamp: instant });
  await mustBeAccessible(page, 'binding');
  await shot(page, 'office-second-factor');
  expect((await page.request.get(await address('/api/org.accounts'))).status()).toBe(403);
  await page.getByLabel('验证码').fill(codeAt(Date.now() - 3_600_000));
  await page.getByRole('button', { name: '完成绑定' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('验证码').fill(codeAt(Date.now()));
  await page.getByRole('button', { name: '完成绑定' }).click();
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
});

it('after a restart she is still in; another device asks for password and code', async () => {
  server.child.kill('SIGTERM');
  expect(await server.exit).toBe(0);
  server = await start();
  const device = page.context();
  await page.goto(await address('/'));
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
  const cookies = await device.cookies(await address('/'));
  expect(cookies.map(c => [c.httpOnly, c.secure, c.sameSite])).toEqual([[true, true, 'Lax']]);
  const other = await (await browser.device('desktop')).newPage();
  await signIn(other);
  // A code is good once: the next one, which a clock a little ahead would show.
  await other.getByLabel('验证码').fill(codeAt(Date.now() + 30_000));
  await other.getByRole('button', { name: '确认' }).click();
  await other.getByRole('navigation', { name: '主导航' }).waitFor();
});
