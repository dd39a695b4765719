// A rule in plain Chinese, in the order in which it is carried out. Pure; both sides. Serves K1–K6c (decision 0010).

import { type Condition, type Filter, LEVELS, type Plain, type Rule, type Threshold, type Window } from './rule.ts';
import { type Countable, type Countables, titleOf } from './rule-check.ts';

export { type AttributeKind, type Countable, type Countables, problemOf } from './rule-check.ts';

/** The words of an attribute's values. */
export const valueWords = (measure: Countable, attribute: string, values: readonly string[]): string[] =>
  values.map(v => measure.attributes[attribute]?.options?.[v] ?? v);

/** A filter in words: “时长不少于 30”. The rule must fit the measure (`problemOf`). */
export function filterWords(filter: Filter, measure: Countable): string {
  const attribute = measure.attributes[filter.attribute]!;
  if (filter.is === 'in' || filter.is === 'not_in') {
    const not = filter.is === 'not_in' ? '不' : '';
    const several = filter.values.length > 1 ? (not ? '中任何一项' : '之一') : '';
    return `${attribute.title}${not}${attribute.kind === 'list' ? '含' : '为'}${valueWords(measure, filter.attribute, filter.values).join('、')}${several}`;
  }
  if (filter.is === 'flag') return `${attribute.title}：${filter.value ? '是' : '否'}`;
  return `${attribute.title}${filter.is === 'at_least' ? '不少于' : '不多于'} ${filter.value}`;
}

const allWords = (where: readonly Filter[], measure: Countable): string => where.map(f => filterWords(f, measure)).join('；且 ');

function plainWords(count: Plain, measure: Countable): string {
  if (count.how === 'rows') return `每条记录计 1 ${measure.unit}`;
  const title = titleOf(measure, count.of);
  return count.how === 'sum' ? `按“${title}”相加` : `同一${title}只计 1 次`;
}

/** What one condition of a unit asks: “入户探访不少于 4 次(探访类型为例行)”. */
export function conditionWords({ count, where, at, value, unit }: Condition, measure: Countable): string {
  const what =
    count.how === 'rows' ? measure.title : count.how === 'sum' ? titleOf(measure, count.of) : `不同${titleOf(measure, count.of)}`;
  const only = where.length ? `（${allWords(where, measure)}）` : '';
  return `${what}${only}${at === 'least' ? '不少于' : '不多于'} ${value} ${unit}`;
}

/** “不计:…”, “按本合同约定也计入:…” of a measure and the exclusions that are not made. */
function exclusionWords(measure: Countable, without: readonly string[]): string[] {
  const titles = (credited: boolean) => measure.exclusions.filter(x => without.includes(x.code) === credited).map(x => x.title);
  const [excluded, credited] = [titles(false), titles(true)];
  return [
    ...(excluded.length ? [`不计：${excluded.join('、')}。`] : []),
    ...(credited.length ? [`按本合同约定也计入：${credited.join('、')}。`] : []),
  ];
}

/** The rows of another measure that a rule compares with, in a bracket. */
function otherWords(
  other: { measure: string; where: readonly Filter[]; without: readonly string[] },
  measures: Countables,
): string {
  const measure = measures.get(other.measure);
  if (!measure) return other.measure;
  const only = other.where.length ? `，只算${allWords(other.where, measure)}` : '';
  const credited = exclusionWords(measure, other.without).map(w => `，${w.slice(0, -1)}`);
  return `${measure.title}${only}${credited.join('')}`;
}

function countWords(rule: Rule, measure: Countable, measures: Countables): string[] {
  const { count } = rule;
  if (count.how === 'units') {
    const unit = titleOf(measure, count.by);
    const having = count.having.map(c => conditionWords(c, measure)).join('；并且 ');
    const among = count.among
      ? [`全部${unit}取自：${otherWords(count.among, measures)}；不在其中的不计，没有记录的列为缺少。`]
      : [];
    return [`把记录按“${unit}”归并，同时符合下列条件的${unit}计 1：${having}。`, ...among];
  }
  if (count.how !== 'ratio') return [`${plainWords(count, measure)}。`];
  const whole = measures.get(count.whole.measure);
  return [
    `分子：${plainWords(count.part, measure)}。`,
    `分母：${otherWords(count.whole, measures)}${whole ? `，${plainWords(count.whole.count, whole)}` : ''}。`,
  ];
}

