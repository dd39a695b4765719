// The launcher on real PostgreSQL servers: what it refuses, how it starts and stops, what survives a crash.

import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { startPostgres } from './launch.ts';
import { openLogFile } from './log-file.ts';
import { claimDataFolder } from './owner.ts';
import { identify, waitFor } from './processes.ts';
import { cleanUp, owner, program, query, serverProcesses, temporaryFolder } from './testing.ts';

afterEach(cleanUp);

const newData = () => join(temporaryFolder(), 'data');
const claims = (dataDir: string) => readdirSync(dataDir).filter(name => name.startsWith('owner-'));

const reaches = (host: string, port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect({ host, port }, () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('refuses', () => {
  test('a second program on the same data, in its own words and with the process number', async () => {
    const dataDir = newData();
    const running = await startPostgres({ dataDir });
    const refused = `另一个邻站程序正在使用数据文件夹 ${dataDir}（进程 ${process.pid}）。请先停止它，或用 LINZHAN_DATA 指定另一个文件夹。`;
    expect(await program(owner(dataDir)).line()).toBe(`DataFolderInUse ${refused}`);
    await expect(startPostgres({ dataDir })).rejects.toThrow(refused);
    expect(await query(running.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await running.stop();
  });

  test('all but one of several programs that start at once', async () => {
    const dataDir = temporaryFolder();
    const go = join(dataDir, 'go');
    const claim = `import { claimDataFolder } from '${join(import.meta.dirname, 'owner.ts')}'; import { existsSync } from 'node:fs';
      say('ready'); while (!existsSync('${go}'));
      try { await claimDataFolder('${dataDir}'); say('owner'); stay(); } catch (error) { say(error.name); }`;
    const rivals = Array.from({ length: 6 }, () => program(claim));
    for (const rival of rivals) expect(await rival.line()).toBe('ready');
    writeFileSync(go, '');
    const answers = await Promise.all(rivals.map(rival => rival.line()));
    expect(answers.sort()).toEqual([...Array(5).fill('DataFolderInUse'), 'owner']);
    expect(claims(dataDir)).toHaveLength(1);
  });

  test('a taken port, a wrong password, and a cluster of another version', async () => {
    const dataDir = newData();
    const running = await startPostgres({ dataDir });
    const second = startPostgres({ dataDir: newData(), port: running.port });
    await expect(second).rejects.toThrow(`本机端口 ${running.port} 已被其他程序占用`);
    await expect(query(running.url.replace(/:\w+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication failed');
    await running.stop();
    writeFileSync(join(dataDir, 'pg/PG_VERSION'), '14\n');
    await expect(startPostgres({ dataDir })).rejects.toThrow('由 PostgreSQL 14 建立');
    expect(claims(dataDir)).toEqual([]);
  });
});

describe('works', () => {
  test('starts durable, private and quiet; stops without a trace; starts again with what was written', async () => {
    const dataDir = newData();
    const lines: string[] = [];
    const running = await startPostgres({ dataDir, log: line => lines.push(line) });
    expect(lines).toEqual([expect.stringContaining('第一次启动')]);
    expect(running.version).toMatch(/^18\./);
    const wanted = {
      fsync: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      server_encoding: 'UTF8',
      TimeZone: 'Asia/Shanghai',
    };
    const names = Object.keys(wanted).map(name => `'${name}'`);
    const settings = await query(running.url, `select name, setting from pg_settings where name in (${names})`);
    expect(Object.fromEntries(settings.map(row => [row.name, row.setting]))).toEqual(wanted);
    expect(statSync(join(dataDir, 'pg-secret')).mode & 0o777).toBe(0o600);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find(address => address?.family === 'IPv4' && !address.internal);
    if (outside) expect(await reaches(outside.address, running.port)).toBe(false);
    await query(running.url, "create table kept as select '张三丰' as name");
    await expect(query(running.url, "select '张三丰'::date")).rejects.toThrow('invalid input syntax');
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('张三丰');

    const idle = new pg.Client(running.url); // a connection that is still open does not hold up the end
    idle.on('error', () => undefined);
    await idle.connect();
    await Promise.all([running.stop(), running.stop(), running.exited]);
    expect(serverProcesses(join(dataDir, 'pg'))).toEqual([]);
    expect(await reaches('127.0.0.1', running.port)).toBe(false);
    expect(claims(dataDir)).toEqual([]);

    const again = await startPostgres({ dataDir, port: running.port });
    expect(again.port).toBe(running.port);
    expect(await query(again.url, 'select name from kept')).toEqual([{ name: '张三丰' }]);
    await again.stop();
  });

  test('on the PostgreSQL of the system, which later starts need no asking for', async () => {
    const dataDir = newData();
    const running = await startPostgres({ dataDir, prefer: 'system' });
    expect(Number.parseInt(running.version, 10)).toBeGreaterThanOrEqual(15);
    await running.stop();
    const again = await startPostgres({ dataDir });
    expect(again.version).toBe(running.version);
    await again.stop();
  });

  test('after its password was lost, and afresh after its folder was deleted', async () => {
    const dataDir = newData();
    const first = await startPostgres({ dataDir });
    await query(first.url, 'create table kept ()');
    await first.stop();
    rmSync(join(dataDir, 'pg-secret'));
    const second = await startPostgres({ dataDir });
    expect(second.url.replace(/:\d+\//, '/')).not.toBe(first.url.replace(/:\d+\//, '/'));
    expect(await query(second.url, 'select * from kept')).toEqual([]);
    await second.stop();
    rmSync(dataDir, { recursive: true });
    const third = await startPostgres({ dataDir });
    await expect(query(third.url, 'select * from kept')).rejects.toThrow('does not exist');
    await third.stop();
  });

  test('and ends with its program: by a signal (twice for one key press), by a plain exit', async () => {
    const dataDir = newData();
    const stopping = program(
      owner(dataDir, 'stopOnSignals(async () => { say("stopping"); await running.stop(); say("stopped"); });'),
    );
    await stopping.line();
    stopping.child.kill('SIGTERM');
    stopping.child.kill('SIGINT');
    expect([await stopping.line(), await stopping.line(), await stopping.line()]).toEqual(['stopping', 'stopped', '']);
    expect(await stopping.exit).toBe(0);
    expect(serverProcesses(join(dataDir, 'pg'))).toEqual([]);
    const forgetful = program(owner(dataDir, 'setTimeout(() => process.exit(3), 50);'));
    await forgetful.line();
    expect(await forgetful.exit).toBe(3);
    expect(await waitFor(() => serverProcesses(join(dataDir, 'pg')).length === 0, 5_000)).toBe(true);
    expect(claims(dataDir)).toEqual([]);
  });
});

test('a second signal ends a program whose stop does not come to an end', async () => {
  const stuck = program('stopOnSignals(() => new Promise(() => say("stopping"))); stay(); say("ready");');
  await stuck.line();
  stuck.child.kill('SIGHUP');
  expect(await stuck.line()).toBe('stopping');
  await new Promise(resolve => setTimeout(resolve, 1_100));
  stuck.child.kill('SIGINT');
  expect(await stuck.exit).toBe(1);
});

describe('survives', () => {
  test('kill -9 of the program: the next one stops the server left behind and finds every committed row', async () => {
    const dataDir = newData();
    const first = program(owner(dataDir));
    const url = await first.line();
    await query(url, 'create table kept as select 1 as id');
    first.child.kill('SIGKILL');
    await first.exit;
    expect(await query(url, 'insert into kept values (2) returning id')).toEqual([{ id: 2 }]); // the server outlived it
    const lines: string[] = [];
    const second = await startPostgres({ dataDir, log: line => lines.push(line) });
    expect(lines).toEqual([expect.stringMatching(/数据库仍在运行（进程 \d+）/)]);
    expect(await query(second.url, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
    await expect(query(url, 'select 1')).rejects.toThrow();
    await second.stop();
  });

  test('kill -9 of the server, with a child still busy', async () => {
    const dataDir = newData();
    const first = await startPostgres({ dataDir });
    await query(first.url, 'create table kept as select 1 as id');
    const busy = query(first.url, "select count(*) from generate_series(1, 1e9::bigint) where md5(generate_series::text) = ''");
    const broken = expect(busy).rejects.toThrow();
    await new Promise(resolve => setTimeout(resolve, 200));
    first.kill();
    await first.exited;
    expect(serverProcesses(join(dataDir, 'pg')).length).toBeGreaterThan(0); // the busy child has not noticed yet
    await first.stop();
    const second = await startPostgres({ dataDir });
    await broken;
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }]);
    await second.stop();
  });

  test('process numbers that were given to other programs since', async () => {
    const dataDir = newData();
    await (await startPostgres({ dataDir })).stop();
    const { uid, gid } = statSync(join(dataDir, 'pg'));
    const stranger = spawn('sleep', ['60'], { uid, gid });
    await new Promise(resolve => stranger.once('spawn', resolve));
    const { pid, boot } = identify(stranger.pid!)!;
    writeFileSync(join(dataDir, `owner-${pid}-1-${boot}.lock`), '');
    const left = [pid, join(dataDir, 'pg'), Math.floor(Date.now() / 1000), 5432, '', '127.0.0.1', '', 'ready'];
    writeFileSync(join(dataDir, 'pg/postmaster.pid'), `${left.join('\n')}\n`);
    const running = await startPostgres({ dataDir });
    expect(claims(dataDir)).toEqual([expect.stringContaining(`owner-${process.pid}-`)]);
    await running.stop();
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  test('a killed server whose exit nobody has fetched, as in a container whose first process reaps no children', async () => {
    const dataDir = newData();
    await (await startPostgres({ dataDir })).stop();
    const { uid, gid } = statSync(join(dataDir, 'pg'));
    // The shell's child ends, and what the shell has become never asks for its exit.
    const careless = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { uid, gid, stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = Number(await new Promise<Buffer>(resolve => careless.stdout.once('data', resolve)));
    expect(await waitFor(() => identify(pid) === null && existsSync(`/proc/${pid}`), 5_000)).toBe(true);
    const left = [pid, join(dataDir, 'pg'), Math.floor(Date.now() / 1000), 5432, '', '127.0.0.1', '', 'ready'];
    writeFileSync(join(dataDir, 'pg/postmaster.pid'), `${left.join('\n')}\n`);
    await (await startPostgres({ dataDir })).stop();
    careless.kill();
  });

  test('a copy of the data folder is a cluster of its own, beside the running original', async () => {
    const dataDir = newData();
    const first = await startPostgres({ dataDir });
    await query(first.url, 'create table kept as select 1 as id');
    await first.stop();
    const copy = join(temporaryFolder(), 'copy');
    cpSync(dataDir, copy, { recursive: true });
    const [original, twin] = [await startPostgres({ dataDir }), await startPostgres({ dataDir: copy })];
    await query(twin.url, 'insert into kept values (2)');
    expect(await query(original.url, 'select id from kept')).toEqual([{ id: 1 }]);
    await Promise.all([original.stop(), twin.stop()]);
    expect(existsSync(join(dataDir, 'pg/postmaster.pid'))).toBe(false);
  });
});

test('the log is moved aside when it has grown, and what is written next is found again', () => {
  const dataDir = temporaryFolder();
  const path = join(dataDir, 'postgres.log');
  writeFileSync(path, 'x'.repeat(6_000_000));
  const log = openLogFile(dataDir);
  expect([statSync(path).size, statSync(`${path}.1`).size]).toEqual([0, 6_000_000]);
  const mark = log.mark();
  writeFileSync(log.fd, '启动');
  expect(log.since(mark)).toBe('启动');
  log.close();
});

test('a claim on a data folder ends with its release', async () => {
  const dataDir = temporaryFolder();
  const release = await claimDataFolder(dataDir);
  await expect(claimDataFolder(dataDir)).rejects.toThrow('正在使用数据文件夹');
  release();
  (await claimDataFolder(dataDir))();
  expect(claims(dataDir)).toEqual([]);
});
