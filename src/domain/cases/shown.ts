// What is read of cases: a row of the list, one case, the phone's part. Serves K3, K3b.

import { z } from 'zod';
import { RecordRow, Review, Written } from '#domain/records/records.ts';
import { codes, Day } from '#kernel/endpoints.ts';
import { AboutRecord } from '#kernel/review.ts';
import { DECISIONS, type Decision, PROBLEMS, SOURCES, URGENCIES } from './forms.open.ts';
import { CLOSE_TYPES, type CloseType } from './forms.serve.ts';
import { Goal, KIND_CODES } from './kinds.ts';
import { HALT_REASONS, HALTS, type Halt, type HaltReason, STAGE_CODES } from './stages.ts';

export const StageCode = z.enum(STAGE_CODES);

export const CaseRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  case_no: z.string(),
  /** Null, and the name masked, for who does not reach the case. */
  resident: z.uuid().nullable(),
  resident_name: z.string(),
  worker: z.uuid(),
  worker_name: z.string(),
  opened_on: Day,
  decision: codes<Decision>(DECISIONS),
  source: codes(SOURCES),
  urgency: codes(URGENCIES),
  stage: StageCode,
  halted: codes<Halt>(HALTS).nullable(),
  emergency: z.boolean(),
  services: z.int(),
  sessions: z.int(),
  last_on: Day.nullable(),
  next_on: Day.nullable(),
  closed_on: Day.nullable(),
  close_type: codes<CloseType>(CLOSE_TYPES).nullable(),
  waiting: z.int(),
  /** Whether this reader reaches the content. */
  open: z.boolean(),
  /** Only where the case is open. */
  problem_types: z.array(codes(PROBLEMS)),
});
export type CaseRow = z.output<typeof CaseRow>;

const Person = z.object({ id: z.uuid(), name: z.string() });
export const CaseRecord = RecordRow.extend({
  about: AboutRecord,
  /** Empty while the case is shut to this reader. */
  texts: z.array(Written),
  reviews: z.array(Review),
});
export type CaseRecord = z.output<typeof CaseRecord>;
export const Access = z.object({
  id: z.uuid(),
  part: z.enum(['worker', 'supervisor', 'glass']),
  account: Person,
  from_at: z.string(),
  until_at: z.string().nullable(),
  reason: z.string().nullable(),
});
export type Access = z.output<typeof Access>;

const Gap = z.object({ code: z.string(), say: z.string(), kind: z.enum(KIND_CODES) });
const Step = z.object({
  record: z.uuid(),
  on: Day,
  reached: z.enum(['none', 'partly', 'reached']).nullable(),
  scale: z.int().nullable(),
  note: z.string(),
});
export const Track = Goal.extend({ reached: Step.shape.reached, now: z.int().nullable(), steps: z.array(Step) });
export type Track = z.output<typeof Track>;

export const CaseFull = CaseRow.extend({
  station_name: z.string(),
  halted_on: Day.nullable(),
  halted_why: codes<HaltReason>(HALT_REASONS).nullable(),
  consent: z.boolean(),
  gaps: z.array(Gap),
  follow_up_due: Day.nullable(),
  reopens: z.object({ id: z.uuid(), case_no: z.string() }).nullable(),
  reopened_as: z.object({ id: z.uuid(), case_no: z.string() }).nullable(),
  records: z.array(CaseRecord),
  goals: z.array(Track),
  attendance: z.object({ kept: z.int(), agreed: z.int() }),
  accesses: z.array(Access),
});
export type CaseFull = z.output<typeof CaseFull>;

/** A case as its worker's phone keeps it: what a session begins with, and his own sessions. */
export const FieldCase = CaseRow.extend({
  consent: z.boolean(),
  goals: z.array(Track),
  next_plan: z.string().nullable(),
  sessions_told: z.array(
    RecordRow.extend({
      content: z.record(z.string(), z.unknown()),
      files: z.array(z.string()),
      signatures: Written.shape.signatures,
      remarks: z.array(Review),
    }),
  ),
});
export type FieldCase = z.output<typeof FieldCase>;
