// Before the first test: one PostgreSQL for the whole run, and a template database with the schema. `LINZHAN_TEST_POSTGRES=system`
// takes Debian's server binaries instead of the embedded ones; the suite must pass on both.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { prepareDatabase } from './database/migrate.ts';
import { deleteDataFolder } from './postgres/delete-data.ts';
import { startPostgres } from './postgres/launch.ts';
import { rolePasswords } from './running.ts';
import { loadKeyRing } from './secrets/keys.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
    keysPath: string;
    /** A database with a county in it and the folder of its files, made once for the run; each server of a test has a copy. */
    founded: { database: string; dataDir: string };
  }
}

export const TEMPLATE = 'linzhan_template';

/** What these databases hold need not outlive a power cut: a commit does not wait for the disk. (Durability has a server of its own.) */
async function hurry(url: string): Promise<void> {
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query('alter role all set synchronous_commit = off');
  await admin.end();
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linzhan-test-'));
  const prefer = process.env.LINZHAN_TEST_POSTGRES === 'system' ? 'system' : 'embedded';
  const postgres = await startPostgres({ dataDir, prefer });
  await hurry(postgres.url);
  // One key ring for the run: the passwords of the database roles follow from it, and roles belong to the whole server.
  const ring = await loadKeyRing({ dataDir, hasData: false, env: {} });
  await prepareDatabase(postgres.url, TEMPLATE, rolePasswords(ring));
  project.provide('adminUrl', postgres.url);
  project.provide('keysPath', join(dataDir, 'keys.json'));
  return async () => {
    await postgres.stop();
    await deleteDataFolder(dataDir);
  };
}
