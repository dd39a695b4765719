// The score by rules that hold for any instrument and any answers, and the sentences about instruments that make no sense. K3, E1.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type Answers,
  answerProblems,
  answersShown,
  fromBest,
  Instrument,
  type InstrumentInput,
  instrumentProblems,
  itemRange,
  itemsOf,
  score,
  seriesOf,
  shownItems,
  totalRange,
} from './assessments.ts';
import { SEEDED, seeded } from './instruments/seeded.ts';
import { elderAnswers, small } from './testing.ts';

const sound = (change: Partial<InstrumentInput> = {}): Instrument => Instrument.parse(small(change));
const saysOf = (change: Partial<InstrumentInput>): string =>
  instrumentProblems(sound(change))
    .map(i => i.message)
    .join('\n');

// ── Any instrument ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const anyItem = (key: string, before: readonly string[]) =>
  fc
    .record({
      kind: fc.constantFrom('choice', 'yes_no', 'scale', 'number' as const),
      scores: fc.array(fc.integer({ min: -5, max: 9 }), { minLength: 2, maxLength: 5 }),
      reversed: fc.boolean(),
      weight: fc.constantFrom(1, 2, 0.5),
      hiddenBy: before.length ? fc.option(fc.constantFrom(...before), { nil: undefined }) : fc.constant(undefined),
    })
    .map(({ kind, scores, reversed, weight, hiddenBy }): Record<string, unknown> => {
      const base = {
        key,
        title: key,
        reversed,
        weight,
        ...(hiddenBy && { shown_when: { item: hiddenBy, is: ['0'] } }),
      };
      if (kind === 'choice')
        return { ...base, kind, options: scores.map((s, n) => ({ value: String(n), label: `选项 ${n}`, score: s })) };
      if (kind === 'yes_no') return { ...base, kind, scores: { yes: scores[0], no: scores[1] } };
      return kind === 'scale' ? { ...base, kind, low: '低', high: '高' } : { ...base, kind, min: 0, max: 6, scored: true };
    });

const anyInstrument = fc
  .record({
    n: fc.integer({ min: 1, max: 6 }),
    how: fc.constantFrom('sum', 'mean', 'weighted' as const),
    better: fc.constantFrom('higher', 'lower' as const),
    decimals: fc.integer({ min: 0, max: 2 }),
  })
  .chain(({ n, how, better, decimals }) => {
    const keys = Array.from({ length: n }, (_, k) => `q${k}`);
    return fc.tuple(...keys.map((key, k) => anyItem(key, keys.slice(0, k)))).map(items => {
      // A condition asks for an answer its item has.
      for (const item of items) {
        const by = items.find(other => other.key === (item.shown_when as { item?: string } | undefined)?.item);
        if (by?.kind === 'yes_no') item.shown_when = { item: by.key, is: ['yes'] };
      }
      const sections = [{ key: 'all', title: '全部', items }];
      return graded(Instrument.parse({ ...small(), sections, total: { how, better, decimals }, grades: [], adjustments: [] }));
    });
  });

/** Gives an instrument three grades that part its range. */
function graded(i: Instrument): Instrument {
  const range = totalRange(i)!;
  const step = 10 ** -i.total.decimals;
  const near = (x: number) => Math.round(x / step) * step;
  const cut = (part: number) => Number(near(range.min + (range.max - range.min) * part).toFixed(2));
  const [a, b] = [cut(0.3), cut(0.7)];
  if (range.max - range.min < 4 * step || b <= a + step) return i;
  const after = (x: number) => Number((x + step).toFixed(2));
  const grade = (code: string, from: number, to: number) => ({ code, label: code, from, to, meaning: code, attention: false });
  return { ...i, grades: [grade('one', range.min, a), grade('two', after(a), b), grade('three', after(b), range.max)] };
}

