// `npm run demo`: the product with its embedded database and a demo county. Safe to run again: it goes on with the same data.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoAccount, demoStart, foundDemoCounty, giveDemoPasswords } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { run, settingsFromEnvironment } from '../src/main.server.ts';
import { modules } from '../src/modules.ts';
import { counties } from '../src/server/counties.ts';
import { writeAtomically } from '../src/server/files/atomic.ts';
import type { House } from '../src/server/house.ts';
import { deleteDataFolder } from '../src/server/postgres/delete-data.ts';
import { makeDataFolder } from '../src/server/postgres/place.ts';
import { requireNode } from './node-version.ts';
import { giveUp, sentenceOf } from './sentences.ts';
import { ensureWeb } from './web.ts';

const say = (line: string): void => console.log(line);

async function furnish(house: House): Promise<DemoAccount[]> {
  say('正在准备演示县：10 个乡镇、123 个村（居），人员均为虚构（演示数据）…');
  await foundDemoCounty(house, demoStart(dayOf(house.clock())));
  for (const module of modules) await module.demo?.(house, say);
  return giveDemoPasswords(house);
}

function table(accounts: readonly DemoAccount[]): string {
  const shown = accounts.filter(a => a.station === null || a.userName.startsWith('hongmao') || a.userName.startsWith('shiyun'));
  return shown
    .map(a => `  ${a.userName.padEnd(20)} ${a.password.padEnd(22)} ${a.roleName}${a.stationName ? ` · ${a.stationName}` : ''}`)
    .join('\n');
}

/** Whether the last run was stopped while it made the demo county: nothing else can be in this folder, so it is made anew. */
async function clearUnfinished(dataDir: string, mark: string): Promise<void> {
  if (!existsSync(mark)) return;
  await deleteDataFolder(dataDir); // refused while another program is at work on it
  say('上次没有准备完演示县，现在重新准备…');
}

/** A folder with data but without demo accounts belongs to somebody's real work. */
async function mustBeDemo(dataDir: string, file: string): Promise<void> {
  const used = existsSync(join(dataDir, 'pg-secret')) || existsSync(join(dataDir, 'keys.json'));
  if (used && !existsSync(file))
    giveUp(
      `数据文件夹 ${dataDir} 里已有数据，但不是演示数据。请用 LINZHAN_DATA 指定另一个文件夹，例如 LINZHAN_DATA=./.data-demo npm run demo`,
    );
}

async function main(): Promise<void> {
  const settings = { ...settingsFromEnvironment(), production: false, log: () => {} };
  const file = join(settings.dataDir, 'demo-accounts.json');
  const unfinished = join(settings.dataDir, 'demo-unfinished');
  await clearUnfinished(settings.dataDir, unfinished);
  if (!settings.databaseUrl) await mustBeDemo(settings.dataDir, file);
  ensureWeb();
  say('正在启动数据库…');
  makeDataFolder(settings.dataDir);
  if (!existsSync(file)) writeFileSync(unfinished, '');
  const running = await run(settings);
  const fresh = (await counties(running.house)).length === 0;
  if (!fresh && !existsSync(file)) {
    rmSync(unfinished, { force: true });
    await running.stop();
    giveUp('这个数据库里已有数据，但不是演示数据。请换一个数据库，或不设 DATABASE_URL。');
  }
  const accounts = fresh ? await furnish(running.house) : (JSON.parse(readFileSync(file, 'utf8')) as DemoAccount[]);
  if (fresh) await writeAtomically(file, Buffer.from(`${JSON.stringify(accounts, null, 2)}\n`));
  rmSync(unfinished, { force: true });
  say(`
邻站已启动（演示数据）
  办公端   ${running.url}/
  外勤端   ${running.url}/m/
  接口说明 ${running.url}/api/docs

演示账号（全部 ${accounts.length} 个见 ${file}）
${table(accounts)}

按 Ctrl-C 停止。再次运行会接着使用这些数据；要从头开始，请删除 ${settings.dataDir} 后再运行。`);
}

requireNode();
try {
  await main();
} catch (error) {
  giveUp(sentenceOf(error));
}
