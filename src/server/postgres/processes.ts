// Who is running, read from /proc. A process number alone proves nothing, because numbers are reused: with the start time and the
// boot it names one process for ever. Only world-readable files are read, so that it also works as root without ptrace rights.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process for ever: number, start in clock ticks since boot, first letters of the boot's id. */
export type Identity = { pid: number; ticks: number; boot: string };

const TICKS_PER_SECOND = 100; // fixed by the kernel for /proc, whatever the hardware

/** The text of a file under /proc, or null when its process has gone. */
function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

/** The identity of a living process, or null; a zombie counts as gone. */
export function identify(pid: number): Identity | null {
  const stat = readProc(`/proc/${pid}/stat`);
  const boot = readProc('/proc/sys/kernel/random/boot_id');
  if (!stat || !boot) return null;
  // The name in parentheses may itself hold spaces and parentheses; after it come state (field 3) … start time (field 22).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return { pid, ticks: Number(fields[19]), boot: boot.slice(0, 8) };
}

/** Start of a living process in seconds since 1970 (± 1 s), or null. */
export function startSecond(pid: number): number | null {
  const identity = identify(pid);
  const boot = /^btime (\d+)$/m.exec(readProc('/proc/stat') ?? '');
  return identity && boot ? Number(boot[1]) + identity.ticks / TICKS_PER_SECOND : null;
}

/** The arguments a process shows, [] when it has gone. */
export function argumentsOf(pid: number): string[] {
  return (readProc(`/proc/${pid}/cmdline`) ?? '').split('\0');
}

/** Names the cluster among the machine's processes (cluster_name); follows from its path, so a copy has another name. */
export function tagOf(cluster: string): string {
  return `linzhan-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`;
}

/** Whether a process shows itself as a PostgreSQL server or one of its children. */
export function looksLikePostgres(pid: number): boolean {
  const name = argumentsOf(pid)[0] ?? '';
  return basename(name) === 'postgres' || name.startsWith('postgres: ');
}

/**
 * The living PostgreSQL processes that carry `tag` as cluster_name: the main process shows it among its arguments, its children
 * in their title.
 */
export function processesOfCluster(tag: string): { main: number[]; children: number[] } {
  const main: number[] = [];
  const children: number[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const args = argumentsOf(pid);
    if (args[0]?.startsWith(`postgres: ${tag}: `)) children.push(pid);
    else if (args.includes(`cluster_name=${tag}`) && looksLikePostgres(pid)) main.push(pid);
  }
  return { main, children };
}

/** Sends a signal; false when the process has gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until `done()` or until `milliseconds` have passed; the last answer of `done()`. */
export async function waitFor(done: () => boolean, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(10)) if (done()) return true;
  return done();
}