function anyAnswer(item: ReturnType<typeof itemsOf>[number]): fc.Arbitrary<Answer | undefined> {
  const maybe = <T extends Answer>(a: fc.Arbitrary<T>) => fc.option(a, { nil: undefined, freq: 8 });
  if (item.kind === 'choice') return maybe(fc.constantFrom(...item.options.map(o => o.value)));
  if (item.kind === 'yes_no') return maybe(fc.constantFrom('yes', 'no', 'unknown'));
  return maybe(fc.integer({ min: 0, max: item.kind === 'scale' ? 10 : 6 }));
}
const answered = anyInstrument.chain(instrument =>
  fc.tuple(...itemsOf(instrument).map(anyAnswer)).map(list => ({
    instrument,
    answers: Object.fromEntries(
      itemsOf(instrument).flatMap((item, n) => (list[n] === undefined ? [] : [[item.key, list[n]!]])),
    ) as Answers,
  })),
);

describe('any instrument', () => {
  it('that parts its range by grades is sound, and every total has exactly one of them', () =>
    fc.assert(
      fc.property(answered, ({ instrument, answers }) => {
        expect(instrumentProblems(instrument)).toEqual([]);
        const { total, range, grade } = score(instrument, answers);
        if (total === null) {
          expect(grade).toBeNull();
          return;
        }
        expect(total).toBeGreaterThanOrEqual(range!.min);
        expect(total).toBeLessThanOrEqual(range!.max);
        const fitting = instrument.grades.filter(g => total >= g.from && total <= g.to).map(g => g.code);
        expect(fitting).toEqual(instrument.grades.length ? [grade] : []);
      }),
    ));
  it('scores the same whatever order the answers came in, and whatever stands at items that are not asked', () =>
    fc.assert(
      fc.property(answered, ({ instrument, answers }) => {
        const turned = Object.fromEntries(Object.entries(answers).reverse());
        expect(score(instrument, turned)).toEqual(score(instrument, answers));
        expect(score(instrument, answersShown(instrument, answers))).toEqual(score(instrument, answers));
        expect(answerProblems(instrument, answersShown(instrument, answers))).toEqual([]);
      }),
    ));
  it('gives no total and no grade while anything that counts is missing', () =>
    fc.assert(
      fc.property(answered, ({ instrument, answers }) => {
        const shown = shownItems(instrument, answers);
        const open = itemsOf(instrument).filter(
          i => shown.has(i.key) && itemRange(i) && (answers[i.key] === undefined || answers[i.key] === 'unknown'),
        );
        const { total, grade, missing } = score(instrument, answers);
        expect(missing.map(m => m.key)).toEqual(open.map(i => i.key));
        if (open.length > 0) expect([total, grade]).toEqual([null, null]);
      }),
    ));
  it('never gives a lower total for an answer that scores higher', () =>
    fc.assert(
      fc.property(answered, fc.nat(), ({ instrument, answers }, pick) => {
        const asks = itemsOf(instrument).flatMap(i => (i.shown_when && 'item' in i.shown_when ? [i.shown_when.item] : []));
        const item = itemsOf(instrument)[pick % itemsOf(instrument).length]!;
        const before = score(instrument, answers);
        const own = before.sections[0]!.items.find(s => s.key === item.key)!;
        // An answer that decides what else is asked changes more than its own score.
        if (asks.includes(item.key) || own.score === null || before.total === null || item.kind === 'text') return;
        const options =
          item.kind === 'choice'
            ? item.options.map(o => o.value)
            : item.kind === 'yes_no'
              ? ['yes', 'no']
              : [0, 1, 2, 3, 4, 5, 6];
        for (const other of options) {
          const after = score(instrument, { ...answers, [item.key]: other });
          const gain = after.sections[0]!.items.find(s => s.key === item.key)!.score! - own.score;
          if (gain >= 0) expect(after.total!).toBeGreaterThanOrEqual(before.total);
          else expect(after.total!).toBeLessThanOrEqual(before.total);
        }
      }),
    ));
  it('with missing items allowed stays within its range', () =>
    fc.assert(
      fc.property(answered, fc.constantFrom('nothing', 'average' as const), ({ instrument, answers }, as) => {
        const lenient = graded({ ...instrument, grades: [], missing: { allowed: 50, as } });
        if (instrumentProblems(lenient).length > 0) return;
        const { total, range } = score(lenient, answers);
        if (total === null) return;
        expect(total).toBeGreaterThanOrEqual(range!.min);
        expect(total).toBeLessThanOrEqual(range!.max);
      }),
    ));
});

