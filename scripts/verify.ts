// `npm run verify`: recomputes the ledger's chain of every county and names each changed or missing row. Exit code 1 when one is found.
// Works on a stopped installation, or on a running one through DATABASE_URL.

import { settingsFromEnvironment } from '../src/main.server.ts';
import { counties } from '../src/server/counties.ts';
import { enterAs, inTransaction, Sender } from '../src/server/database/tx.ts';
import { askTx, verifyLedger } from '../src/server/ledger.ts';
import { stopOnSignals } from '../src/server/postgres/signals.ts';
import { openHouse } from '../src/server/running.ts';
import { requireNode } from './node-version.ts';
import { giveUp, sentenceOf } from './sentences.ts';

const WORDS = { changed: '内容被改动', missing: '缺失', head: '与链尾不符' } as const;

requireNode();
try {
  const { house, close } = await openHouse(settingsFromEnvironment());
  stopOnSignals(close);
  try {
    for (const { county, name } of await counties(house)) {
      // One moment of the chain: a server may be writing meanwhile.
      const verdict = await inTransaction(
        house.pool,
        'read',
        line => enterAs(line, { county }),
        line => verifyLedger(askTx(new Sender(line, county, house.clock())), county),
      );
      console.log(`${name}(${county}):${verdict.rows} 条，${verdict.ok ? '完整无误' : '发现问题'}`);
      for (const p of verdict.problems) console.log(`  第 ${p.seq} 条：${WORDS[p.what]}`);
      if (!verdict.ok) process.exitCode = 1;
    }
  } finally {
    await close();
  }
} catch (error) {
  giveUp(sentenceOf(error));
}
