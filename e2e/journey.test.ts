// The first journey, as people do it: a roster becomes people (K2, E1), they are assigned, a worker records a home visit and a telephone
// greeting in a village without signal (K1, E6), the head of station sends the visit back and approves it, and the county officer reads
// that very visit behind the contract's figure, with those that do not count and why.

import { readFile } from 'node:fs/promises';
import excel from 'exceljs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import divisions from '../db/seed/divisions-469030.json' with { type: 'json' };
import { messyRoster } from '../src/domain/clients/messy.demo.ts';
import { demoId } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { draftKept, fillVisit, goTo, greet } from './journey/field.ts';
import { mustPrint, mustShowProof, openNewestReview } from './journey/office.ts';
import { mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { openWorld, signIn, type World } from './world.ts';

const SHIYUN = divisions.townships.find(t => t.name === '什运乡')!;
const STATION = Number(SHIYUN.code);

type Kind = 'phone' | 'desktop';
let world: World;
const pages = new Map<string, Page>();

/** A person's own device, signed in to the office. */
async function desk(userName: string, kind: Kind = 'desktop'): Promise<Page> {
  const known = pages.get(`${userName} ${kind}`);
  if (known) return known;
  const device = await world.device(kind);
  const page = await device.newPage();
  await signIn(page, world, userName, '/');
  pages.set(`${userName} ${kind}`, page);
  return page;
}

const count = async (sql: string, values: unknown[] = []): Promise<number> => {
  const owner = await world.server.owner(469030);
  const result = await owner.query(sql, values);
  await owner.end();
  return Number(result.rows[0].n);
};

stepByStep();

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.stop());

describe('the roster', () => {
  it('the county officer imports a township roster; the people are there once', async () => {
    const page = await desk('minzheng');
    await shot(page, 'office-home');
    const roster = await messyRoster({ township: SHIYUN.name, villages: SHIYUN.villages, day: dayOf(new Date()), seed: 7 });
    await page.goto('/people/rosters');
    await page.getByRole('region', { name: '导入一份名册' }).getByRole('combobox', { name: '社工站' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: SHIYUN.name }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: '什运乡花名册.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: roster,
    });
    await page.getByRole('button', { name: '读取名册' }).click();
    await page.getByText(/读到 \d+ 行/).waitFor();
    await page.getByRole('tab', { name: /有错误/ }).waitFor();
    await shot(page, 'office-roster');
    await mustBeAccessible(page, 'roster');
    for (const tab of [/有错误/, /存疑/]) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('button', { name: '其余都不导入' }).click();
      await page.getByRole('button', { name: '都不导入', exact: true }).click();
      await page
        .getByRole('tab', { name: tab })
        .filter({ hasNotText: /待处理|未处理/ })
        .waitFor();
    }
    const before = await count('select count(*) n from app.residents where county_id = 469030 and station_id = $1', [STATION]);
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '确认导入' }).click();
    await page
      .getByText(/已导入|导入完成|已确认/)
      .first()
      .waitFor();
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
      .waitFor();
    // The list of those without anybody is empty too, not only the sentence above it.
    await page.getByText('没有符合筛选条件的内容').waitFor();
    expect(
      await count(
        "select count(*) n from app.residents where county_id = 469030 and station_id = $1 and worker_id is null and state = 'active'",
        [STATION],
      ),
    ).toBe(0);
  });
});

/** The journey on one kind of screen for the worker and the other for the office, and back. */
const WALKS = [
  { field: 'phone', office: 'desktop', station: 'shiyun', code: STATION, name: (base: string) => base },
  { field: 'desktop', office: 'phone', station: 'hongmao', code: 469030105, name: (base: string) => `${base}-other` },
] as const;

