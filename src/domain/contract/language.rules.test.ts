// Pure rules of the indicator language: windows, outlooks with an upper end or a share, and scores; each compared with a slower way.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#kernel/dates.ts';
import { asOfToday, boundsFor, byWindow, covering, inTerm, reachedIn } from './outlooks.ts';
import { Rule } from './rule.ts';
import { type Countable, conditionWords, demandWords, problemOf, ruleWords } from './rule-words.ts';
import { Grades, pointsOf, Score, scoreOf } from './scoring.ts';
import { termEnd } from './term.ts';
import { plainWindows } from './testing.naive.ts';
import { framesOf, monthsOf } from './windows.ts';

const day = fc.integer({ min: 0, max: 20_000 }).map(n => addDays('2000-01-01', n));
const windowOf = fc.oneof(
  fc.record({
    kind: fc.constantFrom('contract' as const, 'calendar' as const),
    months: fc.constantFrom(1 as const, 3 as const, 6 as const),
  }),
  fc.constant({ kind: 'term' as const }),
  fc.integer({ min: 1, max: 800 }).map(days => ({ kind: 'rolling' as const, days })),
);
const rule = (more: object): Rule =>
  Rule.parse({
    version: 1,
    measure: 'tests.a',
    unit: 'station',
    count: { how: 'rows' },
    where: [],
    without: [],
    window: { kind: 'term' },
    threshold: { at: 'least', value: 3 },
    options: { prorate: false },
    ...more,
  });

describe('windows', () => {
  it('are those found by walking day by day, for any term', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 900 }),
        windowOf,
        fc.integer({ min: -50, max: 950 }),
        (from, length, window, at) => {
          const term = { from, to: addDays(from, length - 1) };
          const today = addDays(from, at);
          const walked = plainWindows(rule({ window }), { term, today });
          expect(framesOf(window, term, today).map(f => [f.from, f.to])).toEqual(walked.map(w => [w[0], w.at(-1)]));
        },
      ),
      { numRuns: 150 },
    );
  });
  it('of a term that begins on 29 February', () => {
    const term = { from: '2028-02-29', to: termEnd('2028-02-29', 12) };
    const months = framesOf({ kind: 'contract', months: 1 }, term, '2028-06-01');
    expect(months).toHaveLength(12);
    expect([months[0]!.to, months[1]!.from, months[11]!.from, months[11]!.to]).toEqual([
      '2028-03-28',
      '2028-03-29',
      '2029-01-29',
      '2029-02-28',
    ]);
    expect(monthsOf(term)).toHaveLength(13);
    expect(monthsOf(term)[0]).toEqual({ from: '2028-02-29', to: '2028-02-29', label: '2028年2月' });
  });
  it('are called so that a person finds them', () => {
    const term = { from: '2026-03-15', to: '2027-03-14' };
    expect(framesOf({ kind: 'calendar', months: 3 }, term, '2026-04-01').map(f => f.label)).toEqual([
      '2026年第1季度',
      '2026年第2季度',
      '2026年第3季度',
      '2026年第4季度',
      '2027年第1季度',
    ]);
    expect(framesOf({ kind: 'calendar', months: 6 }, term, '2026-04-01').map(f => f.label)).toEqual([
      '2026年上半年',
      '2026年下半年',
      '2027年上半年',
    ]);
    expect(framesOf({ kind: 'contract', months: 6 }, term, '2026-04-01').map(f => f.label)).toEqual([
      '合同第1个半年',
      '合同第2个半年',
    ]);
  });
});

const term = { from: '2026-03-01', to: '2027-02-28' };
const over = (today: string, done: number, threshold: Parameters<typeof boundsFor>[0]) =>
  inTerm({ done, span: term, termTo: term.to, today, unit: '件' }, boundsFor(threshold, null));

