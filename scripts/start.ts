// `npm start`: production. Second factor compulsory, cookies need HTTPS. Settings: PORT, HOST, LINZHAN_DATA, DATABASE_URL (docs/deploy.md).

import { run, settingsFromEnvironment } from '../src/main.server.ts';
import { counties } from '../src/server/counties.ts';
import { requireNode } from './node-version.ts';
import { giveUp, sentenceOf } from './sentences.ts';
import { ensureWeb } from './web.ts';

requireNode();
try {
  ensureWeb();
  const running = await run(settingsFromEnvironment());
  console.log(`邻站已启动：${running.url}（在它前面放置带证书的反向代理，见 docs/deploy.md）`);
  if ((await counties(running.house)).length === 0)
    console.log(
      '还没有开通任何县。请按 Ctrl-C 停止，用相同的 LINZHAN_DATA 运行：npm run county -- 469030 琼中黎族苗族自治县 琼中县 db/seed/divisions-469030.json',
    );
} catch (error) {
  giveUp(sentenceOf(error));
}
