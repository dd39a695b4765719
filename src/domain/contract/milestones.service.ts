// Payment milestones: written while the contract is open, read with what is payable and why (P2).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Measure } from '#server/measures.ts';
import { changing, keepChange, mustSayWhy } from './changing.service.ts';
import { loadContract } from './contract.service.ts';
import type { Standing } from './contract.ts';
import { milestonesPolicy as may } from './milestones.policy.ts';
import {
  type milestones,
  payability,
  type payMilestone,
  type removeMilestone,
  type Standings,
  StoredConditions,
  type setMilestone,
  yuanOf,
} from './milestones.ts';
import { contractScore } from './score.service.ts';
import { gradesOf } from './setup.service.ts';
import { standingOf } from './standing.service.ts';

async function rowOf(tx: Tx, id: string) {
  const row = await tx.first(
    q
      .selectFrom('app.milestones')
      .select(['contract_id', 'title', 'revision', 'paid_on'])
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('removed_at', 'is', null),
  );
  if (!row) throw new AppError('not_found');
  return row;
}

type Fields = {
  title?: string;
  amount_yuan?: number | null;
  percent?: number | null;
  due_on?: string | null;
  conditions?: string;
  paid_on?: string;
  paid_yuan?: number;
  voucher?: string;
  removed_at?: string;
};
async function write(tx: Tx, id: string, revision: number, fields: Fields): Promise<number> {
  const rows = await tx.run(
    q
      .updateTable('app.milestones')
      .set({ ...fields, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (rows === 0) throw new AppError('stale', { current: { revision: (await rowOf(tx, id)).revision } });
  return revision + 1;
}

/** Clauses and indicators that conditions name must be the contract's. */
async function mustNameOwn(tx: Tx, contract: string, conditions: StoredConditions): Promise<void> {
  const { clauses, indicators } = await loadContract(tx, contract);
  const codes = new Set(clauses.map(c => c.code));
  const ids = new Set(indicators.map(i => i.id));
  for (const c of conditions) {
    const known =
      c.is === 'clauses' ? c.codes.every(x => codes.has(x)) : c.is !== 'indicators' || c.indicators.every(x => ids.has(x));
    if (!known) throw new AppError('missing_reference');
  }
}

/** Adds a milestone (revision 0) or replaces it, as long as it is not paid. Answers its revision. */
export async function putMilestone(tx: Tx, input: z.output<typeof setMilestone.input>): Promise<number> {
  const { id, contract, revision, title, amount_yuan, percent, due_on } = input;
  const open = await changing(tx, may['contract.set_milestone'], contract);
  mustSayWhy(open, input.reason);
  await mustNameOwn(tx, contract, input.conditions);
  await keepChange(tx, contract, { what: `${revision > 0 ? '修改' : '添加'}付款节点“${title}”`, reason: input.reason });
  const fields = { title, amount_yuan, percent, due_on, conditions: JSON.stringify(input.conditions) };
  if (revision > 0) {
    const now = await rowOf(tx, id);
    if (now.contract_id !== contract) throw new AppError('not_found');
    if (now.paid_on !== null) throw new AppError('milestone_paid');
    return write(tx, id, revision, fields);
  }
  const last = await tx.first(
    q
      .selectFrom('app.milestones')
      .select(e => e.fn.max('place').as('place'))
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', contract),
  );
  const row = { county_id: tx.county, id, contract_id: contract, place: (last?.place ?? 0) + 1, ...fields };
  await tx.run(q.insertInto('app.milestones').values({ ...row, changed_by: tx.changedBy }));
  return 1;
}

/** Takes a milestone out, as long as it is not paid. */
export async function takeOutMilestone(tx: Tx, input: z.output<typeof removeMilestone.input>): Promise<number> {
  const now = await rowOf(tx, input.id);
  const contract = await changing(tx, may['contract.remove_milestone'], now.contract_id);
  if (now.paid_on !== null) throw new AppError('milestone_paid');
  mustSayWhy(contract, input.reason);
  await keepChange(tx, now.contract_id, { what: `删除付款节点“${now.title}”`, reason: input.reason });
  return write(tx, input.id, input.revision, { removed_at: tx.now.toISOString() });
}

/** Notes a payment, once. Also after acceptance: the last payment usually comes then. */
export async function notePayment(tx: Tx, input: z.output<typeof payMilestone.input>): Promise<number> {
  const now = await rowOf(tx, input.id);
  await changing(tx, may['contract.pay_milestone'], now.contract_id);
  if (now.paid_on !== null) throw new AppError('milestone_paid');
  if (input.paid_on > tx.today) throw new AppError('invalid', { issues: [{ path: 'paid_on', message: '不能晚于今天' }] });
  const { paid_on, paid_yuan, voucher } = input;
  return write(tx, input.id, input.revision, { paid_on, paid_yuan, voucher });
}

const WAITING = '尚未接入数据，不能据此支付；请人工核对。';

/** What conditions ask about, from the standing of the contract. */
function standingsOf(standing: Standing, scorePercent: number | null): Standings {
  const indicators = new Map(
    standing.clauses.flatMap(c =>
      c.indicators.map(i => {
        const met = i.project?.status === 'met';
        return [i.id, { title: `${c.code} ${i.title}`, met, say: i.project?.say ?? WAITING }] as const;
      }),
    ),
  );
  const clauses = new Map(
    standing.clauses.map(c => {
      const open = c.indicators.map(i => indicators.get(i.id)!).filter(i => !i.met);
      const met = c.indicators.length > 0 && open.length === 0;
      return [c.code, { title: `${c.code} ${c.title}`, met, say: open[0]?.say ?? WAITING }] as const;
    }),
  );
  return {
    today: standing.as_of,
    accepted: standing.contract.state === 'accepted' || standing.contract.state === 'closed',
    scorePercent,
    clauses,
    indicators,
  };
}

const yuan = (n: number): string => `${n.toLocaleString('zh-CN')} 元`;

/** The milestones of a contract: what is payable now, what is not yet and why. */
export async function milestonesOf(
  tx: Tx,
  id: string,
  measures: ReadonlyMap<string, Measure>,
): Promise<z.input<typeof milestones.answer>> {
  const contract = await loadContract(tx, id);
  const rows = await tx.all(
    q
      .selectFrom('app.milestones')
      .select(['id', 'title', 'amount_yuan', 'percent', 'due_on', 'conditions', 'paid_on', 'paid_yuan', 'voucher', 'revision'])
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', id)
      .where('removed_at', 'is', null)
      .orderBy('place')
      .orderBy('id'),
  );
  const standing = await standingOf(tx, contract, measures);
  const score = contractScore(contract, standing, await gradesOf(tx, id));
  const now = standingsOf(standing, score?.percent ?? null);
  const told = rows.map(row => {
    const conditions = StoredConditions.parse(row.conditions);
    return { ...row, conditions, yuan: yuanOf(row, contract.budget_yuan), ...payability({ ...row, conditions }, now) };
  });
  const sum = (state: string): number => told.filter(m => m.state === state).reduce((n, m) => n + (m.paid_yuan ?? m.yuan), 0);
  const payable = told.filter(m => m.state === 'payable').map(m => m.title);
  return {
    rows: told,
    say: [
      payable.length ? `现在可以支付：${payable.join('、')}，共 ${yuan(sum('payable'))}。` : '现在没有可以支付的款项。',
      `合同经费 ${yuan(contract.budget_yuan)}，已付 ${yuan(sum('paid'))}。`,
    ],
    budget_yuan: contract.budget_yuan,
    as_of: tx.today,
  };
}