describe('outlooks', () => {
  it.each([
    ['2026-06-01', 2, { at: 'most', value: 2 }, 'on_track', '目前 2 件，要求不多于 2 件；到 2027年2月28日 为止都要保持。'],
    ['2026-06-01', 3, { at: 'most', value: 2 }, 'cannot_be_met', '已有 3 件，超过了上限（要求不多于 2 件），无法再达到。'],
    ['2027-03-01', 0, { at: 'most', value: 0 }, 'met', '已达标：要求不多于 0 件，完成 0 件。'],
    ['2026-02-01', 0, { at: 'most', value: 2 }, 'not_started', '自 2026年3月1日 起计，尚未开始。'],
    ['2026-06-01', 6, { at: 'exactly', value: 6 }, 'on_track', '目前 6 件，要求正好 6 件；到 2027年2月28日 为止都要保持。'],
    ['2026-11-23', 5, { at: 'exactly', value: 6 }, 'on_track', '按目前进度，预计 2027年1月16日 完成。'],
    [
      '2027-03-01',
      5,
      { at: 'between', min: 6, max: 9 },
      'cannot_be_met',
      '合同期已于 2027年2月28日 届满，完成 5 件，还差 1 件。',
    ],
    [
      '2026-11-23',
      10,
      { at: 'between', min: 6, max: 9 },
      'cannot_be_met',
      '已有 10 件，超过了上限（要求6 至 9 件），无法再达到。',
    ],
  ] as const)('on %s with %i of %j: %s', (today, done, threshold, status, say) =>
    expect(over(today, done, threshold)).toMatchObject({ status, say }),
  );
  it('a share of all units is rounded up: 60 percent of 7 are 5', () => {
    expect(boundsFor({ at: 'share', percent: 60 }, 7)).toEqual({ min: 5, max: null });
    expect(boundsFor({ at: 'share', percent: 33.3 }, 1000)).toEqual({ min: 333, max: null });
    expect(boundsFor({ at: 'share', percent: 60 }, null)).toEqual({ min: 60, max: null });
  });
  it('a percentage is so today and is met only on the last day', () => {
    const p = { done: 62.5, bounds: { min: 60, max: null }, span: term, unit: '%' };
    expect(asOfToday({ ...p, today: '2026-06-01' }, '62.5%（25/40）')).toMatchObject({ status: 'on_track', missing: 0 });
    expect(asOfToday({ ...p, today: '2027-03-01' }, '62.5%（25/40）')).toMatchObject({ status: 'met' });
    expect(asOfToday({ ...p, done: 50, today: '2026-06-01' }, '50%（20/40）')).toMatchObject({ status: 'behind', missing: 10 });
    expect(asOfToday({ ...p, done: 0, today: '2026-06-01' }, '0%（0/0）', false).say).toBe(
      '还没有可以对照的记录，算不出占比；要求不少于 60%。',
    );
  });
  it('M3 a month that was missed cannot be made good; an open one says what is lacking and until when', () => {
    const frames = framesOf({ kind: 'calendar', months: 1 }, term, '2026-05-10');
    const windows = (done: readonly number[], today: string) =>
      frames.map((f, i) => ({
        ...f,
        done: done[i] ?? 0,
        needed: 1,
        met: reachedIn(f, done[i] ?? 0, { min: 1, max: null }, today),
      }));
    expect(byWindow(windows([1, 1], '2026-05-10'), '2026-05-10', '次', '个月')).toEqual({
      done: 2,
      missing: 10,
      status: 'on_track',
      say: '12 个月中 2 个月已达标；2026年5月还差 1 次，最迟 2026年5月31日。',
    });
    expect(byWindow(windows([1, 0], '2026-05-10'), '2026-05-10', '次', '个月')).toMatchObject({
      status: 'cannot_be_met',
      say: '12 个月中 1 个月已达标；2026年4月没有达到，不能补做；2026年5月还差 1 次，最迟 2026年5月31日。',
    });
    expect(byWindow(windows(Array(12).fill(1), '2027-02-01'), '2027-02-01', '次', '个月')).toMatchObject({
      status: 'met',
      missing: 0,
    });
  });
  it('K5 what is enough in number and covers not every kind is not yet met', () => {
    const enough = over('2026-06-01', 3, { at: 'least', value: 3 });
    expect(covering(enough, [], false)).toBe(enough);
    expect(covering(enough, ['志愿服务倡导'], false)).toMatchObject({
      status: 'behind',
      say: '数量已够：要求 3 件，已完成 3 件；还缺志愿服务倡导。',
    });
    expect(covering(enough, ['志愿服务倡导'], true).status).toBe('cannot_be_met');
  });
});

