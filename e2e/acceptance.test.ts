// Evaluation and acceptance as people do them: the county officer begins a final evaluation, the evaluator scores and signs it, the
// evidence is frozen, clauses are judged, opinions heard, both parties sign; the package passes the published verifier; a visit that is
// withdrawn afterwards shows. Every clause with a figure; K1 in particular.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../src/kernel/dates.ts';
import { drawOn, mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { DESKTOP, openWorld, PHONE, signIn, type World } from './world.ts';

const VERIFIER = join(import.meta.dirname, '../docs/verify-package/verify.mjs');
let world: World;
const kept = mkdtempSync(join(tmpdir(), 'linzhan-downloads-'));

async function desk(userName: string): Promise<Page> {
  const device = await world.device('desktop');
  const page = await device.newPage();
  await signIn(page, world, userName, '/');
  return page;
}
/** Nothing for a screen reader to stumble over, at the desk and on a phone's width; a picture of each. */
async function looked(page: Page, name: string): Promise<void> {
  await shot(page, name);
  await mustBeAccessible(page, name);
  await page.setViewportSize(PHONE);
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), {
      message: `${name} is wider than a phone`,
    })
    .toBeLessThanOrEqual(0);
  await shot(page, `${name}-phone`);
  await mustBeAccessible(page, `${name} on a phone`);
  await page.setViewportSize(DESKTOP);
}

stepByStep();
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world?.stop();
  rmSync(kept, { recursive: true, force: true });
});

describe('evaluation', () => {
  it('the mid-term evaluation is there with its result; a final one is begun', async () => {
    const page = await desk('minzheng');
    await page.goto('/evaluation');
    await page.getByText(/中期评估得 .* 分/).waitFor();
    await looked(page, 'office-evaluation');
    await page.getByRole('button', { name: '开始评估' }).click();
    await page.getByLabel('末期评估').check();
    await page.getByLabel('名称').fill('末期评估');
    await shot(page, 'office-evaluation-begin');
    await mustBeAccessible(page, 'begin');
    await page.getByRole('dialog').getByRole('button', { name: '开始评估' }).click();
    await page.getByText(/末期评估目前/).waitFor();
    await page.getByRole('button', { name: '更改评分表' }).click();
    await page.getByRole('dialog').getByLabel('评分表名称').waitFor();
    await looked(page, 'office-evaluation-table');
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
    await page.getByRole('button', { name: '填写满意度' }).click();
    await page.getByLabel('调查了多少人').fill('50');
    await page.getByLabel('其中多少人满意').fill('46');
    await page.getByLabel('怎样调查的').fill('随机电话回访');
    await page.getByRole('button', { name: '保存满意度' }).click();
    await page.getByText('50 人中 46 人满意').waitFor();
  });
  it('the evaluator scores by keyboard and signs', async () => {
    const page = await desk('pinggu');
    await page.goto('/evaluation');
    await page.getByRole('button', { name: /末期评估/ }).click();
    await page.getByRole('region', { name: '我的评分', exact: true }).waitFor();
    const inputs = page.getByRole('spinbutton');
    for (let i = 0; i < (await inputs.count()); i++) {
      await inputs.nth(i).focus();
      await page.keyboard.type('3.5');
    }
    await page.getByLabel('D1 说明').fill('抽查 20 份，全部与回访一致。');
    await page.getByLabel('总体意见').fill('服务扎实。');
    await looked(page, 'office-scoring');
    await page.getByRole('button', { name: '保存评分' }).click();
    await page.getByRole('button', { name: '签定评分' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s*定/ })
      .click();
    await page.getByText(/末期评估得 .* 分/).waitFor();
  });
});

describe('acceptance', () => {
  it('the county officer freezes, judges and hears', async () => {
    const page = await desk('minzheng');
    await page.goto('/acceptance');
    await page.getByRole('button', { name: '开始验收' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '开始验收' }).click();
    await page.getByRole('button', { name: '固定证据' }).click();
    await page.getByText(/固定，共 .* 行证据/).waitFor();
    await page.getByText('自固定证据后没有变化').waitFor();
    await page.getByRole('button', { name: '其余都填“符合”' }).click();
    await page.getByRole('combobox', { name: '验收结论' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '另有整改要求' }).click();
    await page.getByLabel('结论的说明和整改要求').fill('次数不足的社工期满前补足。');
    await looked(page, 'office-acceptance');
    await page.getByRole('button', { name: '保存意见和结论' }).click();
    await page.getByText(/等采购人、承接主体签署/).waitFor();
    await page.getByRole('button', { name: '登记一条补充意见' }).click();
    await page.getByLabel('日期').fill(dayOf(new Date()));
    await page.getByLabel('方式').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '电话回访' }).click();
    await page.getByLabel('什么人').fill('红毛镇七旬独居老人');
    await page.getByLabel('满意', { exact: true }).check();
    await page.getByLabel('说了什么').fill('社工常来看我。');
    await mustBeAccessible(page, 'opinion');
    await page.getByRole('button', { name: '登记意见' }).click();
    await page
      .getByText(/社工常来看我/)
      .first()
      .waitFor();
  });
  it('the contractor signs, then the purchaser; the contract is closed', async () => {
    for (const [who, party] of [
      ['xiangmu', '承接主体'],
      ['minzheng', '采购人'],
    ] as const) {
      const page = await desk(who);
      await page.goto('/acceptance');
      await page.getByRole('button', { name: `${party}签署` }).click();
      await page.getByLabel('签署人').fill('演示·签署人');
      await page.getByLabel('职务').fill('负责人');
      await page.getByRole('button', { name: `以${party}名义签署` }).click();
      await page.getByText('请先在框内签名').waitFor();
      await drawOn(page.getByRole('img', { name: /签名区域/ }), [
        [
          [0.1, 0.3],
          [0.4, 0.8],
          [0.6, 0.2],
        ],
      ]);
      if (who === 'minzheng') {
        await shot(page, 'office-signing');
        await mustBeAccessible(page, 'signing');
      }
      await page.getByRole('button', { name: `以${party}名义签署` }).click();
      await page.getByText(new RegExp(`${party}：负责人`)).waitFor();
      if (who === 'minzheng') await page.getByText(/签署完成/).waitFor();
    }
  });
  it('the evidence package passes the verifier; a visit withdrawn afterwards shows', async () => {
    const page = await desk('minzheng');
    await page.goto('/acceptance');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载证据包' }).click()]);
    const path = join(kept, 'package.zip');
    await file.saveAs(path);
    const run = spawnSync(process.execPath, [VERIFIER, path], { encoding: 'utf8' });
    expect(run.stdout).toContain('全部相符');
    const owner = await world.server.owner(469030);
    await owner.query(
      "update app.visits set state = 'withdrawn' where county_id = 469030 and id = (select id from app.visits where county_id = 469030 and state = 'approved' and kind = 'home_visit' order by id limit 1)",
    );
    await owner.end();
    await page.goto('/acceptance');
    await page.getByText(/K1 的记录或规则有变化/).waitFor();
    await page.getByText(/改动 1 条/).click();
    await looked(page, 'office-acceptance-changed');
  });
});
