// The rules of group work by themselves: person-times and people, rolls over sign-ins, completeness, the summary made from the sessions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#kernel/dates.ts';
import * as g from './groups.ts';

const statuses = Object.keys(g.STATUSES) as g.Status[];
const status = fc.constantFrom(...statuses);
const seats = fc
  .uniqueArray(fc.tuple(fc.nat(7), fc.nat(5), status), { selector: ([m, s]) => `${m} ${s}`, maxLength: 48 })
  // Two entries of one person: member 6 and 7 are the same.
  .map(list =>
    list.map(([m, s, what]): g.Mark => ({ session: `s${s}`, member: `m${m}`, person: `p${Math.min(m, 6)}`, status: what })),
  );

describe('counting', () => {
  it('人次 is the number of present and late, 人数 never more, and both follow from each session alone', () => {
    fc.assert(
      fc.property(seats, marks => {
        const { attendances, people } = g.counts(marks);
        expect(attendances).toBe(marks.filter(m => m.status === 'present' || m.status === 'late').length);
        expect(people).toBeLessThanOrEqual(attendances);
        expect(people === 0).toBe(attendances === 0);
        const bySession = [...Map.groupBy(marks, m => m.session).values()].map(g.counts);
        expect(bySession.reduce((sum, c) => sum + c.attendances, 0)).toBe(attendances);
        for (const c of bySession) expect(c.people).toBeLessThanOrEqual(people);
      }),
    );
  });

  it('a first roll keeps who signed in by code, a correction overrules, and nobody stands twice in it', () => {
    const kept = fc.uniqueArray(
      fc.record({ member: fc.constantFrom('a', 'b', 'c', 'd'), status, how: fc.constantFrom('qr' as const, 'roll' as const) }),
      {
        selector: k => k.member,
      },
    );
    const entries = fc.uniqueArray(fc.record({ member: fc.constantFrom('a', 'b', 'c', 'd'), status, signed_for: fc.boolean() }), {
      selector: e => e.member,
    });
    fc.assert(
      fc.property(kept, entries, fc.boolean(), (before, roll, first) => {
        const written = g.rollOver(before, roll, first);
        expect(new Set(written.map(e => e.member)).size).toBe(written.length);
        const after = new Map([
          ...before.map(k => [k.member, k.status] as const),
          ...written.map(e => [e.member, e.status] as const),
        ]);
        for (const e of roll) {
          const signed = before.some(k => k.member === e.member && k.how === 'qr' && g.came(k.status));
          if (first && signed) expect(g.came(after.get(e.member)!)).toBe(true);
          else expect(after.get(e.member)).toBe(e.status);
        }
      }),
    );
  });

  it('who joined late or left early belongs to the days between, both ends included', () => {
    const day = fc.integer({ min: -30, max: 30 }).map(n => addDays('2026-11-01', n));
    fc.assert(
      fc.property(day, day, fc.boolean(), day, (one, two, leaves, on) => {
        const [joined_on, left] = one <= two ? [one, two] : [two, one];
        const left_on = leaves ? left : null;
        const expected = on >= joined_on && (left_on === null || on <= left_on);
        expect(g.belongsOn({ state: 'joined', joined_on, left_on }, on)).toBe(expected);
        expect(g.belongsOn({ state: 'waiting', joined_on, left_on }, on)).toBe(false);
      }),
    );
  });
});

describe('minors', () => {
  it('until the day before the eighteenth birthday; with the year alone, through that year', () => {
    expect(g.isMinor({ on: '2008-11-24', year: null }, '2026-11-23')).toBe(true);
    expect(g.isMinor({ on: '2008-11-24', year: null }, '2026-11-24')).toBe(false);
    expect(g.isMinor({ on: null, year: 2008 }, '2026-11-23')).toBe(true);
    expect(g.isMinor({ on: null, year: 2007 }, '2026-01-01')).toBe(false);
    expect(g.isMinor({ on: null, year: null }, '2026-01-01')).toBe(false);
  });
});

describe('completeness', () => {
  const session = (no: number, change: object = {}) => ({
    id: `s${no}`,
    no,
    state: 'held' as const,
    record: 'approved' as const,
    signed: 4,
    ...change,
  });
  const whole = {
    plan: 'approved' as const,
    summary: 'approved' as const,
    archived: true,
    sessions: [1, 2, 3, 4].map(n => session(n)),
  };
  it('is an empty list of gaps', () => expect(g.groupGaps(whole)).toEqual([]));
  it.each([
    ['小组计划书还没有提交', { plan: null }],
    ['小组计划书已退回，待修改', { plan: 'returned' as const }],
    ['小组总结待审核', { summary: 'submitted' as const }],
    ['还没有归档', { archived: false }],
    ['第 2 节没有签到', { sessions: [session(1), session(2, { signed: 0 })] }],
    ['第 1 节过程记录还没有提交', { sessions: [session(1, { record: null })] }],
    ['第 1 节还没有开展，也没有取消', { sessions: [session(1, { state: 'planned' }), session(2)] }],
    ['还没有开展过一节', { sessions: [session(1, { state: 'dropped' })] }],
  ])('%s', (say, change) => expect(g.groupGaps({ ...whole, ...change }).map(gap => gap.say)).toEqual([say]));
});

describe('the summary', () => {
  it('takes each goal’s first and last score and what was observed, in the order of the sessions', () => {
    const content = (score: number, words: string): g.SessionContent => ({
      session: 's',
      process: '',
      assessment: '',
      next: '',
      goals: [{ key: 'g1', score }],
      observations: [{ member: 'm', words }],
    });
    const plan = {
      goals: [
        { key: 'g1', words: '认识邻居', sign: '' },
        { key: 'g2', words: '出门', sign: '' },
      ],
    };
    const made = g.summaryFrom(plan, [
      { no: 2, content: content(6, '主动发言') },
      { no: 1, content: content(2, '沉默') },
    ]);
    expect(made.goals).toEqual([{ key: 'g1', before: 2, after: 6 }, { key: 'g2' }]);
    expect(made.members).toEqual([{ member: 'm', words: '第 1 节：沉默\n第 2 节：主动发言' }]);
  });
});