// ── The instruments that come with the platform ────────────────────────────────────────────────────────────────────────────────

describe('the platform’s instruments', () => {
  it.each(SEEDED.map(s => [s.code, s.body] as const))('%s is sound and says where it comes from', (_, body) => {
    expect(instrumentProblems(body)).toEqual([]);
    expect(body.source.length).toBeGreaterThan(3);
    expect(body.licence.length).toBeGreaterThan(3);
  });
  const elder = seeded('gbt42195')!.body;
  it('the elder assessment has 26 scored items, 90 points in four parts, five grades', () => {
    const scored = itemsOf(elder).filter(i => itemRange(i));
    expect(scored).toHaveLength(26);
    expect(totalRange(elder)).toEqual({ min: 0, max: 90 });
    expect(score(elder, elderAnswers('best')).sections.flatMap(s => s.score ?? [])).toEqual([32, 15, 28, 15]);
    expect(fromBest(elder).map(g => g.code)).toEqual(['level_0', 'level_1', 'level_2', 'level_3', 'level_4']);
    expect(elder.warnings.join()).toContain('印刷本');
  });
  it.each([
    ['all attained', {}, 90, 'level_0', 'level_0'],
    ['one point lost', { 'b.2.4': '2' }, 89, 'level_1', 'level_1'],
    ['a diagnosis makes it one grade worse', { dementia: 'yes' }, 90, 'level_0', 'level_1'],
    ['two reasons make it worse once', { dementia: 'yes', mental: 'yes', care_events: 3 }, 90, 'level_0', 'level_1'],
    ['one event is none', { care_events: 1 }, 90, 'level_0', 'level_0'],
    ['an unknown diagnosis leaves no grade', { mental: 'unknown' }, 90, 'level_0', null],
    [
      'an unknown diagnosis changes nothing where another is sure',
      { mental: 'unknown', dementia: 'yes' },
      90,
      'level_0',
      'level_1',
    ],
  ])('%s', (_, change, total, preliminary, grade) => {
    expect(score(elder, elderAnswers('best', change as Answers))).toMatchObject({ total, preliminary, grade });
  });
  it('the worst grade stays the worst; a coma needs no other answer', () => {
    expect(score(elder, elderAnswers('worst', { dementia: 'yes' }))).toMatchObject({ total: 0, grade: 'level_4' });
    expect(score(elder, elderAnswers('worst', { dementia: 'unknown' })).grade).toBe('level_4');
    const coma = score(elder, { coma: 'yes' });
    expect(coma).toMatchObject({ total: null, grade: 'level_4', missing: [] });
    expect(coma.says.join('')).toContain('直接定为');
    expect(score(elder, {}).grade).toBeNull();
  });
  it.each([
    [0, 'able'],
    [1, 'partly'],
    [3, 'partly'],
    [4, 'unable'],
    [6, 'unable'],
  ])('six items of self-care, %i not attained: %s', (failed, grade) => {
    const keys = ['eat', 'dress', 'bed', 'toilet', 'walk', 'wash'];
    const answers = Object.fromEntries(keys.map((key, n) => [key, n < failed ? 'no' : 'yes']));
    expect(score(seeded('selfcare6')!.body, answers).grade).toBe(grade);
  });
  it('a thought of death is answered at once, whatever the total', () => {
    const phq = seeded('phq9')!.body;
    const all = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`q${n + 1}`, '0']));
    expect(score(phq, all)).toMatchObject({ total: 0, grade: 'minimal', alerts: [] });
    expect(score(phq, { ...all, q9: '1' }).alerts).toHaveLength(1);
    expect(score(phq, { q9: '3' })).toMatchObject({ total: null, alerts: [expect.stringContaining('站长')] });
    expect(phq.translation).toBe('自译，未经信效度检验');
  });
});

