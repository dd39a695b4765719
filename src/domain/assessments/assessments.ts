// Assessments by an instrument: what can be asked of this module. The instrument is in instrument.ts, its soundness in soundness.ts, the
// answers in answers.ts, the score in scoring.ts, a series in series.ts. Serves K3, E1, C2, S1.

import { z } from 'zod';
import {
  Day,
  defineCommand,
  defineDocument,
  defineRead,
  Instant,
  pageOf,
  paging,
  queryFlag,
  queryList,
  Saved,
  text,
} from '#kernel/endpoints.ts';
import { Instrument, InstrumentCode } from './instrument.ts';
import {
  AssessmentFull,
  AssessmentRow,
  FieldAssessment,
  FieldInstrument,
  InstrumentFull,
  InstrumentRow,
  Series,
} from './shown.ts';
import { codesOf, FOR_KINDS, STATES, Which, Written } from './written.ts';

export * from './answers.ts';
export * from './instrument.ts';
export * from './scoring.ts';
export * from './series.ts';
export * from './shown.ts';
export * from './soundness.ts';
export * from './written.ts';

const clauses = ['K3', 'E1', 'C2', 'S1'] as const;
const seen = { id: z.uuid(), revision: z.int().min(1) };

// ── Assessments ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const RecordInput = Written.extend({
  id: z.uuid(),
  resident: z.uuid(),
  ...Which,
  /** What it is made for: a case that wants before and after. */
  purpose: z.strictObject({ kind: codesOf(FOR_KINDS), id: z.uuid() }).optional(),
  /** When it was written down, by the phone's clock. Shown, never counted. */
  recorded_at: Instant.optional(),
});
export type RecordInput = z.output<typeof RecordInput>;
export const CorrectInput = Written.extend({ ...seen, reason: text(200) });
export type CorrectInput = z.output<typeof CorrectInput>;

export const record = defineCommand({
  name: 'assessments.record',
  title: '登记评估',
  clauses,
  input: RecordInput,
  answer: Saved,
});
export const correct = defineCommand({
  name: 'assessments.correct',
  title: '更正评估',
  clauses,
  input: CorrectInput,
  answer: Saved,
});
export const withdraw = defineCommand({
  name: 'assessments.withdraw',
  title: '撤回评估',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200) }),
  answer: Saved,
});

const filters = {
  station: z.coerce.number().int().optional(),
  worker: z.uuid().optional(),
  resident: z.uuid().optional(),
  instrument: InstrumentCode.optional(),
  state: queryList(codesOf(STATES)),
  from: Day.optional(),
  to: Day.optional(),
  attention: queryFlag.optional(),
  for_kind: codesOf(FOR_KINDS).optional(),
  for_id: z.uuid().optional(),
};
export const Filters = z.strictObject(filters);
export type Filters = z.output<typeof Filters>;

export const list = defineRead({
  name: 'assessments.list',
  title: '评估记录',
  clauses,
  query: z.strictObject({ ...filters, ...paging }),
  answer: pageOf(AssessmentRow),
});
export const get = defineRead({
  name: 'assessments.get',
  title: '一次评估',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: AssessmentFull,
});
/** The repeated measurements of one person, instrument by instrument. */
export const series = defineRead({
  name: 'assessments.series',
  title: '评估变化',
  clauses,
  query: z.strictObject({ resident: z.uuid(), instrument: InstrumentCode.optional() }),
  answer: z.object({ series: z.array(Series) }),
});
/** The phone's part: instruments it may need, own records, figures of her people. Whole with `after` 0, otherwise what changed since. */
export const field = defineRead({
  name: 'assessments.field',
  title: '手机端：评估',
  clauses,
  query: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
  answer: z.object({
    head: z.int(),
    late_days: z.int(),
    instruments: z.array(FieldInstrument),
    assessments: z.array(FieldAssessment),
  }),
});
export const sheet = defineDocument({
  name: 'assessments.sheet',
  title: '评估表',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/pdf',
});

// ── Instruments ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A new draft: of a new instrument, or the next version of one of the county's own. */
export const draftInstrument = defineCommand({
  name: 'assessments.draft_instrument',
  title: '新建量表草稿',
  clauses,
  input: z.strictObject({ id: z.uuid(), body: Instrument, based_on: z.string().max(60).optional() }),
  answer: Saved,
});
export const changeInstrument = defineCommand({
  name: 'assessments.change_instrument',
  title: '修改量表草稿',
  clauses,
  input: z.strictObject({ ...seen, body: Instrument }),
  answer: Saved,
});
export const publishInstrument = defineCommand({
  name: 'assessments.publish_instrument',
  title: '发布量表',
  clauses,
  input: z.strictObject(seen),
  answer: Saved,
});
export const retireInstrument = defineCommand({
  name: 'assessments.retire_instrument',
  title: '停用量表',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200) }),
  answer: Saved,
});
export const discardInstrument = defineCommand({
  name: 'assessments.discard_instrument',
  title: '放弃量表草稿',
  clauses,
  input: z.strictObject(seen),
  answer: Saved,
});
export const instruments = defineRead({
  name: 'assessments.instruments',
  title: '量表',
  clauses,
  query: z.strictObject({}),
  answer: z.object({ rows: z.array(InstrumentRow) }),
});
/** One version; without `version` the one in use, or else the newest. */
export const instrument = defineRead({
  name: 'assessments.instrument',
  title: '一份量表',
  clauses,
  query: z.strictObject({ code: InstrumentCode, version: z.coerce.number().int().min(1).optional() }),
  answer: InstrumentFull,
});
export const exportInstrument = defineDocument({
  name: 'assessments.export_instrument',
  title: '导出量表',
  clauses,
  query: z.strictObject({ code: InstrumentCode, version: z.coerce.number().int().min(1) }),
  mime: 'application/json',
});
