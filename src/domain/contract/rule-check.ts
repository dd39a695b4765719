// What a rule is checked against: whether every part of it can be carried out over its measures. Pure; both sides (decision 0010).

import type { Condition, Filter, Plain, Rule } from './rule.ts';

export type AttributeKind = 'text' | 'number' | 'day' | 'flag' | 'list';
type Attribute = { title: string; kind: AttributeKind; options?: Readonly<Record<string, string>> };

/** What of a measure (server/measures.ts) a rule can name: everything but its SQL. */
export type Countable = {
  name: string;
  title: string;
  unit: string;
  attributes: Readonly<Record<string, Attribute>>;
  exclusions: readonly { code: string; title: string }[];
};
export type Countables = ReadonlyMap<string, Countable>;

/** Columns every evidence row has, whose values may be told apart. */
export const COLUMNS: Readonly<Record<string, string>> = {
  id: '记录',
  client_id: '服务对象',
  worker_id: '社工',
  station_id: '社工站',
};
const FITS: Readonly<Record<Filter['is'], readonly AttributeKind[]>> = {
  in: ['text', 'list'],
  not_in: ['text', 'list'],
  flag: ['flag'],
  at_least: ['number', 'day'],
  at_most: ['number', 'day'],
};

export const attributeOf = (measure: Countable, name: string): Attribute | undefined =>
  Object.hasOwn(measure.attributes, name) ? measure.attributes[name] : undefined;
/** What a column or attribute is called. */
export const titleOf = (measure: Countable, name: string): string =>
  (Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : attributeOf(measure, name)?.title) ?? name;

const first = (problems: Iterable<string | null>): string | null => {
  for (const problem of problems) if (problem !== null) return problem;
  return null;
};

function optionsProblem(measure: Countable, name: string, values: readonly string[]): string | null {
  const options = attributeOf(measure, name)?.options;
  const unknown = options && values.find(v => !Object.hasOwn(options, v));
  return unknown === undefined ? null : `“${titleOf(measure, name)}”没有“${unknown}”这个选项，请重新选择`;
}

function filterProblem(filter: Filter, measure: Countable): string | null {
  const attribute = attributeOf(measure, filter.attribute);
  if (!attribute) return `“${measure.title}”没有“${filter.attribute}”这一项，请改选其他条件`;
  if (!FITS[filter.is].includes(attribute.kind)) return `“${attribute.title}”不能这样比较，请改选比较方式`;
  if (filter.is === 'in' || filter.is === 'not_in') return optionsProblem(measure, filter.attribute, filter.values);
  if (filter.is === 'flag') return null;
  return (typeof filter.value === 'number') === (attribute.kind === 'number')
    ? null
    : `“${attribute.title}”要与${attribute.kind === 'number' ? '数字' : '日期'}比较`;
}

const tellsApart = (name: string, measure: Countable): boolean =>
  Object.hasOwn(COLUMNS, name) || attributeOf(measure, name)?.kind === 'text';

function plainProblem(count: Plain, measure: Countable): string | null {
  if (count.how === 'sum' && attributeOf(measure, count.of)?.kind !== 'number') return `“${count.of}”不是数字，不能相加`;
  if (count.how === 'distinct' && !tellsApart(count.of, measure)) return `“${count.of}”不能用来去重，请改选`;
  return null;
}

function* rowsProblems(measure: Countable, where: readonly Filter[], without: readonly string[]): Generator<string | null> {
  const unknown = without.find(code => !measure.exclusions.some(x => x.code === code));
  if (unknown) yield `“${measure.title}”没有“${unknown}”这条不计入规则`;
  for (const filter of where) yield filterProblem(filter, measure);
}

const missing = (name: string): string => `没有名为“${name}”的统计口径，请从列表中选择`;

function* conditionProblems(condition: Condition, measure: Countable): Generator<string | null> {
  yield plainProblem(condition.count, measure);
  for (const filter of condition.where) yield filterProblem(filter, measure);
}

function* countProblems(rule: Rule, measure: Countable, measures: Countables): Generator<string | null> {
  const { count } = rule;
  if (count.how === 'units') {
    if (!tellsApart(count.by, measure)) yield `“${count.by}”不能用来归并，请改选`;
    for (const condition of count.having) yield* conditionProblems(condition, measure);
    if (!count.among) return;
    const all = measures.get(count.among.measure);
    if (!all) return yield missing(count.among.measure);
    if (!tellsApart(count.among.by, all)) yield `“${all.title}”不能按“${count.among.by}”逐个对照，请改选`;
    yield* rowsProblems(all, count.among.where, count.among.without);
    return;
  }
  if (count.how !== 'ratio') return yield plainProblem(count, measure);
  yield plainProblem(count.part, measure);
  const whole = measures.get(count.whole.measure);
  if (!whole) return yield missing(count.whole.measure);
  yield plainProblem(count.whole.count, whole);
  yield* rowsProblems(whole, count.whole.where, count.whole.without);
}

function* thresholdProblems({ threshold, count, window, options }: Rule): Generator<string | null> {
  const shares = count.how === 'ratio' || (count.how === 'units' && count.among !== null);
  if (threshold.at === 'share' && !shares) yield '按比例要求时，要有全部对象的名单，或按占比计数';
  if (threshold.at === 'between' && threshold.min > threshold.max) yield '范围的下限不能大于上限';
  if (count.how === 'ratio' && threshold.at !== 'share') {
    const most = threshold.at === 'between' ? threshold.max : threshold.value;
    if (most > 100) yield '占比不能超过 100%';
  }
  if (options.prorate && threshold.at !== 'least') yield '按天数折算只适用于“不少于”的要求';
  if (options.prorate && count.how === 'ratio') yield '占比不按天数折算';
  if (options.prorate && window.kind === 'rolling') yield '最近若干天的要求不按天数折算';
}

/** Why a rule cannot be carried out over its measures: one Chinese sentence, or null when it can. */
export function problemOf(rule: Rule, measure: Countable | undefined, measures: Countables): string | null {
  if (!measure) return missing(rule.measure);
  return first(
    (function* () {
      yield* countProblems(rule, measure, measures);
      yield* rowsProblems(measure, rule.where, rule.without);
      yield* thresholdProblems(rule);
      if (rule.options.prorate && rule.unit === 'project') yield '按天数折算适用于“每名社工”和“每个社工站”的指标';
      for (const c of rule.cover)
        yield ['text', 'list'].includes(attributeOf(measure, c.attribute)?.kind ?? '')
          ? optionsProblem(measure, c.attribute, c.values)
          : `“${measure.title}”没有可逐项覆盖的“${c.attribute}”，请改选`;
      for (const b of rule.beside) for (const filter of b.where) yield filterProblem(filter, measure);
    })(),
  );
}
