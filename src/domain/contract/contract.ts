// The contract as data: parties, term, stations, clauses and the indicators of each (P1, P2, K1–K6c). What they come to is in figures.ts.

import { z } from 'zod';
import { Day, defineCommand, defineRead, Saved, text } from '#kernel/endpoints.ts';
import { ClauseTemplate, Money, Why } from './clause.ts';
import { ContractHead } from './head.ts';
import { Rule } from './rule.ts';
import { Score } from './scoring.ts';

export * from './evidence.ts';
export * from './figures.ts';
export * from './head.ts';

const sum = (stations: readonly { fee_yuan: number; operating_yuan: number }[]) =>
  stations.reduce((n, s) => n + Math.round((s.fee_yuan + s.operating_yuan) * 100), 0) / 100;

/** A station with its money, and its own days where it takes part for a part of the term only. */
const StationShare = z
  .strictObject({
    station: z.int(),
    fee_yuan: Money,
    operating_yuan: Money,
    joined_on: Day.nullish(),
    left_on: Day.nullish(),
  })
  .refine(s => !s.joined_on || !s.left_on || s.joined_on <= s.left_on, { path: ['left_on'], message: '退出日不能早于加入日' });
const Head = {
  name: text(80),
  purchaser: text(60),
  provider: text(60),
  signed_on: Day,
  from_on: Day,
  to_on: Day,
  budget_yuan: Money,
};
type Terms = {
  from_on: string;
  to_on: string;
  signed_on: string;
  budget_yuan: number;
  stations: readonly ({ station: number; fee_yuan: number; operating_yuan: number } & StationDays)[];
};
type StationDays = {
  station: number;
  name?: string | undefined;
  joined_on?: string | null | undefined;
  left_on?: string | null | undefined;
};

/** What cannot be true of the days of stations in a term, one sentence each. */
export function stationDayProblems(
  term: { from_on: string; to_on: string },
  stations: readonly StationDays[],
): { path: string; message: string }[] {
  return stations.flatMap((s, i) => {
    const who = s.name ?? `第 ${i + 1} 个社工站`;
    const said = (path: string, message: string) => [{ path: `stations.${i}.${path}`, message: `${who}的${message}` }];
    const outside = (day: string) => day < term.from_on || day > term.to_on;
    const days = `${term.from_on} 至 ${term.to_on}`;
    return [
      ...(s.joined_on && outside(s.joined_on) ? said('joined_on', `加入日 ${s.joined_on} 不在合同期内（${days}）`) : []),
      ...(s.left_on && outside(s.left_on) ? said('left_on', `退出日 ${s.left_on} 不在合同期内（${days}）`) : []),
      ...(s.joined_on && s.left_on && s.left_on < s.joined_on
        ? said('left_on', `退出日 ${s.left_on} 早于加入日 ${s.joined_on}`)
        : []),
    ];
  });
}

/** What cannot be true of a contract's head, one Chinese sentence per field. */
export function termsProblems(t: Terms): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  if (t.to_on < t.from_on) problems.push({ path: 'to_on', message: '期满日不能早于起始日' });
  if (t.from_on < t.signed_on) problems.push({ path: 'from_on', message: '起始日不能早于签订日' });
  if (new Set(t.stations.map(s => s.station)).size < t.stations.length)
    problems.push({ path: 'stations', message: '同一社工站只能列一次' });
  if (t.to_on >= t.from_on) problems.push(...stationDayProblems(t, t.stations));
  if (sum(t.stations) > t.budget_yuan)
    problems.push({ path: 'budget_yuan', message: `各站经费合计 ${sum(t.stations)} 元，超过了预算，请核对` });
  return problems;
}

export const open = defineCommand({
  name: 'contract.open',
  title: '建立合同',
  clauses: ['P1', 'P2'],
  input: z
    .strictObject({
      id: z.uuid(),
      code: text(40),
      ...Head,
      stations: z.array(StationShare).min(1, '请至少选择一个社工站').max(500),
      clauses: z
        .array(
          ClauseTemplate.extend({
            indicators: z.array(ClauseTemplate.shape.indicators.element.extend({ id: z.uuid() })).max(20),
          }),
        )
        .min(1, '请至少列一个条款')
        .max(200),
    })
    .superRefine((input, context) => {
      for (const p of termsProblems(input)) context.addIssue({ code: 'custom', path: [p.path], message: p.message });
      if (new Set(input.clauses.map(c => c.code)).size < input.clauses.length)
        context.addIssue({ code: 'custom', path: ['clauses'], message: '条款编号不能重复' });
    }),
  answer: Saved,
});
/** What is given is corrected; a station that is named is added or has its money corrected. */
export const correct = defineCommand({
  name: 'contract.correct',
  title: '更正合同',
  clauses: ['P1', 'P2'],
  input: z.strictObject({
    id: z.uuid(),
    revision: z.int().min(1),
    ...z.object(Head).partial().shape,
    stations: z.array(StationShare).max(500).optional(),
    reason: Why,
  }),
  answer: Saved,
});
/** `revision: 0` adds an indicator to the clause; otherwise the whole of it is replaced. */
export const setIndicator = defineCommand({
  name: 'contract.set_indicator',
  title: '设定指标',
  clauses: ['K1', 'K2', 'K3', 'K4', 'K5', 'K6'],
  input: z.strictObject({
    id: z.uuid(),
    contract: z.uuid(),
    clause: text(10),
    revision: z.int().min(0),
    title: text(60),
    unit: text(6),
    rule: Rule.nullable(),
    score: Score.nullable().default(null),
    reason: Why,
  }),
  answer: Saved,
});

export const list = defineRead({
  name: 'contract.list',
  title: '合同',
  clauses: ['P1', 'P2'],
  /** Drafts that were given up are listed by themselves, for those who draft. */
  query: z.strictObject({ discarded: z.literal('true').optional() }),
  answer: z.object({ rows: z.array(ContractHead.extend({ stations: z.int() })) }),
});
