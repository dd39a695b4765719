// A whole copy of a data folder, without its keys, while the product runs or while it is stopped. Of a running database it is a base
// backup as PostgreSQL defines it: between pg_backup_start and pg_backup_stop the files are copied, afterwards the log of what was written
// meanwhile; the copy recovers to the end of the backup when it is started. No program beside our own is needed. SEC-13.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';
import { PostgresStartError } from './errors.ts';
import { readProcessFile } from './leftovers.ts';
import { claimDataFolder } from './owner.ts';
import { homeApart } from './place.ts';
import { looksLikePostgres } from './processes.ts';

/** What belongs to the running server and not to its data; folders of it are there, empty. */
const NOT_DATA =
  /^(postmaster\.(pid|opts)|(pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans|pg_replslot)\/.*)$/;
const NOT_DATA_BY_NAME = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)(\/|$)/;
const CONTROL = 'global/pg_control';

type Copied = { files: number; bytes: number };
const none = (): Copied => ({ files: 0, bytes: 0 });

/** Copies a tree, entry by entry; one that vanishes meanwhile was not part of the data any more. */
async function copyTree(from: string, to: string, wanted: (path: string) => boolean, sum: Copied, root = from): Promise<void> {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const path = relative(root, source);
    if (entry.isDirectory()) await copyTree(source, target, wanted, sum, root);
    else if (entry.isFile() && wanted(path)) {
      try {
        await copyFile(source, target, constants.COPYFILE_FICLONE);
        sum.bytes += statSync(target).size;
        sum.files++;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }
}

const isData = (path: string): boolean => !NOT_DATA.test(path) && !NOT_DATA_BY_NAME.test(path);

async function copyRunning(cluster: string, to: string, url: string, sum: Copied): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // A big checkpoint is spread over minutes unless asked to be fast; nobody waits longer for a write because of it.
    await client.query("select pg_backup_start('linzhan', true)");
    await copyTree(cluster, to, path => isData(path) && !path.startsWith('pg_wal/') && path !== CONTROL, sum);
    await copyFile(join(cluster, CONTROL), join(to, CONTROL));
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(join(to, 'backup_label'), rows[0]!.labelfile, { mode: 0o600 });
    await copyTree(join(cluster, 'pg_wal'), join(to, 'pg_wal'), () => true, sum);
  } finally {
    await client.end();
  }
}

/** The URL of the database that runs in a cluster, or null when none does. */
function runningAt(dataDir: string, cluster: string): string | null {
  const left = readProcessFile(cluster);
  if (left?.status !== 'ready' || !looksLikePostgres(left.pid)) return null;
  const port = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://postgres:${readFileSync(join(dataDir, 'pg-secret'), 'utf8').trim()}@127.0.0.1:${port}/postgres`;
}

export type Backup = Copied & { to: string; running: boolean };

/**
 * Copies a data folder to a new folder `to`, which bears its name only when it is whole.
 * @throws PostgresStartError with a sentence
 */
export async function backUp(data: string, to: string): Promise<Backup> {
  if (!existsSync(join(data, 'pg-secret')))
    throw new PostgresStartError(`${data} 不是邻站的数据文件夹。请用 LINZHAN_DATA 指明。`);
  if (existsSync(to)) throw new PostgresStartError(`${to} 已存在。请指定一个新的文件夹，每次备份各用一个。`);
  const dataDir = realpathSync(data);
  const cluster = join(homeApart(dataDir) ?? dataDir, 'pg');
  const part = `${to}.part`;
  mkdirSync(dirname(to), { recursive: true });
  mkdirSync(part);
  chmodSync(part, process.getuid?.() === 0 ? 0o711 : 0o700); // like a data folder: root lets the database's account pass through
  const sum = none();
  const url = runningAt(dataDir, cluster);
  if (url) await copyRunning(cluster, join(part, 'pg'), url, sum);
  else {
    const release = await claimDataFolder(dataDir); // nobody starts it meanwhile
    try {
      await copyTree(cluster, join(part, 'pg'), isData, sum);
    } finally {
      release();
    }
  }
  // Files are written before the rows that name them, and never changed: copied last, none that a row names is missing.
  if (existsSync(join(dataDir, 'files'))) await copyTree(join(dataDir, 'files'), join(part, 'files'), () => true, sum);
  await copyFile(join(dataDir, 'pg-secret'), join(part, 'pg-secret'));
  execFileSync('sync', ['-f', part]);
  renameSync(part, to);
  return { ...sum, to, running: url !== null };
}
