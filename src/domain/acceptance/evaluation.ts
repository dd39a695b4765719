// Evaluation, mid-term and final: begun from a table, figures taken, every evaluator scores and signs his own sheet; when all have
// signed nothing changes any more, and a reopened evaluation is a new version with its reason. Serves the judging of every clause.

import { z } from 'zod';
import { Day, defineCommand, defineDocument, defineRead, Saved, text } from '#kernel/endpoints.ts';
import { Layout } from './layout.ts';

export const KINDS = { mid: '中期评估', final: '末期评估' } as const;
export type Kind = keyof typeof KINDS;
export const STATES = { scoring: '打分中', signed: '已签定', replaced: '已被新版本代替' } as const;
export type State = keyof typeof STATES;
const keys = <T extends string>(table: Readonly<Record<T, string>>) => z.enum(Object.keys(table) as [T, ...T[]]);

const CLAUSES = ['P1', 'M3', 'M4', 'M5', 'K1', 'K2', 'K3', 'K4', 'K5', 'K6'];
const Evaluators = z.array(z.uuid()).min(1, '请至少选择一名评估员').max(20);
const revised = { id: z.uuid(), revision: z.int().min(1) };

export const beginEvaluation = defineCommand({
  name: 'acceptance.begin_evaluation',
  title: '开始评估',
  clauses: CLAUSES,
  input: z.strictObject({
    id: z.uuid(),
    contract: z.uuid(),
    kind: keys<Kind>(KINDS),
    title: text(60),
    layout: Layout,
    evaluators: Evaluators,
  }),
  answer: Saved,
});
/** Whose sheet is no longer wanted keeps nothing; refused as soon as somebody has signed. */
export const setLayout = defineCommand({
  name: 'acceptance.set_layout',
  title: '更改评分表',
  clauses: CLAUSES,
  input: z.strictObject({ ...revised, title: text(60), layout: Layout, evaluators: Evaluators }),
  answer: Saved,
});
export const takeFigures = defineCommand({
  name: 'acceptance.take_figures',
  title: '重新读取指标数字',
  clauses: CLAUSES,
  input: z.strictObject(revised),
  answer: Saved,
});
export const setSatisfaction = defineCommand({
  name: 'acceptance.set_satisfaction',
  title: '填写满意度',
  clauses: CLAUSES,
  input: z
    .strictObject({ ...revised, asked: z.int().min(1, '至少 1 人').max(1e6), satisfied: z.int().min(0), note: text(200) })
    .refine(i => i.satisfied <= i.asked, { path: ['satisfied'], message: '满意的人数不能多于调查的人数' }),
  answer: Saved,
});

const Points = z.number().min(0, '分数不能为负').max(1000).multipleOf(0.5, '以 0.5 分为单位');
const code = z.string().regex(/^[A-Z]{1,2}[0-9]{1,3}$/);
/** The evaluator's own sheet as a whole. `revision` is the sheet's. */
export const score = defineCommand({
  name: 'acceptance.score',
  title: '评估打分',
  clauses: CLAUSES,
  input: z.strictObject({
    ...revised,
    points: z.record(code, Points),
    remarks: z.record(code, text(500)),
    vetoes: z.record(code, text(500)),
    remark: text(2000).nullable(),
  }),
  answer: Saved,
});
export const signScores = defineCommand({
  name: 'acceptance.sign_scores',
  title: '签定评分',
  clauses: CLAUSES,
  input: z.strictObject(revised),
  answer: Saved,
});
/** A new version with the same table, figures and sheets; the signed one stays as it is. */
export const reopenEvaluation = defineCommand({
  name: 'acceptance.reopen_evaluation',
  title: '重开评估',
  clauses: CLAUSES,
  input: z.strictObject({ ...revised, new_id: z.uuid(), reason: text(200) }),
  answer: Saved,
});

const Head = z.object({
  id: z.uuid(),
  contract: z.uuid(),
  kind: keys<Kind>(KINDS),
  version: z.int(),
  reason: z.string().nullable(),
  title: z.string(),
  as_of: Day,
  state: keys<State>(STATES),
  signed_at: z.string().nullable(),
  total: z.number().nullable(),
  full: z.number(),
  grade: z.string().nullable(),
  evaluators: z.int(),
  signed: z.int(),
  revision: z.int(),
});

export const evaluations = defineRead({
  name: 'acceptance.evaluations',
  title: '评估',
  clauses: CLAUSES,
  query: z.strictObject({ contract: z.uuid() }),
  answer: z.object({ contract_name: z.string(), rows: z.array(Head) }),
});

const SheetShown = z.object({
  evaluator: z.uuid(),
  name: z.string(),
  signed_at: z.string().nullable(),
  revision: z.int(),
  /** Null while the reader may not see it: an evaluator sees the others' after he has signed his own. */
  scores: z
    .object({
      points: z.record(z.string(), z.number()),
      remarks: z.record(z.string(), z.string()),
      vetoes: z.record(z.string(), z.string()),
    })
    .nullable(),
  remark: z.string().nullable(),
});
const Result = z.object({
  items: z.array(z.object({ code: z.string(), points: z.number().nullable(), full: z.number(), how: z.string() })),
  sections: z.array(z.object({ title: z.string(), points: z.number(), full: z.number() })),
  total: z.number(),
  full: z.number(),
  complete: z.boolean(),
  grade: z.string().nullable(),
  vetoes: z.array(z.object({ code: z.string(), title: z.string(), reasons: z.array(z.string()) })),
});
export const evaluation = defineRead({
  name: 'acceptance.evaluation',
  title: '评分表和结果',
  clauses: CLAUSES,
  query: z.strictObject({ id: z.uuid() }),
  answer: Head.extend({
    contract_name: z.string(),
    layout: Layout,
    figures: z.record(z.string(), z.object({ share: z.number().nullable(), say: z.string(), indicators: z.array(z.string()) })),
    figures_at: z.string(),
    satisfaction: z.object({ asked: z.int(), satisfied: z.int(), note: z.string() }).nullable(),
    sheets: z.array(SheetShown),
    /** Of the sheets the reader sees; null for who sees none. */
    result: Result.nullable(),
  }),
});
export type Evaluation = z.output<typeof evaluation.answer>;
export type EvaluationHead = z.output<typeof Head>;

export const evaluators = defineRead({
  name: 'acceptance.evaluators',
  title: '可选的评估员',
  clauses: CLAUSES,
  query: z.strictObject({}),
  answer: z.object({ rows: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
});

export const evaluationReport = defineDocument({
  name: 'acceptance.evaluation_report',
  title: '评估结果表',
  clauses: CLAUSES,
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/pdf',
});
