// Setting up a contract without code (P1, P2): from a draft, by its parts, to a running contract; and afterwards changing it with a
// reason, every earlier wording kept. What is still missing is said by one pure function for the screen and for the server.

import { z } from 'zod';
import { Day, defineCommand, defineDocument, defineRead, Saved, text } from '#kernel/endpoints.ts';
import { ClauseTemplate, Money, Why } from './clause.ts';
import { CONTRACT_STATES, type ContractState } from './contract.ts';
import { BudgetLine, ContractDocument } from './contract-json.ts';
import { Rule } from './rule.ts';
import { Grades, Score } from './scoring.ts';

const Revised = { id: z.uuid(), revision: z.int().min(1) };

export const draft = defineCommand({
  name: 'contract.draft',
  title: '起草合同',
  clauses: ['P1', 'P2'],
  input: z
    .strictObject({
      id: z.uuid(),
      code: text(40),
      name: text(80),
      purchaser: text(60),
      provider: text(60),
      signed_on: Day,
      from_on: Day,
      to_on: Day,
      /** Where clauses, indicators and money come from. */
      source: z.discriminatedUnion('from', [
        z.strictObject({ from: z.literal('blank') }),
        z.strictObject({ from: z.literal('requirement') }),
        z.strictObject({ from: z.literal('contract'), id: z.uuid() }),
      ]),
    })
    .superRefine((c, context) => {
      if (c.to_on < c.from_on) context.addIssue({ code: 'custom', path: ['to_on'], message: '期满日不能早于起始日' });
      if (c.from_on < c.signed_on) context.addIssue({ code: 'custom', path: ['from_on'], message: '起始日不能早于签订日' });
    }),
  answer: Saved,
});
/** Writes a document as a draft, under the code in it. */
export const importContract = defineCommand({
  name: 'contract.import',
  title: '导入合同',
  clauses: ['P1', 'P2'],
  input: z.strictObject({ id: z.uuid(), document: ContractDocument }),
  answer: Saved,
});
export const start = defineCommand({
  name: 'contract.start',
  title: '启用合同',
  clauses: ['P1', 'P2'],
  input: z.strictObject(Revised),
  answer: Saved,
});
/** Gives a draft up. It stays to be read, with the reason, and its code is free again. */
export const discard = defineCommand({
  name: 'contract.discard',
  title: '废弃草稿',
  clauses: ['P1'],
  input: z.strictObject({ ...Revised, reason: text(200) }),
  answer: Saved,
});
/** The station's money and days; a station that is not in the contract is added. */
export const setStation = defineCommand({
  name: 'contract.set_station',
  title: '设定社工站',
  clauses: ['P1', 'P2'],
  input: z.strictObject({
    ...Revised,
    station: z.int(),
    fee_yuan: Money,
    operating_yuan: Money,
    joined_on: Day.nullable().default(null),
    reason: Why,
  }),
  answer: Saved,
});
/** A station that left takes part again from this day; the days between do not count. */
export const rejoinStation = defineCommand({
  name: 'contract.rejoin_station',
  title: '社工站重新加入合同',
  clauses: ['P1', 'P2'],
  input: z.strictObject({ ...Revised, station: z.int(), rejoined_on: Day, reason: text(200) }),
  answer: Saved,
});
/** Out of a draft at once; out of a running contract with its last day and the reason. */
export const removeStation = defineCommand({
  name: 'contract.remove_station',
  title: '社工站退出合同',
  clauses: ['P1', 'P2'],
  input: z.strictObject({ ...Revised, station: z.int(), left_on: Day.nullable().default(null), reason: Why }),
  answer: Saved,
});
/** The whole budget: the sum, and the lines beside the stations' money. */
export const setBudget = defineCommand({
  name: 'contract.set_budget',
  title: '设定经费',
  clauses: ['P2'],
  input: z.strictObject({ ...Revised, budget_yuan: Money, lines: z.array(BudgetLine).max(100), reason: Why }),
  answer: Saved,
});
export const setGrades = defineCommand({
  name: 'contract.set_grades',
  title: '设定等次',
  clauses: ['P1'],
  input: z.strictObject({ ...Revised, grades: Grades.nullable(), reason: Why }),
  answer: Saved,
});
/** `revision: 0` adds the clause at the end; otherwise it is replaced whole. The id in the answer is the contract's. */
export const setClause = defineCommand({
  name: 'contract.set_clause',
  title: '设定条款',
  clauses: ['P1', 'P2'],
  input: z.strictObject({
    contract: z.uuid(),
    revision: z.int().min(0),
    ...ClauseTemplate.omit({ indicators: true }).shape,
    reason: Why,
  }),
  answer: Saved,
});
export const removeClause = defineCommand({
  name: 'contract.remove_clause',
  title: '删去条款',
  clauses: ['P1', 'P2'],
  input: z.strictObject({ contract: z.uuid(), code: z.string().max(10), revision: z.int().min(1), reason: Why }),
  answer: Saved,
});
/** All clauses in their new order; the revision is the contract's. */
export const orderClauses = defineCommand({
  name: 'contract.order_clauses',
  title: '调整条款顺序',
  clauses: ['P1'],
  input: z.strictObject({ ...Revised, codes: z.array(z.string().max(10)).min(1).max(200), reason: Why }),
  answer: Saved,
});
export const removeIndicator = defineCommand({
  name: 'contract.remove_indicator',
  title: '删去指标',
  clauses: ['P1'],
  input: z.strictObject({ ...Revised, contract: z.uuid(), reason: Why }),
  answer: Saved,
});

