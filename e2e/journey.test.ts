// The first journey, as people do it: a roster becomes people (K2, E1), they are assigned, a worker records a home visit and a telephone
// greeting in a village without signal (K1, E6), the head of station sends the visit back and approves it, and the county officer reads
// that very visit behind the contract's figure, with those that do not count and why.

import { readFile } from 'node:fs/promises';
import excel from 'exceljs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import divisions from '../db/seed/divisions-469030.json' with { type: 'json' };
import { messyRoster } from '../src/domain/clients/messy.demo.ts';
import { demoId } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { downloads, openWorld, shot, signIn, violations, type World } from './world.ts';

const SHIYUN = divisions.townships.find(t => t.name === '什运乡')!;
const STATION = Number(SHIYUN.code);

let world: World;
let phone: BrowserContext;
let field: Page;
const pages: Record<string, Page> = {};

/** A person's own desktop, signed in. */
async function desk(userName: string): Promise<Page> {
  const device = await world.device('desktop');
  device.setDefaultTimeout(15_000);
  const page = await device.newPage();
  await signIn(page, world, userName, '/');
  pages[userName] = page;
  return page;
}

const count = async (sql: string, values: unknown[] = []): Promise<number> => {
  const owner = await world.server.owner(469030);
  const result = await owner.query(sql, values);
  await owner.end();
  return Number(result.rows[0].n);
};

/** Nothing for a screen reader to stumble over. */
const mustBeAccessible = async (page: Page, where: string) => expect(await violations(page), where).toEqual([]);

// Each step stands on the one before: after a failure the rest would only wait.
let failed = false;
beforeEach(context => {
  if (failed) context.skip();
});
afterEach(context => {
  failed ||= context.task.result?.state === 'fail';
});

beforeAll(async () => {
  world = await openWorld();
  phone = await world.device('phone');
  phone.setDefaultTimeout(15_000);
  field = await phone.newPage();
}, 240_000);
afterAll(() => world?.stop());

