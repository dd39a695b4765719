// Evaluation through HTTP on a real database: refuses / works / counts. Serves the judging of K1 and of every clause with a figure.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import * as evaluation from './evaluation.ts';
import { type AcceptanceWorld, acceptanceWorld, must, NOW, person } from './testing.ts';

let world: AcceptanceWorld;
beforeAll(async () => {
  world = await acceptanceWorld();
});
afterAll(() => world?.server.stop());
beforeEach(async () => {
  world.server.setTime(NOW);
  for (const table of ['evaluation_sheets', 'evaluations', 'visits'])
    await world.asOwner(`delete from app.${table} where county_id = $1`, [469030]);
});

/** C6 has no measure yet, so it is scored by hand like D1. */
const POINTS = { C6: 4, D1: 6 };
const both = async (id: string, first = POINTS, second = POINTS) => {
  await world.satisfied(id);
  await must(world.scored(id, world.people.evaluator, first));
  await must(world.scored(id, world.people.second, second));
};
const signedByAll = async (id: string) => {
  await both(id);
  await must(world.signed(id, world.people.evaluator));
  await must(world.signed(id, world.people.second));
};

describe('refuses', () => {
  it('administrators, workers, heads of station, and another county', async () => {
    const id = await world.begun();
    for (const who of [world.people.system, world.people.worker, world.people.lead])
      expect((await who.read(evaluation.evaluation, { id })).body.code).toBe('forbidden');
    expect((await world.people.neighbour.read(evaluation.evaluation, { id })).body.code).toBe('not_found');
  });
  it('a table that cannot be: points without end, a code twice, grades out of order, a figure without a clause', async () => {
    const input = { id: newId(), contract: world.contract, kind: 'mid' as const, title: '评估', evaluators: [person('pinggu')] };
    const [section, other] = world.layout.sections;
    const item = section!.items[0]!;
    const wrong = [
      { ...world.layout, sections: [{ title: '一', items: [item, item] }] },
      { ...world.layout, sections: [{ title: '一', items: [{ ...item, points: 0.3 }] }] },
      { ...world.layout, sections: [{ title: '一', items: [{ ...item, clause: null }] }, other!] },
      { ...world.layout, grades: [...world.layout.grades].reverse() },
    ];
    for (const layout of wrong)
      expect((await world.people.officer.send(evaluation.beginEvaluation, { ...input, layout })).body.code).toBe('invalid');
  });
  it('somebody who is no evaluator, and a second mid-term evaluation', async () => {
    const input = { id: newId(), contract: world.contract, kind: 'mid' as const, title: '评估', layout: world.layout };
    expect(
      (await world.people.officer.send(evaluation.beginEvaluation, { ...input, evaluators: [person('xiangmu')] })).body.code,
    ).toBe('missing_reference');
    await world.begun();
    expect(
      (await world.people.officer.send(evaluation.beginEvaluation, { ...input, evaluators: [person('pinggu')] })).body.code,
    ).toBe('evaluation_begun');
  });
  it('points above the item, for what a figure gives, for no item, and a sheet of somebody else', async () => {
    const id = await world.begun();
    const say = async (points: Record<string, number>) =>
      (await world.scored(id, world.people.evaluator, points)).body.issues?.[0]?.message;
    expect(await say({ D1: 9 })).toBe('D1 最多 8 分');
    expect(await say({ C1: 5 })).toBe('C1 不由评估员打分');
    expect(await say({ X1: 5 })).toBe('X1 不由评估员打分');
    const alone = newId();
    const input = { id: alone, contract: world.contract, kind: 'final' as const, title: '末期', layout: world.layout };
    await must(world.people.officer.send(evaluation.beginEvaluation, { ...input, evaluators: [person('pinggu')] }));
    const sheet = { id: alone, revision: 1, points: {}, remarks: {}, vetoes: {}, remark: null };
    expect((await world.people.second.send(evaluation.score, sheet)).body.code).toBe('not_found');
    expect((await world.people.officer.send(evaluation.score, sheet)).body.code).toBe('forbidden');
  });
  it('signing a sheet with gaps, or while nobody has written the satisfaction', async () => {
    const id = await world.begun();
    await must(world.scored(id, world.people.evaluator, { D1: 6 }));
    expect((await world.signed(id, world.people.evaluator)).body.issues?.[0]?.message).toBe('C6 志愿者还没有打分');
    await must(world.scored(id, world.people.evaluator, POINTS));
    expect((await world.signed(id, world.people.evaluator)).body.say).toContain('满意度');
  });
  it('table, figures and satisfaction as soon as one has signed; the own sheet too', async () => {
    const id = await world.begun();
    await both(id);
    await must(world.signed(id, world.people.evaluator));
    expect((await world.scored(id, world.people.evaluator, POINTS)).body.code).toBe('evaluation_signed');
    const { revision } = await world.evaluation(id);
    const { officer } = world.people;
    expect((await officer.send(evaluation.takeFigures, { id, revision })).body.code).toBe('evaluation_signed');
    expect((await officer.send(evaluation.setSatisfaction, { id, revision, asked: 1, satisfied: 1, note: '改' })).body.code).toBe(
      'evaluation_signed',
    );
    const layout = {
      id,
      revision,
      title: '改',
      layout: world.layout,
      evaluators: [person('pinggu'), world.people.second.account],
    };
    expect((await officer.send(evaluation.setLayout, layout)).body.code).toBe('evaluation_signed');
    expect((await officer.send(evaluation.reopenEvaluation, { id, revision, new_id: newId(), reason: '改' })).body.code).toBe(
      'evaluation_not_signed',
    );
  });
  it('more satisfied people than were asked, and an old revision', async () => {
    const id = await world.begun();
    const input = { id, revision: 1, asked: 10, satisfied: 11, note: '回访' };
    expect((await world.people.officer.send(evaluation.setSatisfaction, input)).body.code).toBe('invalid');
    expect((await world.people.officer.send(evaluation.takeFigures, { id, revision: 5 })).body.code).toBe('stale');
  });
  it('the sheet of another evaluator before the own one is signed', async () => {
    const id = await world.begun();
    await both(id);
    const seen = async () =>
      (await world.evaluation(id, world.people.second)).sheets.map(s => [s.evaluator === person('pinggu'), s.scores !== null]);
    expect(await seen()).toContainEqual([true, false]);
    await must(world.signed(id, world.people.second));
    expect(await seen()).toContainEqual([true, true]);
    const forManager = await world.evaluation(id, world.people.manager);
    expect([forManager.result, forManager.total, ...forManager.sheets.map(s => s.scores)]).toEqual([null, null, null, null]);
  });
});

