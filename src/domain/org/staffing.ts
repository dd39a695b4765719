// Staffing over time: presence by day, what expires, hours of training, examinations, yearly record checks. Serves M4, M5, U1.

import { z } from 'zod';
import { codes, Day, defineCommand, defineRead, Saved, text } from '#kernel/endpoints.ts';
import { CERTIFICATES, ORGANISERS, Post } from './org.ts';

export const EXAM_STATES = {
  preparing: '备考',
  registered: '已报名',
  passed: '通过',
  failed: '未通过',
  given_up: '放弃',
} as const;
export type ExamState = keyof typeof EXAM_STATES;
const { local: _, ...EXAM_LEVELS } = CERTIFICATES;

export { EXAM_LEVELS };

/** From `from_on` a person works at another station or in another post; the days before stay what they were. */
export const moveStaff = defineCommand({
  name: 'org.move_staff',
  title: '调动岗位',
  clauses: ['M4', 'M5'],
  input: z.strictObject({
    id: z.uuid(),
    staff: z.uuid(),
    revision: z.int().min(1),
    from_on: Day,
    station: z.int().nullable(),
    post: Post,
    reason: text(100),
  }),
  answer: Saved,
});
/** 未成年人保护法 §62: the answer of the yearly query about people who work with minors; `reference` names the paper it stands on. */
export const checkRecord = defineCommand({
  name: 'org.check_record',
  title: '登记违法犯罪记录查询',
  clauses: ['M4'],
  input: z.strictObject({ id: z.uuid(), staff: z.uuid(), checked_on: Day, clear: z.boolean(), reference: text(60) }),
  answer: Saved,
});
export const prepareExam = defineCommand({
  name: 'org.prepare_exam',
  title: '登记备考',
  clauses: ['U1'],
  input: z.strictObject({
    id: z.uuid(),
    staff: z.uuid(),
    year: z.int().min(2008).max(2100),
    level: codes(EXAM_LEVELS),
    /** What the project does for it: course, days off, fee. */
    help: text(200).optional(),
  }),
  answer: Saved,
});
/** A pass brings the certificate with it, so that nobody writes it twice. */
export const examResult = defineCommand({
  name: 'org.exam_result',
  title: '登记考试结果',
  clauses: ['U1', 'M4', 'M5'],
  input: z
    .strictObject({
      id: z.uuid(),
      revision: z.int().min(1),
      state: codes(EXAM_STATES),
      certificate: z.strictObject({ id: z.uuid(), number: text(40).optional(), issued_on: Day }).optional(),
    })
    .superRefine((input, context) => {
      if (input.certificate && input.state !== 'passed')
        context.addIssue({ code: 'custom', path: ['certificate'], message: '只有考试通过才登记证书' });
    }),
  answer: Saved,
});

const Presence = z.object({
  from: z.string(),
  to: z.string(),
  days: z.int(),
  present: z.int(),
  eligible: z.int(),
  short: z.array(z.object({ id: z.uuid(), name: z.string(), why: z.array(z.string()) })),
  lead: z.object({ id: z.uuid(), name: z.string(), certified: z.boolean() }).nullable(),
  staffed: z.boolean(),
  led: z.boolean(),
  /** Why these days are out of rule; null when they are not. */
  say: z.string().nullable(),
});
export type PresenceRow = z.output<typeof Presence>;

/** Stations over the days from `from` to `to` (never after today). */
export const staffing = defineRead({
  name: 'org.staffing',
  title: '人员配备',
  clauses: ['M4', 'M5'],
  query: z.strictObject({ from: Day.optional(), to: Day.optional(), station: z.coerce.number().int().optional() }),
  answer: z.object({
    from: z.string(),
    to: z.string(),
    rows: z.array(
      z.object({
        station: z.int(),
        name: z.string(),
        days: z.int(),
        /** Days with too few eligible workers, and days without a certified head. */
        days_short: z.int(),
        days_unled: z.int(),
        spans: z.array(Presence),
      }),
    ),
  }),
});
export type Staffing = z.output<typeof staffing.answer>;

export const REMINDERS = {
  registration: '证书登记',
  record_check: '违法犯罪记录查询',
  hours: '培训学时',
} as const;
/** What must be done for somebody by a day, the earliest first; what is long past stays until it is done. */
export const reminders = defineRead({
  name: 'org.reminders',
  title: '到期提醒',
  clauses: ['M4', 'M5', 'U1'],
  query: z.strictObject({}),
  answer: z.object({
    rows: z.array(
      z.object({
        staff: z.uuid(),
        name: z.string(),
        station_name: z.string().nullable(),
        kind: codes(REMINDERS),
        on: z.string(),
        overdue: z.boolean(),
        say: z.string(),
      }),
    ),
  }),
});

/** Hours of the last five years by who held the training, for everybody in post. */
export const hours = defineRead({
  name: 'org.hours',
  title: '培训学时',
  clauses: ['M4', 'U1'],
  query: z.strictObject({}),
  answer: z.object({
    from: z.string(),
    to: z.string(),
    needed: z.number(),
    rows: z.array(
      z.object({
        staff: z.uuid(),
        name: z.string(),
        station_name: z.string().nullable(),
        counted: z.number(),
        by: z.array(z.object({ organiser_kind: codes(ORGANISERS), hours: z.number(), counts: z.boolean() })),
      }),
    ),
  }),
});

export const exams = defineRead({
  name: 'org.exams',
  title: '考证',
  clauses: ['U1'],
  query: z.strictObject({ year: z.coerce.number().int().optional() }),
  answer: z.object({
    rows: z.array(
      z.object({
        id: z.uuid(),
        staff: z.uuid(),
        name: z.string(),
        station: z.int().nullable(),
        station_name: z.string().nullable(),
        year: z.int(),
        level: codes(EXAM_LEVELS),
        state: codes(EXAM_STATES),
        help: z.string().nullable(),
        revision: z.int(),
      }),
    ),
  }),
});
