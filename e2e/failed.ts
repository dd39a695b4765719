// What remains of a failed browser test for whoever looks for its cause: a picture of each open page, what stood on it, and what its
// console said, in the folder of reports. Runs before every file of browser tests.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach } from 'vitest';

const said = new Map<Page, string[]>();
let folder: string | null = null;

function listen(page: Page): void {
  const lines: string[] = [];
  said.set(page, lines);
  const note = (line: string) => void lines.push(`${new Date().toISOString()} ${line}`);
  page.on('console', message => note(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => note(`error: ${error.stack ?? error.message}`));
  page.on('requestfailed', request => note(`${request.method()} ${request.url()}: ${request.failure()?.errorText}`));
  page.on('close', () => said.delete(page));
}

/** Remembers what the pages of a browser say. */
export function watch(context: BrowserContext): BrowserContext {
  for (const page of context.pages()) listen(page);
  context.on('page', listen);
  return context;
}

async function report(page: Page, lines: readonly string[], to: string): Promise<void> {
  const words = await page
    .locator('body')
    .innerText({ timeout: 5_000 })
    .catch((error: Error) => `(${error.message})`);
  writeFileSync(`${to}.txt`, `${page.url()}\n\n${words}\n\n── console\n${lines.join('\n')}\n`);
  // A page that hangs gives no picture: then its words are all there is.
  await page.screenshot({ path: `${to}.png`, timeout: 10_000 }).catch((error: Error) => console.error(error.message));
  console.error(`${to}.png\n${page.url()}\n${words.slice(0, 1_500)}\n${lines.slice(-10).join('\n')}`);
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  folder ??= process.env.LINZHAN_REPORTS ?? mkdtempSync(join(tmpdir(), 'linzhan-reports-'));
  mkdirSync(folder, { recursive: true });
  const name = task.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
  console.error(`\n── ${task.name}`);
  for (const [n, [page, lines]] of [...said].entries()) await report(page, lines, join(folder, `${name}-${n + 1}`));
});
