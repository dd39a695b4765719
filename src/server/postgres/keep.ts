// Keeps the embedded PostgreSQL running for as long as the program does: when it ends by itself (killed, out of memory) it is started
// again on the same port and recovers, and the pool's next connection finds it there. Meanwhile requests are answered with 503.

import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './launch.ts';

export type KeptPostgres = Pick<RunningPostgres, 'url' | 'port' | 'version' | 'stop'>;

/** Told that the server ended by itself, that it could not be started again (with the reason; it is tried again), that it runs again. */
export type Watcher = (event: 'database_ended' | 'database_not_started' | 'database_started_again', error?: Error) => void;

const LONGEST_PAUSE = 30; // seconds between two attempts; a full disk is freed, sooner or later

/** Starts PostgreSQL like `startPostgres`, and starts it again whenever it ends before `stop()`. */
export async function keepPostgres(options: PostgresOptions, watcher: Watcher): Promise<KeptPostgres> {
  const first = await startPostgres(options);
  const again: PostgresOptions = { ...options, port: first.port };
  const stopping = new AbortController();
  let now = first;
  let restarting: Promise<void> = Promise.resolve();

  const restart = async (): Promise<void> => {
    watcher('database_ended');
    for (let tries = 1; !stopping.signal.aborted; tries++) {
      try {
        await now.stop(); // it has ended; this gives up the data folder, so that the next start may claim it
        now = await startPostgres(again);
        watch();
        return watcher('database_started_again');
      } catch (error) {
        watcher('database_not_started', error as Error);
        await sleep(Math.min(tries, LONGEST_PAUSE) * 1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const watch = (): void => {
    void now.exited.then(() => {
      if (!stopping.signal.aborted) restarting = restart();
    });
  };
  watch();
  return {
    url: first.url,
    port: first.port,
    version: first.version,
    stop: async () => {
      stopping.abort();
      await restarting;
      await now.stop();
    },
  };
}