describe('the journey of one home visit', () => {
  it('the county officer imports a township roster; the people are there once', async () => {
    const page = await desk('minzheng');
    await shot(page, 'office-home');
    const roster = await messyRoster({ township: SHIYUN.name, villages: SHIYUN.villages, day: dayOf(new Date()), seed: 7 });
    await page.goto('/people/rosters');
    await page.getByLabel('社工站').first().click();
    await page.keyboard.type('什运');
    await page.keyboard.press('Enter');
    await page.locator('input[type=file]').setInputFiles({
      name: '什运乡花名册.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: roster,
    });
    await page.getByRole('button', { name: '读取名册' }).click();
    await page.getByText(/读到 \d+ 行/).waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: /有错误/ }).waitFor();
    await shot(page, 'office-roster');
    await mustBeAccessible(page, 'roster');
    for (const tab of [/有错误/, /存疑/]) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('button', { name: '其余都不导入' }).click();
      await page.getByRole('button', { name: '都不导入', exact: true }).click();
      await page.waitForTimeout(1_000);
    }
    const before = await count('select count(*) n from app.residents where county_id = 469030 and station_id = $1', [STATION]);
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '确认导入' }).click();
    await page
      .getByText(/已导入|导入完成|已确认/)
      .first()
      .waitFor({ timeout: 60_000 });
    await shot(page, 'office-roster-done');
    const after = await count('select count(*) n from app.residents where county_id = 469030 and station_id = $1', [STATION]);
    expect(after).toBeGreaterThan(before + 10);
    expect(
      await count(
        "select count(*) n from (select identity_index from app.residents where county_id = 469030 and identity_index is not null and state <> 'merged' group by 1 having count(*) > 1) x",
      ),
    ).toBe(0);
  });

  it('the head of station assigns the new people to a worker', async () => {
    const page = await desk('shiyun.zhanzhang');
    await page.goto('/people/assign');
    await page.getByRole('button', { name: '分派筛选出的全部' }).click();
    const dialog = page.getByRole('dialog');
    const worker = world.accounts.get('shiyun.1')!.name;
    await dialog.getByLabel('分派给').click();
    await page.locator('.ant-select-item-option').filter({ hasText: worker }).first().click();
    await shot(page, 'office-assign');
    await dialog.getByRole('button', { name: /^把 \d+ 人分派给/ }).click();
    await page
      .getByText(/没有未分派|都有责任社工|已分派/)
      .first()
      .waitFor({ timeout: 30_000 });
    expect(
      await count(
        "select count(*) n from app.residents where county_id = 469030 and station_id = $1 and worker_id is null and state = 'active'",
        [STATION],
      ),
    ).toBe(0);
  });

  it('the worker goes out of reach: a cold start, a visit with photo and reasons, a draft continued, a greeting', async () => {
    await signIn(field, world, 'shiyun.1', '/m/');
    await field.getByRole('heading', { name: '今天' }).waitFor();
    await field
      .getByText(/名单截至|数据截至/)
      .first()
      .waitFor({ timeout: 60_000 });
    await field.evaluate(async () => void (await navigator.serviceWorker.ready));
    await field.waitForTimeout(1_500);
    await shot(field, 'field-today');
    await mustBeAccessible(field, 'today');
    await phone.setOffline(true);
    await field.close();
    field = await phone.newPage();
    await field.goto('/m/');
    await field.getByRole('heading', { name: '今天' }).waitFor({ timeout: 30_000 });
    await field.locator('a[href*="#/people/"]').first().click();
    await field.getByRole('link', { name: '记录入户探访' }).waitFor();
    await shot(field, 'field-person');
    await mustBeAccessible(field, 'person');
    await field.getByRole('link', { name: '记录入户探访' }).click();
    await fillVisit(field);
    await shot(field, 'field-visit');
    await mustBeAccessible(field, 'visit form');
    // The application is closed in the middle; the draft is there again, still without signal.
    await field.waitForTimeout(1_200);
    await field.close();
    field = await phone.newPage();
    await field.goto('/m/#/records');
    await field.getByText(/草稿/).first().waitFor({ timeout: 30_000 });
    await field.locator('main a[href*="/home_visit"]').first().click();
    await field.getByRole('textbox', { name: /^访谈摘要/ }).waitFor();
    expect(await field.getByRole('textbox', { name: /^访谈摘要/ }).inputValue()).toContain('走廊');
    await field.getByRole('textbox', { name: /^访谈摘要/ }).fill('老人精神好,走廊堆了柴火,已一起清开。');
    await field.getByRole('button', { name: '保存记录' }).click();
    await field
      .getByText(/1 条未发送/)
      .first()
      .waitFor({ timeout: 15_000 });
    await greet(field);
    await field
      .getByText(/2 条未发送/)
      .first()
      .waitFor({ timeout: 15_000 });
    await shot(field, 'field-unsent');
    expect(
      await count(
        "select count(*) n from app.visits where county_id = 469030 and station_id = $1 and content::text like '%走廊%'",
        [STATION],
      ),
    ).toBe(0);
  });

  it('the signal returns: both arrive exactly once', async () => {
    await phone.setOffline(false);
    await field.getByText('全部已发送').first().waitFor({ timeout: 60_000 });
    await shot(field, 'field-sent');
    const own = demoId('469030/shiyun.1');
    const today = dayOf(new Date());
    expect(
      await count(
        "select count(*) n from app.visits where county_id = 469030 and worker_id = $1 and visited_on = $2 and kind = 'home_visit'",
        [own, today],
      ),
    ).toBe(1);
    expect(
      await count(
        "select count(*) n from app.visits where county_id = 469030 and worker_id = $1 and visited_on = $2 and kind = 'welfare_call'",
        [own, today],
      ),
    ).toBe(1);
  });

  it('the head reads it, sends it back; the worker corrects it; it is approved', async () => {
    const head = pages['shiyun.zhanzhang']!;
    await openNewestReview(head, /入户探访/);
    await shot(head, 'office-review');
    await mustBeAccessible(head, 'review');
    await head.getByRole('button', { name: '退回修改' }).click();
    await head.getByLabel(/请社工补充或更正什么/).fill('请补充老人用药情况。');
    await head.getByRole('button', { name: /^退\s*回$/ }).click();
    await head.getByText('已退回').first().waitFor();

    await field.goto('/m/#/records');
    await field.reload();
    await field.getByText('请补充老人用药情况').first().waitFor({ timeout: 60_000 });
    await field.locator('main a[href*="#/records/"]').first().click();
    await field
      .getByRole('link', { name: /更正/ })
      .or(field.getByRole('button', { name: /更正/ }))
      .first()
      .click();
    await field.getByRole('textbox', { name: /^访谈摘要/ }).fill('老人精神好,走廊堆了柴火,已一起清开。降压药每天按时服用。');
    await shot(field, 'field-correct');
    await field
      .getByRole('button', { name: /保存|提交/ })
      .last()
      .click();
    await field.getByText('全部已发送').first().waitFor({ timeout: 60_000 });

    await openNewestReview(head, /入户探访/);
    await head.getByText('降压药每天按时服用').first().waitFor();
    await head.getByRole('button', { name: /^通\s*过$/ }).click();
    await head.getByRole('button', { name: '确认通过' }).click();
    await head.getByText('已通过').first().waitFor();
    expect(
      await count(
        "select count(*) n from app.visits where county_id = 469030 and content::text like '%降压药%' and state = 'approved' and revision >= 2",
      ),
    ).toBe(1);
  });

  it('the county officer taps the figure and reads that very visit, and what does not count and why', async () => {
    const page = pages.minzheng!;
    const worker = world.accounts.get('shiyun.1')!.name;
    await page.goto('/contract');
    await page.getByText('按社工', { exact: true }).click();
    await shot(page, 'office-standing');
    await mustBeAccessible(page, 'standing');
    await page.getByRole('button', { name: new RegExp(`${worker}完成`) }).click();
    const drawer = page.getByRole('dialog');
    await drawer
      .getByText(/未计入/)
      .first()
      .waitFor();
    await page.waitForTimeout(1_000);
    await shot(page, 'office-evidence');
    const words = await drawer.innerText();
    expect(words).toMatch(/电话问候/);
    await drawer.getByText(dayOf(new Date()).slice(5)).first().waitFor();
  });

  it('she exports the ledger as Excel and the visit as PDF', async () => {
    const page = pages.minzheng!;
    const { clear } = downloads();
    await page.goto(`/visits?station=${STATION}`);
    const [sheet] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: '导出' }).click(),
    ]);
    expect(sheet.suggestedFilename()).toMatch(/台账.*\.xlsx$/);
    const book = new excel.Workbook();
    await book.xlsx.load((await readFile(await sheet.path())) as never);
    const text = JSON.stringify(book.worksheets[0]!.getSheetValues());
    expect(text).toContain('入户探访台账');
    expect(text).toContain('降压药');
    await page.locator('tr[data-row-key]').first().click();
    const [pdf] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: /下载记录表/ }).click(),
    ]);
    expect((await readFile(await pdf.path())).subarray(0, 5).toString()).toBe('%PDF-');
    clear();
  });
});

