// `npm start`: production. Second factor compulsory, cookies need HTTPS. Settings: PORT, HOST, LINZHAN_DATA, DATABASE_URL (docs/deploy.md).

import { run, settingsFromEnvironment } from '../src/main.server.ts';
import { counties } from '../src/server/counties.ts';
import { requireNode } from './node-version.ts';
import { ensureWeb } from './web.ts';

requireNode();
ensureWeb();
try {
  const running = await run(settingsFromEnvironment());
  console.log(`邻站已启动:${running.url}`);
  if ((await counties(running.house)).length === 0)
    console.log(
      '还没有开通任何县。请先停止,再运行:npm run county -- 469030 琼中黎族苗族自治县 琼中县 db/seed/divisions-469030.json',
    );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
