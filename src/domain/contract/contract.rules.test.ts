// Pure rules: the term, the outlook, the rule language and its words. Each computation is compared with a slower one written another
// way: days are walked one by one, paces compared as fractions of whole numbers.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isDay } from '#kernel/dates.ts';
import { demoOpening } from './contract.demo.ts';
import { open } from './contract.ts';
import { outlook, STATUSES, type Status, together } from './forecast.ts';
import { Rule } from './rule.ts';
import { type Countable, problemOf, ruleWords } from './rule-words.ts';
import { contractTemplate } from './template.ts';
import { daysOf, overlap, prorated, termEnd } from './term.ts';

const day = fc.integer({ min: 0, max: 20_000 }).map(n => addDays('2000-01-01', n));
const next = (d: string) => new Date(Date.parse(`${d}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Walks until the calendar text of the corresponding day is reached or passed (2029-02-29 does not exist: passed by 2029-03-01). */
function walkedEnd(from: string, months: number): string {
  const [y, m, d] = from.split('-').map(Number) as [number, number, number];
  const month = (y * 12 + m - 1 + months) % 12;
  const corresponding = `${Math.floor((y * 12 + m - 1 + months) / 12)}-${String(month + 1).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
  let at = from;
  while (next(at) < corresponding) at = next(at);
  return at;
}

describe('P1 the term of a contract', () => {
  it.each([
    ['2026-03-01', '2027-02-28'],
    ['2027-03-01', '2028-02-29'],
    ['2028-02-29', '2029-02-28'],
    ['2027-02-28', '2028-02-27'],
    ['2026-07-15', '2027-07-14'],
    ['2026-12-31', '2027-12-30'],
    ['2026-01-01', '2026-12-31'],
  ])('a year from %s ends on %s', (from, to) => expect(termEnd(from, 12)).toBe(to));
  it('ends where walking day by day ends, for any day and length', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 36 }),
        (from, months) => void expect(termEnd(from, months)).toBe(walkedEnd(from, months)),
      ),
      { numRuns: 200 },
    );
  });
  it('is one year: 365 or 366 days, and the next year begins the day after', () => {
    fc.assert(
      fc.property(day, from => {
        const to = termEnd(from, 12);
        expect(isDay(to)).toBe(true);
        expect([365, 366]).toContain(daysOf({ from, to }));
      }),
    );
  });
  it('the part of a worker is the days he is in post, and what he owes is never more than the whole', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: -400, max: 400 }),
        fc.option(fc.integer({ min: 0, max: 800 })),
        fc.integer({ min: 1, max: 100 }),
        (from, shift, length, value) => {
          const term = { from, to: termEnd(from, 12) };
          const post = { from: addDays(from, shift), to: length === null ? null : addDays(from, shift + length) };
          const inBoth: string[] = [];
          for (let d = term.from; d <= term.to; d = next(d))
            if (d >= post.from && (post.to === null || d <= post.to)) inBoth.push(d);
          const part = overlap(term, post);
          expect(part).toEqual(inBoth.length ? { from: inBoth[0], to: inBoth.at(-1) } : null);
          if (!part) return;
          const owed = prorated(value, part, term);
          expect(owed).toBeGreaterThanOrEqual(1);
          expect(owed).toBeLessThanOrEqual(value);
          expect(BigInt(owed) * BigInt(daysOf(term)) >= BigInt(value) * BigInt(inBoth.length)).toBe(true);
          expect(BigInt(owed - 1) * BigInt(daysOf(term)) < BigInt(value) * BigInt(inBoth.length)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const year = { from: '2026-03-01', to: '2027-02-28' };
const at = (today: string, done: number, needed = 24, span = year) =>
  outlook({ done, needed, span, termTo: year.to, today, unit: '次' });

describe('K1 the outlook', () => {
  it.each<[string, number, Status, string]>([
    ['2026-02-28', 0, 'not_started', '自 2026年3月1日 起计，尚未开始。'],
    ['2026-03-05', 0, 'on_track', '刚起步，尚无计入的记录；要求 24 次。'],
    ['2026-05-01', 0, 'behind', '尚无计入的记录，还差 24 次。'],
    ['2026-11-23', 20, 'on_track', '按目前进度，预计 2027年1月16日 完成。'],
    ['2026-11-23', 14, 'behind', '按目前进度，到期满可完成 19 次，还差 5 次。'],
    ['2026-11-23', 24, 'met', '已达标：要求 24 次，已完成 24 次。'],
    ['2027-02-28', 23, 'behind', '按目前进度，到期满可完成 23 次，还差 1 次。'],
    ['2027-03-01', 23, 'cannot_be_met', '合同期已于 2027年2月28日 届满，完成 23 次，还差 1 次。'],
    ['2027-03-01', 24, 'met', '已达标：要求 24 次，已完成 24 次。'],
  ])('on %s with %i: %s', (today, done, status, say) => expect(at(today, done)).toMatchObject({ status, say }));
  it('of somebody who left', () => {
    expect(at('2026-11-23', 10, 24, { from: '2026-03-01', to: '2026-07-31' })).toMatchObject({
      status: 'cannot_be_met',
      missing: 14,
      say: '已于 2026年7月31日 离岗，完成 10 次，还差 14 次。',
    });
  });
  it('agrees with a pace that is walked day by day in fractions', () => {
    const arbitrary = fc.record({
      from: day,
      length: fc.integer({ min: 1, max: 800 }),
      passed: fc.integer({ min: -30, max: 900 }),
      done: fc.integer({ min: 0, max: 60 }),
      needed: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ from, length, passed, done, needed }) => {
        const span = { from, to: addDays(from, length - 1) };
        const today = addDays(from, passed);
        const o = outlook({ done, needed, span, termTo: span.to, today, unit: '次' });
        expect(o.missing).toBe(Math.max(0, needed - done));
        if (done >= needed) return void expect(o.status).toBe('met');
        if (passed < 0) return void expect(o.status).toBe('not_started');
        if (passed >= length) return void expect(o.status).toBe('cannot_be_met');
        const elapsed = BigInt(passed + 1);
        let reached: string | null = null;
        let onLastDay = 0n;
        let n = 0n;
        for (let d = from; d <= span.to; d = next(d)) {
          n += 1n;
          onLastDay = (BigInt(done) * n) / elapsed;
          if (reached === null && n >= elapsed && BigInt(done) * n >= BigInt(needed) * elapsed) reached = d;
        }
        if (done === 0) return void expect(o.status).toBe(BigInt(needed) * elapsed < BigInt(length) ? 'on_track' : 'behind');
        expect(o.finish_on).toBe(reached);
        expect(o.status).toBe(reached === null ? 'behind' : 'on_track');
        expect(o.by_end).toBe(reached === null ? Number(onLastDay) : null);
        if (o.finish_on) expect(daysBetween(today, o.finish_on)).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
  it('of several together: as urgent as the most urgent, and an excess makes up for nobody', () => {
    const part = fc.record({
      name: fc.constant('甲'),
      status: fc.constantFrom(...(Object.keys(STATUSES) as Status[])),
      missing: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), parts => {
        const all = together(parts, '名社工', '次');
        const has = (s: Status) => parts.some(p => p.status === s);
        expect(all.missing).toBe(parts.reduce((n, p) => n + p.missing, 0));
        const asked = parts.filter(p => p.status !== 'no_demand');
        expect(all.status === 'no_demand').toBe(asked.length === 0);
        expect(all.status === 'met').toBe(asked.length > 0 && asked.every(p => p.status === 'met'));
        expect(all.status === 'cannot_be_met').toBe(has('cannot_be_met'));
        expect(all.status === 'behind').toBe(!has('cannot_be_met') && has('behind'));
        expect(all.status === 'not_started').toBe(asked.length > 0 && asked.every(p => p.status === 'not_started'));
      }),
    );
    expect(
      together(
        [
          { name: '林晓岚', status: 'behind', missing: 7 },
          { name: '王文静', status: 'met', missing: 0 },
        ],
        '名社工',
        '次',
      ).say,
    ).toBe('2 名社工中 1 名已达标、1 名落后；林晓岚还差 7 次。');
    expect(together([{ name: '王文静', status: 'met', missing: 0 }], '名社工', '次').say).toBe('1 名社工全部已达标。');
    expect(together([], '名社工', '次')).toMatchObject({ status: 'behind', say: '合同期内没有社工，无从计数。' });
  });
});

const visit: Countable = {
  name: 'visits.home_visit',
  title: '入户探访',
  unit: '次',
  attributes: {
    type: { title: '探访类型', kind: 'text', options: { regular: '例行', first: '首次' } },
    minutes: { title: '时长（分钟）', kind: 'number' },
    late: { title: '补录', kind: 'flag' },
  },
  exclusions: [
    { code: 'unapproved', title: '未审核通过' },
    { code: 'co_worker', title: '双人探访的同访社工' },
  ],
};
const catalog = new Map([[visit.name, visit]]);
const rule = (more: object = {}) => ({
  version: 1,
  measure: 'visits.home_visit',
  unit: 'worker',
  count: { how: 'rows' },
  where: [],
  without: [],
  window: { kind: 'term' },
  threshold: { at: 'least', value: 24 },
  options: { prorate: false },
  ...more,
});

describe('the rule language', () => {
  it.each([
    ['a version it does not know', { version: 2 }],
    ['a unit it does not count for', { unit: 'case' }],
    ['a way of counting it does not know', { count: { how: 'average', of: 'a' } }],
    ['a window it does not know', { window: { kind: 'rolling_days', days: 30 } }],
    ['a threshold it does not know', { threshold: { at: 'about', value: 3 } }],
    ['a part it does not know', { coverage: ['publicity'] }],
    ['an option it does not know', { options: { prorate: false, cap: 3 } }],
    ['a comparison it does not know', { where: [{ is: 'like', attribute: 'type', values: ['x'] }] }],
    ['a name that is not one', { where: [{ is: 'flag', attribute: 'late" or true --', value: true }] }],
  ])('refuses %s', (_, more) => expect(Rule.safeParse(rule(more)).success).toBe(false));
  it.each([
    [{ measure: 'visits.nothing' }, undefined, '没有名为“visits.nothing”的统计口径'],
    [{ where: [{ is: 'flag', attribute: 'nothing', value: true }] }, visit, '没有“nothing”这一项'],
    [{ where: [{ is: 'flag', attribute: 'constructor', value: true }] }, visit, '没有“constructor”这一项'],
    [{ where: [{ is: 'at_least', attribute: 'type', value: 3 }] }, visit, '“探访类型”不能这样比较'],
    [{ where: [{ is: 'in', attribute: 'type', values: ['third'] }] }, visit, '没有“third”这个选项'],
    [{ where: [{ is: 'at_most', attribute: 'minutes', value: '2026-03-01' }] }, visit, '要与数字比较'],
    [{ without: ['telephone'] }, visit, '没有“telephone”这条不计入规则'],
    [{ count: { how: 'sum', of: 'type' } }, visit, '不是数字，不能相加'],
    [{ count: { how: 'distinct', of: 'minutes' } }, visit, '不能用来去重'],
    [{ unit: 'project', options: { prorate: true } }, visit, '适用于“每名社工”'],
  ])('says why %j does not fit its measure', (more, measure, say) =>
    expect(problemOf(Rule.parse(rule(more)), measure, catalog)).toContain(say),
  );
  it('says itself in words', () => {
    const parsed = Rule.parse(
      rule({
        where: [
          { is: 'at_least', attribute: 'minutes', value: 20 },
          { is: 'in', attribute: 'type', values: ['regular', 'first'] },
        ],
        without: ['co_worker'],
      }),
    );
    expect(problemOf(parsed, visit, catalog)).toBeNull();
    expect(ruleWords(parsed, visit, year, '次', catalog)).toEqual([
      '每名社工在合同期内（2026-03-01 至 2027-02-28）的入户探访不少于 24 次。',
      '每条记录计 1 次。',
      '只计：时长（分钟）不少于 20；且 探访类型为例行、首次之一。',
      '不计：未审核通过。',
      '按本合同约定也计入：双人探访的同访社工。',
      '合同期内在岗不满全期的，要求数不折算。',
    ]);
  });
});

describe('P1, P2 the contract of the requirement as data', () => {
  it('has every clause once, ten equal stations and 2,120,000 yuan', () => {
    const opening = open.input.parse(demoOpening('2026-03-01'));
    expect(demoOpening('2026-03-01')).toEqual(demoOpening('2026-03-01'));
    const ids = opening.clauses.flatMap(c => c.indicators.map(i => i.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(opening.clauses.map(c => c.code)).toHaveLength(41);
    expect(opening.budget_yuan).toBe(2_120_000);
    expect(opening.stations).toHaveLength(10);
    expect(opening.stations.every(s => s.fee_yuan === 162_000 && s.operating_yuan === 50_000)).toBe(true);
    expect([opening.from_on, opening.to_on]).toEqual(['2026-03-01', '2027-02-28']);
  });
  it('counts what is recorded; nothing else is connected yet', () => {
    const live = contractTemplate.clauses.filter(c => c.indicators.some(i => i.rule)).map(c => c.code);
    expect(live).toEqual(['U1', 'M3', 'M4', 'M5', 'K1', 'K2', 'K3', 'K3b', 'K4', 'K4b', 'K4c', 'K5', 'K5b']);
    expect(contractTemplate.clauses.filter(c => c.block === '服务标准').map(c => c.code)).toEqual([
      'K1',
      'K2',
      'K3',
      'K3b',
      'K4',
      'K4b',
      'K4c',
      'K5',
      'K5b',
      'K6',
      'K6b',
      'K6c',
    ]);
  });
});