describe('scores', () => {
  const whole: Score = Score.parse({ points: 10, given: { how: 'whole' }, veto: false });
  const share: Score = { ...whole, given: { how: 'share' } };
  const stepped: Score = Score.parse({
    points: 10,
    veto: true,
    given: {
      how: 'steps',
      steps: [
        { from_percent: 50, points_percent: 60 },
        { from_percent: 100, points_percent: 100 },
      ],
    },
  });
  it.each([
    [whole, 0.99, false, 0],
    [whole, 1, true, 10],
    [share, 0.5, false, 5],
    [share, 3, true, 10],
    [share, 1 / 3, false, 3.33],
    [share, -1, false, 0],
    [stepped, 0.49, false, 0],
    [stepped, 0.5, false, 6],
    [stepped, 1, true, 10],
    [stepped, 5, true, 10],
  ])('%j with a share of %d: %d points', (score, attained, met, points) =>
    expect(pointsOf(score, { share: attained, met })).toBe(points),
  );
  const item = fc.record({
    block: fc.constantFrom('甲', '乙', '丙'),
    score: fc.record({
      points: fc.integer({ min: 1, max: 100_000 }).map(n => n / 100),
      given: fc.constantFrom(whole.given, share.given, stepped.given),
      veto: fc.boolean(),
    }),
    attained: fc.record({ share: fc.double({ min: 0, max: 4, noNaN: true }), met: fc.boolean() }),
  });
  const grades = Grades.parse([
    { from_percent: 90, name: '优秀' },
    { from_percent: 60, name: '合格' },
    { from_percent: 0, name: '不合格' },
  ]);
  it('nothing above the points; blocks add up to the whole; a veto gives the lowest grade', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), items => {
        const r = scoreOf(items, grades);
        expect(r.points).toBeLessThanOrEqual(r.of);
        for (const i of items) expect(pointsOf(i.score, i.attained)).toBeLessThanOrEqual(i.score.points);
        expect(r.blocks.reduce((n, b) => n + Math.round(b.points * 100), 0)).toBe(Math.round(r.points * 100));
        expect(r.vetoed).toEqual(items.flatMap((i, n) => (i.score.veto && !i.attained.met ? [n] : [])));
        const named = r.points * 100 >= 90 * r.of ? '优秀' : r.points * 100 >= 60 * r.of ? '合格' : '不合格';
        expect(r.grade).toBe(r.vetoed.length ? '不合格' : r.of === 0 ? '不合格' : named);
      }),
    );
    expect(scoreOf([], []).grade).toBeNull();
  });
  it.each([
    [[{ from_percent: 60, name: '合格' }]],
    [
      [
        { from_percent: 0, name: '甲' },
        { from_percent: 60, name: '乙' },
      ],
    ],
    [
      [
        { from_percent: 60, name: '甲' },
        { from_percent: 60, name: '乙' },
        { from_percent: 0, name: '丙' },
      ],
    ],
  ])('refuses grades %j', given => expect(Grades.safeParse(given).success).toBe(false));
});

const session: Countable = {
  name: 'tests.session',
  title: '小组活动',
  unit: '节',
  attributes: {
    group: { title: '小组', kind: 'text' },
    people: { title: '人次', kind: 'number' },
    topics: { title: '主题', kind: 'list', options: { publicity: '社会工作宣传', volunteering: '志愿服务倡导' } },
  },
  exclusions: [{ code: 'cancelled', title: '已取消' }],
};
const person: Countable = { ...session, name: 'tests.person', title: '在册老人', unit: '人', exclusions: [] };
const catalog = new Map([session, person].map(m => [m.name, m]));
const having = [
  { count: { how: 'rows' }, where: [], at: 'least', value: 4, unit: '节' },
  { count: { how: 'sum', of: 'people' }, where: [], at: 'least', value: 16, unit: '人次' },
];
const groups = rule({
  measure: 'tests.session',
  count: { how: 'units', by: 'group', having, among: null },
  threshold: { at: 'least', value: 2 },
});

