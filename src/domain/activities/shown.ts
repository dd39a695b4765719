// What is read of activities: a row of the list, one in full, what the phone keeps. Pure; both sides. Serves K5, K5b.

import { z } from 'zod';
import { RecordRow, Review, Written } from '#domain/records/records.ts';
import { codes, Day } from '#kernel/endpoints.ts';
import { AboutRecord } from '#kernel/review.ts';
import { AGE_GROUPS, HOWS, SEXES } from './attendance.ts';
import { CONSENTS, SHOWS, THEMES } from './forms.ts';
import { QUESTIONS } from './satisfaction.ts';
import { GAPS, STAGES } from './stage.ts';

const Person = z.object({ id: z.uuid(), name: z.string() });
export const TallyShown = z.object({
  named: z.int(),
  counted: z.int(),
  times: z.int(),
  volunteers: z.int(),
  signatures: z.int(),
});

export const ActivityRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  number: z.string(),
  name: z.string(),
  themes: z.array(codes(THEMES)),
  planned_on: Day,
  held_on: Day.nullable(),
  place: z.string(),
  worker: Person,
  stage: codes(STAGES),
  expected: z.int(),
  tally: TallyShown,
  answers: z.int(),
});
export type ActivityRow = z.output<typeof ActivityRow>;

/** What the rules of this module ask about an activity. */
export const AboutActivity = z.object({
  station: z.int(),
  worker: z.uuid(),
  co_workers: z.array(z.uuid()),
  stage: codes(STAGES),
  /** The summary has been handed in and not given back: people, pictures and times stand. */
  summed: z.boolean(),
});
export type AboutActivity = z.output<typeof AboutActivity>;

export const Attendance = z.object({
  id: z.uuid(),
  revision: z.int(),
  how: codes(HOWS),
  resident: z.uuid().nullable(),
  /** Of a count null; masked for who sees people masked. */
  name: z.string().nullable(),
  sex: codes(SEXES).nullable(),
  age_group: codes(AGE_GROUPS).nullable(),
  village: z.string().nullable(),
  phone_end: z.string().nullable(),
  people: z.int(),
  sheet: z.string().nullable(),
  remark: z.string().nullable(),
  volunteer: z.boolean(),
  by_other: z.boolean(),
  signed_at: z.string(),
  struck_because: z.string().nullable(),
});
export type Attendance = z.output<typeof Attendance>;

export const Photo = z.object({
  id: z.uuid(),
  revision: z.int(),
  /** Null for who may not see it. */
  hash: z.string().nullable(),
  shows: codes(SHOWS),
  consent: codes(CONSENTS),
  caption: z.string().nullable(),
});
export type Photo = z.output<typeof Photo>;

/** A plan or a summary: its record, what may be done with it, every revision of its text, its reviews. */
export const Paper = z.object({ record: RecordRow, about: AboutRecord, texts: z.array(Written), reviews: z.array(Review) });
export type Paper = z.output<typeof Paper>;

const Result = z.object({
  answers: z.int(),
  grades: z.array(z.object({ question: codes(QUESTIONS), counts: z.array(z.int()), mean: z.number() })),
});
export const ActivityFull = ActivityRow.extend({
  station_name: z.string(),
  planned_start: z.string().nullable(),
  planned_end: z.string().nullable(),
  held_start: z.string().nullable(),
  held_end: z.string().nullable(),
  archived_on: Day.nullable(),
  cancelled_on: Day.nullable(),
  cancelled_because: z.string().nullable(),
  partners: z.string().nullable(),
  co_workers: z.array(Person),
  masked: z.boolean(),
  about: AboutActivity,
  plan: Paper,
  summary: Paper.nullable(),
  attendance: z.array(Attendance),
  /** Pairs of signatures that may be the same person. */
  twins: z.array(z.tuple([z.uuid(), z.uuid()])),
  photos: z.array(Photo),
  satisfaction: Result,
  words: z.array(z.string()),
  missing: z.array(z.object({ gap: codes(GAPS), say: z.string(), part: z.string(), advised: z.boolean() })),
  /** Residents named by the needs of the summary. */
  named: z.array(Person),
});
export type ActivityFull = z.output<typeof ActivityFull>;

export const YearRow = z.object({
  station: z.int(),
  name: z.string(),
  held: z.int(),
  planned: z.int(),
  /** Held ones with ten people and more. */
  enough: z.int(),
  /** How many held activities have each theme. */
  themes: z.partialRecord(codes(THEMES), z.int()),
});
export type YearRow = z.output<typeof YearRow>;

export const FieldActivity = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  number: z.string(),
  name: z.string(),
  themes: z.array(codes(THEMES)),
  planned_on: Day,
  planned_start: z.string().nullable(),
  planned_end: z.string().nullable(),
  held_on: Day.nullable(),
  held_start: z.string().nullable(),
  held_end: z.string().nullable(),
  place: z.string(),
  expected: z.int(),
  mine: z.boolean(),
  about: AboutActivity,
  attendance: z.array(
    z.object({ id: z.uuid(), resident: z.uuid().nullable(), name: z.string().nullable(), how: codes(HOWS), people: z.int() }),
  ),
  tally: TallyShown,
  photos: z.int(),
});
export type FieldActivity = z.output<typeof FieldActivity>;
