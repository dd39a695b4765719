// Why a figure is what it is: the rule in words, the records behind it, the units that fall short, its months; and what a rule that
// nobody has saved yet would come to (K1–K6c).

import { z } from 'zod';
import { defineRead, pageOf, paging } from '#kernel/endpoints.ts';
import { Figure, Reasons, Suggestion } from './figures.ts';

/** Whose figure: a worker's, a station's, or the whole contract's. */
const Whose = {
  id: z.uuid(),
  station: z.coerce.number().int().optional(),
  worker: z.uuid().optional(),
  /** An earlier version of the rule, on the records of today; the present one unless said. */
  revision: z.coerce.number().int().min(1).optional(),
};

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
      /** The version of the rule that was asked for, and the one in force. */
      revision: z.int(),
      newest: z.int(),
      measure: z.string(),
    }),
    whose: z.string(),
    rule: z.array(z.string()),
    filters: z.array(z.string()),
    figure: Figure,
    /** What is asked, in words. */
    demand: z.string(),
    /** The other amount of a percentage: its rows are read with `list: whole`. */
    whole: z.object({ measure: z.string(), unit: z.string(), rows: z.int(), left_out: z.int(), reasons: Reasons }).nullable(),
    /** What rows are gathered by (个案, 小组 …), where they are: `contract.missing_units` lists those that do not count. */
    gathered_by: z.string().nullable(),
    /** People whose file was merged, who died or moved in the term, and how this figure treats them. */
    people: z.array(z.string()),
    /** Whom the worker could turn to next; names as the reader may see them. */
    suggest: z.array(Suggestion),
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
  /** `reason`: `counted`, or the code of a reason from `contract.figure`. `list: whole`: of what a percentage is taken. Newest first. */
  query: z.strictObject({
    ...Whose,
    list: z.enum(['own', 'whole']).default('own'),
    reason: z
      .string()
      .regex(/^[a-z][a-z_0-9]{0,40}$/)
      .default('counted'),
    ...paging,
  }),
  answer: pageOf(EvidenceRow),
});

export const missingUnits = defineRead({
  name: 'contract.missing_units',
  title: '还缺哪些',
  clauses: ['K3b', 'K4b', 'K4c', 'K5b'],
  /** `window`: its place from 0; the current one unless said. */
  query: z.strictObject({ ...Whose, window: z.coerce.number().int().min(0).max(1_000).optional(), ...paging }),
  answer: pageOf(
    z.object({
      unit: z.string(),
      title: z.string(),
      station: z.int(),
      station_name: z.string(),
      worker: z.uuid().nullable(),
      worker_name: z.string().nullable(),
      /** Each condition that fails, with how much is lacking. */
      say: z.array(z.string()),
      /** Path in the office that opens the unit, where it has a page. */
      opens: z.string().nullable(),
    }),
  ).extend({ window: z.string() }),
});
export type MissingUnit = z.output<typeof missingUnits.answer>['rows'][number];

export const months = defineRead({
  name: 'contract.months',
  title: '逐月数字',
  clauses: ['K1'],
  query: z.strictObject(Whose),
  answer: z.object({
    /** Months of the calendar with a day in the term; `closed`: its last day has passed. */
    months: z.array(z.object({ label: z.string(), from: z.string(), to: z.string(), closed: z.boolean() })),
    unit: z.string(),
    /** What was counted in each month, by station, and by worker where the rule speaks of workers (rows made elsewhere stay there). */
    rows: z.array(
      z.object({
        station: z.int(),
        station_name: z.string(),
        worker: z.uuid().nullable(),
        worker_name: z.string().nullable(),
        amounts: z.array(z.number()),
        total: z.number(),
      }),
    ),
  }),
});
export type Months = z.output<typeof months.answer>;

/** What a rule that nobody has saved yet would come to, on the records as they are. */
export const preview = defineRead({
  name: 'contract.preview',
  title: '试算',
  clauses: ['K1', 'K2', 'K3', 'K4', 'K5', 'K6'],
  /** `rule`: as JSON text. */
  query: z.strictObject({ contract: z.uuid(), rule: z.string().max(6_000), unit: z.string().trim().min(1).max(6).default('次') }),
  answer: z.object({
    /** Why it cannot be carried out; then there are no words and no figures. */
    problem: z.string().nullable(),
    words: z.array(z.string()),
    demand: z.string().nullable(),
    project: Figure.nullable(),
    stations: z.array(Figure.extend({ station: z.int(), name: z.string() })),
    reasons: Reasons,
    as_of: z.string(),
  }),
});
