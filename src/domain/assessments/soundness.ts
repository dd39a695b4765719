// Whether an instrument makes sense: asked when it is saved, in the editor while it is written, and of the instruments that come with the
// platform. Every sentence says what to mend. Pure. Serves K3, C1.

import type { Issue } from '#kernel/errors.ts';
import { answerWords, misfit } from './answers.ts';
import { type Compare, type Condition, type Instrument, type Item, itemOf, itemsOf } from './instrument.ts';
import { itemRange, rounded, totalRange } from './scoring.ts';

const issue = (path: string, message: string): Issue => ({ path, message });
const twice = (list: readonly string[]): string[] => [...new Set(list.filter((x, i) => list.indexOf(x) !== i))];

/** The single comparisons of a condition. */
const simpleOf = (c: Condition): Compare[] => ('all' in c ? c.all : 'any' in c ? c.any : [c]);

function conditionProblems(i: Instrument, path: string, condition: Condition, before: ReadonlySet<string>): Issue[] {
  return simpleOf(condition).flatMap(c => {
    const item = itemOf(i, c.item);
    if (!item) return [issue(path, `条件里的“${c.item}”不在量表中，请改选已有的题目`)];
    if (!before.has(c.item)) return [issue(path, `条件只能用排在前面的题目，请把“${item.title}”移到前面`)];
    if ('at_least' in c)
      return item.kind === 'number' || item.kind === 'scale' ? [] : [issue(path, `“${item.title}”不是数字题，不能用“不小于”`)];
    if (item.kind === 'text') return [issue(path, `“${item.title}”是文字题，不能作条件`)];
    const strange = c.is.filter(v => {
      const answer = item.kind === 'choices' ? [v] : item.kind === 'number' || item.kind === 'scale' ? Number(v) : v;
      return misfit(item, answer) !== null || answerWords(item, answer) === '';
    });
    return strange.length ? [issue(path, `“${item.title}”没有“${strange.join('、')}”这个答案，请改选`)] : [];
  });
}

function optionProblems(item: Item, path: string): Issue[] {
  if (item.kind === 'number') return item.max > item.min ? [] : [issue(path, `“${item.title}”的最大值须大于最小值`)];
  if (item.kind !== 'choice' && item.kind !== 'choices') return [];
  const scored = item.options.filter(o => o.score !== undefined).length;
  return [
    ...twice(item.options.map(o => o.value)).map(v => issue(path, `“${item.title}”的选项编号“${v}”用了两次`)),
    ...twice(item.options.map(o => o.label)).map(v => issue(path, `“${item.title}”有两个选项都叫“${v}”`)),
    ...(scored > 0 && scored < item.options.length ? [issue(path, `“${item.title}”有的选项没有分数，请都填上，或都不填`)] : []),
    ...(item.kind === 'choices' && item.reversed ? [issue(path, `“${item.title}”是多选题，不能反向计分`)] : []),
  ];
}

/** Grades must cover every possible total once. */
export function gradeProblems(i: Instrument): Issue[] {
  if (i.grades.length === 0) return [];
  const range = totalRange(i);
  if (!range) return [issue('grades', '量表不计总分，不能分等级；请选择总分的算法，或删去等级')];
  const { decimals } = i.total;
  const step = 10 ** -decimals;
  const near = (a: number, b: number): boolean => Math.abs(a - b) < step / 1000;
  const sorted = i.grades.toSorted((a, b) => a.from - b.from);
  const issues = sorted.flatMap((g, n) => {
    if (g.to < g.from) return [issue('grades', `“${g.label}”的上限 ${g.to} 小于下限 ${g.from}，请改正`)];
    if (!near(rounded(g.from, decimals), g.from) || !near(rounded(g.to, decimals), g.to))
      return [issue('grades', `“${g.label}”的界限须与总分一样保留 ${decimals} 位小数`)];
    const next = sorted[n + 1];
    if (!next) return [];
    if (next.from <= g.to) return [issue('grades', `“${g.label}”与“${next.label}”重叠：${next.from} 分同时属于两个等级，请改正`)];
    if (!near(next.from, g.to + step))
      return [
        issue('grades', `${rounded(g.to + step, decimals)} 到 ${rounded(next.from - step, decimals)} 分不属于任何等级，请补上`),
      ];
    return [];
  });
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  if (!near(first.from, range.min))
    issues.push(issue('grades', `最低的等级须从 ${range.min} 分开始（可能的最低总分），现在是 ${first.from} 分`));
  if (!near(last.to, range.max))
    issues.push(issue('grades', `最高的等级须到 ${range.max} 分为止（可能的最高总分），现在是 ${last.to} 分`));
  return issues;
}

function adjustmentProblems(i: Instrument): Issue[] {
  const all = new Set(itemsOf(i).map(item => item.key));
  return [
    ...twice(i.adjustments.map(a => a.code)).map(code => issue('adjustments', `调整规则的编号“${code}”用了两次`)),
    ...i.adjustments.flatMap((a, n) => {
      const path = `adjustments.${n}`;
      const { effect } = a;
      const ends =
        'set' in effect
          ? i.grades.some(g => g.code === effect.set)
            ? []
            : [issue(path, `“${a.title}”要定的等级不存在，请改选`)]
          : i.total.better === 'none' || i.grades.length < 2
            ? [issue(path, `“${a.title}”要加重等级：请先设定至少两个等级，并说明分数高好还是低好`)]
            : [];
      return [...ends, ...conditionProblems(i, path, a.when, all)];
    }),
    ...i.alerts.flatMap((a, n) => conditionProblems(i, `alerts.${n}`, a.when, all)),
  ];
}

function itemProblems(i: Instrument): Issue[] {
  const before = new Set<string>();
  return i.sections.flatMap((s, n) =>
    s.items.flatMap((item, m) => {
      const path = `sections.${n}.items.${m}`;
      const issues = [
        ...optionProblems(item, path),
        ...(item.shown_when ? conditionProblems(i, path, item.shown_when, before) : []),
      ];
      before.add(item.key);
      return issues;
    }),
  );
}

function missingProblems(i: Instrument): Issue[] {
  if (i.missing.allowed === 0 || i.missing.as === 'nothing' || i.total.how === 'mean') return [];
  const ranges = itemsOf(i).flatMap(item => itemRange(item) ?? []);
  const same = ranges.every(r => r.min === ranges[0]?.min && r.max === ranges[0]?.max);
  return same ? [] : [issue('missing', '要用平均分代替缺项，各计分题的最低分和最高分须相同；请改为不允许缺项，或按 0 分计')];
}

/** What must be mended before an instrument can be saved; empty when it is sound. */
export function instrumentProblems(i: Instrument): Issue[] {
  const items = itemsOf(i);
  return [
    ...twice(i.sections.map(s => s.key)).map(key => issue('sections', `部分的编号“${key}”用了两次`)),
    ...twice(items.map(item => item.key)).map(key => issue('sections', `题目的编号“${key}”用了两次`)),
    ...(i.total.how === 'none' || items.some(item => itemRange(item))
      ? []
      : [issue('total', '没有计分的题目，不能计总分；请填写选项的分数，或选“不计总分”')]),
    ...twice(i.grades.map(g => g.code)).map(code => issue('grades', `等级的编号“${code}”用了两次`)),
    ...twice(i.grades.map(g => g.label)).map(label => issue('grades', `有两个等级都叫“${label}”`)),
    ...itemProblems(i),
    ...gradeProblems(i),
    ...adjustmentProblems(i),
    ...missingProblems(i),
  ];
}
