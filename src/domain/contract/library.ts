// Indicators to take from: those that come with the product (db/seed/indicator-library.json), the county's own, and those of its other
// contracts (K1–K6c). One whose measure this installation has not is shown as such. Both sides.

import { z } from 'zod';
import { defineCommand, defineRead, Saved, text } from '#kernel/endpoints.ts';
import builtin from '../../../db/seed/indicator-library.json' with { type: 'json' };
import { Rule } from './rule.ts';
import { Score } from './scoring.ts';

const Entry = z.strictObject({
  key: z.string().regex(/^[a-z][a-z_0-9]{0,60}$/),
  group: text(20),
  title: text(60),
  unit: text(6),
  note: text(200),
  rule: Rule,
});
/** What comes with the product. */
export const builtinLibrary = z.array(Entry).parse(builtin);

export const saveToLibrary = defineCommand({
  name: 'contract.save_to_library',
  title: '存入指标库',
  clauses: ['K1'],
  /** `revision: 0` adds it; otherwise it is replaced whole. */
  input: z.strictObject({
    id: z.uuid(),
    revision: z.int().min(0),
    title: text(60),
    unit: text(6),
    note: text(200),
    rule: Rule,
    score: Score.nullable().default(null),
  }),
  answer: Saved,
});
export const removeFromLibrary = defineCommand({
  name: 'contract.remove_from_library',
  title: '移出指标库',
  clauses: ['K1'],
  input: z.strictObject({ id: z.uuid(), revision: z.int().min(1) }),
  answer: Saved,
});

export const SOURCES = { builtin: '通用指标', county: '本县指标', contract: '其他合同' } as const;
export type LibrarySource = keyof typeof SOURCES;

export const library = defineRead({
  name: 'contract.library',
  title: '指标库',
  clauses: ['K1'],
  query: z.strictObject({}),
  answer: z.object({
    rows: z.array(
      z.object({
        source: z.enum(Object.keys(SOURCES) as [LibrarySource, ...LibrarySource[]]),
        id: z.string(),
        /** The kind of work, or the contract it stands in. */
        group: z.string(),
        title: z.string(),
        unit: z.string(),
        note: z.string(),
        rule: Rule,
        score: Score.nullable(),
        revision: z.int(),
        /** Measures it needs that this installation has not: 尚未接入. */
        waiting: z.array(z.string()),
      }),
    ),
  }),
});
export type LibraryRow = z.output<typeof library.answer>['rows'][number];

/** Every measure a rule names. */
export const measuresOf = (rule: Rule): string[] => [
  rule.measure,
  ...(rule.count.how === 'ratio' ? [rule.count.whole.measure] : []),
  ...(rule.count.how === 'units' && rule.count.among ? [rule.count.among.measure] : []),
];
