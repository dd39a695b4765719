// What is read of visits: a row, a visit in full with its history, figures, the phone's part. Both sides. Serves K1, E6.

import { z } from 'zod';
import { codes, Day } from '#kernel/endpoints.ts';
import { AboutRecord, RECORD_STATES, VERDICTS } from '#kernel/review.ts';
import { type HomeVisit, KINDS, OUTCOMES, type WelfareCall, type Written } from './written.ts';

const { draft: _, ...afterDraft } = RECORD_STATES;
/** A visit is never a draft on the server: its drafts are the phone's. */
export const STATES = afterDraft;
export type VisitState = keyof typeof STATES;

export const State = codes(STATES);

/** A visit in a list. Names of people served are masked for evaluator and project manager. */
export const VisitRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  resident: z.uuid(),
  resident_name: z.string(),
  village_code: z.string(),
  worker: z.uuid(),
  worker_name: z.string(),
  co_workers: z.array(z.uuid()),
  kind: codes(KINDS),
  type: z.string().nullable(),
  outcome: codes(OUTCOMES),
  visited_on: Day,
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  unusual: z.boolean(),
  late: z.boolean(),
  photos: z.int(),
  state: State,
  remark: z.string().nullable(),
  next_on: Day.nullable(),
  recorded_at: z.string(),
  received_at: z.string(),
  /** When the standing revision arrived, if it is a correction. */
  corrected_at: z.string().nullable(),
});
export type VisitRow = z.infer<typeof VisitRow>;

/** What the rules of review need to know of a visit; screens ask them before they show a button. */
export const About = AboutRecord;
export type About = AboutRecord;

const Change = z.object({ path: z.string(), label: z.string(), before: z.string(), after: z.string() });
const Author = z.object({ id: z.uuid(), name: z.string() });
/** What an author wrote, as it leaves the server: exactly as kept, also when a later form has other fields. Its shape is the input's. */
const Kept = z.custom<Written>().meta({ description: '填写的内容，结构与 visits.record 的填写部分相同' });
const KeptVisit = z.custom<HomeVisit | null>().meta({ description: '填写的内容（入户探访）' });
const KeptCall = z.custom<WelfareCall | null>().meta({ description: '填写的内容（电话问候）' });

/** One superseded revision: what was written, why it was replaced, and what the replacement changed. */
const Revision = z.object({
  revision: z.int(),
  written: Kept,
  written_by: Author,
  received_at: z.string(),
  /** Why it was replaced. */
  reason: z.string().nullable(),
  changes: z.array(Change),
});
const Review = z.object({
  revision: z.int(),
  verdict: codes(VERDICTS),
  remark: z.string().nullable(),
  by: Author,
  at: z.string(),
});
/** A visit as it is read in full. For evaluator and project manager: masked name, no photos, no signature, no place. */
export const VisitFull = z.object({
  ...VisitRow.shape,
  written: Kept,
  co_worker_names: z.array(z.string()),
  present_names: z.array(z.string()),
  masked: z.boolean(),
  about: About,
  reviews: z.array(Review),
  revisions: z.array(Revision),
  /** The visit of the same kind before this one, and what changed since. */
  previous: z.object({ id: z.uuid(), visited_on: Day }).nullable(),
  differences: z.array(Change),
  /** For a person to look at; nothing follows from them by itself. */
  hints: z.array(z.string()),
});
export type VisitFull = z.infer<typeof VisitFull>;

export const Count = z.object({
  worker: z.uuid(),
  worker_name: z.string(),
  /** 'YYYY-MM'. */
  month: z.string(),
  /** Home visits recorded (not withdrawn), by state. */
  home_visits: z.int(),
  approved: z.int(),
  submitted: z.int(),
  returned: z.int(),
  calls: z.int(),
});
const Last = z.object({ kind: codes(KINDS), outcome: codes(OUTCOMES), visited_on: Day, next_on: Day.nullable() });
/** What the phone knows of the visits of one of the worker's people: enough to say who is due and to begin the next form. */
export const FieldPerson = z.object({
  resident: z.uuid(),
  /** The last record of all and the last ones that met the person, newest first, at most three. */
  visits: z.array(Last),
  /** The last record of each kind that met the person. */
  home_visit: KeptVisit,
  welfare_call: KeptCall,
});
export const FieldVisit = z.object({ ...VisitRow.shape, written: Kept });
export type FieldVisit = z.infer<typeof FieldVisit>;
