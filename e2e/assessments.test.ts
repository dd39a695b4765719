// Assessments as people make them: a worker without signal on the phone, the series in the person's file, a county officer who writes an
// instrument of her own. K3, E1.

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustBeAccessible, shot } from './page.ts';
import { openWorld, signIn, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 240_000);
afterAll(() => world?.stop());

async function enter(kind: 'phone' | 'desktop', userName: string): Promise<{ page: Page; device: BrowserContext }> {
  const device = await world.device(kind);
  const page = await device.newPage();
  if (kind === 'phone') await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, world, userName, kind === 'phone' ? '/m/' : '/');
  return { page, device };
}
/** A picture, nothing for a screen reader to stumble over, nothing wider than the screen. */
async function looked(page: Page, name: string): Promise<void> {
  await shot(page, name);
  await mustBeAccessible(page, name);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${name} is too wide`).toBeLessThanOrEqual(
    0,
  );
}

describe('a worker on the phone', () => {
  it('assesses somebody without signal; it is sent when the signal returns', async () => {
    const { page, device } = await enter('phone', 'shiyun.1');
    await page
      .getByText(/名单截至/)
      .first()
      .waitFor();
    await page.getByText('符玉兰').first().click();
    await page.getByRole('link', { name: '评估' }).click();
    await page.getByRole('link', { name: /生活自理能力六项/ }).waitFor();
    await looked(page, 'assess-1-choose');
    await device.setOffline(true);
    await page.getByRole('link', { name: /生活自理能力六项/ }).click();
    await page.getByLabel(/评估日期/).waitFor();
    await looked(page, 'assess-2-begin');
    await page.getByRole('button', { name: '下一步' }).click();
    const groups = page.getByRole('group', { name: /自主/ });
    await groups.first().waitFor();
    for (let n = 0; n < 6; n++)
      await groups
        .nth(n)
        .getByRole('radio', { name: n < 4 ? '是' : '否', exact: true })
        .check();
    await page.getByText(/目前 4 项/).waitFor();
    await looked(page, 'assess-3-section');
    await page.getByRole('button', { name: '看结果' }).click();
    await page.getByText(/等级：部分丧失生活自理能力/).waitFor();
    await looked(page, 'assess-4-result');
    await page.getByRole('button', { name: '保存评估' }).click();
    await page.getByRole('link', { name: /自理六项 符玉兰/ }).waitFor();
    await looked(page, 'assess-5-waiting');
    await device.setOffline(false);
    await page.getByRole('link', { name: /^生活自理能力六项/ }).waitFor();
    await page.getByRole('link', { name: /^生活自理能力六项/ }).click();
    await page.getByRole('link', { name: '更正' }).waitFor();
    await looked(page, 'assess-6-assessed');
    await device.close();
  });
  it('answers the 26 items section by section', async () => {
    const { page, device } = await enter('phone', 'shiyun.1');
    await page
      .getByText(/名单截至/)
      .first()
      .waitFor();
    await page.getByText('符玉兰').first().click();
    await page.getByRole('link', { name: '评估' }).click();
    await page.getByRole('link', { name: /老年人能力评估/ }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('radio', { name: '否', exact: true }).check();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('group', { name: /进食/ }).waitFor();
    await looked(page, 'assess-7-elder');
    await device.close();
  });
});

describe('at the desk', () => {
  it('the person’s file draws what changed, in words first', async () => {
    const { page, device } = await enter('desktop', 'hongmao.zhanzhang');
    await page.goto('/assessments');
    await page.locator('tr[data-row-key]').first().waitFor();
    await looked(page, 'assess-8-list');
    await page.goto('/assessments?instrument=gbt42195');
    await page.locator('tr[data-row-key]').first().click();
    const drawer = page.getByRole('dialog');
    await drawer
      .getByText('怎样')
      .or(drawer.getByText(/^等级：/))
      .first()
      .waitFor();
    await looked(page, 'assess-9-drawer');
    await drawer.getByRole('link').first().click();
    await page.getByRole('heading', { name: '评估', exact: true }).waitFor();
    await page
      .getByRole('img', { name: /共 \d+ 次/ })
      .first()
      .scrollIntoViewIfNeeded();
    await looked(page, 'assess-10-series');
    await device.close();
  });
  it('a county officer copies an instrument, mends it and publishes it', async () => {
    const { page, device } = await enter('desktop', 'minzheng');
    await page.goto('/instruments');
    await page.getByRole('link', { name: /GAD-7/ }).waitFor();
    await looked(page, 'assess-11-instruments');
    await page.getByRole('link', { name: /GAD-7/ }).click();
    await page.getByRole('heading', { name: '试填' }).waitFor();
    await looked(page, 'assess-12-instrument');
    await page.getByRole('button', { name: '复制为新的量表' }).click();
    await page.getByLabel('名称', { exact: true }).waitFor();
    await looked(page, 'assess-13-editor');
    await page.getByRole('button', { name: /^删除等级“轻度”/ }).click();
    await page.getByText('5 到 9 分不属于任何等级，请补上').waitFor();
    await page.getByLabel('到', { exact: true }).first().fill('9');
    await page.getByLabel('到', { exact: true }).first().blur();
    await page.getByLabel('名称', { exact: true }).fill('焦虑筛查（本县）');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByRole('link', { name: '焦虑筛查（本县）' }).click();
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByText(/第 1 版，使用中/).waitFor();
    await device.close();
  });
});
