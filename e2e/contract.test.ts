// A county officer sets up a contract in the browser, from nothing: three stations, two indicators, one of them nested, until its figures
// show; takes it out as JSON and brings it in as another contract (P1, P2, K1).

import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '../src/kernel/dates.ts';
import { mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { openWorld, signIn, type World } from './world.ts';

let world: World;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'linzhan-contract-'));

stepByStep();
beforeAll(async () => {
  world = await openWorld();
  const device = await world.device('desktop');
  page = await device.newPage();
  await signIn(page, world, 'minzheng', '/');
});
afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Chooses in a list by typing, as a keyboard does. */
async function choose(within: Page | Locator, label: string | RegExp, word: string): Promise<void> {
  await within.getByRole('combobox', { name: label }).first().click();
  await page.keyboard.type(word);
  await page.keyboard.press('Enter');
}
const step = (name: RegExp) => page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name }).click();
const drawer = () => page.getByRole('dialog').last();
const saved = () => drawer().waitFor({ state: 'hidden' });

async function addClause(code: string, title: string, body: string): Promise<void> {
  await page.getByRole('button', { name: '添加条款' }).click();
  await drawer().getByLabel('编号').fill(code);
  await drawer().getByLabel('所属部分').fill('服务标准');
  await drawer().getByLabel('标题').fill(title);
  await drawer().getByLabel('合同原文').fill(body);
  await drawer().getByRole('button', { name: '保存条款' }).click();
  await saved();
  await page.getByRole('heading', { name: `${code} ${title}` }).waitFor();
}

