// How points come about, rule by rule, and the papers' words. Pure.

import { describe, expect, it } from 'vitest';
import { formal } from '#server/documents/letter.ts';
import { exampleLayout, fullPoints, type Item, itemsOf, Layout } from './layout.ts';
import { EMPTY, excessOf, gapsOf, resultOf, rounded, type Sheet, shareOf, type Taken } from './scoring.ts';

const owed = (needed: number, missing: number, status = missing ? 'behind' : 'met') => ({ needed, missing, status });
const item = (code: string, way: Item['way'], points: number): Item => ({
  ...itemsOf(exampleLayout)[0]!,
  code,
  way,
  points,
  clause: way === 'figure' ? 'K1' : null,
});
const layout: Layout = {
  ...exampleLayout,
  sections: [
    { title: '一', items: [item('A1', 'figure', 10), item('A2', 'evaluators', 20)] },
    { title: '二', items: [item('B1', 'satisfaction', 10)] },
  ],
};
const taken = (share: number | null): Record<string, Taken> => ({ A1: { share, say: '数字', indicators: [] } });
const sheet = (points: Record<string, number>, vetoes: Record<string, string> = {}): Sheet => ({ ...EMPTY, points, vetoes });
const everybody = { asked: 8, satisfied: 8 };

describe('the share of what is owed', () => {
  it('is the mean over all who owe; an excess makes up for nobody', () => {
    expect(shareOf([owed(24, 0), owed(24, 12)])).toBe(0.75);
    expect(shareOf([owed(24, 24), owed(24, 0)])).toBe(0.5);
  });
  it('is nothing where nobody owes, and 0 where a limit was broken', () => {
    expect(shareOf([])).toBeNull();
    expect(shareOf([owed(3, 0, 'cannot_be_met')])).toBe(0);
    expect(shareOf([owed(0, 0, 'behind')])).toBe(0);
  });
  it('is all of it where everything is in rule until today, though it can still be lost (M4, M5)', () => {
    expect(shareOf([owed(100, 0, 'on_track'), owed(100, 20, 'behind')])).toBe(0.9);
  });
});

describe('the result', () => {
  it('adds figure, mean of evaluators and satisfaction', () => {
    const result = resultOf(layout, taken(0.5), { asked: 8, satisfied: 6 }, [sheet({ A2: 15 }), sheet({ A2: 18 })]);
    expect(result.items.map(i => i.points)).toEqual([5, 16.5, 7.5]);
    expect(result).toMatchObject({ total: 29, full: 40, complete: true, grade: '合格' });
  });
  it('has no grade before every item has its points', () => {
    const waiting = resultOf(layout, taken(1), everybody, [sheet({ A2: 20 }), sheet({})]);
    expect(waiting).toMatchObject({ complete: false, grade: null, total: 20 });
    expect(resultOf(layout, taken(1), null, [sheet({ A2: 20 })]).complete).toBe(false);
    expect(resultOf(layout, taken(1), everybody, []).complete).toBe(false);
  });
  it('a grade begins at its very share', () => {
    const at = (points: number) => resultOf(layout, taken(1), everybody, [sheet({ A2: points })]).grade;
    expect([at(16), at(15.5), at(12), at(4), at(3.5)]).toEqual(['优秀', '良好', '良好', '合格', '不合格']);
  });
  it('a veto is the lowest grade, with all its reasons', () => {
    const result = resultOf(layout, taken(1), everybody, [sheet({ A2: 20 }, { V1: '甲' }), sheet({ A2: 20 }, { V1: '乙' })]);
    expect(result).toMatchObject({ grade: '不合格', total: 40 });
    expect(result.vetoes[0]!.reasons).toEqual(['甲', '乙']);
  });
  it('points are rounded to two decimals, a half goes up', () => {
    expect([rounded(1.005), rounded(2.344), rounded(2 / 3)]).toEqual([1.01, 2.34, 0.67]);
  });
});

describe('a sheet', () => {
  it('lacks what is scored by hand; a figure that nothing counts is scored by hand', () => {
    expect(gapsOf(layout, taken(1), EMPTY)).toHaveLength(1);
    expect(gapsOf(layout, taken(null), EMPTY)).toHaveLength(2);
    expect(gapsOf(layout, taken(1), sheet({ A2: 20 }))).toEqual([]);
  });
  it('cannot give more than the item, nor points for what is not scored by hand', () => {
    expect(excessOf(layout, taken(1), sheet({ A2: 20.5 }))).toEqual(['A2 最多 20 分']);
    expect(excessOf(layout, taken(1), sheet({ A1: 1 }))).toEqual(['A1 不由评估员打分']);
    expect(excessOf(layout, taken(null), sheet({ A1: 10 }))).toEqual([]);
    expect(excessOf(layout, taken(1), sheet({}, { V9: '无' }))).toEqual(['没有否决项 V9']);
  });
});

describe('the example table', () => {
  it('is a hundred points and says that it is an example', () => {
    expect(fullPoints(exampleLayout)).toBe(100);
    expect(exampleLayout.title).toContain('示例');
  });
  it('an exported table is read back as it was', () => {
    expect(Layout.parse(JSON.parse(JSON.stringify(exampleLayout)))).toEqual(exampleLayout);
  });
});

describe('punctuation of a paper', () => {
  it('is full width between words and stays inside numbers and times', () => {
    expect(formal('经费 2,120,000 元，10:30 开始：甲；乙（丙）')).toBe(
      '经费 2,120,000 元\uff0c10:30 开始\uff1a甲\uff1b乙\uff08丙\uff09',
    );
  });
});
