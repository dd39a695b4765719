// An activity as people meet it: the code on the worker's screen, a visitor's phone with JavaScript off, the figures afterwards. Serves K5b.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plan } from '../src/domain/activities/activities.ts';
import { planned } from '../src/domain/activities/testing.ts';
import { demoId } from '../src/domain/org/people.demo.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { modules } from '../src/modules.ts';
import { mustBeAccessible, shot } from './page.ts';
import { stepByStep } from './steps.ts';
import { openWorld, signIn, type World } from './world.ts';

stepByStep();
let world: World;
let activity: string;
let desk: Page;

beforeAll(async () => {
  world = await openWorld({ demoPeople: false });
  await modules.find(m => m.name === 'activities')!.demo!(world.server.house, () => {});
  const worker = await world.server.as(demoId('469030/hongmao.1'));
  const today = dayOf(new Date());
  const input = planned({ planned_on: today, made_on: today });
  activity = input.id;
  expect((await worker.send(plan, input)).status).toBe(200);
  desk = await (await world.device('desktop')).newPage();
  await signIn(desk, world, 'hongmao.1', '/');
}, 240_000);
afterAll(() => world?.stop());

describe('an activity', () => {
  it('shows the year in a sentence, then the list', async () => {
    await desk.goto('/activities');
    await desk.getByText(/今年已举办 \d+ 场/).waitFor();
    await desk.getByRole('link', { name: '社工宣传进集市' }).waitFor();
    await shot(desk, 'office-activities');
    await mustBeAccessible(desk, 'activities');
  });

  it('projects a code; phones without JavaScript sign in by it', async () => {
    await desk.goto(`/activities/${activity}/code`);
    const code = desk.getByAltText('现场二维码');
    await code.waitFor();
    await shot(desk, 'office-activity-code');
    await mustBeAccessible(desk, 'activities');
    for (const [i, javaScriptEnabled] of [false, true].entries()) {
      const phone = await world.device('phone', undefined, { script: javaScriptEnabled });
      const page = await phone.newPage();
      await page.goto((await code.getAttribute('data-path'))!);
      await page.getByLabel('姓名').fill(`来宾${'甲乙'[i]}`);
      if (javaScriptEnabled) await shot(page, 'phone-activity-sign-in');
      await page.getByRole('button', { name: '签到' }).click();
      await page.getByText('已签到，欢迎参加。').waitFor();
      await phone.close();
    }
    await desk.getByText('已签到：实名 2 人').waitFor();
  });

  it('says who came and what is missing', async () => {
    await desk.goto(`/activities/${activity}`);
    await desk.getByRole('cell', { name: '来宾甲' }).waitFor();
    await desk.getByRole('navigation', { name: '还缺什么' }).waitFor();
    await shot(desk, 'office-activity');
    await mustBeAccessible(desk, 'activities');
  });
});
