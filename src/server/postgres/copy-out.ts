// Copies the programs of the npm package (1,000 files, 60 MB) to a place that the account running PostgreSQL can reach. Every file
// arrives by rename and is compared by size on each start: two processes may copy at once, an interrupted or partly cleaned copy heals.

import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where root keeps what PostgreSQL must reach when the program or its data lie in a folder that only root may enter. */
export const SYSTEM_HOME = '/var/lib/linzhan';

/** Makes a folder that everyone may enter. @throws when someone else could have put anything into it. */
export function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(folder);
  const isOurs = uid === process.getuid?.() && (mode & 0o170_022) === 0o040_000; // a real folder, nobody else may write
  if (!isOurs) throw new Error(`${folder}: not a folder of this user alone`);
  if ((mode & 0o777) !== 0o755) chmodSync(folder, 0o755); // a strict umask
}

function copyFile(from: string, to: string): void {
  const { size, mode } = statSync(from);
  if (statSync(to, { throwIfNoEntry: false })?.size === size) return;
  const temporary = join(dirname(to), `.${randomUUID()}.tmp`);
  try {
    copyFileSync(from, temporary);
    chmodSync(temporary, mode & 0o100 ? 0o755 : 0o644);
    renameSync(temporary, to);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function copyFolder(from: string, to: string): void {
  openFolder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) copyFolder(join(from, entry.name), join(to, entry.name));
    else if (entry.isFile()) copyFile(join(from, entry.name), join(to, entry.name));
  }
}

/** One function per possible place, best first; each copies `folder/native` there under `name` and gives the copy's folder. */
export function copyOut(folder: string, name: string): (() => string)[] {
  const uid = process.getuid?.() ?? 0;
  const durable = uid === 0 ? SYSTEM_HOME : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'linzhan');
  return [durable, join(tmpdir(), `linzhan-${uid}`)].map(home => () => {
    openFolder(home);
    const copy = join(home, name);
    openFolder(copy);
    copyFolder(join(folder, 'native'), join(copy, 'native'));
    return copy;
  });
}
