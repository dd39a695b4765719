// An instrument as data: sections of items, options with scores, how they add up, which total is which grade, what moves the grade, where it
// comes from and who may use it. Published versions never change; a record names its version. docs/instrument.md. Serves K3, C1.

import { z } from 'zod';
import { text } from '#kernel/endpoints.ts';

export const ITEM_KINDS = {
  choice: '单选',
  choices: '多选',
  number: '数字',
  scale: '0–10 刻度',
  yes_no: '是/否/不详',
  text: '文字',
} as const;
export type ItemKind = keyof typeof ITEM_KINDS;
export const INFORMANTS = { self: '本人', worker: '社工观察', carer: '照料人' } as const;
export type Informant = keyof typeof INFORMANTS;
export const TOTALS = { sum: '相加', mean: '平均', weighted: '加权相加', none: '不计总分' } as const;
export const YES_NO = { yes: '是', no: '否', unknown: '不详' } as const;

const Word = z.string().regex(/^[a-z0-9][a-z0-9_.]{0,29}$/, '编号用小写字母、数字、点和下划线，不超过 30 个字');
export const InstrumentCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/, '量表编号以小写字母开头，用字母、数字和下划线，2–40 个字');
const Score = z.number().min(-1000).max(1000);
const Limit = z.number().min(-100_000).max(100_000);

/** One comparison with an answer. */
export type Compare = { item: string; is: string[] } | { item: string; at_least: number };
/** Decided by one answer, or by several: true, false, or not known yet. Two levels are enough for every rule we have seen. */
export type Condition = Compare | { all: Compare[] } | { any: Compare[] };
const Simple = [
  z.strictObject({ item: Word, is: z.array(z.string().min(1).max(30)).min(1).max(30) }),
  z.strictObject({ item: Word, at_least: Limit }),
] as const;
const Inner = z.union(Simple);
export const ConditionSchema = z.union([
  ...Simple,
  z.strictObject({ all: z.array(Inner).min(1).max(12) }),
  z.strictObject({ any: z.array(Inner).min(1).max(12) }),
]) satisfies z.ZodType<Condition>;

const Option = z.strictObject({
  value: Word,
  label: text(200),
  score: Score.optional(),
  /** In a multiple choice: excludes the others (“都没有”). */
  alone: z.literal(true).optional(),
});
const asked = {
  key: Word,
  title: text(200),
  hint: text(300).optional(),
  /** May not be left out when the assessment is recorded. */
  required: z.boolean().default(false),
  shown_when: ConditionSchema.optional(),
  /** Its score is turned round: lowest + highest − score. */
  reversed: z.boolean().default(false),
  /** In a weighted total. */
  weight: z.number().positive().max(100).default(1),
};
const options = z.array(Option).min(2).max(30);
export const Item = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), ...asked, options }),
  z.strictObject({ kind: z.literal('choices'), ...asked, options }),
  z.strictObject({
    kind: z.literal('number'),
    ...asked,
    min: Limit,
    max: Limit,
    step: z.number().positive().max(1000).default(1),
    unit: text(10).optional(),
    scored: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('scale'),
    ...asked,
    low: text(40),
    high: text(40),
    scored: z.boolean().default(true),
  }),
  z.strictObject({ kind: z.literal('yes_no'), ...asked, scores: z.strictObject({ yes: Score, no: Score }).optional() }),
  z.strictObject({ kind: z.literal('text'), ...asked, max: z.int().min(1).max(500).default(200) }),
]);
export type Item = z.output<typeof Item>;

export const Section = z.strictObject({
  key: Word,
  title: text(60),
  note: text(300).optional(),
  /** The scores of this section are also given by themselves. */
  score: z.enum(['sum', 'mean']).optional(),
  items: z.array(Item).min(1).max(60),
});

export type Section = z.output<typeof Section>;

export const GradeOf = z.strictObject({
  code: Word,
  label: text(40),
  /** Both belong to the grade. */
  from: Limit,
  to: Limit,
  meaning: text(300),
  /** Somebody should look at it soon. */
  attention: z.boolean().default(false),
});
export type GradeOf = z.output<typeof GradeOf>;

export const Adjustment = z.strictObject({
  code: Word,
  title: text(200),
  when: ConditionSchema,
  /** `set`: this grade whatever the total, also when items could not be asked. `worse`: so many grades worse, at most the worst. */
  effect: z.union([z.strictObject({ set: Word }), z.strictObject({ worse: z.int().min(1).max(5) })]),
});

/** How many scored items may be missing, and what then stands for them. */
export const MISSING = { nothing: '按 0 分计', average: '按已答各项的平均分计' } as const;

export const Instrument = z.strictObject({
  $schema: z.string().max(200).optional(),
  format: z.literal(1),
  code: InstrumentCode,
  title: text(60),
  short: text(16),
  purpose: text(300),
  informants: z
    .array(z.enum(['self', 'worker', 'carer']))
    .min(1)
    .max(3),
  sections: z.array(Section).min(1).max(20),
  total: z.strictObject({
    how: z.enum(['sum', 'mean', 'weighted', 'none']),
    unit: text(6).default('分'),
    decimals: z.int().min(0).max(2).default(0),
    /** Which end is the good one; `none` where neither is. */
    better: z.enum(['higher', 'lower', 'none']),
    /** Whether the one who answers may see the total grow. */
    shown_while_filling: z.boolean().default(false),
  }),
  missing: z
    .strictObject({ allowed: z.int().min(0).max(50).default(0), as: z.enum(['nothing', 'average']).default('average') })
    .default({ allowed: 0, as: 'average' }),
  grades: z.array(GradeOf).max(12).default([]),
  adjustments: z.array(Adjustment).max(12).default([]),
  /** Said with the result when the answers ask for it: what to do now. */
  alerts: z
    .array(z.strictObject({ when: ConditionSchema, say: text(300) }))
    .max(12)
    .default([]),
  /** How often it is repeated; absent: when there is a reason. */
  repeat_days: z.int().min(1).max(3660).optional(),
  /** Where it comes from, and what allows its use. */
  source: text(400),
  licence: text(400),
  /** Who translated it and how far that was tested; absent where nothing was translated. */
  translation: text(200).optional(),
  warnings: z.array(text(400)).max(12).default([]),
});
export type Instrument = z.output<typeof Instrument>;
export type InstrumentInput = z.input<typeof Instrument>;

/** Every item with the section it stands in, in the order they are asked. */
export const itemsOf = (i: Pick<Instrument, 'sections'>): Item[] => i.sections.flatMap(s => s.items);
export const itemOf = (i: Pick<Instrument, 'sections'>, key: string): Item | undefined =>
  itemsOf(i).find(item => item.key === key);
export const gradeOf = (i: Pick<Instrument, 'grades'>, code: string | null): GradeOf | undefined =>
  i.grades.find(g => g.code === code);
