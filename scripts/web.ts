// Builds the web when its sources are newer than the last build; says what it is doing.

import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

function newestSource(): number {
  const files = globSync(
    ['src/web/**/*', 'src/kernel/**/*', 'src/domain/**/*', 'src/main.*', 'db/seed/*.json', 'vite.config.ts', 'package-lock.json'],
    { cwd: root },
  );
  return Math.max(...files.map(f => statSync(join(root, f)).mtimeMs));
}

/** Makes sure `dist/` is the build of the present sources. */
export function ensureWeb(): void {
  const built = join(root, 'dist/index.html');
  if (existsSync(built) && statSync(built).mtimeMs > newestSource()) return;
  console.log('正在构建网页（首次约半分钟）…');
  const result = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) throw new Error('网页构建失败，请查看上面的提示。');
}
