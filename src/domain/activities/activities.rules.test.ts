// Counting people, the sentence of an answer's result, stages and what is missing: pure rules. Serves K5, K5b.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as a from './activities.ts';

const signed = fc.record({
  how: fc.constantFrom('qr' as const, 'list' as const, 'count' as const),
  who: fc.integer({ min: 0, max: 6 }),
  people: fc.integer({ min: 1, max: 50 }),
  struck: fc.boolean(),
  volunteer: fc.boolean(),
});
const rows = fc
  .array(signed, { maxLength: 30 })
  .map(list =>
    list.map(
      ({ who, ...r }): a.Signed =>
        r.how === 'count' ? { ...r, person: null, volunteer: false } : { ...r, people: 1, person: `p${who}` },
    ),
  );

describe('K5b figures of people', () => {
  it('人数 never exceeds 人次， nor the number of signatures', () => {
    fc.assert(
      fc.property(rows, list => {
        const t = a.tallyOf(list);
        expect(t.named).toBeLessThanOrEqual(t.times);
        expect(t.named).toBeLessThanOrEqual(t.signatures);
        expect(t.volunteers).toBeLessThanOrEqual(t.named);
        expect(t.times).toBe(t.named + t.counted);
      }),
    );
  });
  it('signing again, in any order, counts nobody twice', () => {
    fc.assert(
      fc.property(rows, list => {
        const people = list.filter(r => r.how !== 'count');
        const { named, counted, times } = a.tallyOf(list);
        expect(a.tallyOf([...people, ...list].reverse())).toMatchObject({ named, counted, times });
      }),
    );
  });
  it('what was struck counts for nothing', () => {
    fc.assert(
      fc.property(rows, list => {
        expect(a.tallyOf(list)).toEqual(a.tallyOf(list.filter(r => !r.struck)));
      }),
    );
  });
  it('says apart what cannot be told apart', () => {
    expect(a.tallyWords({ named: 12, counted: 0, times: 12 })).toBe('实名 12 人');
    expect(a.tallyWords({ named: 12, counted: 45, times: 57 })).toBe('共 57 人次：实名 12 人，含 45 人次无法去重');
  });
});

describe('who is who', () => {
  const row = (id: string, name: string, change: object = {}) => {
    const r = { id, name, village: null, phone_end: null, ...change } as {
      id: string;
      name: string;
      village: string | null;
      phone_end: string | null;
    };
    return { ...r, person: a.typedPerson({ name, village: r.village ?? undefined, phone_end: r.phone_end ?? undefined }) };
  };
  it('the same name, village and end of the telephone number are one person, however the name is spaced', () => {
    expect(a.typedPerson({ name: '王 小明', phone_end: '1234' })).toBe(a.typedPerson({ name: '王小明', phone_end: '1234' }));
    expect(a.typedPerson({ name: '王小明' })).not.toBe(a.typedPerson({ name: '王小明', phone_end: '1234' }));
  });
  it('a likely twin has the same name and nothing that contradicts it', () => {
    const pairs = (list: ReturnType<typeof row>[]) => a.likelyTwins(list).map(([x, y]) => [x.id, y.id]);
    expect(pairs([row('1', '王小明'), row('2', '王小明', { phone_end: '1234' })])).toEqual([['1', '2']]);
    expect(pairs([row('1', '王小明', { phone_end: '9999' }), row('2', '王小明', { phone_end: '1234' })])).toEqual([]);
    expect(pairs([row('1', '王小明'), row('2', '王小民')])).toEqual([]);
    expect(pairs([row('1', '王小明'), row('2', '王小明')])).toEqual([]);
  });
});

const fresh: a.Standing = { plan: 'draft', summary: null, held_on: null, archived_on: null, cancelled_on: null };
describe('stages and what is missing', () => {
  it.each<[a.Stage, Partial<a.Standing>]>([
    ['draft', {}],
    ['draft', { plan: 'returned' }],
    ['submitted', { plan: 'submitted' }],
    ['approved', { plan: 'approved' }],
    ['held', { plan: 'approved', held_on: '2026-05-01' }],
    ['held', { plan: 'submitted', held_on: '2026-05-01', summary: 'draft' }],
    ['summarised', { plan: 'approved', held_on: '2026-05-01', summary: 'returned' }],
    ['archived', { plan: 'approved', held_on: '2026-05-01', summary: 'approved', archived_on: '2026-05-09' }],
    ['cancelled', { plan: 'withdrawn', held_on: '2026-05-01' }],
    ['cancelled', { plan: 'approved', cancelled_on: '2026-05-01' }],
  ])('%s', (stage, change) => expect(a.stageOf({ ...fresh, ...change })).toBe(stage));

  const full: a.Facts = {
    ...fresh,
    plan: 'approved',
    summary: 'approved',
    held_on: '2026-05-01',
    people: 20,
    twins: 0,
    photos: ['whole', 'sign_in', 'scene'],
    answers: 3,
  };
  const gaps = (change: Partial<a.Facts>) => a.missingOf({ ...full, ...change }).map(m => m.gap);
  it('nothing of a complete one, one thing for each that fails', () => {
    expect(gaps({})).toEqual([]);
    expect(gaps({ plan: 'submitted' })).toEqual(['plan']);
    expect(gaps({ people: 0 })).toEqual(['attendance']);
    expect(gaps({ photos: ['whole'] })).toEqual(['photos']);
    expect(a.missingOf({ ...full, photos: ['whole', 'scene', 'other'] })[0]!.say).toBe('照片缺少签到');
    expect(gaps({ summary: 'submitted' })).toEqual(['summary_review']);
    expect(gaps({ summary: 'draft' })).toEqual(['summary']);
  });
  it('what is only advised does not hinder', () => {
    expect(a.missingOf({ ...full, twins: 2, answers: 0 }).every(m => m.advised)).toBe(true);
  });
});

describe('satisfaction', () => {
  it('is told in a sentence; nobody, few, many', () => {
    const say = (...overall: number[]) => a.resultWords(a.resultOf(overall.map(o => ({ overall: o }))));
    expect(say()).toBe('还没有人填写满意度。');
    expect(say(5)).toBe('1 人填写，1 人总体满意，平均 5.0 分。人数较少，仅供参考。');
    expect(say(5, 4, 4, 3, 1)).toBe('5 人填写，3 人总体满意，平均 3.4 分。');
  });
  it('a mean is between the least and the greatest, counts add up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), list => {
        const [g] = a.resultOf(list.map(overall => ({ overall }))).grades;
        expect(g!.counts.reduce((x, y) => x + y)).toBe(list.length);
        expect(g!.mean).toBeGreaterThanOrEqual(Math.min(...list));
        expect(g!.mean).toBeLessThanOrEqual(Math.max(...list));
      }),
    );
  });
});

describe('money', () => {
  it('is whole fen and written as yuan', () => {
    expect(a.yuan(0)).toBe('0.00');
    expect(a.yuan(19_905)).toBe('199.05');
    expect(a.totalOf([{ fen: 10 }, { fen: 20 }])).toBe(30);
  });
});