// ── What an instrument is refused for ──────────────────────────────────────────────────────────────────────────────────────────

describe('an instrument that makes no sense is refused with a sentence', () => {
  const grade = (code: string, from: number, to: number) => ({ code, label: code, from, to, meaning: '…' });
  it.each([
    ['a gap', [grade('a', 0, 2), grade('b', 4, 8)], '3 到 3 分不属于任何等级'],
    ['an overlap', [grade('a', 0, 4), grade('b', 4, 8)], '重叠：4 分'],
    ['too high a beginning', [grade('a', 1, 8)], '最低的等级须从 0 分开始'],
    ['too low an end', [grade('a', 0, 7)], '最高的等级须到 8 分为止'],
    ['turned limits', [grade('a', 5, 2), grade('b', 6, 8)], '小于下限'],
    ['finer limits than the total', [grade('a', 0, 2.5), grade('b', 2.6, 8)], '保留 0 位小数'],
  ])('%s', (_, grades, sentence) => expect(saysOf({ grades, adjustments: [] })).toContain(sentence));
  const item = (more: object) => ({ key: 'main', title: '主要', items: [...small().sections[0]!.items, more as never] });
  it.each([
    ['a key used twice', { sections: [item({ kind: 'text', key: 'mood', title: '又一题' })] }, '用了两次'],
    [
      'a condition on nothing',
      { sections: [item({ kind: 'text', key: 'x', title: '题', shown_when: { item: 'nobody', is: ['yes'] } })] },
      '不在量表中',
    ],
    [
      'a condition on itself',
      { sections: [item({ kind: 'text', key: 'x', title: '题', shown_when: { item: 'x', is: ['yes'] } })] },
      '排在前面',
    ],
    [
      'a condition on no answer',
      { sections: [item({ kind: 'text', key: 'x', title: '题', shown_when: { item: 'mood', is: ['blue'] } })] },
      '没有“blue”这个答案',
    ],
    [
      'scores at half the options',
      {
        sections: [
          item({
            kind: 'choice',
            key: 'x',
            title: '题',
            options: [
              { value: 'a', label: '甲', score: 1 },
              { value: 'b', label: '乙' },
            ],
          }),
        ],
      },
      '有的选项没有分数',
    ],
    [
      'a grade that is not there',
      { adjustments: [{ code: 'x', title: '规则', when: { item: 'alone', is: ['yes'] }, effect: { set: 'gone' } }] },
      '要定的等级不存在',
    ],
    ['worse without a good end', { total: { how: 'sum' as const, better: 'none' as const } }, '分数高好还是低好'],
    ['grades without a total', { total: { how: 'none' as const, better: 'higher' as const } }, '不计总分，不能分等级'],
    ['an average of different ranges', { missing: { allowed: 1, as: 'average' as const } }, '最低分和最高分须相同'],
  ])('%s', (_, change, sentence) => expect(saysOf(change)).toContain(sentence));
});

describe('a series', () => {
  const i = sound({ repeat_days: 30 });
  const point = (id: string, assessed_on: string, total: number | null, version = 1) => ({
    id,
    assessed_on,
    version,
    total,
    grade: total === null ? null : 'low',
    attention: false,
    occasion: 'routine' as const,
    informant: 'self' as const,
    for_kind: null,
    for_id: null,
  });
  it('is in order of days, compares like with like, and says when it is due', () => {
    const s = seriesOf(
      new Map([
        [1, i],
        [2, i],
      ]),
      [
        point('c', '2026-03-01', 5),
        point('a', '2026-01-01', 2),
        point('b', '2026-02-01', null),
        point('d', '2026-04-01', 7),
        point('e', '2026-05-01', 6, 2),
      ],
      '2026-06-10',
    );
    expect(s.points.map(p => [p.id, p.change])).toEqual([
      ['a', null],
      ['b', null],
      ['c', null],
      ['d', 2],
      ['e', null],
    ]);
    expect(s).toMatchObject({ next_on: '2026-05-31', overdue: true });
    expect(s.says).toContain('已超过 10 天');
  });
});
