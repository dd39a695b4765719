// What the office does with a visit in the journey: opens it, looks at its proof, takes it out as PDF.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { dayOf } from '../../src/kernel/dates.ts';

/** Opens the newest home visit of the station that waits for review. */
export async function openNewestReview(page: Page, station: number): Promise<void> {
  await page.goto(`/visits?station=${station}&kind=home_visit&state=submitted&from=${dayOf(new Date())}`);
  await page.locator('tr[data-row-key]').first().click();
  await page.getByRole('dialog').getByText('访谈摘要').first().waitFor();
}

/** Photo, signature and the reason for no place have really arrived: they can be seen, and the place is in none of them. */
export async function mustShowProof(page: Page): Promise<void> {
  const sheet = page.getByRole('dialog');
  const photo = sheet.getByRole('img', { name: '照片 1' });
  const signature = sheet.getByRole('img', { name: '服务对象签名' });
  await photo.scrollIntoViewIfNeeded();
  for (const picture of [photo, signature])
    await expect.poll(() => picture.evaluate(img => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(40);
  expect(await sheet.innerText()).toMatch(/山里无信号/);
  const small = await photo.getAttribute('src');
  const whole = await page.request.get(small!.replace(/\?.*/, ''));
  expect(whole.headers()['content-type']).toBe('image/jpeg');
  const about = await sharp(await whole.body()).metadata();
  expect(about).toMatchObject({ width: 1600, height: 1200 });
  expect(about.exif?.includes(Buffer.of(0x25, 0x88)) ?? false, 'the place in the photo').toBe(false);
  const ink = await sharp(await (await page.request.get((await signature.getAttribute('src'))!)).body())
    .flatten({ background: '#fff' })
    .stats();
  expect(ink.channels[0]!.min, 'nothing was drawn').toBeLessThan(80);
}

/** The visit as PDF: its words, and in it photo and signature. */
export async function mustPrint(page: Page): Promise<void> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /下载记录表/ }).click()]);
  const path = await download.path();
  expect((await readFile(path)).subarray(0, 5).toString()).toBe('%PDF-');
  const words = execFileSync('pdftotext', [path, '-']).toString().replace(/\s+/g, '');
  expect(words).toContain('药盒贴了大字条');
  expect(words).toContain('山里无信号');
  const sizes = execFileSync('pdfimages', ['-list', path])
    .toString()
    .split('\n')
    .slice(2)
    .map(line => line.trim().split(/\s+/))
    .filter(cells => cells[2] === 'image')
    .map(cells => Number(cells[3]) * Number(cells[4]));
  expect(sizes.filter(size => size > 5_000).length, 'photo and signature in the PDF').toBeGreaterThanOrEqual(2);
}
