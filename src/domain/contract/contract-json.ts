// A whole contract as one JSON document (P1, P2): what is exported, imported, copied, and published as docs/contract.schema.json.
// Its checks are pure, so that the browser says what is wrong before anything is sent, and the server says the same. Both sides.

import { z } from 'zod';
import { Day, text } from '#kernel/endpoints.ts';
import type { Issue } from '#kernel/errors.ts';
import { ClauseTemplate, Money } from './clause.ts';
import { stationDayProblems } from './contract.ts';
import { Conditions, MilestoneMoney } from './milestones.ts';
import { Rule } from './rule.ts';
import { type Countable, problemOf } from './rule-words.ts';
import { Grades, Score } from './scoring.ts';

/** A station is named by its number in this platform; the name is for the reader. */
const Station = z.strictObject({
  station: z.int(),
  name: text(60).optional(),
  fee_yuan: Money,
  operating_yuan: Money,
  /** When it took part for a part of the term only. */
  joined_on: Day.nullable().default(null),
  left_on: Day.nullable().default(null),
  /** Days in between on which it did not take part, both included. */
  away: z
    .array(z.strictObject({ from_on: Day, to_on: Day, reason: text(200).nullable().default(null) }))
    .max(20)
    .default([]),
});
export const BudgetLine = z.strictObject({ title: text(60), amount_yuan: Money, station: z.int().nullable() });
export type BudgetLine = z.output<typeof BudgetLine>;

/** A word by which milestones name an indicator within the document. */
const Key = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, '指标代号只能是字母、数字、- 和 _');
const Indicator = z.strictObject({
  key: Key,
  title: text(60),
  unit: text(6),
  rule: Rule.nullable(),
  score: Score.nullable().default(null),
});
const Milestone = z.strictObject({ title: text(60), ...MilestoneMoney, due_on: Day.nullable(), conditions: Conditions(Key) });

export const ContractDocument = z.strictObject({
  $schema: z.string().max(200).optional(),
  version: z.literal(1),
  code: text(40),
  name: text(80),
  purchaser: text(60),
  provider: text(60),
  signed_on: Day,
  from_on: Day,
  to_on: Day,
  budget_yuan: Money,
  grades: Grades.nullable().default(null),
  stations: z.array(Station).max(500),
  budget: z.array(BudgetLine).max(100).default([]),
  clauses: z
    .array(z.strictObject({ ...ClauseTemplate.omit({ indicators: true }).shape, indicators: z.array(Indicator).max(20) }))
    .max(200),
  milestones: z.array(Milestone).max(30).default([]),
});
export type ContractDocument = z.output<typeof ContractDocument>;

/** Each value after the first that stands twice, with its place. */
const twice = (values: readonly (string | number)[]): number[] => values.flatMap((v, i) => (values.indexOf(v) < i ? [i] : []));

function parts(d: ContractDocument, measures: ReadonlyMap<string, Countable>): Issue[] {
  const issues: Issue[] = twice(d.clauses.map(c => c.code)).map(i => ({
    path: `clauses.${i}.code`,
    message: `条款 ${d.clauses[i]!.code} 写了两次，编号不能重复`,
  }));
  const keys = new Set<string>();
  for (const [i, clause] of d.clauses.entries())
    for (const [n, indicator] of clause.indicators.entries()) {
      const path = `clauses.${i}.indicators.${n}`;
      if (keys.has(indicator.key)) issues.push({ path: `${path}.key`, message: `指标代号 ${indicator.key} 用了两次` });
      keys.add(indicator.key);
      // A measure that this installation has not yet is no mistake: the indicator waits for it as 尚未接入.
      const measure = indicator.rule && measures.get(indicator.rule.measure);
      const problem = indicator.rule && measure ? problemOf(indicator.rule, measure, measures) : null;
      if (problem) issues.push({ path: `${path}.rule`, message: problem });
    }
  const codes = new Set(d.clauses.map(c => c.code));
  for (const [i, milestone] of d.milestones.entries())
    for (const [n, condition] of milestone.conditions.entries()) {
      const wanted = condition.is === 'clauses' ? condition.codes : condition.is === 'indicators' ? condition.indicators : [];
      const unknown = wanted.find(w => !(condition.is === 'clauses' ? codes : keys).has(w));
      if (unknown) issues.push({ path: `milestones.${i}.conditions.${n}`, message: `付款条件提到的“${unknown}”不在这份合同里` });
    }
  return issues;
}