describe('works', () => {
  it('a table is changed, sheets stay; an evaluator may be added and not taken out', async () => {
    const id = newId();
    const input = {
      contract: world.contract,
      kind: 'mid' as const,
      title: '评估',
      layout: world.layout,
      evaluators: [person('pinggu')],
    };
    await must(world.people.officer.send(evaluation.beginEvaluation, { id, ...input }));
    await must(world.scored(id, world.people.evaluator, POINTS));
    const two = [person('pinggu'), world.people.second.account];
    await must(
      world.people.officer.send(evaluation.setLayout, { id, revision: 1, title: '新', layout: world.layout, evaluators: two }),
    );
    const now = await world.evaluation(id);
    expect([now.title, now.evaluators]).toEqual(['新', 2]);
    expect(now.sheets.find(s => s.evaluator === person('pinggu'))!.scores!.points).toEqual(POINTS);
    const without = { id, revision: now.revision, title: '新', layout: world.layout, evaluators: [world.people.second.account] };
    expect((await world.people.officer.send(evaluation.setLayout, without)).body.code).toBe('conflict');
  });
  it('signed by all it is locked; reopened it is a new version with the reason, and the first one stays', async () => {
    const id = await world.begun();
    await signedByAll(id);
    const signed = await world.evaluation(id);
    expect([signed.state, signed.signed]).toEqual(['signed', 2]);
    const next = newId();
    await must(
      world.people.officer.send(evaluation.reopenEvaluation, {
        id,
        revision: signed.revision,
        new_id: next,
        reason: '经费材料补充',
      }),
    );
    const [before, now] = [await world.evaluation(id), await world.evaluation(next)];
    expect([before.state, before.result?.total]).toEqual(['replaced', signed.result?.total]);
    expect(now).toMatchObject({ version: 2, reason: '经费材料补充', state: 'scoring', signed: 0 });
    expect(now.sheets.map(s => s.scores?.points)).toEqual([POINTS, POINTS]);
  });
  it('lists evaluators and evaluations', async () => {
    const id = await world.begun();
    const { rows } = await must(world.people.officer.read(evaluation.evaluators));
    expect(rows.map(r => r.id).sort()).toEqual([person('pinggu'), world.people.second.account].sort());
    expect((await must(world.people.manager.read(evaluation.evaluations, { contract: world.contract }))).rows).toMatchObject([
      { id, total: null },
    ]);
    expect((await world.people.officer.read(evaluation.evaluations, { contract: newId() })).body.code).toBe('not_found');
  });
  it('two last signatures at the same moment close it once', async () => {
    const id = await world.begun();
    await both(id);
    const answers = await Promise.all([world.signed(id, world.people.evaluator), world.signed(id, world.people.second)]);
    expect(answers.map(a => a.status)).toEqual([200, 200]);
    expect((await world.evaluation(id)).state).toBe('signed');
  });
});

describe('counts', () => {
  it('figures by what is owed (no excess makes up for another), the mean of evaluators, satisfaction, sections and grade', async () => {
    // Six workers owe two visits each: one did five, one did one. (1 + 0.5 + 0 + 0 + 0 + 0) / 6 of 10 points.
    await world.visits({}, {}, {}, {}, {}, { worker: person('hongmao.2') });
    const id = await world.begun();
    await both(id, { C6: 4, D1: 6 }, { C6: 3, D1: 7 });
    const { result, figures } = await world.evaluation(id);
    expect(figures.C1!.share).toBe(0.25);
    expect(figures.C6!.share).toBeNull();
    const points = Object.fromEntries(result!.items.map(i => [i.code, i.points]));
    expect(points).toEqual({ C1: 2.5, C6: 3.5, D1: 6.5, E1: 9 });
    expect(result!.sections.map(s => [s.points, s.full])).toEqual([
      [6, 15],
      [15.5, 18],
    ]);
    expect([result!.total, result!.full, result!.complete, result!.grade]).toEqual([21.5, 33, true, '合格']);
  });
  it('later visits change nothing until the figures are taken anew', async () => {
    const id = await world.begun();
    await world.visits({}, {});
    expect((await world.evaluation(id)).figures.C1!.share).toBe(0);
    await must(world.people.officer.send(evaluation.takeFigures, { id, revision: 1 }));
    expect((await world.evaluation(id)).figures.C1!.share).toBeCloseTo(1 / 6);
  });
  it('a veto of one evaluator is the lowest grade, whatever the points', async () => {
    const id = await world.begun();
    await both(id, { C6: 5, D1: 8 }, { C6: 5, D1: 8 });
    await must(world.scored(id, world.people.second, { C6: 5, D1: 8 }, { V1: '三份记录与回访不符' }));
    const { result } = await world.evaluation(id);
    expect(result).toMatchObject({ grade: '不合格', vetoes: [{ code: 'V1', reasons: ['三份记录与回访不符'] }] });
  });
});