const CONTRACT_SPANS = { 1: '每个合同月', 3: '每个合同季度', 6: '每个合同半年' } as const;
const CALENDAR_SPANS = { 1: '每个自然月', 3: '每个季度', 6: '每个半年' } as const;
/** Within which days: “每个自然月”. */
export function windowWords(window: Window): string {
  if (window.kind === 'term') return '合同期内';
  if (window.kind === 'rolling') return `最近 ${window.days} 天内`;
  return (window.kind === 'contract' ? CONTRACT_SPANS : CALENDAR_SPANS)[window.months];
}

/** What is asked, as it stands behind a title: “不少于 24 次”. */
export function thresholdWords(threshold: Threshold, unit: string): string {
  const of = unit === '%' ? '%' : ` ${unit}`;
  if (threshold.at === 'between') return `在 ${threshold.min} 至 ${threshold.max}${of}之间`;
  if (threshold.at === 'share') return `达到 ${threshold.percent}%`;
  const how = { least: '不少于', most: '不多于', exactly: '正好' }[threshold.at];
  return `${how} ${threshold.value}${of}`;
}
/** The same of a whole rule: a ratio is asked in percent, and another window than the term is named. */
export const demandWords = (rule: Rule, unit: string): string =>
  `${rule.window.kind === 'term' ? '' : windowWords(rule.window)}${thresholdWords(rule.threshold, rule.count.how === 'ratio' ? '%' : unit)}`;

function askedWords(rule: Rule, measure: Countable, term: { from: string; to: string }, unit: string): string {
  const { window, count } = rule;
  const within = `在合同期内（${term.from} 至 ${term.to}）`;
  const span =
    window.kind === 'term' ? within : window.kind === 'rolling' ? windowWords(window) : `${within}${windowWords(window)}`;
  const share = rule.threshold.at === 'share' && count.how === 'units' ? `，符合条件的${titleOf(measure, count.by)}` : '';
  const demand = thresholdWords(rule.threshold, count.how === 'ratio' ? '%' : unit);
  return `${LEVELS[rule.unit]}${span}的${measure.title}${count.how === 'ratio' ? '占比' : ''}${share}${demand}。`;
}

/**
 * The rule in Chinese sentences, in the order in which it is carried out. It must fit its measures (`problemOf`).
 * @param unit the indicator's unit of counting (次, 人 …)
 */
export function ruleWords(
  rule: Rule,
  measure: Countable,
  term: { from: string; to: string },
  unit: string,
  measures: Countables,
): string[] {
  const said = [askedWords(rule, measure, term, unit), ...countWords(rule, measure, measures)];
  if (rule.where.length) said.push(`只计：${allWords(rule.where, measure)}。`);
  said.push(...exclusionWords(measure, rule.without));
  for (const c of rule.cover)
    said.push(
      `计入的记录须覆盖每一种${titleOf(measure, c.attribute)}：${valueWords(measure, c.attribute, c.values).join('、')}。`,
    );
  for (const b of rule.beside) said.push(`另行列出：${b.title}（${allWords(b.where, measure)}）；不影响是否达标。`);
  if (rule.unit === 'worker')
    said.push(
      rule.options.prorate
        ? '合同期内在岗不满全期的，要求数按在岗天数折算，有小数进一。'
        : '合同期内在岗不满全期的，要求数不折算。',
    );
  if (rule.unit === 'station' && rule.options.prorate)
    said.push('合同期内参加不满全期的社工站，要求数按参加天数折算，有小数进一。');
  return said;
}
