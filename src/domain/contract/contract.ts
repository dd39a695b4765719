// The contract as data: parties, term, stations, clauses, and indicators whose figures are computed from the records themselves
// (P1, P2, K1–K6c). A figure is the sum over a list that anybody may open; what is not counted has its reason.

import { z } from 'zod';
import { Day, defineCommand, defineDocument, defineRead, pageOf, paging, Saved, text } from '#kernel/endpoints.ts';
import { ClauseTemplate, Money } from './clause.ts';
import { STATUSES, type Status } from './forecast.ts';
import { LEVELS, type Level, Rule } from './rule.ts';

export const CONTRACT_STATES = { draft: '草拟', running: '履行中', accepted: '已验收', closed: '已结束' } as const;
export type ContractState = keyof typeof CONTRACT_STATES;

const keys = <T extends string>(table: Readonly<Record<T, string>>) => z.enum(Object.keys(table) as [T, ...T[]]);
const sum = (stations: readonly { fee_yuan: number; operating_yuan: number }[]) =>
  stations.reduce((n, s) => n + Math.round((s.fee_yuan + s.operating_yuan) * 100), 0) / 100;

const StationShare = z.strictObject({ station: z.int(), fee_yuan: Money, operating_yuan: Money });
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
  stations: readonly { station: number; fee_yuan: number; operating_yuan: number }[];
};

/** What cannot be true of a contract's head, one Chinese sentence per field. */
export function termsProblems(t: Terms): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  if (t.to_on < t.from_on) problems.push({ path: 'to_on', message: '期满日不能早于起始日' });
  if (t.from_on < t.signed_on) problems.push({ path: 'from_on', message: '起始日不能早于签订日' });
  if (new Set(t.stations.map(s => s.station)).size < t.stations.length)
    problems.push({ path: 'stations', message: '同一社工站只能列一次' });
  if (sum(t.stations) > t.budget_yuan)
    problems.push({ path: 'budget_yuan', message: `各站经费合计 ${sum(t.stations)} 元,超过了预算,请核对` });
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
  }),
  answer: Saved,
});

const ContractHead = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  purchaser: z.string(),
  provider: z.string(),
  signed_on: z.string(),
  from_on: z.string(),
  to_on: z.string(),
  budget_yuan: z.number(),
  state: keys<ContractState>(CONTRACT_STATES),
  revision: z.int(),
  /** Days of the term that have begun, and all of them. */
  elapsed_days: z.int(),
  total_days: z.int(),
});
export type ContractHead = z.output<typeof ContractHead>;

export const list = defineRead({
  name: 'contract.list',
  title: '合同',
  clauses: ['P1', 'P2'],
  query: z.strictObject({}),
  answer: z.object({ rows: z.array(ContractHead.extend({ stations: z.int() })) }),
});

/** One number with everything that must stand beside it. */
const Figure = z.object({
  done: z.number(),
  needed: z.number(),
  missing: z.number(),
  status: keys<Status>(STATUSES),
  say: z.string(),
  /** Evidence rows that are not counted; their reasons are in `contract.figure`. */
  left_out: z.int(),
});
export type Figure = z.output<typeof Figure>;
const Indicator = z.object({
  id: z.uuid(),
  title: z.string(),
  unit: z.string(),
  revision: z.int(),
  /** False while nothing in the platform serves it: 尚未接入, never zero. */
  connected: z.boolean(),
  level: keys<Level>(LEVELS).nullable(),
  threshold: z.number().nullable(),
  /** Null for a reader who does not see every station of the contract. */
  project: Figure.nullable(),
  stations: z.array(
    Figure.extend({
      station: z.int(),
      workers: z.array(Figure.extend({ worker: z.uuid(), name: z.string(), from_on: z.string(), to_on: z.string() })),
    }),
  ),
});
export type Indicator = z.output<typeof Indicator>;
const Clause = z.object({
  code: z.string(),
  block: z.string(),
  title: z.string(),
  body: z.string(),
  connected: z.boolean(),
  indicators: z.array(Indicator),
});

export const standing = defineRead({
  name: 'contract.standing',
  title: '履约情况',
  clauses: ['K1', 'P1', 'P2'],
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({
    contract: ContractHead,
    stations: z.array(z.object({ id: z.int(), name: z.string(), fee_yuan: z.number(), operating_yuan: z.number() })),
    /** The answer before the table, in sentences. */
    say: z.array(z.string()),
    clauses: z.array(Clause),
    assumption: z.string(),
    as_of: z.string(),
    computed_at: z.string(),
  }),
});
export type Standing = z.output<typeof standing.answer>;

const Reasons = z.array(z.object({ code: z.string(), title: z.string(), rows: z.int() }));
/** Whose figure: a worker's, a station's, or the whole contract's. */
const Whose = { id: z.uuid(), station: z.coerce.number().int().optional(), worker: z.uuid().optional() };

export const figure = defineRead({
  name: 'contract.figure',
  title: '数字的由来',
  clauses: ['K1'],
  query: z.strictObject(Whose),
  answer: z.object({
    indicator: z.object({
      id: z.uuid(),
      clause: z.string(),
      title: z.string(),
      unit: z.string(),
      revision: z.int(),
      measure: z.string(),
    }),
    whose: z.string(),
    rule: z.array(z.string()),
    filters: z.array(z.string()),
    figure: Figure,
    /** Evidence rows counted, the records they come from (a paired visit may be two rows), and all rows looked at. */
    rows: z.int(),
    records: z.int(),
    looked_at: z.int(),
    reasons: Reasons,
    assumption: z.string(),
    as_of: z.string(),
    computed_at: z.string(),
  }),
});
export type FigureAnswer = z.output<typeof figure.answer>;

export const EvidenceRow = z.object({
  record: z.uuid(),
  occurred_on: z.string(),
  station: z.int(),
  station_name: z.string(),
  worker: z.uuid().nullable(),
  worker_name: z.string().nullable(),
  client: z.uuid().nullable(),
  client_name: z.string().nullable(),
  /** What the row adds to the figure when it is counted. */
  amount: z.number(),
  facts: z.array(z.object({ title: z.string(), value: z.string() })),
  /** Null when counted, otherwise why not. */
  reason: z.string().nullable(),
  /** Path in the office that opens the record. */
  opens: z.string(),
});
export type EvidenceRow = z.output<typeof EvidenceRow>;

export const evidence = defineRead({
  name: 'contract.evidence',
  title: '数字后面的记录',
  clauses: ['K1'],
  /** `reason`: `counted`, or the code of a reason from `contract.figure`. Newest first. */
  query: z.strictObject({
    ...Whose,
    reason: z
      .string()
      .regex(/^[a-z][a-z_0-9]{0,40}$/)
      .default('counted'),
    ...paging,
  }),
  answer: pageOf(EvidenceRow),
});

export const mine = defineRead({
  name: 'contract.mine',
  title: '我的指标',
  clauses: ['K1'],
  query: z.strictObject({}),
  answer: z.object({
    rows: z.array(
      Figure.extend({
        indicator: z.uuid(),
        contract: z.string(),
        clause: z.string(),
        title: z.string(),
        unit: z.string(),
        from_on: z.string(),
        to_on: z.string(),
        reasons: Reasons,
      }),
    ),
    assumption: z.string(),
    as_of: z.string(),
    computed_at: z.string(),
  }),
});

export const standingSheet = defineDocument({
  name: 'contract.standing_sheet',
  title: '履约情况表',
  clauses: ['K1', 'P1'],
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
