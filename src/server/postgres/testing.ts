// For the launcher's tests: folders that are cleaned away with the servers on them, and real second programs that own a database.

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { deleteDataFolder } from './delete-data.ts';
import { processesOfCluster, tagOf } from './processes.ts';

const folders: string[] = [];
const programs: Program[] = [];

/** An empty folder that every account may enter. */
export function temporaryFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'linzhan-pg-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

/** Kills the programs a test left, and removes its folders with the databases in them. */
export async function cleanUp(): Promise<void> {
  for (const { child, exit } of programs.splice(0)) {
    child.kill('SIGKILL');
    await exit;
  }
  for (const folder of folders.splice(0)) {
    if (!existsSync(folder)) continue;
    for (const name of ['.', ...readdirSync(folder)]) {
      const at = join(folder, name);
      const isData = existsSync(join(at, 'pg-secret')) || existsSync(join(at, 'pg-location'));
      if (isData) await deleteDataFolder(at);
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs one statement over a connection of its own and gives its rows. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined); // the query itself fails too, and says so
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** All processes of the server of a cluster. */
export function serverProcesses(cluster: string): number[] {
  return Object.values(processesOfCluster(tagOf(cluster))).flat();
}

export type Program = { child: ChildProcess; line: () => Promise<string>; exit: Promise<number | null> };

/**
 * Another program that imports the launcher (of `room`, by default this folder) and runs `body`; what it prints is read line by line
 * ('' at the end of its output).
 */
export function program(
  body: string,
  { room = fileURLToPath(new URL('.', import.meta.url)), ...options }: ProgramOptions = {},
): Program {
  const imports = `import { startPostgres } from '${join(room, 'launch.ts')}';
    import { stopOnSignals } from '${join(room, 'signals.ts')}';
    const say = text => process.stdout.write(String(text).replaceAll('\\n', ' ') + '\\n');
    const stay = () => setInterval(() => {}, 1000);\n`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', imports + body], {
    ...options,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = new Promise<number | null>(resolve => child.once('exit', resolve));
  const running = { child, line: async () => (await lines.next()).value ?? '', exit };
  programs.push(running);
  return running;
}

type ProgramOptions = { room?: string; uid?: number; gid?: number; env?: NodeJS.ProcessEnv };

/** The body of a program that starts PostgreSQL on a folder, prints its URL or why not, and stays. */
export function owner(dataDir: string, more = ''): string {
  return `try { const running = await startPostgres({ dataDir: '${dataDir}' }); ${more} say(running.url); stay(); }
    catch (error) { say(error.name + ' ' + error.message); }`;
}
