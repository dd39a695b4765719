// The manager's month and the county's call-back, as people do them: an inspection on a phone at the station (M3), the head's answer, the
// re-check; a draw at random, its results, its end, and drawing again in a reader's own browser.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawOn, mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { openWorld, signIn, type World } from './world.ts';

let world: World;
const pages: Record<string, Page> = {};

async function at(userName: string, kind: 'phone' | 'desktop'): Promise<Page> {
  const device = await world.device(kind);
  const page = await device.newPage();
  await signIn(page, world, userName, '/');
  pages[userName] = page;
  return page;
}

stepByStep();
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.stop());

describe('the manager’s inspection', () => {
  it('sees on the phone which stations are due, and writes the sheet there', async () => {
    const page = await at('xiangmu', 'phone');
    await page.goto('/inspections');
    await page.getByText(/本月/).first().waitFor();
    await shot(page, 'phone-inspections');
    await mustBeAccessible(page, 'grid on the phone');
    await page.goto('/inspections/new?station=469030105');
    await page.getByText('场地与设施设备').waitFor();
    await page.getByRole('button', { name: '提交检查记录' }).click();
    await page.getByText(/检查记录还没有填完/).waitFor();
    await mustBeAccessible(page, 'sheet with refusals');
    const items = await page.locator('fieldset:has(.levels)').all();
    for (const item of items) await item.getByText('符合', { exact: true }).click();
    const signs = page.locator('fieldset', { hasText: '站牌挂在显著位置' });
    await signs.getByText('部分符合').click();
    await signs.getByRole('textbox').fill('站牌褪色，远处看不清');
    await signs.getByRole('button', { name: '列为问题，限期整改' }).click();
    await shot(page, 'phone-inspection-sheet');
    await page.getByLabel(/讲了什么/).fill('与站长一起核对了本月探访计划。');
    await page.getByRole('button', { name: '请站长签名' }).click();
    await drawOn(page.locator('canvas'), [
      [
        [0.1, 0.3],
        [0.5, 0.7],
        [0.7, 0.25],
      ],
    ]);
    await page.getByRole('button', { name: '完成签名' }).click();
    await page.getByText('站长已签名', { exact: false }).waitFor();
    await mustBeAccessible(page, 'the filled sheet');
    await page.getByRole('button', { name: '提交检查记录' }).click();
    await page.waitForURL(/\/inspections\/[0-9a-f-]{36}$/);
    await page.getByText('站牌褪色，远处看不清').first().waitFor();
    await shot(page, 'phone-inspection');
    await mustBeAccessible(page, 'the inspection');
  });
  it('the head answers in the list of findings, the manager looks again', async () => {
    const head = await at('hongmao.zhanzhang', 'desktop');
    await head.goto('/inspections/findings?state=open');
    await head.getByRole('row', { name: /站牌褪色，远处看不清/ }).click();
    await head.getByRole('button', { name: '回复整改情况' }).click();
    await head.getByLabel('整改了什么').fill('已按原样式重新制作安装。');
    await shot(head, 'office-finding-answer');
    await mustBeAccessible(head, 'answering');
    await head.getByRole('button', { name: '提交回复' }).click();
    const manager = await at('xiangmu', 'desktop');
    await manager.goto('/inspections');
    await manager.getByText(/本月/).first().waitFor();
    await shot(manager, 'office-inspections');
    await mustBeAccessible(manager, 'grid');
    await manager.goto('/inspections/findings?state=answered&station=469030105');
    await manager.getByRole('row', { name: /站牌褪色，远处看不清/ }).click();
    await manager.getByText('已按原样式重新制作安装。').waitFor();
    await manager.getByRole('button', { name: '复查通过' }).click();
    await manager.getByLabel('复查情况').fill('照片与现场一致。');
    await shot(manager, 'office-finding-recheck');
    await manager.getByRole('button', { name: '复查通过' }).click();
    await manager.goto('/inspections/findings');
    await manager
      .getByText(/个问题还没有整改完/)
      .first()
      .waitFor();
    await shot(manager, 'office-findings');
    await mustBeAccessible(manager, 'findings');
    await manager.goto('/inspections/records');
    await manager.getByRole('row').nth(2).waitFor();
    await shot(manager, 'office-inspection-records');
    await mustBeAccessible(manager, 'records');
  });
  it('the workbench tells whom it concerns', async () => {
    const manager = pages.xiangmu!;
    await manager.goto('/');
    await manager.getByRole('link', { name: '检查指导' }).first().waitFor();
    await manager.getByText(/本月/).first().waitFor();
    await shot(manager, 'office-manager-home');
    await mustBeAccessible(manager, 'workbench');
  });
});

describe('a call-back drawn at random', () => {
  it('is drawn, entered, replaced, finished', async () => {
    const officer = await at('minzheng', 'desktop');
    await officer.goto('/draws');
    await officer.getByRole('row').nth(2).waitFor();
    await shot(officer, 'office-draws');
    await mustBeAccessible(officer, 'draws');
    await officer.getByRole('button', { name: '新的抽取' }).click();
    const sizes = officer.locator('.draw-stations input');
    await expect.poll(() => sizes.count()).toBe(10);
    for (const box of await sizes.all()) await box.fill('0');
    await officer.getByLabel('红毛镇社工站').fill('2');
    await officer.getByLabel(/^种子/).fill('dice-5-2-6-3');
    await shot(officer, 'office-draw-new');
    await mustBeAccessible(officer, 'new draw');
    await officer.getByRole('button', { name: '抽取', exact: true }).click();
    await officer.waitForURL(/\/draws\/[0-9a-f-]{36}$/);
    await officer.getByRole('button', { name: /登记 .* 第 1 位/ }).click();
    await officer.getByText('没有联系上', { exact: true }).click();
    await officer.getByText('多次无人接听', { exact: true }).click();
    await officer.getByRole('button', { name: '登记结果' }).click();
    await officer.getByText('3（替补 1）').waitFor();
    for (const place of [2, 3]) {
      await officer.getByRole('button', { name: new RegExp(`第 ${place} 位`) }).click();
      await officer.getByText('确有此次服务', { exact: true }).click();
      await officer.getByText('一致', { exact: true }).click();
      await officer.getByText('5 很满意').click();
      if (place === 2) {
        await shot(officer, 'office-draw-result');
        await mustBeAccessible(officer, 'result');
      }
      await officer.getByRole('button', { name: '登记结果' }).click();
      await officer.getByRole('button', { name: '登记结果' }).waitFor({ state: 'detached' });
    }
    await officer.getByRole('button', { name: '完成并公开' }).click();
    await officer.getByText('已完成').first().waitFor();
    await officer.getByRole('button', { name: '在本机重算核对' }).click();
    await officer.getByText(/均与重算一致/).waitFor();
    await shot(officer, 'office-draw');
    await mustBeAccessible(officer, 'draw');
  });
  it('the head sees it now, the phone too', async () => {
    const head = pages['hongmao.zhanzhang']!;
    await head.goto('/draws');
    await head
      .getByRole('link', { name: /^回访 / })
      .first()
      .click();
    await head.getByText(/回访 \d+ 人/).waitFor();
    await mustBeAccessible(head, 'draw of the head');
    await expect(head.getByText('新的抽取').count()).resolves.toBe(0);
  });
});