/** What of a measure the editor needs; its SQL stays where it is. */
const Countable = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  attributes: z.record(
    z.string(),
    z.object({
      title: z.string(),
      kind: z.enum(['text', 'number', 'day', 'flag', 'list']),
      options: z.record(z.string(), z.string()).optional(),
    }),
  ),
  exclusions: z.array(z.object({ code: z.string(), title: z.string() })),
});
export const measures = defineRead({
  name: 'contract.measures',
  title: '统计口径',
  clauses: ['P1'],
  query: z.strictObject({}),
  answer: z.object({ rows: z.array(Countable) }),
});

const Away = z.object({ from_on: z.string(), to_on: z.string(), reason: z.string().nullable() });
const Indicator = z.object({
  id: z.uuid(),
  title: z.string(),
  unit: z.string(),
  rule: Rule.nullable(),
  score: Score.nullable(),
  revision: z.int(),
});
export const setup = defineRead({
  name: 'contract.setup',
  title: '合同内容',
  clauses: ['P1', 'P2'],
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    purchaser: z.string(),
    provider: z.string(),
    signed_on: z.string(),
    from_on: z.string(),
    to_on: z.string(),
    budget_yuan: z.number(),
    state: z.enum(Object.keys(CONTRACT_STATES) as [ContractState, ...ContractState[]]),
    revision: z.int(),
    grades: Grades.nullable(),
    stations: z.array(
      z.object({
        station: z.int(),
        name: z.string(),
        fee_yuan: z.number(),
        operating_yuan: z.number(),
        joined_on: z.string().nullable(),
        left_on: z.string().nullable(),
        left_reason: z.string().nullable(),
        /** Days between leaving and coming again, both included. */
        away: z.array(Away),
      }),
    ),
    budget: z.array(z.object({ title: z.string(), amount_yuan: z.number(), station: z.int().nullable() })),
    clauses: z.array(
      z.object({
        code: z.string(),
        block: z.string(),
        title: z.string(),
        body: z.string(),
        revision: z.int(),
        indicators: z.array(Indicator),
      }),
    ),
    /** What is still missing before it can run (`must`), and what to think of. */
    missing: z.array(
      z.object({ step: z.enum(['parties', 'stations', 'clauses', 'milestones']), must: z.boolean(), say: z.string() }),
    ),
  }),
});
export type Setup = z.output<typeof setup.answer>;
export type Missing = Setup['missing'][number];

export const exportContract = defineDocument({
  name: 'contract.export',
  title: '合同内容（JSON）',
  clauses: ['P1'],
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/json',
});
export const contractSchema = defineDocument({
  name: 'contract.json_schema',
  title: '合同文件的格式（JSON Schema）',
  clauses: ['P1'],
  query: z.strictObject({}),
  mime: 'application/schema+json',
});