/**
 * What cannot be true of a document, each with its place and in Chinese; empty when it can be written.
 * @param stations numbers of the stations this county has
 */
export function documentProblems(
  d: ContractDocument,
  measures: ReadonlyMap<string, Countable>,
  stations: ReadonlySet<number>,
): Issue[] {
  const issues: Issue[] = [];
  if (d.to_on < d.from_on) issues.push({ path: 'to_on', message: '期满日不能早于起始日' });
  if (d.from_on < d.signed_on) issues.push({ path: 'from_on', message: '起始日不能早于签订日' });
  if (d.to_on >= d.from_on) issues.push(...stationDayProblems(d, d.stations));
  for (const i of twice(d.stations.map(s => s.station))) issues.push({ path: `stations.${i}`, message: '同一社工站只能列一次' });
  for (const [i, s] of d.stations.entries())
    if (!stations.has(s.station))
      issues.push({ path: `stations.${i}`, message: `本县没有编号为 ${s.station} 的社工站，请删去，或改成本县社工站的编号` });
  for (const [i, line] of d.budget.entries())
    if (line.station !== null && !d.stations.some(s => s.station === line.station))
      issues.push({ path: `budget.${i}.station`, message: '这一项经费所属的社工站不在合同里' });
  return [...issues, ...parts(d, measures)];
}

const PLACES: Record<string, string> = {
  version: '格式版本',
  code: '编号',
  name: '名称',
  purchaser: '采购人',
  provider: '承接主体',
  signed_on: '签订日',
  from_on: '起始日',
  to_on: '期满日',
  budget_yuan: '合同经费',
  fee_yuan: '服务费',
  operating_yuan: '运营费',
  joined_on: '加入日',
  left_on: '退出日',
  away: '未参加的日子',
  amount_yuan: '金额',
  percent: '百分比',
  due_on: '支付日',
  block: '所属部分',
  title: '标题',
  body: '合同原文',
  unit: '单位',
  key: '指标代号',
  clauses: '条款',
  indicators: '指标',
  stations: '社工站',
  budget: '经费',
  milestones: '付款',
  conditions: '条件',
  rule: '计数规则',
  score: '分值',
  grades: '等次',
  threshold: '要求',
  window: '时间范围',
  count: '怎么数',
  where: '条件',
  having: '要求',
  cover: '必须样样都有',
  beside: '另行列出',
};

/** `clauses.3.indicators.0.rule` as a person finds it: 第 4 个条款(K1)· 第 1 个指标 · 计数规则. */
export function placeWords(path: string, document: unknown): string {
  const said: string[] = [];
  let at: unknown = document;
  for (const part of path.split('.').filter(Boolean)) {
    const list = Array.isArray(at);
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
    if (!list) {
      said.push(PLACES[part] ?? part);
      continue;
    }
    const named = typeof at === 'object' && at !== null ? (at as Record<string, unknown>) : {};
    const name = [named.code, named.title, named.name].find(n => typeof n === 'string');
    said.push(`第 ${Number(part) + 1} 个${said.pop() ?? ''}${name ? `（${name}）` : ''}`);
  }
  return said.join(' · ') || '整份文件';
}

/** What a schema says in general, said so that somebody can act on it. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `有格式里没有的内容：${issue.keys.join('、')}，请删去`;
  if (issue.code === 'invalid_union') return '这里的写法不在允许的范围内，请对照公开的格式修改';
  return issue.message;
}

/** A text as a contract: the document, or what is wrong with it. Nothing is written. */
export function readDocument(
  content: string,
  measures: ReadonlyMap<string, Countable>,
  stations: ReadonlySet<number>,
): { document: ContractDocument | null; issues: { place: string; message: string }[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch {
    return { document: null, issues: [{ place: '整份文件', message: '这不是完整的 JSON 文件，请重新导出后再选' }] };
  }
  const parsed = ContractDocument.safeParse(raw);
  const issues: Issue[] = parsed.success
    ? documentProblems(parsed.data, measures, stations)
    : parsed.error.issues.map(i => ({ path: i.path.join('.'), message: wordsOf(i) }));
  return {
    document: parsed.success ? parsed.data : null,
    issues: issues.map(i => ({ place: placeWords(i.path, raw), message: i.message })),
  };
}
