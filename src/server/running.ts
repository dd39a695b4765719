// A running server from its settings: database (embedded, or DATABASE_URL), schema, keys, files, HTTP. Everything it opened, it closes.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { holdsData, prepareDatabase, type RolePasswords } from './database/migrate.ts';
import { openPool } from './database/pool.ts';
import { localFileStore } from './files/store.ts';
import type { House, Log } from './house.ts';
import { buildApp } from './http/app.ts';
import { platformRoutes } from './http/platform-routes.ts';
import type { Module } from './module.ts';
import { keepPostgres } from './postgres/keep.ts';
import { type KeyRing, loadKeyRing } from './secrets/keys.ts';
import { createSealer } from './secrets/seal.ts';

export type Settings = {
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  host?: string;
  /** A server from version 15; without it the embedded PostgreSQL is started in the data folder. */
  databaseUrl?: string;
  databaseName?: string;
  production: boolean;
  /** Behind one reverse proxy that adds to X-Forwarded-For. */
  trustProxy?: boolean;
  clock?: () => Date;
  log?: Log;
  say?: (line: string) => void;
  /** Connections to the database; 16 by default. */
  connections?: number;
};

export type Running = { house: House; app: FastifyInstance; url: string; ownerUrl: string; stop: () => Promise<void> };

const root = join(import.meta.dirname, '../..');
export const VERSION: string = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** What the platform itself writes into the ledger. */
const PLATFORM_TITLES: [string, string][] = [
  ['session.open', '登录'],
  ['session.refuse', '登录失败'],
  ['session.set_password', '设置密码'],
  ['county.open', '开通本县（在服务器上）'],
  ['county.renew_link', '重发管理员链接并解除验证器（在服务器上）'],
];

/** One line of JSON on standard output per event. */
export const jsonLog: Log = (event, details) =>
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...details })}\n`);

/** Passwords of the database roles: the same on every server that shares the key ring. */
export const rolePasswords = (ring: KeyRing): RolePasswords => {
  const of = (role: string) => ring.deriveIndex(`database password of ${role}`).toString('base64url');
  return { owner: of('owner'), runtime: of('runtime') };
};

/** Opens everything but HTTP: also for programs that only need the data (verify, opening a county). */
export async function openHouse(settings: Settings): Promise<{ house: House; ownerUrl: string; close: () => Promise<void> }> {
  const { dataDir, say = () => {} } = settings;
  const log = settings.log ?? jsonLog;
  const postgres = settings.databaseUrl
    ? null
    : await keepPostgres({ dataDir, log: say }, (event, error) => log(event, error ? { error: error.message } : {}));
  try {
    const adminUrl = settings.databaseUrl ?? postgres!.url;
    const name =
      settings.databaseName ??
      (settings.databaseUrl ? decodeURIComponent(new URL(settings.databaseUrl).pathname.slice(1)) || 'linzhan' : 'linzhan');
    const hasData = existsSync(join(dataDir, 'files')) || (await holdsData(adminUrl, name));
    const ring = await loadKeyRing({ dataDir, hasData });
    const { ownerUrl, runtimeUrl, applied } = await prepareDatabase(adminUrl, name, rolePasswords(ring));
    if (applied.length) say(`数据库结构已更新：${applied.join('、')}`);
    let closing = false;
    const onLost = () => {
      if (!closing) log('database_connection_lost');
    };
    const pool = openPool(runtimeUrl, { max: settings.connections ?? 16, onLost });
    const secrets = createSealer(ring);
    const files = await localFileStore(dataDir, secrets);
    const house: House = {
      pool,
      secrets,
      files,
      clock: settings.clock ?? (() => new Date()),
      production: settings.production,
      version: VERSION,
      dataDir,
      log,
      titles: new Map(PLATFORM_TITLES),
    };
    return {
      house,
      ownerUrl,
      close: async () => {
        closing = true;
        await pool.end();
        await postgres?.stop();
      },
    };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: '已被其他程序占用。请停止它，或用 PORT 指定另一个端口',
  EACCES: '须有系统管理员权限才能使用。请用 PORT 指定 1024 以上的端口',
  EADDRNOTAVAIL: '不是本机的地址。请核对 HOST',
};
const listen = (app: FastifyInstance, port: number, host: string): Promise<string> =>
  app.listen({ port, host }).catch((error: NodeJS.ErrnoException) => {
    const say = LISTENING[error.code ?? ''];
    throw say ? new Error(`${host}:${port} ${say}。`, { cause: error }) : error;
  });

/** Starts the product. `modules` decide what can be asked of it. */
export async function startServer(settings: Settings, modules: readonly Module[]): Promise<Running> {
  const { house, ownerUrl, close } = await openHouse(settings);
  try {
    for (const m of modules)
      for (const { def } of [...(m.commands ?? []), ...(m.reads ?? []), ...(m.documents ?? [])])
        house.titles.set(def.name, def.title);
    const app = buildApp(house, modules, { trustProxy: settings.trustProxy });
    await platformRoutes(app, house, modules, join(root, 'dist'));
    const url = await listen(app, settings.port, settings.host ?? '127.0.0.1');
    for (const module of modules) await module.started?.(house);
    return {
      house,
      app,
      url,
      ownerUrl,
      stop: async () => {
        await app.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
