// A case as people work on it: taken in at the desk, consent, assessment, a plan whose goals come from the needs, a session written on the phone
// without signal, the evaluation and the closing report that write themselves from it. K3, K3b.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { list } from '../src/domain/cases/cases.ts';
import { registered } from '../src/domain/clients/testing.ts';
import { demoId } from '../src/domain/org/people.demo.ts';
import { mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { openWorld, PATIENCE, signIn, type World } from './world.ts';

const HONGMAO = 469030105;
let world: World;
let desk: Page;
let resident = '';
let id = '';

stepByStep();
beforeAll(async () => {
  world = await openWorld({ demoPeople: false });
  const worker = await world.server.as(demoId('469030/hongmao.1'));
  resident = (await registered(worker, HONGMAO, { name: '演示符阿婆' })).id;
  const device = await world.device('desktop');
  desk = await device.newPage();
  await signIn(desk, world, 'hongmao.1', '/');
}, 300_000);
afterAll(() => world?.stop());

const fill = (label: string, words: string) => desk.locator('input, textarea').and(desk.getByLabel(label)).first().fill(words);
const choose = (label: string, option: string) =>
  desk.getByRole('combobox', { name: label }).first().selectOption({ label: option });
/** Opens a form of the case, and waits until it is there. */
async function begin(form: string): Promise<void> {
  await desk.goto(`/cases/${id}`);
  await desk.getByRole('button', { name: form, exact: true }).click();
  await desk.getByRole('heading', { name: `填写${form}` }).waitFor();
}
async function hand(form: string): Promise<void> {
  await desk.getByRole('button', { name: `提交${form}` }).click();
  await desk.getByRole('heading', { name: `填写${form}` }).waitFor({ state: 'detached' });
  await desk.locator('summary', { hasText: form }).first().waitFor();
}

describe('a case', () => {
  it('begins in the person’s file with an intake; what is missing is said at its field', async () => {
    await desk.goto(`/people/${resident}`);
    await desk.getByRole('link', { name: '接案' }).click();
    await desk.getByText(/为演示符阿婆接案/).waitFor();
    await desk.getByRole('button', { name: '提交接案记录表' }).click();
    await desk.getByText(/处需要补充/).waitFor();
    await mustBeAccessible(desk, 'intake with refusals');
    await shot(desk, 'desk-case-intake');
    await choose('个案来源', '外展发现');
    await choose('接触方式', '入户');
    await desk.getByRole('checkbox', { name: '心理情绪' }).check();
    await fill('求助原因', '夜里睡不着。');
    await fill('问题概述', '独居，少出门。');
    await fill('对象的期望', '有人说说话。');
    for (const risk of ['自伤', '伤害他人', '受到虐待', '受到忽视', '断粮断药', '居住不安全']) await choose(risk, '否');
    await choose('紧急程度', '一般');
    await choose('对象意愿', '愿意');
    await choose('已告知保密', '是');
    await choose('接案决定', '接案');
    await desk.getByRole('button', { name: '提交接案记录表' }).click();
    await desk.getByText('还没有知情同意书，签署后才能进入预估。').waitFor();
    id = new URL(desk.url()).pathname.split('/').at(-1)!;
  });
  it('goes on with consent and assessment, and the need becomes the plan’s goal', async () => {
    await begin('知情同意书');
    await fill('服务内容', '每两周见面一次');
    await fill('双方约定', '改时间提前说');
    await desk.getByRole('checkbox', { name: '建立并保存个案档案' }).check();
    await desk.getByRole('checkbox', { name: '都不同意' }).check();
    await choose('已说明保密例外', '是');
    await choose('已说明可随时撤回', '是');
    await choose('签名情况', '已在纸质表上签字');
    await hand('知情同意书');
    await begin('预估表');
    await fill('认知、情绪与行为', '情绪低落');
    await fill('能力与优势', '会织锦');
    await fill('家庭结构', '儿子在外');
    await fill('成因与使问题延续', '独居');
    await desk.getByRole('button', { name: '加一项需求' }).click();
    await fill('问题或需求', '与人来往太少');
    await choose('类型', '社会融入');
    await fill('优先级', '1');
    await choose('风险等级', '低');
    await fill('风险依据', '邻居每天能见到');
    await hand('预估表');
    await begin('服务计划书');
    await expect
      .poll(() => desk.getByRole('group', { name: '目标 1' }).getByRole('textbox').first().inputValue(), { timeout: PATIENCE })
      .toBe('与人来往太少');
    await mustBeAccessible(desk, 'plan begun from the assessment');
    await shot(desk, 'desk-case-plan');
    await fill('总目标', '重新出门');
    await fill('怎样算做到', '每周两次');
    await fill('现在（0–10）', '2');
    await fill('希望达到（0–10）', '6');
    await desk.getByRole('button', { name: '加一项步骤' }).click();
    await fill('做什么', '去织锦小组');
    await fill('社工会做的事', '按约定上门');
    await choose('签名情况', '已在纸质表上签字');
    await hand('服务计划书');
    await desk.getByRole('region', { name: '我们想做到什么' }).waitFor();
  });
  it('a session is written on the phone without signal, with the goal there already, and arrives by itself', async () => {
    const phone = await world.device('phone');
    phone.setDefaultTimeout(20_000);
    const page = await phone.newPage();
    await signIn(page, world, 'hongmao.1', '/m/');
    await page.goto(`/m/#/cases/${id}`);
    await page.getByText('与人来往太少').waitFor();
    await shot(page, 'phone-case');
    await mustBeAccessible(page, 'case on the phone');
    await page.getByRole('link', { name: '记录一次服务' }).click();
    await page.getByRole('group', { name: '1. 与人来往太少' }).waitFor();
    await phone.setOffline(true);
    await page.getByLabel('本次目标', { exact: false }).fill('看出门的情况');
    await page.getByLabel('过程纪要', { exact: false }).fill('一起看日历。');
    await page.getByLabel('对象的反应', { exact: false }).fill('笑了两次。');
    await page.getByRole('radio', { name: '部分达成' }).check();
    await page.getByLabel('目标 1 现在', { exact: false }).fill('4');
    await shot(page, 'phone-case-session');
    await mustBeAccessible(page, 'session on the phone');
    await page.getByRole('button', { name: '保存记录' }).click();
    await page.getByText('已存本机，有信号后自动发送。').waitFor();
    await phone.setOffline(false);
    const worker = await world.server.as(demoId('469030/hongmao.1'));
    await expect.poll(async () => (await worker.read(list, { resident })).body.rows[0]?.services, { timeout: PATIENCE }).toBe(1);
    await phone.close();
  });
  it('the evaluation and the closing report begin with what the sessions said; the case is closed', async () => {
    await begin('个案评估表');
    await expect
      .poll(() => desk.getByRole('group', { name: '目标 1' }).getByRole('spinbutton', { name: '现在' }).inputValue(), {
        timeout: PATIENCE,
      })
      .toBe('4');
    await fill('社工评估', '有进步');
    await choose('建议', '可以结案');
    await hand('个案评估表');
    await begin('结案报告');
    await choose('结案类型', '目标达成');
    await fill('结案原因', '目标达成');
    await fill('告知对象结案的日期', new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    await fill('后续安排', '邻居留意');
    await hand('结案报告');
    await desk.getByText(/结案，目标达成；服务 1 次/).waitFor();
    await mustBeAccessible(desk, 'a closed case');
    await shot(desk, 'desk-case-closed');
  });
  it('a colleague sees that there is a case, and nothing of it', async () => {
    const device = await world.device('desktop');
    const page = await device.newPage();
    await signIn(page, world, 'hongmao.2', '/');
    await page.goto('/cases');
    await page.getByRole('link', { name: /QZ-HM-C/ }).click();
    await page.getByText(/只对主责社工、站长和指派的督导开放/).waitFor();
    expect(await page.getByText('与人来往太少').count()).toBe(0);
    expect(await page.getByText('演示符阿婆').count()).toBe(0);
    await mustBeAccessible(page, 'a case that is shut');
    await shot(page, 'desk-case-shut');
    await device.close();
  });
});
