// Where the database cluster of a data folder lies, and which account runs it. Usually it is `<dataDir>/pg`. Where root keeps the data
// in a folder that only root may enter, PostgreSQL (which is not root) could not reach it: then it is a private folder under
// /var/lib/linzhan, and `<dataDir>/pg-location` says which. A data folder that is gone takes its pointer along and starts afresh.

import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, lchownSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '#server/files/atomic.ts';
import { type Account, canEnter, NOBODY } from './account.ts';
import { openFolder, SYSTEM_HOME } from './copy-out.ts';
import { PostgresStartError } from './errors.ts';

/** `cluster` is PostgreSQL's own folder; `isNew` when it is still to be made; `isApart` when it lies outside the data folder. */
export type Place = { dataDir: string; cluster: string; account: Account; isNew: boolean; isApart: boolean };

const OWNER_NOTE = 'belongs-to'; // beside a cluster that lies apart: the data folder it belongs to
const pointerOf = (dataDir: string) => join(dataDir, 'pg-location');
const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);
const isRoot = () => process.getuid?.() === 0;

/**
 * Makes the data folder when it is missing and gives its real, absolute path. Root lets others pass through a new one (not look into
 * it), so that PostgreSQL can.
 */
export function makeDataFolder(dataDir: string): string {
  try {
    const isNew = mkdirSync(dataDir, { recursive: true, mode: isRoot() ? 0o755 : 0o700 });
    if (isNew && isRoot()) chmodSync(dataDir, 0o711);
    return realpathSync(dataDir);
  } catch (error) {
    const { message } = error as Error;
    throw new PostgresStartError(
      `不能建立数据文件夹 ${dataDir}（${message}）。请核对上级文件夹的权限，或用 LINZHAN_DATA 指定另一个文件夹。`,
    );
  }
}

function giveAway(path: string, to: { uid: number; gid: number }): void {
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) lchownSync(join(path, entry), to.uid, to.gid);
  lchownSync(path, to.uid, to.gid);
  chmodSync(path, 0o700); // the server refuses a folder that others may look into
}

/** The account for an existing cluster: that of its files, which a copy or a backup restored by root may have lost. */
async function accountOf(cluster: string): Promise<Account> {
  const { uid, gid } = statSync(cluster);
  const me = process.getuid?.();
  if (!isRoot()) {
    if (uid === me) return null;
    throw new PostgresStartError(
      `数据库文件夹 ${cluster} 属于另一个系统用户（uid ${uid}），当前用户（uid ${me}）不能使用。请用原来的用户启动，或用 LINZHAN_DATA 指定另一个文件夹。`,
    );
  }
  if (uid === 0) giveAway(cluster, NOBODY);
  const account = uid === 0 ? NOBODY : { uid, gid };
  if (await canEnter(account, cluster)) return account;
  throw new PostgresStartError(
    `数据库不能以 root 运行，而系统用户 ${account.uid} 进不去文件夹 ${cluster}。请让它能通过上级文件夹（chmod o+x），或把整个数据文件夹移到其他用户能进入的地方，再用 LINZHAN_DATA 指明。`,
  );
}

/** The cluster a pointer names, after making sure that it is there and that no other data folder points to it. */
async function pointedTo(dataDir: string, cluster: string): Promise<Place> {
  const pointer = pointerOf(dataDir);
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    throw new PostgresStartError(
      `${pointer} 指明的数据库文件夹 ${cluster} 不存在。请把它恢复到原处；如果确定要从空的数据库开始，请删除 ${pointer} 后再启动。`,
    );
  }
  const note = join(dirname(cluster), OWNER_NOTE);
  const owner = textOf(note);
  if (owner !== dataDir) {
    if (owner && textOf(pointerOf(owner)) === cluster) {
      throw new PostgresStartError(
        `数据文件夹 ${dataDir} 是 ${owner} 的副本，两者指向同一个数据库 ${cluster}。请使用原来的文件夹，或删除 ${pointer} 后从备份恢复。`,
      );
    }
    await writeAtomically(note, Buffer.from(dataDir)); // the data folder was moved
  }
  return { dataDir, cluster, account: await accountOf(cluster), isNew: false, isApart: true };
}

/**
 * The place for the cluster of a data folder (absolute, existing).
 * @throws PostgresStartError when it cannot be reached, is gone, or belongs to someone else.
 */
export async function placeFor(dataDir: string): Promise<Place> {
  const pointed = textOf(pointerOf(dataDir));
  if (pointed) return pointedTo(dataDir, pointed);
  const cluster = join(dataDir, 'pg');
  if (existsSync(cluster)) return { dataDir, cluster, account: await accountOf(cluster), isNew: false, isApart: false };
  const account = isRoot() ? NOBODY : null;
  if (await canEnter(account, dataDir)) return { dataDir, cluster, account, isNew: true, isApart: false };
  return { dataDir, cluster: join(SYSTEM_HOME, `data-${randomUUID()}`, 'pg'), account, isNew: true, isApart: true };
}

/** Makes the private outer folder of a new cluster that lies apart. */
export function makeHome({ dataDir, cluster }: Place): void {
  try {
    openFolder(SYSTEM_HOME);
    mkdirSync(dirname(cluster), { mode: 0o700 });
    lchownSync(dirname(cluster), NOBODY.uid, NOBODY.gid);
  } catch (error) {
    const { message } = error as Error;
    throw new PostgresStartError(
      `数据文件夹 ${dataDir} 只有 root 能进入，而 ${SYSTEM_HOME} 不能使用（${message}）。请用 LINZHAN_DATA 指定其他用户能进入的文件夹。`,
    );
  }
}

/** The outer folder of the cluster that a data folder points to and owns, or null when it lies inside. */
export function homeApart(dataDir: string): string | null {
  const pointed = textOf(pointerOf(dataDir));
  return pointed && textOf(join(dirname(pointed), OWNER_NOTE)) === dataDir ? dirname(pointed) : null;
}

/** Records a cluster that lies apart, once it is complete. */
export async function recordPlace({ dataDir, cluster, isApart }: Place): Promise<void> {
  if (!isApart) return;
  await writeAtomically(join(dirname(cluster), OWNER_NOTE), Buffer.from(dataDir));
  await writeAtomically(pointerOf(dataDir), Buffer.from(cluster));
}

/** Clusters that lie apart and once belonged to this data folder, which was deleted since: nothing deletes them but a person. */
export function orphansOf(dataDir: string): string[] {
  if (!isRoot() || !existsSync(SYSTEM_HOME)) return [];
  const pointed = textOf(pointerOf(dataDir));
  const homes = readdirSync(SYSTEM_HOME).map(name => join(SYSTEM_HOME, name));
  return homes.filter(home => textOf(join(home, OWNER_NOTE)) === dataDir && join(home, 'pg') !== pointed);
}
