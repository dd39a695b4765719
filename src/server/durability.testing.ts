// The real product as a child process on a real data folder, to be killed; and a look into its tables from outside while it runs.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { House } from './house.ts';
import { startPostgres } from './postgres/launch.ts';
import { signal } from './postgres/processes.ts';
import { serverProcesses } from './postgres/testing.ts';
import { openHouse, rolePasswords } from './running.ts';
import { loadKeyRing } from './secrets/keys.ts';

/** Makes a data folder and fills it, before the product ever ran on it. */
export async function furnished<T>(dataDir: string, fill: (house: House) => Promise<T>): Promise<T> {
  delete process.env.LINZHAN_KEYS; // the folder has a ring of its own
  const prefer = process.env.LINZHAN_TEST_POSTGRES === 'system' ? 'system' : 'embedded';
  await (await startPostgres({ dataDir, prefer })).stop(); // later starts follow the version the cluster was made with
  const { house, close } = await openHouse({ dataDir, port: 0, production: false, log: () => undefined });
  try {
    return await fill(house);
  } finally {
    await close();
  }
}

export type Child = {
  url: string;
  pid: number;
  /** What it printed, on both streams. */
  lines: string[];
  exit: Promise<number | null>;
  signal: (name: NodeJS.Signals) => void;
};

const children = new Set<ChildProcess>();
/** Ends what a failed test left running. */
export function killChildren(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** The product the way `npm start` runs it, on any free port; `listening` answers its address, or throws with what it printed. */
export function spawned(dataDir: string, env: Record<string, string> = {}): Omit<Child, 'url'> & { listening: Promise<Child> } {
  const main = JSON.stringify(join(import.meta.dirname, '../main.server.ts'));
  const body = `const { run, settingsFromEnvironment } = await import(${main});
    console.log('URL ' + (await run({ ...settingsFromEnvironment(), production: false })).url);`;
  const process_ = spawn(process.execPath, ['--input-type=module', '-e', body], {
    cwd: '/',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LINZHAN_DATA: dataDir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(process_);
  const lines: string[] = [];
  const exit = new Promise<number | null>(resolve => process_.once('exit', resolve));
  void exit.then(() => children.delete(process_));
  const child = { pid: process_.pid!, lines, exit, signal: (name: NodeJS.Signals) => void process_.kill(name) };
  createInterface({ input: process_.stderr }).on('line', line => lines.push(line));
  const listening = new Promise<Child>((resolve, reject) => {
    createInterface({ input: process_.stdout }).on('line', line => {
      lines.push(line);
      if (line.startsWith('URL ')) resolve({ ...child, url: line.slice(4) });
    });
    void exit.then(code => reject(new Error(`the server ended (${code}) before it listened:\n${lines.join('\n')}`)));
  });
  listening.catch(() => undefined); // whoever waits for it hears it
  return { ...child, listening };
}

/** kill -9 of the database: its main process and every child of it, at once. */
export function killDatabase(dataDir: string): void {
  for (const pid of serverProcesses(join(dataDir, 'pg'))) signal(pid, 'SIGKILL');
}

/** Works on the running database as the tables' owner, with the row security of a whole county. */
export async function looking<T>(dataDir: string, county: number, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const ring = await loadKeyRing({ dataDir, hasData: true, env: {} });
  const port = readFileSync(join(dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[3];
  const owner = new pg.Client(`postgres://app_owner:${rolePasswords(ring).owner}@127.0.0.1:${port}/linzhan`);
  await owner.connect();
  try {
    await owner.query(
      `select set_config('app.county', $1, false), set_config('app.stations', (select '{' || string_agg(station_id::text, ',') || '}' from app.stations where county_id = $1::int), false)`,
      [String(county)],
    );
    await owner.query('begin isolation level repeatable read read only'); // one moment, while others write
    return await work(owner);
  } finally {
    await owner.end();
  }
}
