// What a contract has come to: figures computed from the records themselves (P1, P2, K1–K6c). A figure is the sum over a list that
// anybody may open; what is not counted has its reason.

import { z } from 'zod';
import { defineDocument, defineRead } from '#kernel/endpoints.ts';
import { STATUSES, type Status } from './forecast.ts';
import { ContractHead, keys } from './head.ts';
import { LEVELS, type Level } from './rule.ts';

export const Reasons = z.array(z.object({ code: z.string(), title: z.string(), rows: z.int() }));
export const Suggestion = z.object({ client: z.uuid(), name: z.string(), last_on: z.string().nullable() });
/** One number with everything that must stand beside it. */
export const Figure = z.object({
  /** What `done`, `needed` and `missing` are counted in: 次, % or 个月. */
  unit: z.string(),
  done: z.number(),
  needed: z.number(),
  missing: z.number(),
  status: keys<Status>(STATUSES),
  say: z.string(),
  /** Evidence rows that are not counted; their reasons are in `contract.figure`. */
  left_out: z.int(),
  /** Where the threshold is asked window by window: each of them. `met`: null while it is open. Joined: how many parts reached it, of all. */
  windows: z.array(
    z.object({
      label: z.string(),
      from: z.string(),
      to: z.string(),
      done: z.number(),
      needed: z.number(),
      met: z.boolean().nullable(),
    }),
  ),
  /** What still has to be covered, in words. */
  uncovered: z.array(z.string()),
  /** Told beside the figure (民政对象优先); empty in the standing, which leaves out what must look at every record. */
  beside: z.array(z.object({ title: z.string(), amount: z.number() })),
  /** Units that satisfy their conditions, and all there are. */
  units: z.object({ met: z.int(), all: z.int() }).nullable(),
  /** The two amounts of a percentage. */
  ratio: z.object({ part: z.number(), whole: z.number() }).nullable(),
});
export type Figure = z.output<typeof Figure>;
const Indicator = z.object({
  id: z.uuid(),
  title: z.string(),
  unit: z.string(),
  revision: z.int(),
  /** What is counted, by name; null where there is no rule. */
  measure: z.string().nullable(),
  /** False while nothing in the platform serves it: 尚未接入, never zero. */
  connected: z.boolean(),
  level: keys<Level>(LEVELS).nullable(),
  threshold: z.number().nullable(),
  /** What is asked, in words: 不少于 24 次. */
  demand: z.string().nullable(),
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
        suggest: z.array(Suggestion),
        /** What was counted in each month so far, the newest first. */
        months: z.array(z.object({ label: z.string(), amount: z.number() })),
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
