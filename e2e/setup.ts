// Before the first browser test: the demo county, founded once. Every file of tests has a copy of it, database and files.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type DemoAccount, demoStart, foundDemoCounty, giveDemoPasswords } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { modules } from '../src/modules.ts';
import { startServer } from '../src/server/running.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The demo people with their passwords. */
    accounts: DemoAccount[];
  }
}

const DATABASE = 'linzhan_founded';

/** Runs after src/server/testing.setup.ts, whose PostgreSQL and keys it uses. */
export default async function found(project: TestProject): Promise<() => void> {
  const { adminUrl, keysPath } = project.getProvidedContext();
  process.env.LINZHAN_KEYS = keysPath;
  const dataDir = mkdtempSync(join(tmpdir(), 'linzhan-founded-'));
  const settings = { dataDir, port: 0, databaseUrl: adminUrl, databaseName: DATABASE, production: false, log: () => {} };
  const { house, stop } = await startServer(settings, modules);
  await foundDemoCounty(house, demoStart(dayOf(house.clock())));
  for (const module of modules) await module.demo?.(house, () => {});
  project.provide('accounts', await giveDemoPasswords(house));
  await stop();
  project.provide('founded', { database: DATABASE, dataDir });
  return () => rmSync(dataDir, { recursive: true, force: true });
}