describe('the rule language in words', () => {
  it('K4b, K4c groups that meet often enough with enough people', () => {
    expect(problemOf(groups, session, catalog)).toBeNull();
    expect(ruleWords(groups, session, term, '个', catalog)).toEqual([
      '每个社工站在合同期内（2026-03-01 至 2027-02-28）的小组活动不少于 2 个。',
      '把记录按“小组”归并，同时符合下列条件的小组计 1：小组活动不少于 4 节；并且 人次不少于 16 人次。',
      '不计：已取消。',
    ]);
    expect(conditionWords(groups.count.how === 'units' ? groups.count.having[1]! : expect.fail(), session)).toBe(
      '人次不少于 16 人次',
    );
  });
  it('a share of those on a list, month by month, with what must be covered and what is told beside', () => {
    const monthly = rule({
      measure: 'tests.session',
      count: {
        how: 'units',
        by: 'client_id',
        having: [having[0]],
        among: { measure: 'tests.person', by: 'client_id', where: [], without: [] },
      },
      threshold: { at: 'share', percent: 90 },
      window: { kind: 'calendar', months: 1 },
      cover: [{ attribute: 'topics', values: ['publicity', 'volunteering'] }],
      beside: [{ title: '宣传', where: [{ is: 'in', attribute: 'topics', values: ['publicity'] }] }],
    });
    expect(problemOf(monthly, session, catalog)).toBeNull();
    expect(demandWords(monthly, '人')).toBe('每个自然月达到 90%');
    expect(ruleWords(monthly, session, term, '人', catalog)).toEqual([
      '每个社工站在合同期内（2026-03-01 至 2027-02-28）每个自然月的小组活动，符合条件的服务对象达到 90%。',
      '把记录按“服务对象”归并，同时符合下列条件的服务对象计 1：小组活动不少于 4 节。',
      '全部服务对象取自：在册老人；不在其中的不计，没有记录的列为缺少。',
      '不计：已取消。',
      '计入的记录须覆盖每一种主题：社会工作宣传、志愿服务倡导。',
      '另行列出：宣传（主题含社会工作宣传）；不影响是否达标。',
    ]);
  });
  it.each([
    [{ threshold: { at: 'share', percent: 50 } }, '要有全部对象的名单'],
    [{ threshold: { at: 'between', min: 5, max: 2 } }, '下限不能大于上限'],
    [{ options: { prorate: true }, threshold: { at: 'most', value: 2 } }, '只适用于“不少于”'],
    [{ cover: [{ attribute: 'people', values: ['a'] }] }, '没有可逐项覆盖的“people”'],
    [{ cover: [{ attribute: 'topics', values: ['x'] }] }, '没有“x”这个选项'],
    [{ beside: [{ title: '甲', where: [{ is: 'flag', attribute: 'nothing', value: true }] }] }, '没有“nothing”这一项'],
    [{ count: { how: 'units', by: 'people', having, among: null } }, '不能用来归并'],
    [
      { count: { how: 'units', by: 'group', having, among: { measure: 'tests.none', by: 'id', where: [], without: [] } } },
      '没有名为“tests.none”',
    ],
    [
      {
        count: {
          how: 'ratio',
          part: { how: 'rows' },
          whole: { measure: 'tests.person', count: { how: 'sum', of: 'topics' }, where: [], without: [] },
        },
      },
      '不能相加',
    ],
  ])('says why %j cannot be carried out', (more, say) =>
    expect(problemOf(rule({ measure: 'tests.session', ...more }), session, catalog)).toContain(say),
  );
});