/** A visit as a worker fills it: outcome, one change, services, two sentences, no place. */
async function fillVisit(page: Page): Promise<void> {
  await page.getByRole('radio', { name: '成功' }).click();
  await page.getByRole('group', { name: /^健康/ }).getByRole('radio').first().waitFor();
  for (const part of [/^健康/, /^精神/, /^安全/, /^卫生/, /^居住环境/]) {
    const group = page.getByRole('group', { name: part });
    if ((await group.getByRole('radio', { checked: true }).count()) === 0) await group.getByRole('radio').first().click();
  }
  const needs = page.getByRole('group', { name: /^需求与困难/ });
  if ((await needs.getByRole('checkbox', { checked: true }).count()) === 0) await needs.getByRole('checkbox').first().click();
  await page
    .getByRole('group', { name: /^已提供服务/ })
    .getByRole('checkbox', { name: '情绪支持' })
    .click();
  await page.getByRole('textbox', { name: /^访谈摘要/ }).fill('老人精神好,走廊堆了柴火');
  await page
    .getByRole('group', { name: /^不定位的原因/ })
    .getByRole('radio', { name: /山里无信号/ })
    .click();
  await page.locator('summary').filter({ hasText: '照片与签名' }).click();
  await page.locator('input[type=file]').first().setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: PHOTO });
  await page.waitForTimeout(800);
}

/** A telephone greeting from the same person's page, still offline. */
async function greet(page: Page): Promise<void> {
  await page.goto('/m/#/people');
  await page.locator('main a[href*="#/people/"]').nth(1).click();
  await page.getByRole('link', { name: '电话问候' }).click();
  await page.getByRole('radio', { name: '接通' }).click();
  await page.getByRole('group', { name: /^身体/ }).waitFor();
  for (const part of [/^接听人/, /^身体/, /^情绪/, /^三餐/, /^用药/, /^居家安全/]) {
    const group = page.getByRole('group', { name: part });
    if ((await group.getByRole('radio', { checked: true }).count()) === 0) await group.getByRole('radio').first().click();
  }
  await page.getByRole('button', { name: '保存记录' }).click();
}

async function openNewestReview(page: Page, kind: RegExp): Promise<void> {
  await page.goto(`/visits?station=${STATION}&state=submitted&from=${dayOf(new Date())}`);
  await page.locator('tr[data-row-key]').filter({ hasText: kind }).first().click();
  await page.getByRole('dialog').getByText('访谈摘要').first().waitFor();
}

/** A small picture, made once. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAFElEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
);
