// The product as `npm start` runs it, for a benchmark: tells its parent where it listens.

import { run, settingsFromEnvironment } from '../src/main.server.ts';

const running = await run({ ...settingsFromEnvironment(), log: () => {} });
process.send?.({ url: running.url });
process.on('disconnect', () => process.exit());
