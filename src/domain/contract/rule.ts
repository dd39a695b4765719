// The language of an indicator: data that says what is counted, for whom, within which days, and how much is asked (K1–K6c; decision
// 0010). A rule is stored as JSON and edited by people. Only what the engine carries out is accepted; a part it does not know is
// refused, never skipped. Each choice is a tagged object, so that a further one is one more member of a union. Pure; both sides.

import { z } from 'zod';
import { Day, text } from '#kernel/endpoints.ts';

/** For whom a figure is made: each of them has its own. */
export const LEVELS = { project: '全项目', station: '每个社工站', worker: '每名社工' } as const;
export type Level = keyof typeof LEVELS;

const Word = z.string().regex(/^[a-z][a-z_0-9]{0,40}$/, '名称只能是小写字母、数字和下划线');
const MeasureName = z.string().regex(/^[a-z_]+\.[a-z_]+$/, '统计口径的名称不正确');
const Amount = z.number().min(0, '不能为负数').max(1e9);
const Percent = z.number().gt(0, '须大于 0%').max(100, '不能超过 100%');

const Filter = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('in'), attribute: Word, values: z.array(text(60)).min(1, '请至少选择一项').max(60) }),
  z.strictObject({ is: z.literal('not_in'), attribute: Word, values: z.array(text(60)).min(1, '请至少选择一项').max(60) }),
  z.strictObject({ is: z.literal('flag'), attribute: Word, value: z.boolean() }),
  z.strictObject({ is: z.literal('at_least'), attribute: Word, value: z.union([z.number(), Day]) }),
  z.strictObject({ is: z.literal('at_most'), attribute: Word, value: z.union([z.number(), Day]) }),
]);
export type Filter = z.output<typeof Filter>;
const Where = z.array(Filter).max(20, '条件最多 20 个');
const Without = z.array(Word).max(20);

/** Ways of adding up rows that need nothing else. `rows`: each once. `distinct`: each value of `of` once (人数). `sum`: the numbers (人次, 小时, 元). */
const Plain = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('rows') }),
  z.strictObject({ how: z.literal('distinct'), of: Word }),
  z.strictObject({ how: z.literal('sum'), of: Word }),
]);
export type Plain = z.output<typeof Plain>;

/** One condition a unit's own rows must satisfy: at least, or at most, so much. */
const Condition = z.strictObject({
  count: Plain,
  where: Where,
  at: z.enum(['least', 'most']),
  value: Amount,
  /** What the amount is called: 节, 人次 … */
  unit: text(6),
});
export type Condition = z.output<typeof Condition>;

/** All the units there are, whether anything was done for them or not: the rows of another measure, told apart by `by`. */
const Among = z.strictObject({ measure: MeasureName, by: Word, where: Where, without: Without });
/** What a part is compared with. */
const Whole = z.strictObject({ measure: MeasureName, count: Plain, where: Where, without: Without });

const Counted = z.discriminatedUnion('how', [
  ...Plain.options,
  z.strictObject({
    how: z.literal('units'),
    by: Word,
    having: z.array(Condition).min(1, '请至少写一个条件').max(6),
    among: Among.nullable(),
  }),
  z.strictObject({ how: z.literal('ratio'), part: Plain, whole: Whole }),
]);

/** Windows other than the term ask the threshold of each window that has a day within the term. */
const Window = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('term') }),
  /** Counted from the first day of the term. */
  z.strictObject({ kind: z.literal('contract'), months: z.union([z.literal(1), z.literal(3), z.literal(6)]) }),
  /** Months, quarters and half-years of the calendar. */
  z.strictObject({ kind: z.literal('calendar'), months: z.union([z.literal(1), z.literal(3), z.literal(6)]) }),
  /** The days up to today. */
  z.strictObject({ kind: z.literal('rolling'), days: z.int().min(1).max(3_660) }),
]);
export type Window = z.output<typeof Window>;

const Threshold = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('least'), value: Amount.positive('要求数须大于 0') }),
  z.strictObject({ at: z.literal('most'), value: Amount }),
  z.strictObject({ at: z.literal('exactly'), value: Amount }),
  z.strictObject({ at: z.literal('between'), min: Amount, max: Amount }),
  /** Percent of all units (`units` with `among`), or of the whole (`ratio`). */
  z.strictObject({ at: z.literal('share'), percent: Percent }),
]);
export type Threshold = z.output<typeof Threshold>;

/** Values that must all occur among the counted rows of the unit. */
const Cover = z.strictObject({ attribute: Word, values: z.array(text(60)).min(1).max(20) });
/** Counted rows that also satisfy these are told beside the figure. */
const Beside = z.strictObject({ title: text(20), where: Where.min(1) });

export const Rule = z.strictObject({
  version: z.literal(1),
  measure: MeasureName,
  unit: z.enum(Object.keys(LEVELS) as [Level, ...Level[]]),
  count: Counted,
  /** All must hold. */
  where: Where,
  /** Exclusions of the measure that this contract does not make, by code: `co_worker` credits the second worker of a paired visit. */
  without: Without,
  window: Window,
  threshold: Threshold,
  cover: z.array(Cover).max(5).default([]),
  beside: z.array(Beside).max(5).default([]),
  /** `prorate`: who takes part for a part of the time owes a part of the threshold, by days, rounded up. */
  options: z.strictObject({ prorate: z.boolean() }),
});
export type Rule = z.output<typeof Rule>;
