// The cluster itself: made once and whole, with a random password of the superuser, and the settings it runs with.

import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '#server/files/atomic.ts';
import { run } from './account.ts';
import type { Binaries } from './binaries.ts';
import { PostgresStartError } from './errors.ts';
import { makeHome, type Place, recordPlace } from './place.ts';
import { tagOf } from './processes.ts';

/** The major version an existing cluster was made with. */
export function majorOf(cluster: string): number {
  const file = join(cluster, 'PG_VERSION');
  if (existsSync(file)) return Number(readFileSync(file, 'utf8'));
  throw new PostgresStartError(
    `${cluster} 中没有完整的数据库。请从备份中恢复这个文件夹；如果里面没有需要的内容，请删除它后重新启动。`,
  );
}

/** What the server is started with. The command line overrides the cluster's files, so every start is alike. */
export function settingsFor(cluster: string, port: number): Record<string, string> {
  return {
    cluster_name: tagOf(cluster),
    listen_addresses: '127.0.0.1',
    port: `${port}`,
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '128MB',
    jit: 'off', // short statements; not every build has it, and the versions should behave alike
    fsync: 'on',
    synchronous_commit: 'on',
    timezone: 'Asia/Shanghai',
    log_timezone: 'Asia/Shanghai',
    lc_messages: 'C',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%m [%p] ',
    // Statements and their errors can carry personal data. They go to the program that asked, never to the log: it keeps only
    // what concerns the server itself (the level "log" lies above "error"), without details or statements.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_min_duration_statement: '-1',
  };
}

const failure = (error: unknown) =>
  String((error as { stderr?: string }).stderr || (error as Error).message)
    .trim()
    .slice(-1_000);

/** initdb in a folder of its own, which becomes the cluster by one rename: a half-made cluster never bears the name. */
async function makeCluster(place: Place, { bin }: Binaries, password: string): Promise<void> {
  const home = dirname(place.cluster);
  if (place.isApart) makeHome(place);
  const workshop = mkdtempSync(join(home, 'pg-new-'));
  try {
    const passwordFile = join(workshop, 'password');
    const unfinished = join(workshop, 'pg');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (place.account) for (const path of [workshop, passwordFile]) chownSync(path, place.account.uid, place.account.gid);
    // Sorted by code point (the same on every machine and version); letters are recognised in all of Unicode.
    const options = ['--username=postgres', '--encoding=UTF8', '--locale=C', '--lc-ctype=C.UTF-8', '--auth=scram-sha-256'];
    const checks = ['--data-checksums', '--no-instructions', `--pwfile=${passwordFile}`];
    await run(place.account, join(bin, 'initdb'), ['-D', unfinished, ...options, ...checks]);
    renameSync(unfinished, place.cluster);
  } catch (error) {
    if (place.isApart) rmSync(home, { recursive: true, force: true });
    throw new PostgresStartError(`没有建成数据库。请核对磁盘空间和文件夹 ${home} 的权限后重新启动。\n  ${failure(error)}`);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** Sets the superuser's password without a connection, on a cluster that does not run. */
async function setPassword({ cluster, account }: Place, { bin }: Binaries, password: string): Promise<void> {
  const sql = `alter role postgres password '${password}';\n`;
  try {
    await run(account, join(bin, 'postgres'), ['--single', '-D', cluster, 'postgres'], sql);
  } catch (error) {
    throw new PostgresStartError(
      `数据库的密码文件 pg-secret 丢失,重设密码也没有成功。请从备份中恢复它后重新启动。\n  ${failure(error)}`,
    );
  }
}

/**
 * Makes the cluster when it is new, and its password file `<dataDir>/pg-secret` (0600) when it is missing.
 * The cluster must not be running.
 * @returns the password of the superuser `postgres` (letters and digits only).
 */
export async function prepareCluster(place: Place, binaries: Binaries): Promise<string> {
  const file = join(place.dataDir, 'pg-secret');
  const isKept = existsSync(file);
  const password = isKept ? readFileSync(file, 'utf8').trim() : randomBytes(24).toString('hex');
  if (place.isNew) await makeCluster(place, binaries, password);
  else if (!isKept) await setPassword(place, binaries, password);
  if (!isKept) await writeAtomically(file, Buffer.from(password));
  if (place.isNew) await recordPlace(place);
  return password;
}
