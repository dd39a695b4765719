// `npm run demo`: the product with its embedded database and a demo county. Safe to run again: it goes on with the same data.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DemoAccount, demoStart, foundDemoCounty, giveDemoPasswords } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { run, settingsFromEnvironment } from '../src/main.server.ts';
import { modules } from '../src/modules.ts';
import { counties } from '../src/server/counties.ts';
import type { House } from '../src/server/house.ts';
import { requireNode } from './node-version.ts';
import { ensureWeb } from './web.ts';

const say = (line: string): void => console.log(line);

async function furnish(house: House): Promise<DemoAccount[]> {
  say('正在准备演示县:10 个乡镇、123 个村(居),人员均为虚构(演示数据)…');
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

requireNode();
ensureWeb();
say('正在启动数据库…');
const settings = { ...settingsFromEnvironment(), production: false, log: () => {} };
const file = join(settings.dataDir, 'demo-accounts.json');
const unfinished = join(settings.dataDir, 'demo-unfinished');
// The last run was stopped while it made the demo county: nothing else can be in this folder, so it is made anew.
if (existsSync(unfinished)) rmSync(settings.dataDir, { recursive: true, force: true });
const running = await run(settings);
const fresh = (await counties(running.house)).length === 0;
if (!fresh && !existsSync(file)) {
  console.error(`数据文件夹 ${settings.dataDir} 里已有数据,但没有演示账号。请用 LINZHAN_DATA 指定另一个文件夹。`);
  await running.stop();
  process.exit(1);
}
if (fresh) writeFileSync(unfinished, '');
const accounts = fresh ? await furnish(running.house) : (JSON.parse(readFileSync(file, 'utf8')) as DemoAccount[]);
if (fresh) await writeFile(file, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
rmSync(unfinished, { force: true });
say(`
邻站已启动(演示数据)
  办公端   ${running.url}/
  外勤端   ${running.url}/m/
  接口说明 ${running.url}/api/docs

演示账号(全部 ${accounts.length} 个见 ${file})
${table(accounts)}

按 Ctrl-C 停止。`);
