// What a rule is checked against, and how it is said in words. Pure; both sides. Serves K1–K6c (decision 0010).

import { type Filter, LEVELS, type Rule } from './rule.ts';

type AttributeKind = 'text' | 'number' | 'day' | 'flag' | 'list';
type Attribute = { title: string; kind: AttributeKind; options?: Readonly<Record<string, string>> };

/** What of a measure (server/measures.ts) a rule can name: everything but its SQL. */
export type Countable = {
  name: string;
  title: string;
  unit: string;
  attributes: Readonly<Record<string, Attribute>>;
  exclusions: readonly { code: string; title: string }[];
};

/** Columns every evidence row has, whose values may be told apart. */
const COLUMNS: Readonly<Record<string, string>> = { client_id: '服务对象', worker_id: '社工', station_id: '社工站' };
const FITS: Readonly<Record<Filter['is'], readonly AttributeKind[]>> = {
  in: ['text', 'list'],
  flag: ['flag'],
  at_least: ['number', 'day'],
  at_most: ['number', 'day'],
};

const attributeOf = (measure: Countable, name: string): Attribute | undefined =>
  Object.hasOwn(measure.attributes, name) ? measure.attributes[name] : undefined;

function filterProblem(filter: Filter, measure: Countable): string | null {
  const attribute = attributeOf(measure, filter.attribute);
  if (!attribute) return `“${measure.title}”没有“${filter.attribute}”这一项,请改选其他条件`;
  if (!FITS[filter.is].includes(attribute.kind)) return `“${attribute.title}”不能这样比较,请改选比较方式`;
  if (filter.is === 'in') {
    const unknown = attribute.options && filter.values.find(v => !Object.hasOwn(attribute.options!, v));
    return unknown === undefined ? null : `“${attribute.title}”没有“${unknown}”这个选项,请重新选择`;
  }
  if (filter.is === 'flag') return null;
  return (typeof filter.value === 'number') === (attribute.kind === 'number')
    ? null
    : `“${attribute.title}”要与${attribute.kind === 'number' ? '数字' : '日期'}比较`;
}

/** Why a rule cannot be carried out over its measure: one Chinese sentence, or null when it can. */
export function problemOf(rule: Rule, measure: Countable | undefined): string | null {
  if (!measure) return `没有名为“${rule.measure}”的统计口径,请从列表中选择`;
  const { count } = rule;
  if (count.how === 'sum' && attributeOf(measure, count.of)?.kind !== 'number') return `“${count.of}”不是数字,不能相加`;
  if (count.how === 'distinct' && !Object.hasOwn(COLUMNS, count.of) && attributeOf(measure, count.of)?.kind !== 'text')
    return `“${count.of}”不能用来去重,请改选`;
  const unknown = rule.without.find(code => !measure.exclusions.some(x => x.code === code));
  if (unknown) return `“${measure.title}”没有“${unknown}”这条不计入规则`;
  if (rule.options.prorate && rule.unit !== 'worker') return '按在岗天数折算只适用于“每名社工”的指标';
  return rule.where.map(filter => filterProblem(filter, measure)).find(p => p !== null) ?? null;
}

const labelsOf = (attribute: Attribute, values: readonly string[]): string =>
  values.map(v => attribute.options?.[v] ?? v).join('、');

/** A filter in words: “时长不少于 30”. The rule must fit the measure (`problemOf`). */
export function filterWords(filter: Filter, measure: Countable): string {
  const attribute = measure.attributes[filter.attribute]!;
  if (filter.is === 'in')
    return `${attribute.title}${attribute.kind === 'list' ? '含' : '为'}${labelsOf(attribute, filter.values)}${filter.values.length > 1 ? '之一' : ''}`;
  if (filter.is === 'flag') return `${attribute.title}:${filter.value ? '是' : '否'}`;
  return `${attribute.title}${filter.is === 'at_least' ? '不少于' : '不多于'} ${filter.value}`;
}

function countWords(rule: Rule, measure: Countable): string {
  const { count } = rule;
  if (count.how === 'rows') return `每条记录计 1 ${measure.unit}`;
  const title = COLUMNS[count.of] ?? measure.attributes[count.of]!.title;
  return count.how === 'sum' ? `按“${title}”相加` : `同一${title}只计 1 次`;
}

/**
 * The rule in Chinese sentences, in the order in which it is carried out.
 * @param unit the indicator's unit of counting (次, 人 …)
 */
export function ruleWords(rule: Rule, measure: Countable, term: { from: string; to: string }, unit: string): string[] {
  const excluded = measure.exclusions.filter(x => !rule.without.includes(x.code));
  const credited = measure.exclusions.filter(x => rule.without.includes(x.code));
  const said = [
    `${LEVELS[rule.unit]}在合同期内(${term.from} 至 ${term.to})的${measure.title}不少于 ${rule.threshold.value} ${unit}。`,
    `${countWords(rule, measure)}。`,
  ];
  if (rule.where.length) said.push(`只计:${rule.where.map(f => filterWords(f, measure)).join(';且 ')}。`);
  if (excluded.length) said.push(`不计:${excluded.map(x => x.title).join('、')}。`);
  if (credited.length) said.push(`按本合同约定也计入:${credited.map(x => x.title).join('、')}。`);
  if (rule.unit === 'worker')
    said.push(
      rule.options.prorate ? '合同期内在岗不满全期的,要求数按在岗天数折算,有小数进一。' : '合同期内在岗不满全期的,要求数不折算。',
    );
  return said;
}
