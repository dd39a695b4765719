// Payment milestones of a contract (P2): what is paid, when it is due, what must be true before, and the voucher when it was paid.
// What is payable is read together with the sentences that say why, or why not yet. Both sides.

import { z } from 'zod';
import { Day, defineCommand, defineRead, Saved, text } from '#kernel/endpoints.ts';
import { Money, Why } from './clause.ts';

/** One thing that must be true before a payment. All of a milestone's conditions must hold; none means the due day alone. */
export const Conditions = <T extends z.ZodType<string>>(Indicator: T) =>
  z
    .array(
      z.discriminatedUnion('is', [
        z.strictObject({ is: z.literal('clauses'), codes: z.array(z.string().max(10)).min(1, '请至少选择一个条款').max(200) }),
        z.strictObject({ is: z.literal('indicators'), indicators: z.array(Indicator).min(1, '请至少选择一个指标').max(200) }),
        /** Share of all points of the contract. */
        z.strictObject({ is: z.literal('score'), percent: z.number().gt(0, '须大于 0%').max(100, '不能超过 100%') }),
        z.strictObject({ is: z.literal('accepted') }),
      ]),
    )
    .max(10, '付款条件最多 10 个');

export const StoredConditions = Conditions(z.uuid());
export type StoredConditions = z.output<typeof StoredConditions>;

/** Exactly one of both. */
export const MilestoneMoney = {
  amount_yuan: Money.nullable(),
  percent: z.number().gt(0, '须大于 0%').max(100, '不能超过 100%').multipleOf(0.01, '百分比最多两位小数').nullable(),
};

export const setMilestone = defineCommand({
  name: 'contract.set_milestone',
  title: '设定付款节点',
  clauses: ['P2'],
  /** `revision: 0` adds it at the end. */
  input: z
    .strictObject({
      id: z.uuid(),
      contract: z.uuid(),
      revision: z.int().min(0),
      title: text(60),
      ...MilestoneMoney,
      due_on: Day.nullable(),
      conditions: StoredConditions,
      reason: Why,
    })
    .refine(m => (m.amount_yuan === null) !== (m.percent === null), { path: ['amount_yuan'], error: '金额和比例请填一项' }),
  answer: Saved,
});
export const removeMilestone = defineCommand({
  name: 'contract.remove_milestone',
  title: '删除付款节点',
  clauses: ['P2'],
  input: z.strictObject({ id: z.uuid(), revision: z.int().min(1), reason: Why }),
  answer: Saved,
});
/** What was paid is written down with its voucher; whether it was payable is shown beside it and does not hinder. */
export const payMilestone = defineCommand({
  name: 'contract.pay_milestone',
  title: '登记付款',
  clauses: ['P2'],
  input: z.strictObject({
    id: z.uuid(),
    revision: z.int().min(1),
    paid_on: Day,
    paid_yuan: Money,
    voucher: text(60),
  }),
  answer: Saved,
});

export const PAYABLE = { paid: '已付', payable: '可以支付', not_yet: '条件还没有满足', not_due: '还没有到期' } as const;
export type Payable = keyof typeof PAYABLE;

const Milestone = z.object({
  id: z.uuid(),
  title: z.string(),
  amount_yuan: z.number().nullable(),
  percent: z.number().nullable(),
  /** In yuan, a percentage computed from the budget. */
  yuan: z.number(),
  due_on: z.string().nullable(),
  conditions: StoredConditions,
  paid_on: z.string().nullable(),
  paid_yuan: z.number().nullable(),
  voucher: z.string().nullable(),
  revision: z.int(),
  state: z.enum(Object.keys(PAYABLE) as [Payable, ...Payable[]]),
  /** Why it is payable or not yet: a sentence for each condition. */
  say: z.array(z.object({ holds: z.boolean(), say: z.string() })),
});
export type Milestone = z.output<typeof Milestone>;

export const milestones = defineRead({
  name: 'contract.milestones',
  title: '付款节点',
  clauses: ['P2'],
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({
    rows: z.array(Milestone),
    say: z.array(z.string()),
    budget_yuan: z.number(),
    as_of: z.string(),
  }),
});

/** Yuan of a milestone; a percentage is of the contract's budget, to the cent. */
export const yuanOf = (m: { amount_yuan: number | null; percent: number | null }, budget: number): number =>
  m.amount_yuan ?? Math.round(budget * (m.percent ?? 0)) / 100;

/** What stands now of the contract that conditions ask about. */
export type Standings = {
  today: string;
  accepted: boolean;
  /** Null when no indicator has a score. */
  scorePercent: number | null;
  clauses: ReadonlyMap<string, { title: string; met: boolean; say: string }>;
  indicators: ReadonlyMap<string, { title: string; met: boolean; say: string }>;
};

type Said = { holds: boolean; say: string };

function conditionSaid(condition: StoredConditions[number], now: Standings): Said {
  if (condition.is === 'accepted') return { holds: now.accepted, say: now.accepted ? '合同已经验收。' : '合同还没有验收。' };
  if (condition.is === 'score') {
    if (now.scorePercent === null) return { holds: false, say: '合同还没有设定分值，不能按得分支付；请先为指标设定分值。' };
    const holds = now.scorePercent >= condition.percent;
    return { holds, say: `目前得分 ${now.scorePercent}%，要求不低于 ${condition.percent}%${holds ? '' : '，还没有达到'}。` };
  }
  const [table, wanted] =
    condition.is === 'clauses' ? ([now.clauses, condition.codes] as const) : ([now.indicators, condition.indicators] as const);
  const open = wanted.filter(w => !table.get(w)?.met);
  const called = (w: string): string => table.get(w)?.title ?? (condition.is === 'clauses' ? w : '一个指标');
  if (open.length === 0) return { holds: true, say: `${wanted.map(called).join('、')}：已达标。` };
  return { holds: false, say: open.map(w => `${called(w)}：${table.get(w)?.say ?? '已不在合同里，请修改付款条件。'}`).join(' ') };
}

/** Whether a milestone is payable now, with a sentence for the due day and for each condition. */
export function payability(
  m: { due_on: string | null; paid_on: string | null; conditions: StoredConditions },
  now: Standings,
): { state: Payable; say: Said[] } {
  const due = m.due_on === null || m.due_on <= now.today;
  const said = m.conditions.map(c => conditionSaid(c, now));
  if (m.due_on !== null) said.unshift({ holds: due, say: due ? `已到约定的 ${m.due_on}。` : `约定 ${m.due_on} 起支付。` });
  if (m.paid_on !== null) return { state: 'paid', say: said };
  if (!due) return { state: 'not_due', say: said };
  return { state: said.every(s => s.holds) ? 'payable' : 'not_yet', say: said };
}
