// The pure rules: months of a term, the sheet, the draw, the statement. M3.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demoId } from '#domain/org/people.demo.ts';
import { addDays, daysBetween } from '#kernel/dates.ts';
import { drawnOrder, frameOf, hashOfFrame } from './draw.ts';
import { isOverdue } from './findings.ts';
import { cellState, monthsOf, runningYear } from './months.ts';
import { type Result, resultProblems, resultWords, statementOf, statementSays } from './results.ts';
import { ITEMS, problemsOf, tallyOf, Written } from './sheet.ts';

describe('the months of a term', () => {
  it('begin on the day of the month on which it began, and cover every day once', () => {
    expect(monthsOf('2026-03-01', '2027-02-28')).toHaveLength(12);
    expect(monthsOf('2026-01-31', '2027-01-30').slice(0, 3)).toEqual([
      { from: '2026-01-31', to: '2026-02-27' },
      { from: '2026-02-28', to: '2026-03-30' },
      { from: '2026-03-31', to: '2026-04-29' },
    ]);
    for (const [from, to] of [
      ['2028-02-29', '2029-02-28'],
      ['2026-01-31', '2027-01-30'],
      ['2026-11-23', '2027-05-09'],
      ['2026-05-05', '2026-05-05'],
    ] as const) {
      const months = monthsOf(from, to);
      expect([months[0]!.from, months.at(-1)!.to]).toEqual([from, to]);
      for (const [i, m] of months.entries()) {
        expect(daysBetween(m.from, m.to)).toBeGreaterThanOrEqual(0);
        if (i > 0) expect(m.from).toBe(addDays(months[i - 1]!.to, 1));
      }
    }
  });
  it('the year under way begins on an anniversary', () => {
    expect(runningYear('2026-03-01', '2026-11-23')).toEqual({ from: '2026-03-01', to: '2027-02-28' });
    expect(runningYear('2024-03-01', '2026-02-28')).toEqual({ from: '2025-03-01', to: '2026-02-28' });
    expect(runningYear('2024-02-29', '2025-02-28')).toEqual({ from: '2025-02-28', to: '2026-02-27' });
  });
  it('a month is done, due, missed, to come, or before the station was opened', () => {
    const month = { from: '2026-11-01', to: '2026-11-30' };
    const state = (days: string[], today: string, opened: string | null = '2026-03-01') => cellState(month, days, today, opened);
    expect(state(['2026-11-30'], '2026-12-01')).toBe('done');
    expect(state(['2026-10-31', '2026-12-01'], '2026-12-01')).toBe('missed');
    expect(state([], '2026-11-30')).toBe('due');
    expect(state([], '2026-10-31')).toBe('future');
    expect(state([], '2026-12-31', '2026-12-01')).toBe('none');
    expect(state([], '2026-12-31', null)).toBe('missed');
  });
});

const written = (change: object = {}) =>
  Written.parse({
    inspected_on: '2026-11-20',
    answers: Object.fromEntries(ITEMS.map(i => [i.key, { level: 'met' }])),
    guidance: '指导',
    signature_reason: 'paper',
    ...change,
  });
describe('the sheet', () => {
  it('must answer every item, and say why where one is not met', () => {
    expect(problemsOf(written(), '2026-11-23', '2026-03-01')).toEqual([]);
    const { 'premises.rooms': _, ...rest } = written().answers;
    expect(
      problemsOf(written({ answers: { ...rest, 'signage.mark': { level: 'unmet' } } }), '2026-11-23', null).map(p => p.path),
    ).toEqual(['answers.premises.rooms', 'answers.signage.mark']);
    expect(problemsOf(written({ inspected_on: '2026-11-24' }), '2026-11-23', null)[0]?.path).toBe('inspected_on');
    expect(problemsOf(written({ signature_reason: undefined }), '2026-11-23', null)[0]?.path).toBe('signature_reason');
    expect(() => written({ answers: { 'premises.unheard': { level: 'met' } } })).toThrow();
  });
  it('counts its levels', () => expect(tallyOf(written().answers)).toEqual({ met: ITEMS.length, partly: 0, unmet: 0, na: 0 }));
  it('a finding is overdue from the day after its deadline until it is closed', () => {
    const at = (state: 'open' | 'answered' | 'closed', today: string) => isOverdue({ state, deadline_on: '2026-11-20' }, today);
    expect([
      at('open', '2026-11-20'),
      at('open', '2026-11-21'),
      at('answered', '2026-11-21'),
      at('closed', '2026-11-21'),
    ]).toEqual([false, true, true, false]);
  });
});

