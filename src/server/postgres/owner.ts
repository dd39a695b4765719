// One program at a time owns a data folder. Each candidate writes a claim whose name is its identity and then looks for other living
// claims; nobody goes on while one is there. Writing comes before looking, so of two that start at once at least one sees the other.
// A dead claim can be removed by anyone at any time, because its name can never again be a living process.

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataFolderInUse, PostgresStartError } from './errors.ts';
import { type Identity, identify } from './processes.ts';

const CLAIM = /^owner-(\d+)-(\d+)-([0-9a-f]+)\.lock$/;
const PATIENCE = 1_000; // milliseconds in which a rival that came later sees us and gives way

const earlier = (a: Identity, b: Identity) => a.ticks < b.ticks || (a.ticks === b.ticks && a.pid < b.pid);

/** The living claims of other processes; removes those of dead ones. */
function rivals(dataDir: string, mine: Identity): Identity[] {
  const living: Identity[] = [];
  for (const name of readdirSync(dataDir)) {
    const [, pid, ticks, boot] = CLAIM.exec(name) ?? [];
    if (!pid || !ticks || !boot || Number(pid) === mine.pid) continue;
    const found = identify(Number(pid));
    if (found?.ticks === Number(ticks) && found.boot === boot) living.push(found);
    else rmSync(join(dataDir, name), { force: true });
  }
  return living;
}

/**
 * Makes this process the owner of an existing data folder.
 * @returns a function that gives it up (synchronous, so that it can run at exit).
 * @throws DataFolderInUse when another living process, or this one, owns it already.
 */
export async function claimDataFolder(dataDir: string): Promise<() => void> {
  const mine = identify(process.pid);
  if (!mine) throw new PostgresStartError('读不到 /proc，无法判断数据文件夹是否正被使用。请挂载 /proc 后再启动。');
  const claim = join(dataDir, `owner-${mine.pid}-${mine.ticks}-${mine.boot}.lock`);
  try {
    writeFileSync(claim, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new DataFolderInUse(dataDir, process.pid);
    throw new PostgresStartError(
      `不能写入数据文件夹 ${dataDir}（${code}）。请核对文件夹权限，或用 LINZHAN_DATA 指定另一个文件夹。`,
    );
  }
  const release = () => rmSync(claim, { force: true });
  try {
    for (const end = Date.now() + PATIENCE; ; await sleep(20)) {
      const others = rivals(dataDir, mine);
      if (others.length === 0) return release;
      // Of two that came at once the earlier process waits and the later gives way: one of them always gets through.
      const stronger = others.find(other => earlier(other, mine)) ?? (Date.now() > end ? others[0] : undefined);
      if (stronger) throw new DataFolderInUse(dataDir, stronger.pid);
    }
  } catch (error) {
    release();
    throw error;
  }
}
