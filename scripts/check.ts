// `npm run check`: types, style, freshness of generated files. Import rules and the shape of the database are tests (arch/).

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireNode } from './node-version.ts';

requireNode();
const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const run = (name: string, command: string, args: string[]): boolean => {
  const ok = spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  return ok;
};

const results = [
  run('types', bin('tsc'), ['--noEmit', '-p', '.']),
  run('style', bin('biome'), ['check', '--error-on-warnings', '--max-diagnostics=40']),
  run('punctuation', process.execPath, [join(root, 'scripts/punctuation.ts'), '--check']),
  run('generated files', process.execPath, [join(root, 'scripts/gen.ts'), '--check']),
];
process.exit(results.every(Boolean) ? 0 : 1);
