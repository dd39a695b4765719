// What is still missing before a contract can run (P1, P2): one function, asked by the screen and by the server. Pure; both sides.

import type { Issue } from '#kernel/errors.ts';
import { type StoredConditions, yuanOf } from './milestones.ts';
import { type Countable, problemOf } from './rule-words.ts';
import type { Missing, Setup } from './setup.ts';

const cents = (yuan: number): number => Math.round(yuan * 100);
const written = (c: number): string => (c / 100).toLocaleString('zh-CN');

type Money = Pick<Setup, 'budget_yuan' | 'stations' | 'budget'>;
/** Yuan that stations and budget lines together get. */
export const sharedOut = (m: Money): number =>
  (m.stations.reduce((n, s) => n + cents(s.fee_yuan) + cents(s.operating_yuan), 0) +
    m.budget.reduce((n, line) => n + cents(line.amount_yuan), 0)) /
  100;

/** What cannot be true of the money, one sentence per field. */
export function moneyProblems(m: Money): Issue[] {
  const problems: Issue[] = [];
  if (cents(sharedOut(m)) > cents(m.budget_yuan))
    problems.push({
      path: 'budget_yuan',
      message: `各站经费和其他经费合计 ${written(cents(sharedOut(m)))} 元，超过了预算 ${written(cents(m.budget_yuan))} 元，请核对`,
    });
  for (const [i, line] of m.budget.entries())
    if (line.station !== null && !m.stations.some(s => s.station === line.station))
      problems.push({ path: `lines.${i}.station`, message: '这一项经费所属的社工站不在合同里' });
  return problems;
}

function aboutClauses({ clauses }: Setup, measures: ReadonlyMap<string, Countable>): Missing[] {
  const step = 'clauses' as const;
  if (clauses.length === 0) return [{ step, must: true, say: '还没有条款。' }];
  const said: Missing[] = [];
  const indicators = clauses.flatMap(c => c.indicators.map(i => ({ ...i, code: c.code })));
  if (!indicators.some(i => i.rule)) said.push({ step, must: true, say: '还没有一个可以计数的指标。' });
  for (const { code, title, rule } of indicators) {
    const measure = rule && measures.get(rule.measure);
    const problem = rule && measure && problemOf(rule, measure, measures);
    if (problem) said.push({ step, must: true, say: `${code}“${title}”的规则不能执行：${problem}。` });
    if (rule && !measure) said.push({ step, must: false, say: `${code}“${title}”用到的统计口径还没有接入，会显示“尚未接入”。` });
  }
  const waiting = indicators.filter(i => !i.rule).length;
  if (waiting) said.push({ step, must: false, say: `${waiting} 个指标还没有计数规则，会显示“尚未接入”。` });
  return said;
}

type Payment = { title: string; amount_yuan: number | null; percent: number | null; conditions: StoredConditions };

function aboutPayments(c: Setup, milestones: readonly Payment[]): Missing[] {
  const step = 'milestones' as const;
  if (milestones.length === 0) return [{ step, must: false, say: '还没有付款节点；需要时可以以后再加。' }];
  const said: Missing[] = [];
  const percent = milestones.reduce((n, m) => n + (m.percent ?? 0), 0);
  const yuan = milestones.reduce((n, m) => n + cents(yuanOf(m, c.budget_yuan)), 0);
  if (percent > 100) said.push({ step, must: true, say: `付款比例合计 ${percent}%，超过了 100%。` });
  else if (yuan > cents(c.budget_yuan)) said.push({ step, must: true, say: '付款合计超过了合同经费。' });
  const known = new Set(c.clauses.flatMap(x => [x.code, ...x.indicators.map(i => i.id)]));
  for (const m of milestones) {
    const named = m.conditions.flatMap(x => (x.is === 'clauses' ? x.codes : x.is === 'indicators' ? x.indicators : []));
    if (named.some(n => !known.has(n)))
      said.push({ step, must: true, say: `付款节点“${m.title}”的条件提到了已经删去的条款或指标，请修改。` });
  }
  return said;
}

/** What must be done before the contract can run, and what is worth a thought, in the order of the steps. */
export function missingOf(c: Setup, milestones: readonly Payment[], measures: ReadonlyMap<string, Countable>): Missing[] {
  const said: Missing[] = [];
  if (c.stations.length === 0) said.push({ step: 'stations', must: true, say: '还没有社工站。' });
  if (c.budget_yuan === 0) said.push({ step: 'stations', must: true, say: '还没有填写合同经费。' });
  for (const p of moneyProblems(c)) said.push({ step: 'stations', must: true, say: `${p.message}。` });
  const left = cents(c.budget_yuan) - cents(sharedOut(c));
  if (left > 0 && c.stations.length > 0)
    said.push({ step: 'stations', must: false, say: `经费还有 ${written(left)} 元没有分到社工站或其他项目。` });
  said.push(...aboutClauses(c, measures));
  said.push(...aboutPayments(c, milestones));
  return said;
}
