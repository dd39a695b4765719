// Starts a real PostgreSQL that belongs to this process: makes the cluster on the first start, cleans up after a crash, refuses a second
// program on the same data, and ends with us. Linux only; elsewhere the program is given a server by DATABASE_URL.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnOptions } from './account.ts';
import { type Binaries, findBinaries, type Origin } from './binaries.ts';
import { majorOf, prepareCluster, settingsFor } from './cluster.ts';
import { PostgresStartError } from './errors.ts';
import { clearLeftovers, readProcessFile } from './leftovers.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { claimDataFolder } from './owner.ts';
import { makeDataFolder, orphansOf, type Place, placeFor } from './place.ts';
import { signal, waitFor } from './processes.ts';

export type PostgresOptions = {
  /** The data folder of the program; the cluster lies in it or is pointed to from it. */
  dataDir: string;
  /** `system` uses only PostgreSQL programs of the system; by default those that came with `npm ci` come first. */
  prefer?: Origin;
  /** Loopback port; a free one by default. */
  port?: number;
  /** Told in Chinese what takes time or was found. */
  log?: (line: string) => void;
};

export type RunningPostgres = {
  /** As the superuser `postgres` on 127.0.0.1; contains the password. */
  url: string;
  port: number;
  /** For example `18.4`. */
  version: string;
  pid: number;
  /** Resolves when the server has ended, for whatever reason; only `stop` gives up the data folder. */
  exited: Promise<void>;
  /** Stops the server in order, waits for it and gives up the data folder. May be called again, and after `kill`. */
  stop: () => Promise<void>;
  /** Ends the server's main process by force (SIGKILL), as a test of crashes. */
  kill: () => void;
};

type Server = { pid: number; exited: Promise<void>; hasExited: () => boolean; ref: () => void };

/** A port of 127.0.0.1 that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (!address || typeof address === 'string') throw new PostgresStartError('没有可用的本机端口，请稍后重新启动。');
  return address.port;
}

/** Starts the main process in a session of its own, so that the terminal's Ctrl-C reaches us and not the server. */
async function spawnServer({ cluster, account }: Place, { bin }: Binaries, port: number, logFd: number): Promise<Server> {
  const settings = Object.entries(settingsFor(cluster, port)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', cluster, ...settings], {
    ...spawnOptions(account),
    detached: true,
    stdio: ['ignore', logFd, logFd],
  });
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref(); // a program that forgets to stop it may still end; see the hook at exit
  return {
    pid: child.pid!,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    ref: () => child.ref(),
  };
}

/** Waits until the server accepts connections; recovery after a crash may take its time. False when it ended instead. */
async function isReady({ cluster }: Place, server: Server, log: (line: string) => void): Promise<boolean> {
  for (let next = Date.now() + 5_000; ; await sleep(5)) {
    if (server.hasExited()) return false;
    const { pid, status } = readProcessFile(cluster) ?? {};
    if (pid === server.pid && status === 'ready') return true;
    if (Date.now() < next) continue;
    next += 30_000;
    log('数据库正在恢复上次没有写完的内容，请稍候。');
  }
}

/** Starts the server on the wished port, or on a free one: between finding it and using it another program may take it. */
async function startServer(place: Place, binaries: Binaries, logFile: LogFile, { port, log = () => undefined }: PostgresOptions) {
  for (let tries = 1; ; tries++) {
    const at = port ?? (await freePort());
    const mark = logFile.mark();
    const server = await spawnServer(place, binaries, at, logFile.fd);
    if (await isReady(place, server, log)) return { server, port: at };
    const said = logFile.since(mark);
    const isTaken = /could not bind|Address already in use/.test(said);
    if (isTaken && port === undefined && tries < 5) continue;
    if (isTaken) throw new PostgresStartError(`本机端口 ${at} 已被其他程序占用。请换一个端口，或停止占用它的程序后重新启动。`);
    throw new PostgresStartError(`数据库没有启动成功。请查看日志 ${logFile.path} 的末尾:\n${said}`);
  }
}

/** Stops the server: fast, then at once, then by force. */
async function stopServer(server: Server): Promise<void> {
  server.ref();
  for (const [name, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    if (!server.hasExited()) signal(server.pid, name);
    if (await waitFor(server.hasExited, patience)) return;
  }
}

/** The running server as its owner sees it; `release` gives up the data folder. */
function handle(server: Server, url: string, port: number, version: string, release: () => void): RunningPostgres {
  let stopping: Promise<void> | undefined;
  const atExit = () => {
    // The process ends without having stopped the server, or without waiting for it: fast, or at once (nothing committed is lost).
    if (!server.hasExited()) signal(server.pid, stopping ? 'SIGQUIT' : 'SIGINT');
    release();
  };
  process.once('exit', atExit);
  const stop = async () => {
    await stopServer(server);
    process.off('exit', atExit);
    release();
  };
  return {
    url,
    port,
    version,
    pid: server.pid,
    exited: server.exited,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    kill: () => void signal(server.pid, 'SIGKILL'),
  };
}

/**
 * Starts PostgreSQL on a data folder (made when missing) and becomes its owner until `stop()`.
 * @throws DataFolderInUse while another living program owns the folder; PostgresStartError for everything else, in Chinese.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { prefer, log = () => undefined } = options;
  if (process.platform !== 'linux') {
    throw new PostgresStartError('自带的数据库只能在 Linux 上运行。请用 DATABASE_URL 指定一个 PostgreSQL 服务器（15 或更新）。');
  }
  const dataDir = makeDataFolder(options.dataDir);
  const giveUp = await claimDataFolder(dataDir);
  let logFile: LogFile | undefined;
  const release = () => {
    logFile?.close();
    giveUp();
  };
  try {
    const place = await placeFor(dataDir);
    const binaries = await findBinaries(place.account, prefer, place.isNew ? undefined : majorOf(place.cluster));
    await clearLeftovers(place.cluster, log);
    if (place.isNew) log(`第一次启动，正在建立数据库（PostgreSQL ${binaries.version}）。`);
    const password = await prepareCluster(place, binaries);
    for (const orphan of orphansOf(dataDir)) log(`${orphan} 属于已被删除的同名数据文件夹，不再需要时请自行删除。`);
    logFile = openLogFile(dataDir);
    const { server, port } = await startServer(place, binaries, logFile, options);
    return handle(server, `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, port, binaries.version, release);
  } catch (error) {
    release();
    if (error instanceof PostgresStartError) throw error;
    throw new PostgresStartError(`数据库没有启动成功（${(error as Error).message}）。请核对数据文件夹 ${dataDir} 后重新启动。`, {
      cause: error,
    });
  }
}
