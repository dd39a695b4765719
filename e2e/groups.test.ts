// A group of four sessions with 16 person-times: planned at a desk, its rolls called on the phone (one of them without signal), somebody signs
// in by the QR code on a phone of her own without script; archived, and seen under the contract. Serves K4, K4b, K4c, E1.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoHead } from '../src/domain/clients/clients.demo.ts';
import { DEMO_CONTRACT, demoOpening } from '../src/domain/contract/contract.demo.ts';
import * as contract from '../src/domain/contract/contract.ts';
import { decideAs } from '../src/domain/groups/approving.demo.ts';
import * as g from '../src/domain/groups/groups.ts';
import { demoId, demoStart } from '../src/domain/org/people.demo.ts';
import { addDays, dayOf } from '../src/kernel/dates.ts';
import { newId } from '../src/kernel/ids.ts';
import type { Person } from '../src/server/testing.ts';
import { mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { openWorld, PATIENCE, signIn, type World } from './world.ts';

const HONGMAO = 469030105;
const NAMES = ['符美兰', '王玉花', '李阿公', '陈大姐'];
const today = dayOf(new Date());
const days = [21, 14, 7, 0].map(n => addDays(today, -n));

stepByStep();
let world: World;
let desk: Page;
let phone: Page;
let worker: Person;
let officer: Person;
let group = '';
beforeAll(async () => {
  world = await openWorld({ demoPeople: false });
  const account = (word: string) => world.server.as(demoId(`469030/${word}`));
  [worker, officer] = [await account('hongmao.1'), await account('minzheng')];
  await officer.send(contract.open, demoOpening(demoStart(today)));
  desk = await (await world.device('desktop')).newPage();
  phone = await (await world.device('phone')).newPage();
}, 180_000);
afterAll(() => world?.stop());

const full = async () => (await worker.read(g.get, { id: group })).body;
const approve = async (kind: string) => {
  for (const form of (await full()).forms.filter(f => f.kind === kind && f.state === 'submitted'))
    await decideAs(world.server.house, demoHead(HONGMAO), { id: form.id, revision: form.revision });
};

it('is planned at the desk: group, goals, four sessions, members', async () => {
  await signIn(desk, world, 'hongmao.1', '/');
  await desk.goto('/groups');
  await desk.getByRole('link', { name: '新建小组' }).click();
  await desk.getByLabel('小组名称').fill('榕树下邻里小组');
  await desk.getByLabel('类型').click();
  await desk.getByTitle('互助小组').click();
  await desk.getByLabel('开始日期').fill(days[0]!);
  await desk.getByLabel('结束日期').fill(days[3]!);
  await desk.getByLabel('地点').fill('榕树下');
  await mustBeAccessible(desk, 'group work');
  await shot(desk, 'groups-1-new');
  await desk.getByRole('button', { name: '保存，接着写计划书' }).click();
  await desk.getByLabel('背景与需求').fill('独居老人多，有事不知道找谁。');
  group = /groups\/([0-9a-f-]{36})/.exec(desk.url())![1]!;
  await desk.getByLabel('服务对象与条件').fill('本村独居老人');
  await desk.getByLabel('怎样招募和筛选').fill('入户邀请');
  await desk.getByLabel('目标 1').fill('认识三位能互相照应的邻居');
  await desk.getByLabel('评估指标').fill('说得出名字和电话');
  for (const [i, day] of days.entries()) {
    await desk.getByLabel(`第 ${i + 1} 节主题`).fill(`第 ${i + 1} 次相聚`);
    await desk.getByLabel('本节目标').nth(i).fill('说上话');
    await desk.getByLabel('日期', { exact: true }).nth(i).fill(day);
  }
  await mustBeAccessible(desk, 'group work');
  await shot(desk, 'groups-2-plan');
  await desk.getByRole('button', { name: '提交审核' }).click();
  await desk.getByText('待审核').first().waitFor();
  await approve('groups.plan');
  await desk.getByRole('button', { name: '组员', exact: true }).click();
  for (const [i, name] of NAMES.entries()) {
    await desk.getByRole('button', { name: '登记组员' }).first().click();
    await desk.getByLabel('姓名（不在册时填写）').fill(name);
    await desk.getByLabel('出生年份').fill('1950');
    await desk.getByLabel('入组日期').fill(addDays(days[0]!, -1));
    if (i === 0) await desk.getByLabel('电话').fill('13807601234');
    await desk.getByRole('button', { name: '登记组员' }).last().click();
    await desk.getByRole('rowheader', { name }).waitFor();
  }
  await mustBeAccessible(desk, 'group work');
  await shot(desk, 'groups-3-members');
});

/** Opens a session's roll from 今天, everybody present but those named otherwise. */
async function rollOnPhone(n: number, before?: () => Promise<void>): Promise<void> {
  await phone.getByRole('link', { name: new RegExp(`第 ${n} 节.*待点名`, 's') }).click();
  await phone.getByRole('button', { name: /全部出席/ }).waitFor();
  await before?.();
  await phone.getByRole('button', { name: /全部出席/ }).click();
  await phone.getByText('到 4 人').waitFor();
}

it('is called on the phone, once without signal, and told of in its record', async () => {
  await signIn(phone, world, 'hongmao.1', '/m/');
  for (const n of [1, 2]) {
    await rollOnPhone(n);
    if (n === 1) {
      await mustBeAccessible(phone, 'group work');
      await shot(phone, 'groups-4-roll');
    }
    await phone.getByRole('button', { name: '完成点名' }).click();
    await phone.getByRole('link', { name: new RegExp(`第 ${n} 节.*待写记录`, 's') }).waitFor();
    expect((await full()).held).toBe(n);
    await phone.goto('/m/#/today');
  }
  await rollOnPhone(3, () => phone.context().setOffline(true));
  await phone.getByRole('button', { name: '完成点名' }).click();
  await phone.getByRole('link', { name: /第 3 节.*已存本机/s }).waitFor();
  await phone.getByRole('link', { name: /第 2 节.*待写记录/s }).click();
  await phone.getByLabel('过程', { exact: false }).first().fill('先问好，再两人一组说话。');
  await phone.getByLabel(/^评估与反思/).fill('安静的两位由旁边的人带着。');
  await phone.getByLabel(/^下次安排和跟进/).fill('带照片来。');
  await phone.getByLabel(/^补录原因/).fill('雨天路断，回站后补写。');
  await mustBeAccessible(phone, 'group work');
  await shot(phone, 'groups-5-record');
  await phone.getByRole('button', { name: '保存记录' }).click();
  await phone.getByRole('link', { name: /第 2 节.*已存本机/s }).waitFor();
  expect((await full()).held).toBe(2);
  await phone.context().setOffline(false);
  await expect.poll(async () => (await full()).held, { timeout: PATIENCE }).toBe(3);
  await expect
    .poll(async () => (await full()).forms.filter(f => f.kind === 'groups.session').length, { timeout: PATIENCE })
    .toBe(1);
});

it('lets somebody sign in by the code without script, and the roll confirms her', async () => {
  await desk.getByRole('button', { name: '各节', exact: true }).click();
  await desk.getByRole('link', { name: '扫码签到' }).click();
  const picture = desk.getByAltText(/签到二维码/);
  await picture.waitFor();
  await mustBeAccessible(desk, 'group work');
  await shot(desk, 'groups-6-code');
  const guest = await (await world.device('phone', undefined, { script: false })).newPage();
  await guest.goto(`${world.server.url}${await picture.getAttribute('data-path')}`);
  await guest.getByLabel('姓名').fill('1234');
  await shot(guest, 'groups-7-sign');
  await guest.getByRole('button', { name: '签到' }).click();
  await guest.getByText('已签到，请入座').waitFor();
  await shot(guest, 'groups-8-signed');
  await desk.getByText('已扫码 1 人').waitFor({ timeout: PATIENCE });
  await phone.goto('/m/#/today');
  await rollOnPhone(4);
  await phone.getByRole('button', { name: '完成点名' }).click();
  await expect
    .poll(async () => (await full()).figures, { timeout: PATIENCE })
    .toEqual({ sessions: 4, attendances: 16, people: 4 });
});

it('is summarised, archived and counted under K4, K4b and K4c', async () => {
  for (const s of (await full()).sessions.filter(one => !one.record)) {
    const content = { session: s.id, process: '聊天', assessment: '好', next: '再来' };
    const head = { occurred_on: s.held_on!, ...(s.held_on! < addDays(today, -3) && { late_reason: '外出' }) };
    await worker.send(g.recordSession, { group, id: newId(), revision: 0, head, content });
  }
  await approve('groups.session');
  await desk.goto(`/groups/${group}?part=summary`);
  await desk.getByLabel('是否达到').click();
  await desk.getByTitle('达到', { exact: true }).click();
  await desk.getByLabel('说明').fill('四位都认识了。');
  await desk.getByLabel('过程回顾').fill('四节都开展了。');
  await desk.getByLabel('困难与经验').fill('下雨天人少。');
  await desk.getByLabel(/^后续跟进/).fill('每月自己聚一次。');
  await mustBeAccessible(desk, 'group work');
  await shot(desk, 'groups-9-summary');
  await desk.getByRole('button', { name: '提交审核' }).click();
  await desk.getByRole('button', { name: '修改', exact: true }).waitFor();
  await approve('groups.summary');
  await desk.reload();
  await desk.getByRole('button', { name: /^归\s*档$/ }).click();
  await desk.getByRole('button', { name: '确认归档' }).click();
  await desk.getByText('档案完整').waitFor();
  await desk.getByRole('button', { name: '出席', exact: true }).click();
  await desk.getByText('已开展 4 节，16 人次，4 人。', { exact: true }).waitFor();
  await mustBeAccessible(desk, 'group work');
  await shot(desk, 'groups-10-attendance');
  const { clauses } = (await officer.read(contract.standing, { id: DEMO_CONTRACT })).body;
  const at = (code: string) => clauses.find(c => c.code === code)!.indicators[0]!.stations.find(s => s.station === HONGMAO)!;
  expect(at('K4').done).toBe(1);
  for (const code of ['K4b', 'K4c']) {
    const { id } = clauses.find(c => c.code === code)!.indicators[0]!;
    expect((await officer.read(contract.figure, { id, station: HONGMAO })).body.figure.units).toEqual({ met: 1, all: 1 });
  }
});
