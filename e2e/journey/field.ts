// What a worker does on the field app in the journey: a visit with photo, signature and no place, and a telephone greeting.

import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { drawOn } from '../page.ts';

const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="1800">
<rect width="2400" height="1800" fill="#a9c8d8"/><path d="M0 900 700 420 1300 820 1900 380 2400 760V1800H0Z" fill="#6f9468"/>
<path d="M700 1050 1200 700 1700 1050V1500H700Z" fill="#e6dcc8"/><path d="M620 1080 1200 660 1780 1080" fill="none" stroke="#8a4b32" stroke-width="70"/>
<rect x="1110" y="1180" width="200" height="320" fill="#6b4a33"/><rect y="1500" width="2400" height="300" fill="#b79f7a"/></svg>`;

/** A photo as a phone's camera makes it: large, lying on its side, with the place in it. */
export const cameraPhoto = (): Promise<Buffer> =>
  sharp(Buffer.from(SCENE))
    .rotate(-90)
    .withMetadata({
      orientation: 6,
      exif: {
        IFD0: { Make: 'Huawei' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '19/1 2/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '109/1 50/1 0/1' },
      },
    })
    .jpeg()
    .toBuffer();

/** Opens a place below '#' and waits until its page has taken the place of the one before. */
export async function goTo(page: Page, path: string, title: string): Promise<void> {
  await page.goto(`/m/#/${path}`);
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
}

/** Waits until the form that is open lies on the phone with everything that was written. */
export const draftKept = (page: Page): Promise<void> => page.locator('form[data-kept=true]').waitFor();

/** Chooses the first answer where the last visit left none. */
async function answerAll(page: Page, parts: readonly RegExp[], role: 'radio' | 'checkbox'): Promise<void> {
  for (const part of parts) {
    const group = page.getByRole('group', { name: part });
    if ((await group.getByRole(role, { checked: true }).count()) === 0) await group.getByRole(role).first().click();
  }
}

/** A signature, drawn on the pad as a finger moves. */
async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: '手写签名' }).click();
  const pad = page.getByRole('img', { name: /签名区域/ });
  await expect.poll(() => page.getByRole('button', { name: '完成签名' }).isDisabled()).toBe(true);
  await drawOn(pad, [
    [
      [0.2, 0.3],
      [0.45, 0.25],
      [0.3, 0.75],
    ],
    [
      [0.5, 0.2],
      [0.52, 0.8],
    ],
    [
      [0.6, 0.4],
      [0.8, 0.45],
      [0.65, 0.7],
      [0.85, 0.75],
    ],
  ]);
}

/** A visit as a worker fills it: outcome, one change, services, two sentences, no place, a photo and a signature. */
export async function fillVisit(page: Page, look: (step: string) => Promise<void>): Promise<void> {
  await page.getByRole('radio', { name: '成功' }).click();
  await page.getByRole('group', { name: /^健康/ }).getByRole('radio').first().waitFor();
  await answerAll(page, [/^健康/, /^精神/, /^安全/, /^卫生/, /^居住环境/], 'radio');
  await answerAll(page, [/^需求与困难/], 'checkbox');
  await page
    .getByRole('group', { name: /^已提供服务/ })
    .getByRole('checkbox', { name: '情绪支持' })
    .click();
  await page.getByRole('textbox', { name: /^访谈摘要/ }).fill('老人精神好，走廊堆了柴火');
  // The phone may not be located here: it says so, and a reason is enough.
  await page.getByRole('button', { name: '记录位置' }).click();
  await page.getByText('可以选择一个原因继续，不影响提交。').waitFor();
  await page
    .getByRole('group', { name: /^不定位的原因/ })
    .getByRole('radio', { name: /山里无信号/ })
    .click();
  await page.locator('summary').filter({ hasText: '照片与签名' }).click();
  const photo = { name: 'IMG_20261124.jpg', mimeType: 'image/jpeg', buffer: await cameraPhoto() };
  await page.locator('input[type=file]').first().setInputFiles(photo);
  await page.getByRole('img', { name: '照片 1' }).waitFor();
  await sign(page);
  await look('signature');
  await page.getByRole('button', { name: '完成签名' }).click();
  await page.getByRole('img', { name: '已签名' }).waitFor();
}

/** A telephone greeting from another person's page. */
export async function greet(page: Page): Promise<void> {
  await goTo(page, 'people', '对象');
  await page.locator('main a[href*="#/people/"]').nth(1).click();
  await page.getByRole('link', { name: '电话问候', exact: true }).click();
  await page.getByRole('radio', { name: '接通' }).click();
  await page.getByRole('group', { name: /^身体/ }).waitFor();
  await answerAll(page, [/^接听人/, /^身体/, /^情绪/, /^三餐/, /^用药/, /^居家安全/], 'radio');
  await page.getByRole('button', { name: '保存记录' }).click();
}
