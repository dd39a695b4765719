// What the person who runs the installation does before or beside the county's own administrators:
//   npm run county -- <code> <name> <short name> <divisions file>   opens a county, prints the links of its first three administrators
//   npm run county -- <code> link <user name>                       a new link for an administrator who lost password or authenticator
// Run it while the server is stopped, or with DATABASE_URL while it runs. LINZHAN_URL is the address people open, for whole links.

import { existsSync, readFileSync } from 'node:fs';
import {
  type AdministratorLink,
  addFirstAdministrators,
  addStations,
  Divisions,
  renewAdministratorLink,
} from '../src/domain/org/founding.service.ts';
import { newId } from '../src/kernel/ids.ts';
import { settingsFromEnvironment } from '../src/main.server.ts';
import { inCounty } from '../src/server/auth/sessions.ts';
import { counties, openCounty } from '../src/server/counties.ts';
import type { House } from '../src/server/house.ts';
import { stopOnSignals } from '../src/server/postgres/signals.ts';
import { openHouse } from '../src/server/running.ts';
import { requireNode } from './node-version.ts';
import { giveUp, sentenceOf } from './sentences.ts';

const USAGE = `用法：
  npm run county -- 六位区划代码 县名 简称 区划文件.json      开通一个县，打印三位管理员的一次性链接
  npm run county -- 六位区划代码 link 用户名                  为忘记密码或丢失验证器的管理员重发链接
例：npm run county -- 469030 琼中黎族苗族自治县 琼中县 db/seed/divisions-469030.json`;

/** The stations and villages of a file, which must be this county's. */
function divisionsFrom(file: string, code: string): Divisions {
  if (!existsSync(file)) giveUp(`没有找到区划文件 ${file}，请核对路径。`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    giveUp(`区划文件 ${file} 不是有效的 JSON，请核对内容（格式见 db/seed/divisions-469030.json）。`);
  }
  const read = Divisions.safeParse(content);
  if (!read.success)
    giveUp(
      `区划文件 ${file} 的内容不合格式(格式见 db/seed/divisions-469030.json):\n${read.error.issues.map(i => `  ${i.path.join('.')} ${i.message}`).join('\n')}`,
    );
  const strange = read.data.townships.find(t => !t.code.startsWith(code));
  if (strange) giveUp(`区划文件中的 ${strange.name}（${strange.code}）不属于 ${code}，请核对县代码和文件。`);
  return read.data;
}

function print(links: readonly AdministratorLink[]): void {
  const base = process.env.LINZHAN_URL?.replace(/\/+$/, '');
  for (const l of links) console.log(`  ${l.role}  用户名 ${l.userName}  ${base ?? ''}${l.link}`);
  if (!base)
    console.log('链接前面请加上系统的网址（如 https://shegong.example.gov.cn）；设置 LINZHAN_URL 后再运行，会直接打印完整链接。');
}

async function open(house: House, code: string, name: string, shortName: string, divisions: Divisions): Promise<void> {
  const links = await openCounty(house, Number(code), name, shortName, async tx => {
    await addStations(tx, divisions, tx.today, newId());
    return addFirstAdministrators(tx);
  });
  const stations = divisions.townships.filter(t => t.is_station).length;
  console.log(`${name}已开通，共 ${stations} 个社工站。请把下列链接分别交给三位管理员（72 小时内有效，只能用一次）：`);
  print(links);
}

async function renew(house: House, code: string, userName: string): Promise<void> {
  if (!(await counties(house)).some(c => c.county === Number(code))) giveUp(`${code} 还没有开通。`);
  const link = await inCounty(house, Number(code), tx => renewAdministratorLink(tx, userName));
  console.log('新链接（72 小时内有效，只能用一次；原来的登录已失效，验证器须重新绑定）：');
  print([link]);
}

requireNode();
const [code = '', second = '', third = '', file = ''] = process.argv.slice(2);
const wantsLink = second === 'link';
if (!/^\d{6}$/.test(code) || !third || (!wantsLink && !file)) giveUp(USAGE);
const divisions = wantsLink ? null : divisionsFrom(file, code);
try {
  const { house, close } = await openHouse(settingsFromEnvironment());
  stopOnSignals(close);
  try {
    if (divisions) await open(house, code, second, third, divisions);
    else await renew(house, code, third);
  } finally {
    await close();
  }
} catch (error) {
  giveUp(sentenceOf(error));
}
