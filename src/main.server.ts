// The product as a server: settings from the environment, clean stop on Ctrl-C and SIGTERM.

import { resolve } from 'node:path';
import { modules } from '#modules';
import { stopOnSignals } from '#server/postgres/signals.ts';
import { type Running, type Settings, startServer } from '#server/running.ts';

/** Settings as the environment gives them; every one has a sensible default. */
export function settingsFromEnvironment(env: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(env.PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT 须为 0–65535 的整数');
  return {
    dataDir: resolve(env.LINZHAN_DATA ?? './.data'),
    port,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    production: true,
    trustProxy: env.LINZHAN_TRUST_PROXY === '1',
    say: line => process.stderr.write(`${line}\n`),
  };
}

/** Starts with the product's modules and stops cleanly when asked to, also while it still starts: no database is left behind. */
export function run(settings: Settings): Promise<Running> {
  const starting = startServer(settings, modules);
  stopOnSignals(() =>
    starting.then(
      running => running.stop(),
      () => undefined,
    ),
  );
  return starting;
}
