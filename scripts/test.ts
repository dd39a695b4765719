// `npm test`: checks, build, unit and HTTP tests on a real PostgreSQL, then the journeys in a real browser.
//   --postgres=system   Debian's PostgreSQL instead of the embedded one (it must pass on both)
//   --only=unit|e2e|check   one part

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, ensureSystemPostgres } from './machine.ts';
import { requireNode } from './node-version.ts';
import { ensureWeb } from './web.ts';

requireNode();
const root = join(import.meta.dirname, '..');
const system = process.argv.includes('--postgres=system');
const only = process.argv.find(a => a.startsWith('--only='))?.slice(7);
const env = { ...process.env, LINZHAN_TEST_POSTGRES: system ? 'system' : 'embedded' };
const reports = mkdtempSync(join(tmpdir(), 'linzhan-reports-'));
const totals = { passed: 0, failed: 0 };

const say = (line: string): void => console.log(`\n── ${line}`);
const node = (args: string[]): boolean => spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status === 0;

type Report = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number };

function vitest(project: string): void {
  const file = join(reports, `${project}.json`);
  const ok = node([
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  totals.passed += report.numPassedTests;
  // A file that could not be loaded has no failed test of its own, but the run has failed.
  totals.failed += report.numFailedTests || (ok ? 0 : Math.max(1, report.numFailedTestSuites));
}

if (!only || only === 'check') {
  say('检查：类型、写法、生成文件');
  if (!node([join(root, 'scripts/check.ts')])) totals.failed++;
}
if (system) ensureSystemPostgres();
if (!only || only === 'unit') {
  say(`单元与接口测试（${system ? '系统' : '内置'} PostgreSQL）`);
  vitest('unit');
}
if (!only || only === 'e2e') {
  ensureBrowser();
  ensureWeb();
  say('浏览器测试');
  vitest('e2e');
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed ? 1 : 0);
