// `npm test`: checks, build, unit and HTTP tests on a real PostgreSQL, then the journeys in a real browser.
//   --postgres=system       Debian's PostgreSQL instead of the embedded one
//   --postgres=both         once on each; what has nothing to do with the database runs only once,
//                           of the browser tests the first journey runs on both, and hostile requests are sent once
//   --only=unit|e2e|check   one part

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, ensureSystemPostgres } from './machine.ts';
import { requireNode } from './node-version.ts';
import { ensureWeb } from './web.ts';

requireNode();
const root = join(import.meta.dirname, '..');
const option = (name: string): string | undefined => process.argv.find(a => a.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option('only');
const wanted = (part: 'check' | 'unit' | 'e2e'): boolean => !only || only === part;
const postgres = option('postgres') ?? 'embedded';
const databases = postgres === 'both' ? ['embedded', 'system'] : [postgres];
const reports = mkdtempSync(join(tmpdir(), 'linzhan-reports-'));
const totals = { passed: 0, failed: 0 };
/** What a browser does is the same on both databases; the first journey, from the import to the contract, is walked on the second too. */
const SECOND_TIME = ['e2e/journey.test.ts'];

const say = (line: string): void => console.log(`\n── ${line}`);
const node = (args: string[], env: Record<string, string> = {}): boolean =>
  spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' }).status === 0;

type Report = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number };

function vitest(projects: string[], database: string, turn: number): void {
  const file = join(reports, `${projects.at(-1)}-${database}.json`);
  const ok = node(
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...(turn > 0 && projects.includes('e2e') ? SECOND_TIME : []),
      ...projects.flatMap(project => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { LINZHAN_TEST_POSTGRES: database, LINZHAN_REPORTS: reports, LINZHAN_TEST_TURN: turn === 0 ? 'first' : 'second' },
  );
  // A run that broke off before its first test leaves no report.
  const report: Report = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Report)
    : { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 0 };
  totals.passed += report.numPassedTests;
  // A file that could not be loaded has no failed test of its own, but the run has failed.
  totals.failed += report.numFailedTests || (ok ? 0 : Math.max(1, report.numFailedTestSuites));
}

if (wanted('check')) {
  say('检查：类型、写法、生成文件');
  if (!node([join(root, 'scripts/check.ts')])) totals.failed++;
}
if (databases.includes('system')) ensureSystemPostgres();
for (const [turn, database] of databases.entries()) {
  const words = `${database === 'system' ? '系统' : '内置'} PostgreSQL`;
  if (wanted('unit')) {
    say(`单元与接口测试（${words}）`);
    vitest(turn === 0 ? ['pure', 'unit'] : ['unit'], database, turn);
  }
  if (wanted('e2e')) {
    ensureBrowser();
    ensureWeb();
    say(`浏览器测试（${words}）`);
    vitest(['e2e'], database, turn);
  }
}
if (totals.failed) console.log(`\n报告和失败时的截图：${reports}`);
else rmSync(reports, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed ? 1 : 0);
