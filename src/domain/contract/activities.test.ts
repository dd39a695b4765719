// The clauses of township activities over real ones: three a station covering both themes (K5), ten people in each (K5b).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as a from '#domain/activities/activities.ts';
import { activities } from '#domain/activities/index.ts';
import { activityWorld, HONGMAO, people, photo, typedPeople, type World } from '#domain/activities/testing.ts';
import { newId } from '#kernel/ids.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contract as contractModule } from './index.ts';

let w: World;
const officer = () => w.who('minzheng');
beforeAll(async () => {
  w = await activityWorld(contractModule(activities.measures ?? []));
  expect((await officer().send(contract.open, demoOpening('2026-03-01'))).status).toBe(200);
});
afterAll(() => w?.server.stop());

const clause = async (code: string) =>
  (await officer().read(contract.standing, { id: DEMO_CONTRACT })).body.clauses.find(c => c.code === code)!;
const indicator = async (code: string) => (await clause(code)).indicators[0]!.id;
const figure = async (code: string) =>
  (await officer().read(contract.figure, { id: await indicator(code), station: HONGMAO })).body;
const short = async (code: string) =>
  (await officer().read(contract.missingUnits, { id: await indicator(code), station: HONGMAO })).body.rows;

describe('the two clauses of activities', () => {
  it('K5 counts what was held, summed up and approved, and says why the rest is not', async () => {
    await w.plan();
    await w.held();
    const cancelled = await w.plan();
    await w.who('hongmao.1').send(a.cancel, { id: cancelled, revision: 1, reason: '台风' });
    expect((await figure('K5')).figure).toMatchObject({ done: 0, needed: 3, missing: 3 });
    await w.complete();
    const why = await figure('K5');
    expect(why.figure).toMatchObject({ done: 1, missing: 2 });
    expect(why.reasons.map(r => [r.code, r.rows]).sort()).toEqual([
      ['cancelled', 1],
      ['not_held', 1],
      ['summary', 1],
    ]);
  });

  it('K5 three in number are not enough while a compulsory theme is missing', async () => {
    await w.complete({ themes: ['social_work_publicity', 'policy_publicity'] });
    await w.complete({ themes: ['festival_greeting'] });
    const three = await figure('K5');
    expect(three.figure.done).toBe(3);
    expect(three.figure.status).not.toBe('met');
    await w.complete({ themes: ['volunteering_advocacy'] });
    expect((await figure('K5')).figure).toMatchObject({ done: 4, status: 'met' });
  });

  it('K5b ten people in each: one of nine is named with what it lacks, and does not count for K5', async () => {
    expect((await figure('K5b')).figure.units).toEqual({ met: 4, all: 4 });
    await w.complete({ name: '只来了九个人' }, 9);
    expect((await figure('K5b')).figure.units).toEqual({ met: 4, all: 5 });
    expect(await short('K5b')).toEqual([
      expect.objectContaining({ title: '只来了九个人', say: ['参加人数不少于 10 人：已有 9 人，还差 1 人'] }),
    ]);
    expect((await figure('K5')).figure.done).toBe(4);
  });

  it('K5b a person counts once in an activity however often she signed; those counted from a sheet count as many', async () => {
    const id = await w.held({ name: '九个人签了两次' });
    const nine = typedPeople(8);
    await w.sign(id, [...nine, { id: newId(), resident: people[0]! }]);
    const owner = await w.server.owner(469030);
    await owner.query(
      `insert into app.activity_attendances (county_id, id, station_id, activity_id, how, name, person, signed_at, changed_by)
       select county_id, gen_random_uuid(), station_id, activity_id, 'qr', name, person, now(), changed_by
       from app.activity_attendances where county_id = 469030 and activity_id = $1`,
      [id],
    );
    await owner.end();
    const sum = newId();
    const content = { process: '过程', goals: [{ goal: '目标', met: 'yes' as const }] };
    await w.who('hongmao.1').send(a.summarise, { id: sum, activity: id, activity_revision: 2, content });
    await w.verdict(sum, 'approved');
    expect((await short('K5b')).find(u => u.title === '九个人签了两次')!.say).toEqual([
      '参加人数不少于 10 人：已有 9 人，还差 1 人',
    ]);
    await w.verdict(sum, 'reopened');
    await w.who('hongmao.1').send(a.count, { id: newId(), activity: id, people: 30, sheet: photo });
    await w.who('hongmao.1').send(a.resummarise, { id: sum, revision: 1, reason: '补签到表', content });
    await w.verdict(sum, 'approved', 2);
    expect((await short('K5b')).map(u => u.title)).toEqual(['只来了九个人']);
  });

  it('人数 over the year: a person of two activities counts once, who was only counted is left out and said', async () => {
    const rule = {
      version: 1,
      measure: 'activities.attendance',
      unit: 'station',
      count: { how: 'distinct', of: 'person' },
      where: [],
      without: ['cancelled', 'not_held', 'plan', 'summary'],
      window: { kind: 'term' },
      threshold: { at: 'least', value: 1 },
      options: { prorate: false },
    };
    const asked = { contract: DEMO_CONTRACT, rule: JSON.stringify(rule), unit: '人' };
    const before = (await officer().read(contract.preview, asked)).body;
    expect(before.problem).toBeNull();
    const id = await w.held();
    await w.sign(id, [...typedPeople(8), { id: newId(), resident: people[0]! }]);
    const now = (await officer().read(contract.preview, asked)).body;
    expect(now.project!.done).toBe(before.project!.done);
    await w.sign(id, [{ id: newId(), name: '从没来过的人' }]);
    expect((await officer().read(contract.preview, asked)).body.project!.done).toBe(before.project!.done + 1);
  });
});
