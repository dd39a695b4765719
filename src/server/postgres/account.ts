// Which system account runs PostgreSQL. It refuses to run as root, so root starts it as "nobody"; everyone else as themselves.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The account PostgreSQL runs under; null means the account of this process. */
export type Account = { uid: number; gid: number } | null;

export const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * How every program of PostgreSQL is spawned: as `account`, from a folder every account may enter, without the PG… variables of the
 * caller, which would lead it to another server or another cluster.
 */
export function spawnOptions(account: Account) {
  return { ...account, cwd: '/', env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' } };
}

const execute = promisify(execFile);

/** Runs a program to its end as `account`; gives its standard output, throws (with `stderr`) unless it exits with 0. */
export async function run(account: Account, file: string, args: string[], input = ''): Promise<string> {
  const running = execute(file, args, spawnOptions(account));
  running.child.stdin?.on('error', () => undefined); // a program that ends without reading: its exit code tells
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** Whether `account` can reach a folder through all its parents (asked of the system, which also knows access lists). */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return run(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]).then(
    () => true,
    () => false,
  );
}
