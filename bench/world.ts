// Where a benchmark happens: an embedded PostgreSQL in a folder of its own, one filled county, servers as processes of their own whose
// memory the kernel reports, and people who signed in over HTTP.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type DemoAccount, demoId, giveDemoPasswords } from '#domain/org/people.demo.ts';
import { COOKIE, inCounty, openSession, type Place } from '#server/auth/sessions.ts';
import { counties } from '#server/counties.ts';
import type { House } from '#server/house.ts';
import { deleteDataFolder } from '#server/postgres/delete-data.ts';
import { startPostgres } from '#server/postgres/launch.ts';
import { openHouse } from '#server/running.ts';
import { COUNTY, fillCounty, foundOnly, type Size } from './fill.ts';

export type Say = (line: string) => void;

/** A process that serves HTTP on loopback. */
export type Served = {
  url: string;
  pid: number;
  /** The most memory it ever held, in MB (VmHWM). */
  peakMb(): number;
  /** Processor time it has used, in seconds. */
  cpuSeconds(): number;
  stop(): Promise<void>;
};

/** A database with a county, and the accounts of its people. */
export type County = {
  house: House;
  ownerUrl: string;
  /** The same database as the superuser: no row security. */
  adminUrl: string;
  accounts: ReadonlyMap<string, DemoAccount>;
  /** Starts the product as `npm start` would, on this database. */
  serve(): Promise<Served>;
  close(): Promise<void>;
};

export type World = {
  adminUrl: string;
  /** The county with its residents and visits, or one of another size; filled on the first call. */
  filled(other?: Size): Promise<County>;
  /** A county with nothing but its organisation. */
  empty(): Promise<County>;
  stop(): Promise<void>;
};

/** `NAME=value node --flag scripts/start.ts`: what `npm start` gives Node beside the program. */
function startSettings(): { env: Record<string, string>; flags: string[] } {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const words = scripts.start.split(' ');
  const env = words.filter(w => /^[A-Z_]+=/.test(w)).map(w => w.split('=') as [string, string]);
  return { env: Object.fromEntries(env), flags: words.filter(w => w.startsWith('--')) };
}

/** Starts one of the benchmark's own programs with the settings of `npm start` and waits for the address it sends. */
export async function serveFrom(file: string, env: Record<string, string>): Promise<Served> {
  const start = startSettings();
  const child = fork(join(import.meta.dirname, file), [], {
    env: { ...process.env, ...start.env, ...env },
    execArgv: start.flags,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const first = await Promise.race([once(child, 'message'), exited.then(() => null)]);
  if (!first) throw new Error(`${file} ended before it served`);
  return {
    url: (first[0] as { url: string }).url,
    pid: child.pid!,
    peakMb: () => peakOf(child),
    cpuSeconds: () => cpuOf(child),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function peakOf(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

/** From the kernel's clock ticks, of which Linux counts 100 a second for programs. */
function cpuOf(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const inDatabase = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;

async function openCounty(
  adminUrl: string,
  dataDir: string,
  name: string,
  found: (house: House, ownerUrl: string) => Promise<void>,
): Promise<County> {
  const { house, ownerUrl, close } = await openHouse({
    dataDir,
    port: 0,
    production: true,
    databaseUrl: adminUrl,
    databaseName: name,
    connections: 4,
    log: () => {},
  });
  const kept = join(dataDir, `accounts-${name}.json`);
  if ((await counties(house)).length === 0) {
    await found(house, ownerUrl);
    writeFileSync(kept, JSON.stringify(await giveDemoPasswords(house)), { mode: 0o600 });
  }
  if (!existsSync(kept)) throw new Error(`${dataDir} was not filled to its end; delete it and start again`);
  const accounts = new Map((JSON.parse(readFileSync(kept, 'utf8')) as DemoAccount[]).map(a => [a.userName, a]));
  const databaseUrl = inDatabase(adminUrl, name);
  return {
    house,
    ownerUrl,
    adminUrl: databaseUrl,
    accounts,
    serve: () => serveFrom('ours.ts', { DATABASE_URL: databaseUrl, LINZHAN_DATA: dataDir, PORT: '0' }),
    close,
  };
}

/** @param keptData a data folder that is filled once and stays; without it a temporary one is used and deleted. */
export async function openWorld(size: Size, say: Say, keptData?: string): Promise<World> {
  const dataDir = keptData ?? mkdtempSync(join(tmpdir(), 'linzhan-bench-'));
  mkdirSync(dataDir, { recursive: true });
  const postgres = await startPostgres({ dataDir, log: say });
  const opened: County[] = [];
  const open = async (name: string, found: (house: House, ownerUrl: string) => Promise<void>): Promise<County> => {
    const county = await openCounty(postgres.url, dataDir, name, found);
    opened.push(county);
    return county;
  };
  const filled = new Map<string, Promise<County>>();
  let empties = 0;
  return {
    adminUrl: postgres.url,
    filled: (of = size) => {
      const name = `county_${of.residents}_${of.visits}`;
      const county = filled.get(name) ?? open(name, (house, ownerUrl) => fillCounty(house, ownerUrl, of, say));
      filled.set(name, county);
      return county;
    },
    empty: () => open(`empty_${Date.now()}_${++empties}`, house => foundOnly(house)),
    stop: async () => {
      for (const county of opened) await county.close();
      if (keptData) await dropEmpty(postgres.url);
      await postgres.stop();
      if (!keptData) await deleteDataFolder(dataDir);
    },
  };
}

async function dropEmpty(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ datname: string }>(`select datname from pg_database where datname like 'empty\\_%'`);
  for (const { datname } of rows) await admin.query(`drop database ${pg.escapeIdentifier(datname)} with (force)`);
  await admin.end();
}

/** Headers of a session without the password step, for those whom production asks for a second factor. */
export async function sessionOf(county: County, userName: string, place: Place): Promise<Record<string, string>> {
  const account = demoId(`${COUNTY}/${userName}`);
  const cookie = await inCounty(county.house, COUNTY, tx => openSession(tx, account, [], place, false));
  return { cookie: `${COOKIE}=${cookie}`, 'x-linzhan': '1' };
}

/** Headers of somebody who signed in with user name and password. */
export async function signIn(
  url: string,
  county: County,
  userName: string,
  place: 'office' | 'field' = 'office',
): Promise<Record<string, string>> {
  const account = county.accounts.get(userName);
  if (!account) throw new Error(`no account ${userName}`);
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-linzhan': '1' },
    body: JSON.stringify({ county: COUNTY, userName, password: account.password, place }),
  });
  const cookie = new RegExp(`${COOKIE}=([^;]+)`).exec(response.headers.get('set-cookie') ?? '')?.[1];
  if (!response.ok || !cookie) throw new Error(`sign-in of ${userName} was refused: ${await response.text()}`);
  return { cookie: `${COOKIE}=${cookie}`, 'x-linzhan': '1' };
}
