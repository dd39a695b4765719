// `npm run county -- <code> <name> <short name> <divisions file>`: opens a county and prints the one-time links of its first three
// administrators. Run it while the server is stopped, or with DATABASE_URL while it runs.

import { readFile } from 'node:fs/promises';
import { addFirstAdministrators, addStations, Divisions } from '../src/domain/org/founding.service.ts';
import { newId } from '../src/kernel/ids.ts';
import { settingsFromEnvironment } from '../src/main.server.ts';
import { inCounty } from '../src/server/auth/sessions.ts';
import { openCounty } from '../src/server/counties.ts';
import { openHouse } from '../src/server/running.ts';

const [code, name, shortName, file] = process.argv.slice(2);
if (!/^\d{6}$/.test(code ?? '') || !name || !shortName || !file) {
  console.error('用法:npm run county -- 六位区划代码 县名 简称 区划文件.json');
  process.exit(1);
}
try {
  const divisions = Divisions.parse(JSON.parse(await readFile(file, 'utf8')));
  const { house, close } = await openHouse(settingsFromEnvironment());
  try {
    const county = Number(code);
    await openCounty(house, county, name, shortName);
    const links = await inCounty(house, county, async tx => {
      await addStations(tx, divisions, tx.today, newId());
      return addFirstAdministrators(tx);
    });
    console.log(
      `${name}已开通,共 ${divisions.townships.filter(t => t.is_station).length} 个社工站。请把下列链接分别交给三位管理员(72 小时内有效,只能用一次):`,
    );
    for (const l of links) console.log(`  ${l.role}  用户名 ${l.userName}  ${l.link}`);
  } finally {
    await close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
