// `npm run shots`: walks every journey in a real browser, phone and desktop, and leaves the pictures in shots/ for the person who looks.

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const result = spawnSync(process.execPath, [join(root, 'scripts/test.ts'), '--only=e2e'], { cwd: root, stdio: 'inherit' });
console.log(globSync('shots/*.png', { cwd: root }).sort().join('\n'));
process.exit(result.status ?? 1);
