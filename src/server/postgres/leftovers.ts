// What an earlier program left behind when it was killed: a server that still runs, children of a killed server, a stale process file.
// Called by the owner of the data folder, so nothing found here has a living owner.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresStartError } from './errors.ts';
import { looksLikePostgres, processesOfCluster, signal, startSecond, tagOf, waitFor } from './processes.ts';

/** `postmaster.pid`: written by the server, removed when it stops in order. */
export function readProcessFile(cluster: string): { pid: number; startedAt: number; status: string } | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), startedAt: Number(lines[2]), status: lines[7]?.trim() ?? '' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Stops every process of the cluster: fast, then at once (the next start recovers), then by force. */
async function stopProcesses(cluster: string, log: (line: string) => void): Promise<void> {
  const tag = tagOf(cluster);
  const found = () => processesOfCluster(tag);
  const [main] = found().main;
  if (main) {
    log(`上次没有正常结束，数据库仍在运行（进程 ${main}），先让它停下。`);
    for (const [name, patience] of [
      ['SIGINT', 20_000],
      ['SIGQUIT', 5_000],
    ] as const) {
      for (const pid of found().main) signal(pid, name);
      if (await waitFor(() => found().main.length === 0, patience)) break;
    }
  }
  const isQuiet = () => [found().main, found().children].flat().length === 0;
  if (await waitFor(isQuiet, 2_000)) return; // children end by themselves when they miss their server
  for (const pid of [found().main, found().children].flat()) signal(pid, 'SIGKILL');
  if (await waitFor(isQuiet, 5_000)) return;
  throw new PostgresStartError(
    `上次留下的数据库进程（${Object.values(found()).flat().join('、')}）停不下来。请结束这些进程后重新启动。`,
  );
}

/**
 * Leaves the cluster as if its server had been stopped or cut off: no process of it runs.
 * A server refuses to start while the number in `postmaster.pid` is taken: also by another program that was given the same number later,
 * or by the killed server itself as long as nobody has fetched its exit (a container whose first process reaps no children). In these
 * cases alone the file is removed. Otherwise the server judges it, because it also sees memory still in use.
 */
export async function clearLeftovers(cluster: string, log: (line: string) => void): Promise<void> {
  await stopProcesses(cluster, log);
  const left = readProcessFile(cluster);
  if (!left || !existsSync(`/proc/${left.pid}`)) return;
  const started = startSecond(left.pid); // null: dead, and not yet fetched
  const isThatServer = started !== null && looksLikePostgres(left.pid) && Math.abs(started - left.startedAt) <= 5;
  if (!isThatServer) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