describe('the draw', () => {
  const frame = frameOf(Array.from({ length: 40 }, (_, i) => demoId(`record ${i}`)));
  it('is what the published method says, by another program', async () => {
    const byHand = [...frame].sort((a, b) => {
      const mark = (id: string) => createHash('sha256').update(`seed-1\n469030105\n${id}`).digest('hex');
      return mark(a) < mark(b) ? -1 : 1;
    });
    expect(await drawnOrder('seed-1', 469030105, frame)).toEqual(byHand);
    expect(await hashOfFrame(469030105, frame)).toBe(
      createHash('sha256')
        .update(['469030105', ...frame].join('\n'))
        .digest('hex'),
    );
  });
  it('is the same whatever the order of the frame, another for another seed or station; nobody twice, nobody lost', async () => {
    const order = await drawnOrder('s', 1, frame);
    expect(await drawnOrder('s', 1, [...frame].reverse())).toEqual(order);
    expect(await drawnOrder('t', 1, frame)).not.toEqual(order);
    expect(await drawnOrder('s', 2, frame)).not.toEqual(order);
    expect([...order].sort()).toEqual(frame);
  });
  it('leaves out of the frame what nobody would miss: the order of the others stays (a property of replacements)', async () => {
    const order = await drawnOrder('s', 1, frame);
    const without = frame.filter(id => id !== order[3]);
    expect(await drawnOrder('s', 1, without)).toEqual(order.filter(id => id !== order[3]));
  });
  it('is even: over 2,000 seeds each of 20 is drawn into a sample of 5 about 500 times', async () => {
    const twenty = frame.slice(0, 20);
    const times = new Map(twenty.map(id => [id, 0]));
    for (let seed = 0; seed < 2000; seed++)
      for (const id of (await drawnOrder(`${seed}`, 7, twenty)).slice(0, 5)) times.set(id, times.get(id)! + 1);
    // χ² over 20 cells; 43.8 is passed by chance once in a thousand. Seeds and ids are fixed, so this is no matter of luck.
    const chi = [...times.values()].reduce((sum, n) => sum + (n - 500) ** 2 / (500 * 0.75), 0);
    expect(chi).toBeLessThan(43.8);
  });
});

describe('results', () => {
  const reached = (change: object = {}): Result => ({
    kind: 'callback',
    reached: true,
    on: '2026-11-23',
    way: 'phone',
    answered_by: 'self',
    confirmed: 'yes',
    agrees: 'yes',
    satisfaction: 5,
    ...change,
  });
  it('doubts need words; days lie between the draw and today', () => {
    expect(resultProblems(reached(), '2026-11-23', '2026-11-23')).toEqual([]);
    expect(resultProblems(reached({ confirmed: 'no' }), '2026-11-23', '2026-11-23')[0]?.path).toBe('result.remark');
    expect(resultProblems(reached({ on: '2026-11-22' }), '2026-11-23', '2026-11-23')[0]?.path).toBe('result.on');
    const check: Result = { kind: 'check', on: '2026-11-23', complete: 'yes', true: 'doubt' };
    expect(resultProblems(check, '2026-11-23', '2026-11-23')[0]?.path).toBe('result.remark');
    expect(resultWords(check)).toBe('存疑，要件齐全');
  });
  it('the statement counts whom it reached', () => {
    const missed: Result = { kind: 'callback', reached: false, on: '2026-11-23', why: 'no_answer' };
    const items = [reached(), reached({ confirmed: 'no', agrees: 'no', satisfaction: 2, remark: '没来过' }), missed, null].map(
      result => ({
        station: 1,
        result,
      }),
    );
    const line = statementOf(1, { frame: 30, size: 3 }, items);
    expect(line).toMatchObject({
      drawn: 4,
      entered: 3,
      reached: 2,
      confirmed: 1,
      agrees: 1,
      rated: 2,
      satisfaction: 3.5,
      satisfied: 1,
    });
    expect(statementSays('callback', line)).toBe(
      '回访 3 人，联系上 2 人，确认服务属实 1 人（50%），满意度平均 3.5 分（5 分制，2 人评分）。',
    );
  });
});
