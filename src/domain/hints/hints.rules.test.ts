// What is worth a look, and what is not: each kind with a pair that is and a near miss that is not.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf, likeness, lookDistance, shingles, type Trace } from './finding.ts';

let n = 0;
const trace = (more: Partial<Trace> = {}): Trace => ({
  id: `v${++n}`,
  station: 1,
  worker: 'a',
  co_workers: [],
  resident: `r${n}`,
  visited_on: '2026-05-04',
  received_on: '2026-05-04',
  times: null,
  text: '',
  photos: [],
  gone: null,
  ...more,
});
const kinds = (...traces: Trace[]) => findingsOf(traces).map(f => f.kind);
const LONG = '老人今天精神尚好，血压药按时服用，屋里用电线路老化已提醒其子更换，约定下周五再来看望并带来量血压的仪器。';

describe('photos', () => {
  const photo = (hash: string, look: string | null = null) => ({ photos: [{ hash, look }] });
  it('the same one at two visits, a near copy, but not two of one visit', () => {
    expect(kinds(trace(photo('x')), trace(photo('x')))).toEqual(['same_photo']);
    expect(kinds(trace(photo('x', 'ff00ff00ff00ff00')), trace(photo('y', 'ff00ff00ff00ff03')))).toEqual(['like_photo']);
    expect(kinds(trace(photo('x', 'ff00ff00ff00ff00')), trace(photo('y', 'ff00ff00ff00ffff')))).toEqual([]);
    expect(
      kinds(
        trace({
          photos: [
            { hash: 'x', look: null },
            { hash: 'x', look: null },
          ],
        }),
      ),
    ).toEqual([]);
    expect(kinds(trace(photo('x')), trace(photo('y')))).toEqual([]);
  });
  it('a distance is counted in cells', () => {
    expect(lookDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
    expect(lookDistance('0000000000000001', '0000000000000003')).toBe(1);
    expect(lookDistance(null, '0000000000000003')).toBeNull();
  });
});

describe('texts', () => {
  it('of one worker, long, and nearly the same', () => {
    expect(kinds(trace({ text: LONG }), trace({ text: LONG.replace('周五', '周六') }))).toEqual(['like_text']);
    expect(kinds(trace({ text: LONG }), trace({ text: LONG, worker: 'b' }))).toEqual([]);
    expect(kinds(trace({ text: '一切正常' }), trace({ text: '一切正常' }))).toEqual([]);
    expect(kinds(trace({ text: LONG }), trace({ text: [...LONG].reverse().join('') }))).toEqual([]);
  });
  it('likeness lies between none and all, and is mutual', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [x, y] = [shingles(a), shingles(b)];
        expect(likeness(x, y)).toBe(likeness(y, x));
        expect(likeness(x, y)).toBeGreaterThanOrEqual(0);
        expect(likeness(x, y)).toBeLessThanOrEqual(1);
        if (x.size) expect(likeness(x, x)).toBe(1);
      }),
    );
  });
});

describe('times', () => {
  const at = (from: number, to: number, more: Partial<Trace> = {}) => trace({ times: { from, to }, ...more });
  it('one worker at two places at once, also as the second one of a pair; one after the other is fine', () => {
    expect(kinds(at(540, 600), at(590, 620))).toEqual(['same_time']);
    expect(kinds(at(540, 600, { worker: 'b', co_workers: ['a'] }), at(590, 620))).toEqual(['same_time']);
    expect(kinds(at(540, 600), at(600, 620))).toEqual([]);
    expect(kinds(at(540, 600), at(590, 620, { visited_on: '2026-05-05' }))).toEqual([]);
    expect(kinds(at(540, 600), at(590, 620, { worker: 'b' }))).toEqual([]);
  });
});

describe('the end of a quarter', () => {
  const sent = (day: string, count: number) => Array.from({ length: count }, () => trace({ received_on: day }));
  it('many, and most of them in the last five days', () => {
    expect(kinds(...sent('2026-06-28', 8), ...sent('2026-05-02', 10))).toEqual(['quarter_end']);
    expect(kinds(...sent('2026-06-28', 8), ...sent('2026-05-02', 13))).toEqual([]);
    expect(kinds(...sent('2026-06-25', 8))).toEqual([]);
    expect(kinds(...sent('2026-12-31', 7))).toEqual([]);
    expect(kinds(...sent('2026-12-31', 8))).toEqual(['quarter_end']);
  });
});

it('a visit after the day of death or moving; that very day is not', () => {
  const gone = (on: string) => trace({ gone: { on, how: 'died' } });
  expect(kinds(gone('2026-05-03'))).toEqual(['not_living']);
  expect(kinds(gone('2026-05-04'))).toEqual([]);
});

it('what is found does not depend on the order of the visits', () => {
  const traces = [
    trace({ text: LONG }),
    trace({ text: LONG }),
    trace({ photos: [{ hash: 'x', look: null }] }),
    trace({ photos: [{ hash: 'x', look: null }] }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(traces, { minLength: 4 }), some => {
      expect(findingsOf(some)).toEqual(findingsOf(traces));
    }),
  );
});
