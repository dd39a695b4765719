// What is frozen of a contract: each clause with its indicators' figures and rules, and the hash of the rows behind them. Pure.

import { z } from 'zod';
import { HeardFigures } from './heard.ts';

const FrozenIndicator = z.object({
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  /** Of the indicator: which version of the rule was in force. */
  revision: z.int(),
  connected: z.boolean(),
  /** Name and title of what is counted, e.g. `visits.home_visit`, 入户探访. */
  measure: z.string().nullable(),
  measure_title: z.string().nullable(),
  rule: z.array(z.string()),
  adds_up: z.boolean(),
  done: z.number().nullable(),
  needed: z.number().nullable(),
  status: z.string().nullable(),
  counted_rows: z.int(),
  counted_sum: z.number(),
  left_out: z.array(z.object({ code: z.string(), title: z.string(), rows: z.int() })),
  stations: z.array(z.object({ station: z.int(), done: z.number(), needed: z.number(), status: z.string() })),
});
const FrozenClause = z.object({
  code: z.string(),
  block: z.string(),
  title: z.string(),
  body: z.string(),
  lines: z.int(),
  /** SHA-256 of the clause's JSON lines. */
  hash: z.string(),
  indicators: z.array(FrozenIndicator),
});
/** What is frozen. Its canonical JSON has the hash over all; the rows themselves are covered by each clause's hash. */
export const Frozen = z.object({
  format: z.literal('linzhan-acceptance'),
  version: z.literal(1),
  contract: z.object({
    code: z.string(),
    name: z.string(),
    purchaser: z.string(),
    provider: z.string(),
    from_on: z.string(),
    to_on: z.string(),
    budget_yuan: z.number(),
  }),
  as_of: z.string(),
  frozen_at: z.string(),
  stations: z.array(z.object({ id: z.int(), name: z.string() })),
  clauses: z.array(FrozenClause),
  /** Who was called back and what they thought; its lines are in `heard.jsonl`. Not in what was frozen before there was such a thing. */
  heard: HeardFigures.extend({ lines: z.int(), hash: z.string() }).optional(),
});
export type Frozen = z.output<typeof Frozen>;
export type FrozenClause = z.output<typeof FrozenClause>;
export type FrozenIndicator = z.output<typeof FrozenIndicator>;
