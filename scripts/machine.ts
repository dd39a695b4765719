// What a machine must have beside Node, installed where that is possible (Debian, as root) and said clearly where it is not.

import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser for end-to-end tests and screenshots, or null. */
export const findChromium = (): string | null => process.env.CHROMIUM ?? CHROMIUM.find(existsSync) ?? null;

const hasChineseFont = (): boolean => globSync('/usr/share/fonts/**/*{CJK,cjk,wqy}*').length > 0;

function install(packages: string[], what: string): void {
  console.log(`正在安装${what}：${packages.join(' ')}…`);
  const apt = (args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const root = process.getuid?.() === 0;
  if (!root || !apt(['update', '-qq']) || !apt(['install', '-y', '-qq', '--no-install-recommends', ...packages])) {
    console.error(`缺少${what}。请以管理员身份运行：apt-get install ${packages.join(' ')}，然后重试。`);
    process.exit(1);
  }
}

/** Debian's Chromium, a Chinese font, and the tool that turns a PDF into pictures. */
export function ensureBrowser(): void {
  const missing = [
    ...(findChromium() ? [] : ['chromium']),
    ...(hasChineseFont() ? [] : ['fonts-noto-cjk']),
    ...(existsSync('/usr/bin/pdftoppm') ? [] : ['poppler-utils']),
  ];
  if (missing.length) install(missing, '浏览器测试所需的程序');
}

/** Debian's PostgreSQL binaries, for the second mode of the tests; its own cluster on the default port is not used. */
export function ensureSystemPostgres(): void {
  if (globSync('/usr/lib/postgresql/*/bin/postgres').length === 0) install(['postgresql'], '系统 PostgreSQL');
}
