// What is read of assessments and instruments: rows of the lists, one in full, a series over time.

import { z } from 'zod';
import { INFORMANTS, Instrument } from './instrument.ts';
import { codesOf, FOR_KINDS, OCCASIONS, STATES, Written } from './written.ts';

const Named = z.object({ id: z.uuid(), name: z.string() });
const Instant = z.string();

export const AssessmentRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  resident: z.uuid(),
  resident_name: z.string(),
  instrument: z.string(),
  version: z.int(),
  instrument_title: z.string(),
  assessed_on: z.string(),
  informant: codesOf(INFORMANTS),
  occasion: codesOf(OCCASIONS),
  for_kind: codesOf(FOR_KINDS).nullable(),
  for_id: z.uuid().nullable(),
  /** Null where something is missing. */
  total: z.number().nullable(),
  unit: z.string(),
  grade: z.string().nullable(),
  grade_label: z.string().nullable(),
  attention: z.boolean(),
  worker: z.uuid(),
  worker_name: z.string(),
  late: z.boolean(),
  state: codesOf(STATES),
  recorded_at: Instant,
  received_at: Instant,
  corrected_at: Instant.nullable(),
});
export type AssessmentRow = z.output<typeof AssessmentRow>;

export const AssessmentFull = AssessmentRow.extend({
  written: Written,
  body: Instrument,
  co_worker_names: z.array(z.string()),
  state_reason: z.string().nullable(),
  /** The reader does not see people by name. */
  masked: z.boolean(),
  written_by: Named,
  revisions: z.array(
    z.object({
      revision: z.int(),
      reason: z.string(),
      written: Written,
      total: z.number().nullable(),
      grade_label: z.string().nullable(),
      written_by: Named,
      written_at: Instant,
    }),
  ),
});
export type AssessmentFull = z.output<typeof AssessmentFull>;

/** One measurement in a series. `change` is against the one before, null where the two cannot be compared. */
export const Point = z.object({
  id: z.uuid(),
  assessed_on: z.string(),
  version: z.int(),
  total: z.number().nullable(),
  grade: z.string().nullable(),
  grade_label: z.string().nullable(),
  attention: z.boolean(),
  occasion: codesOf(OCCASIONS),
  informant: codesOf(INFORMANTS),
  for_kind: codesOf(FOR_KINDS).nullable(),
  for_id: z.uuid().nullable(),
  change: z.number().nullable(),
});
export type Point = z.output<typeof Point>;

export const Band = z.object({ code: z.string(), label: z.string(), from: z.number(), to: z.number(), attention: z.boolean() });
export const Series = z.object({
  instrument: z.string(),
  title: z.string(),
  short: z.string(),
  unit: z.string(),
  better: z.enum(['higher', 'lower', 'none']),
  range: z.object({ min: z.number(), max: z.number() }).nullable(),
  bands: z.array(Band),
  points: z.array(Point),
  /** When it is due again; null where the instrument names no interval. */
  next_on: z.string().nullable(),
  overdue: z.boolean(),
  /** The answer in one sentence. */
  says: z.string(),
});
export type Series = z.output<typeof Series>;

export const INSTRUMENT_STATES = {
  builtin: '平台自带',
  draft: '草稿',
  published: '使用中',
  superseded: '已有新版',
  retired: '已停用',
  discarded: '已放弃',
} as const;
export type InstrumentState = keyof typeof INSTRUMENT_STATES;

export const InstrumentRow = z.object({
  /** Null for one that comes with the platform. */
  id: z.uuid().nullable(),
  revision: z.int(),
  code: z.string(),
  version: z.int(),
  title: z.string(),
  state: codesOf(INSTRUMENT_STATES),
  state_reason: z.string().nullable(),
  based_on: z.string().nullable(),
  items: z.int(),
  published_on: z.string().nullable(),
  retired_on: z.string().nullable(),
  /** How often it was used, as far as the reader sees it. */
  used: z.int(),
});
export type InstrumentRow = z.output<typeof InstrumentRow>;
export const InstrumentFull = InstrumentRow.extend({ body: Instrument });
export type InstrumentFull = z.output<typeof InstrumentFull>;

/** What the phone keeps of one assessment; the answers only of its owner's own. */
export const FieldAssessment = AssessmentRow.extend({ written: Written.nullable() });
export type FieldAssessment = z.output<typeof FieldAssessment>;
export const FieldInstrument = z.object({ code: z.string(), version: z.int(), usable: z.boolean(), body: Instrument });
export type FieldInstrument = z.output<typeof FieldInstrument>;
