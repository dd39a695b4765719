// `npm run verify`: recomputes the ledger's chain of every county and names each changed or missing row. Exit code 1 when one is found.
// Works on a stopped installation, or on a running one through DATABASE_URL.

import { settingsFromEnvironment } from '../src/main.server.ts';
import { inCounty } from '../src/server/auth/sessions.ts';
import { counties } from '../src/server/counties.ts';
import { askTx, verifyLedger } from '../src/server/ledger.ts';
import { openHouse } from '../src/server/running.ts';

const WORDS = { changed: '内容被改动', missing: '缺失', head: '与链尾不符' } as const;

try {
  const { house, close } = await openHouse(settingsFromEnvironment());
  try {
    for (const { county, name } of await counties(house)) {
      const verdict = await inCounty(house, county, tx => verifyLedger(askTx(tx), county));
      console.log(`${name}(${county}):${verdict.rows} 条,${verdict.ok ? '完整无误' : '发现问题'}`);
      for (const p of verdict.problems) console.log(`  第 ${p.seq} 条:${WORDS[p.what]}`);
      if (!verdict.ok) process.exitCode = 1;
    }
  } finally {
    await close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
