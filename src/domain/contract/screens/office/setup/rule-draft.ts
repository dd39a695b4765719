// A rule while it is edited: what a fresh part of it looks like, and what a measure offers to choose from. Pure (decision 0010).

import type { Condition, Filter, Plain, Rule, Threshold, Window } from '../../../rule.ts';
import { attributeOf, COLUMNS, type Countable } from '../../../rule-check.ts';

export type Choice<T extends string = string> = { value: T; label: string };

/** What rows can be told apart by: whose they are, and texts. */
export const tellingApart = (measure: Countable): Choice[] => [
  ...Object.entries(COLUMNS).map(([value, label]) => ({ value, label })),
  ...Object.entries(measure.attributes).flatMap(([value, a]) => (a.kind === 'text' ? [{ value, label: a.title }] : [])),
];
/** What can be added up. */
export const numbers = (measure: Countable): Choice[] =>
  Object.entries(measure.attributes).flatMap(([value, a]) => (a.kind === 'number' ? [{ value, label: a.title }] : []));
/** What can be asked to be covered. */
export const covering = (measure: Countable): Choice[] =>
  Object.entries(measure.attributes).flatMap(([value, a]) =>
    (a.kind === 'text' || a.kind === 'list') && a.options ? [{ value, label: a.title }] : [],
  );

export const HOWS: Record<Rule['count']['how'], string> = {
  rows: '按条数：每条记录计 1',
  distinct: '按去重：同一个只计 1 次（如人数）',
  sum: '按数量相加（如人次、小时）',
  units: '按达到条件的对象计数（如完整的小组）',
  ratio: '按占比：一部分占全部的百分比',
};

export function plainOf(how: Plain['how'], measure: Countable): Plain {
  if (how === 'rows') return { how };
  if (how === 'distinct') return { how, of: 'client_id' };
  return { how, of: numbers(measure)[0]?.value ?? 'rows' };
}
export const newCondition = (measure: Countable): Condition => ({
  count: { how: 'rows' },
  where: [],
  at: 'least',
  value: 1,
  unit: measure.unit,
});
/** A count of this kind, as it begins. */
export function countOf(how: Rule['count']['how'], measure: Countable): Rule['count'] {
  if (how === 'units') return { how, by: 'client_id', having: [newCondition(measure)], among: null };
  if (how === 'ratio')
    return { how, part: { how: 'rows' }, whole: { measure: measure.name, count: { how: 'rows' }, where: [], without: [] } };
  return plainOf(how, measure);
}

export const COMPARISONS: Record<Filter['is'], string> = {
  in: '是其中之一',
  not_in: '不是其中任何一项',
  flag: '为',
  at_least: '不少于',
  at_most: '不多于',
};
/** The comparisons that fit an attribute. */
export function comparisonsOf(measure: Countable, attribute: string): Filter['is'][] {
  const kind = attributeOf(measure, attribute)?.kind;
  if (kind === 'flag') return ['flag'];
  return kind === 'number' || kind === 'day' ? ['at_least', 'at_most'] : ['in', 'not_in'];
}
/** A filter on an attribute, as it begins. */
export function newFilter(measure: Countable, attribute: string, day: string): Filter {
  const { kind, options } = attributeOf(measure, attribute)!;
  if (kind === 'flag') return { is: 'flag', attribute, value: true };
  if (kind === 'number') return { is: 'at_least', attribute, value: 1 };
  if (kind === 'day') return { is: 'at_least', attribute, value: day };
  return { is: 'in', attribute, values: Object.keys(options ?? {}).slice(0, 1) };
}

export const ATS: Record<Threshold['at'], string> = {
  least: '不少于',
  most: '不多于',
  exactly: '正好',
  between: '在一个范围内',
  share: '达到百分比',
};
/** The same demand said another way. */
export function thresholdOf(at: Threshold['at'], now: Threshold): Threshold {
  const value = now.at === 'between' ? now.min : now.at === 'share' ? now.percent : now.value;
  if (at === 'between') return { at, min: value, max: value };
  if (at === 'share') return { at, percent: Math.min(100, Math.max(1, value)) };
  return { at, value };
}

export const WINDOWS: Record<string, { label: string; window: Window }> = {
  term: { label: '整个合同期', window: { kind: 'term' } },
  contract1: { label: '每个合同月（从起始日起算）', window: { kind: 'contract', months: 1 } },
  contract3: { label: '每个合同季度（从起始日起算）', window: { kind: 'contract', months: 3 } },
  contract6: { label: '每个合同半年（从起始日起算）', window: { kind: 'contract', months: 6 } },
  calendar1: { label: '每个自然月', window: { kind: 'calendar', months: 1 } },
  calendar3: { label: '每个季度', window: { kind: 'calendar', months: 3 } },
  calendar6: { label: '每个半年', window: { kind: 'calendar', months: 6 } },
  rolling: { label: '最近若干天', window: { kind: 'rolling', days: 30 } },
};
/** Which of the choices a window is. */
export const windowKey = (window: Window): string =>
  window.kind === 'contract' || window.kind === 'calendar' ? `${window.kind}${window.months}` : window.kind;

/** A rule over a measure, as it begins. */
export const newRule = (measure: Countable): Rule => ({
  version: 1,
  measure: measure.name,
  unit: 'station',
  count: { how: 'rows' },
  where: [],
  without: [],
  window: { kind: 'term' },
  threshold: { at: 'least', value: 1 },
  cover: [],
  beside: [],
  options: { prorate: false },
});

/** The rule over another measure: what names its attributes begins anew, the rest stays. */
export const overMeasure = (rule: Rule, measure: Countable): Rule => ({
  ...rule,
  measure: measure.name,
  count: countOf(rule.count.how, measure),
  where: [],
  without: [],
  cover: [],
  beside: [],
});