describe.each(WALKS)('one home visit: the worker on a $field, the office on a $office', walk => {
  const author = `${walk.station}.1`;
  const id = demoId(`469030/${author}`);
  const today = dayOf(new Date());
  let phone: BrowserContext;
  let field: Page;
  const look = (page: Page, name: string) => shot(page, walk.name(name));
  const mine = (kind: string) =>
    count('select count(*) n from app.visits where county_id = 469030 and worker_id = $1 and visited_on = $2 and kind = $3', [
      id,
      today,
      kind,
    ]);
  let before = { home_visit: 0, welfare_call: 0 };

  beforeAll(async () => {
    phone = await world.device(walk.field);
    field = await phone.newPage();
    before = { home_visit: await mine('home_visit'), welfare_call: await mine('welfare_call') };
  });

  it('the worker goes out of reach: a cold start, a visit with photo and signature and no place, a draft continued, a greeting', async () => {
    await signIn(field, world, author, '/m/');
    await field.getByRole('heading', { name: '今天', exact: true }).waitFor();
    await field
      .getByText(/名单截至/)
      .first()
      .waitFor();
    await field.evaluate(async () => void (await navigator.serviceWorker.ready));
    await look(field, 'field-today');
    await mustBeAccessible(field, 'today');
    await phone.setOffline(true);
    await field.close();
    field = await phone.newPage();
    await field.goto('/m/');
    await field.getByRole('heading', { name: '今天', exact: true }).waitFor();
    await field.locator('a[href*="#/people/"]').first().click();
    await field.getByRole('link', { name: '记录入户探访' }).waitFor();
    await look(field, 'field-person');
    await mustBeAccessible(field, 'person');
    await field.getByRole('link', { name: '记录入户探访' }).click();
    await fillVisit(field, async step => {
      await look(field, `field-${step}`);
      await mustBeAccessible(field, step);
    });
    await look(field, 'field-visit');
    await mustBeAccessible(field, 'visit form');
    // The application is closed in the middle; the draft is there again, still without signal, and photo and signature with it.
    await draftKept(field);
    await field.close();
    field = await phone.newPage();
    await field.goto('/m/#/records');
    await field.getByText(/草稿/).first().waitFor();
    await look(field, 'field-records');
    await mustBeAccessible(field, 'records');
    await field.locator('main a[href*="/home_visit"]').first().click();
    await field.getByText('照片 1 张、已签名').waitFor();
    const notes = field.getByRole('textbox', { name: /^访谈摘要/ });
    expect(await notes.inputValue()).toContain('走廊');
    await notes.fill('老人精神好，走廊堆了柴火，已一起清开。');
    await field.getByRole('button', { name: '保存记录' }).click();
    await field.getByText('1 条未发送').first().waitFor();
    await greet(field);
    await field.getByText('2 条未发送').first().waitFor();
    await look(field, 'field-unsent');
    expect(await mine('home_visit')).toBe(before.home_visit);
  });

  it('the signal returns: both arrive exactly once', async () => {
    await phone.setOffline(false);
    await field.getByText('全部已发送').first().waitFor();
    await look(field, 'field-sent');
    expect(await mine('home_visit')).toBe(before.home_visit + 1);
    expect(await mine('welfare_call')).toBe(before.welfare_call + 1);
  });

  it('the head reads it with its proof, sends it back; the worker corrects it; it is approved', async () => {
    const head = await desk(`${walk.station}.zhanzhang`, walk.office);
    await openNewestReview(head, walk.code);
    await look(head, 'office-review');
    await mustShowProof(head);
    await look(head, 'office-proof');
    await mustBeAccessible(head, 'review');
    await head.getByRole('button', { name: '退回修改' }).click();
    await head.getByLabel(/请社工补充或更正什么/).fill('请补充老人用药情况。');
    await head.getByRole('button', { name: /^退\s*回$/ }).click();
    await head.getByText('已退回').first().waitFor();

    await goTo(field, 'records', '记录');
    await field.reload();
    await field.locator('main a[href*="#/records/"]').filter({ hasText: '请补充老人用药情况' }).first().click();
    await field
      .getByRole('link', { name: /更正/ })
      .or(field.getByRole('button', { name: /更正/ }))
      .first()
      .click();
    await field
      .getByRole('textbox', { name: /^访谈摘要/ })
      .fill('老人精神好，走廊堆了柴火，已一起清开。降压药每天按时服用，药盒贴了大字条。');
    await look(field, 'field-correct');
    await mustBeAccessible(field, 'correction');
    await field
      .getByRole('button', { name: /保存|提交/ })
      .last()
      .click();
    const corrected = (state: string) =>
      count(
        "select count(*) n from app.visits where county_id = 469030 and worker_id = $1 and content::text like '%药盒贴了大字条%' and state = $2 and revision = 2",
        [id, state],
      );
    await expect.poll(() => corrected('submitted')).toBe(1);
    await field.getByText('全部已发送').first().waitFor();

    await openNewestReview(head, walk.code);
    await head.getByText('药盒贴了大字条').first().waitFor();
    await mustShowProof(head);
    await head.getByRole('button', { name: /^通\s*过$/ }).click();
    await look(head, 'office-approve');
    await head.getByRole('button', { name: '确认通过' }).click();
    await head.getByText('已通过').first().waitFor();
    expect(await corrected('approved')).toBe(1);
  });

  it('the county officer taps the figure and reads that very visit, and what does not count and why', async () => {
    const page = await desk('minzheng', walk.office);
    const worker = world.accounts.get(author)!.name;
    await page.goto('/contract');
    await page.getByText('按社工', { exact: true }).click();
    const figure = page.getByRole('button', { name: new RegExp(`${worker}完成`) });
    await figure.waitFor();
    await look(page, 'office-standing');
    await mustBeAccessible(page, 'standing');
    await figure.click();
    const drawer = page.getByRole('dialog');
    await drawer
      .getByText(/未计入/)
      .first()
      .waitFor();
    await drawer
      .getByText(/电话问候/)
      .first()
      .waitFor();
    await drawer.getByText(today.slice(5)).first().waitFor();
    await look(page, 'office-evidence');
    await mustBeAccessible(page, 'evidence');
  });

  it('she takes the visit out as PDF, with photo and signature', async () => {
    const page = await desk('minzheng', walk.office);
    await page.goto(`/visits?station=${walk.code}&worker=${id}&kind=home_visit&state=approved&from=${today}`);
    const row = page.locator('tr[data-row-key]').first();
    await row.waitFor();
    await look(page, 'office-visits');
    await mustBeAccessible(page, 'visits');
    await row.click();
    await mustPrint(page);
  });
});

it('the county officer exports the ledger of the station as Excel', async () => {
  const page = await desk('minzheng');
  await page.goto(`/visits?station=${STATION}`);
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出' }).click()]);
  expect(sheet.suggestedFilename()).toMatch(/台账.*\.xlsx$/);
  const book = new excel.Workbook();
  await book.xlsx.load((await readFile(await sheet.path())) as never);
  const text = JSON.stringify(book.worksheets[0]!.getSheetValues());
  expect(text).toContain('入户探访台账');
  expect(text).toContain('药盒贴了大字条');
});