describe('a contract without code', () => {
  it('begins with parties and a term from its months', async () => {
    await page.goto('/contract/manage');
    await page.getByRole('button', { name: '新建合同' }).first().click();
    await drawer().getByLabel('合同编号').fill('SG-2026-2');
    await drawer().getByLabel('合同名称').fill('三站探访服务');
    await drawer().getByLabel('采购人').fill('演示县民政局');
    await drawer().getByLabel('承接主体').fill('演示社会工作服务中心');
    await drawer()
      .getByLabel(/^签订日/)
      .fill('2024-02-29');
    await expect
      .poll(() =>
        drawer()
          .getByLabel(/^期满日/)
          .inputValue(),
      )
      .toBe('2025-02-28');
    const from = addDays(dayOf(new Date()), -300);
    await drawer()
      .getByLabel(/^签订日/)
      .fill(from);
    await drawer()
      .getByLabel(/^起始日/)
      .fill(from);
    await mustBeAccessible(page, 'new contract');
    await shot(page, 'setup-new');
    await drawer().getByRole('button', { name: '建立草稿' }).click();
    await page.getByText(/草稿，还差 3 项才能启用/).waitFor();
  });

  it('takes three stations and their money', async () => {
    await step(/社工站和经费/);
    await page.getByRole('button', { name: '添加社工站' }).click();
    await drawer().getByRole('combobox', { name: '社工站（可以选几个）' }).click();
    for (const name of ['营根', '红毛', '什运']) {
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
    await drawer().getByRole('button', { name: '添加', exact: true }).click();
    await page.getByText('3 个社工站').waitFor();
    await page.getByRole('button', { name: '保存经费' }).click();
    await page.getByText(/合同经费 636,000 元/).waitFor();
    await mustBeAccessible(page, 'stations');
    await shot(page, 'setup-stations');
  });

  it('takes an indicator from the library, and one that is nested, with what they come to on real records', async () => {
    await step(/条款和指标/);
    await addClause('K1', '入户探访', '每名社工入户探访不少于 24 次。');
    await page.getByRole('button', { name: '给条款 K1 添加指标' }).click();
    await drawer().getByRole('button', { name: '从指标库取用' }).click();
    await drawer().getByRole('button', { name: '取用：每名社工入户探访不少于 24 次', exact: true }).waitFor();
    await mustBeAccessible(page, 'library');
    await shot(page, 'setup-library');
    await drawer().getByRole('button', { name: '取用：每名社工入户探访不少于 24 次', exact: true }).click();
    await page.getByRole('heading', { name: '按现有记录试算' }).waitFor();
    await page.getByText(/每名社工在合同期内.*入户探访不少于 24 次/).waitFor();
    await drawer().getByRole('button', { name: '保存指标' }).click();
    await saved();

    await addClause('K2', '重点家庭', '每站至少 5 户家庭各探访 2 次以上。');
    await page.getByRole('button', { name: '给条款 K2 添加指标' }).click();
    await drawer().getByLabel('指标名称').fill('每站至少 5 户家庭探访 2 次以上');
    await drawer().getByLabel('单位').first().fill('户');
    await drawer()
      .getByLabel(/由平台按记录自动计数/)
      .check();
    await choose(drawer(), '统计口径', '入户探访');
    await choose(drawer(), '怎么数', '按达到条件');
    await choose(drawer(), '归并到', '家庭');
    await drawer().getByLabel('数量').fill('2');
    await drawer().getByRole('spinbutton', { name: '要求数' }).fill('5');
    await page.getByText(/把记录按“家庭”归并/).waitFor();
    await page.getByRole('cell', { name: /\d/ }).first().waitFor();
    await mustBeAccessible(page, 'indicator');
    await shot(page, 'setup-indicator');
    await drawer().getByRole('button', { name: '保存指标' }).click();
    await saved();
    await page.getByText('每站至少 5 户家庭探访 2 次以上').first().waitFor();
    await mustBeAccessible(page, 'clauses');
    await shot(page, 'setup-clauses');
  });

  it('has a payment, is started, and its figures show', async () => {
    await step(/付款节点/);
    await page.getByRole('button', { name: '添加付款节点' }).click();
    await drawer().getByLabel('名称').fill('尾款');
    await drawer().getByLabel('百分比', { exact: true }).fill('30');
    await choose(drawer(), '这些条款都达标', 'K1');
    await page.keyboard.press('Escape');
    await drawer().getByRole('button', { name: '保存付款节点' }).click();
    await saved();
    await page.getByText('190,800 元', { exact: false }).first().waitFor();
    await mustBeAccessible(page, 'milestones');
    await shot(page, 'setup-milestones');
    await page.getByRole('button', { name: '启用合同' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '启用', exact: true }).click();
    await page.getByText('合同正在履行；更改须写明原因').waitFor();
    await page.getByRole('link', { name: '看履约情况' }).click();
    const table = page.getByRole('region', { name: '各条款的履约情况' });
    await table.getByRole('button', { name: /红毛.*户，每站至少 5 户家庭探访 2 次以上，查看依据/ }).waitFor();
    await table.getByRole('button', { name: /全县.*次，每名社工入户探访不少于 24 次，查看依据/ }).waitFor();
    await shot(page, 'setup-figures');
  });

  it('leaves as JSON and comes back as another contract, after what is wrong was shown', async () => {
    await page.goBack();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出' }).click()]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    const exported = await readFile(path, 'utf8');
    const broken = join(folder, 'broken.json');
    await writeFile(broken, exported.replace('"at": "least"', '"at": "about"'));
    await page.goto('/contract/manage');
    await page.getByRole('button', { name: '新建合同' }).click();
    await drawer().getByRole('radio', { name: '导入 JSON 文件' }).check();
    await drawer().locator('input[type=file]').setInputFiles(broken);
    await drawer()
      .getByText(/有 \d+ 处需要先改正/)
      .waitFor();
    await drawer()
      .getByText(/第 1 个条款（K1） · 第 1 个指标/)
      .first()
      .waitFor();
    await mustBeAccessible(page, 'import');
    await shot(page, 'setup-import');
    await drawer().locator('input[type=file]').setInputFiles(path);
    await drawer()
      .getByText(/检查通过：三站探访服务/)
      .waitFor();
    await drawer().getByLabel('合同编号').fill('SG-2026-3');
    await drawer().getByRole('button', { name: '导入为草稿' }).click();
    await page.getByText('草稿已经齐备，可以启用').waitFor();
    await page.getByRole('link', { name: '合同管理' }).first().click();
    await page.getByRole('cell', { name: /SG-2026-3 三站探访服务/ }).waitFor();
    await shot(page, 'setup-contracts');
    await mustBeAccessible(page, 'contracts');
  });
});
