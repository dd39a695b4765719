// The clauses of group work over real groups: two groups a station (K4), four sessions in each (K4b), sixteen person-times in each complete
// one (K4c), with what is missing by name.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as g from '#domain/groups/groups.ts';
import { groups } from '#domain/groups/index.ts';
import { type GroupWorld, groupWorld, HONGMAO, type Made, TODAY } from '#domain/groups/testing.ts';
import { addDays } from '#kernel/dates.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contract as contractModule } from './index.ts';

let w: GroupWorld;
const officer = () => w.who('minzheng');
beforeAll(async () => {
  w = await groupWorld(contractModule(groups.measures ?? []));
  w.ok(await officer().send(contract.open, demoOpening('2026-03-01')));
});
afterAll(() => w?.server.stop());

const clause = async (code: string) =>
  w.ok(await officer().read(contract.standing, { id: DEMO_CONTRACT })).clauses.find(c => c.code === code)!;
const indicator = async (code: string) => (await clause(code)).indicators[0]!;
const figure = async (code: string) =>
  w.ok(await officer().read(contract.figure, { id: (await indicator(code)).id, station: HONGMAO }));
const short = async (code: string) =>
  w.ok(await officer().read(contract.missingUnits, { id: (await indicator(code)).id, station: HONGMAO })).rows;

/** Holds and documents so many sessions with so many members each, then archives. */
async function carriedOut(sessions: number, each: readonly number[], name: string): Promise<Made> {
  const made = await w.group({ sessions, members: Math.max(...each), facts: { name } });
  for (const [i, session] of made.sessions.entries()) {
    const on = addDays(TODAY, -7 * (sessions - 1 - i));
    await w.hold(session, made.members.slice(0, each[i]), { held_on: on });
    await w.record(made.id, session, on);
  }
  return made;
}
async function archived(made: Made): Promise<void> {
  await w.summary(made.id);
  w.ok(await w.who('hongmao.1').send(g.end, { id: made.id, revision: 1, as: 'archived' }));
}

describe('the three clauses of group work', () => {
  it('K4 counts groups that were planned, approved and begun, and says why others are not', async () => {
    await w.group({ approved: false });
    await w.group();
    const cancelled = await w.group();
    w.ok(await w.who('hongmao.1').send(g.end, { id: cancelled.id, revision: 1, as: 'cancelled', reason: '报名太少' }));
    expect((await figure('K4')).figure).toMatchObject({ done: 0, needed: 2, missing: 2 });
    await carriedOut(4, [4, 4, 4, 4], '第一个小组').then(archived);
    const why = await figure('K4');
    expect(why.figure).toMatchObject({ done: 1, missing: 1 });
    expect(why.reasons.map(r => [r.code, r.rows])).toEqual([
      ['cancelled', 1],
      ['no_plan', 1],
      ['not_begun', 1],
    ]);
  });

  it('K4b asks four sessions of each group: a group of three is named with what it lacks', async () => {
    expect((await figure('K4b')).figure).toMatchObject({
      units: { met: 1, all: 1 },
      status: expect.stringMatching(/met|on_track/),
    });
    await carriedOut(3, [5, 5, 4], '只有三节的小组');
    expect((await figure('K4b')).figure.units).toEqual({ met: 1, all: 2 });
    expect(await short('K4b')).toEqual([
      expect.objectContaining({ title: '只有三节的小组', say: ['小组各节不少于 4 节：已有 3 节，还差 1 节'] }),
    ]);
    expect((await figure('K4')).figure).toMatchObject({ done: 2, missing: 0 });
  });

  it('K4b does not count a session whose record is not approved', async () => {
    const [made] = w.ok(await w.who('hongmao.1').read(g.list, { stage: ['finished'] })).rows;
    const full = await w.read(made!.id);
    await w.asOwner(`update app.records set state = 'submitted' where county_id = 469030 and id = $1`, [
      full.sessions[0]!.record,
    ]);
    expect((await figure('K4b')).reasons).toContainEqual(expect.objectContaining({ code: 'unreviewed', rows: 1 }));
    expect((await short('K4b'))[0]!.say).toEqual(['小组各节不少于 4 节：已有 2 节，还差 2 节']);
  });

  it('K4c asks sixteen person-times of each complete group: 14 are not enough, an incomplete group is not asked', async () => {
    expect((await figure('K4c')).figure).toMatchObject({ units: { met: 1, all: 1 } });
    await carriedOut(4, [4, 4, 3, 3], '十四人次的小组').then(archived);
    expect((await figure('K4c')).figure.units).toEqual({ met: 1, all: 2 });
    expect(await short('K4c')).toEqual([
      expect.objectContaining({ title: '十四人次的小组', say: ['小组参与不少于 16 人次：已有 14 人次，还差 2 人次'] }),
    ]);
  });

  it('K4c counts 人次， and an absence is listed as not counted', async () => {
    const made = await w.group({ sessions: 1, members: 2, facts: { name: '有人缺席' } });
    const [came, not] = made.members as [string, string];
    w.ok(await w.who('hongmao.1').send(g.rollCall, w.roll(made.sessions[0]!, { [came]: 'late', [not]: 'absent' })));
    expect((await figure('K4c')).reasons).toContainEqual(expect.objectContaining({ code: 'not_there', rows: 1 }));
  });
});
