// Home visits and telephone greetings: what can be asked of this module. The forms are in home-visit.ts and welfare-call.ts, what an
// author writes in written.ts, prefilling and differences in compare.ts, who is due in due.ts. Serves K1, C1, E6.

import { Day, defineCommand, defineDocument, defineRead, pageOf, paging, queryFlag, queryList, Saved, text } from '#kernel/endpoints.ts';
import { z } from 'zod';
import { VisitSettings } from './due.ts';
import { type HomeVisit, HomeVisitWritten, KINDS, OUTCOMES, type WelfareCall, WelfareCallWritten, type Written } from './written.ts';

export * from './compare.ts';
export * from './due.ts';
export * from './forms.ts';
export * from './home-visit.ts';
export * from './welfare-call.ts';
export * from './written.ts';

export const STATES = { submitted: '待审核', returned: '已退回', approved: '已通过', withdrawn: '已撤回' } as const;
export type VisitState = keyof typeof STATES;
export const VERDICTS = { approved: '通过', returned: '退回', reopened: '重开' } as const;
export type Verdict = keyof typeof VERDICTS;

const codes = <T extends Record<string, string>>(table: T) => z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]);
const State = codes(STATES);
const Instant = z.iso.datetime({ offset: true });

// ── What is written ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const recorded = {
  id: z.uuid(),
  resident: z.uuid(),
  /** The lead worker, when the head of station records for one of his workers; otherwise the writer himself. */
  worker: z.uuid().optional(),
  /** When it was written down, by the phone's clock. Shown, never counted. */
  recorded_at: Instant.optional(),
};
export const RecordInput = z.discriminatedUnion('kind', [HomeVisitWritten.extend(recorded), WelfareCallWritten.extend(recorded)]);
export type RecordInput = z.infer<typeof RecordInput>;

const corrected = { id: z.uuid(), revision: z.int().min(1), reason: text(200) };
export const CorrectInput = z.discriminatedUnion('kind', [HomeVisitWritten.extend(corrected), WelfareCallWritten.extend(corrected)]);
export type CorrectInput = z.infer<typeof CorrectInput>;

/** Names a visit as it was read: what is approved is what was seen. */
const seen = { id: z.uuid(), revision: z.int().min(1) };
const clauses = ['K1', 'E6'] as const;

export const record = defineCommand({ name: 'visits.record', title: '登记探访', clauses, input: RecordInput, answer: Saved });
export const correct = defineCommand({ name: 'visits.correct', title: '更正探访', clauses, input: CorrectInput, answer: Saved });
export const approve = defineCommand({ name: 'visits.approve', title: '审核通过', clauses, input: z.strictObject({ ...seen, remark: text(300).optional() }), answer: Saved });
export const approveMany = defineCommand({
  name: 'visits.approve_many',
  title: '批量审核通过',
  clauses,
  input: z.strictObject({
    visits: z
      .array(z.strictObject(seen))
      .min(1)
      .max(100)
      .refine(list => new Set(list.map(v => v.id)).size === list.length, '同一条记录选了两次'),
  }),
  answer: z.object({ visits: z.array(Saved) }),
});
export const returnVisit = defineCommand({ name: 'visits.return', title: '退回修改', clauses, input: z.strictObject({ ...seen, remark: text(300) }), answer: Saved });
export const reopen = defineCommand({ name: 'visits.reopen', title: '重开已通过的记录', clauses, input: z.strictObject({ ...seen, reason: text(300) }), answer: Saved });
export const withdraw = defineCommand({ name: 'visits.withdraw', title: '撤回记录', clauses, input: z.strictObject({ ...seen, reason: text(300) }), answer: Saved });

// ── What is read ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The filters of the list; the ledger honours exactly the same. */
export const filters = {
  station: z.coerce.number().int().optional(),
  worker: z.uuid().optional(),
  resident: z.uuid().optional(),
  kind: queryList(codes(KINDS)),
  state: queryList(State),
  outcome: queryList(codes(OUTCOMES)),
  from: Day.optional(),
  to: Day.optional(),
  unusual: queryFlag.optional(),
  late: queryFlag.optional(),
};
export const Filters = z.strictObject(filters);
export type Filters = z.infer<typeof Filters>;

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

/** What the policy needs to know of a visit; screens ask it before they show a button. */
export const About = z.object({
  station: z.int(),
  state: State,
  worker: z.uuid(),
  co_workers: z.array(z.uuid()),
  written_by: z.uuid(),
  /** A head of the station wrote it or took part, or the station has none: then the project manager reviews it. */
  manager_reviews: z.boolean(),
});
export type About = z.infer<typeof About>;

const Change = z.object({ path: z.string(), label: z.string(), before: z.string(), after: z.string() });
const Author = z.object({ id: z.uuid(), name: z.string() });
/** What an author wrote, as it leaves the server: exactly as kept, also when a later form has other fields. Its shape is the input's. */
const Kept = z.custom<Written>().meta({ description: '填写的内容,结构与 visits.record 的填写部分相同' });
const KeptVisit = z.custom<HomeVisit | null>().meta({ description: '填写的内容(入户探访)' });
const KeptCall = z.custom<WelfareCall | null>().meta({ description: '填写的内容(电话问候)' });

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
const Review = z.object({ revision: z.int(), verdict: codes(VERDICTS), remark: z.string().nullable(), by: Author, at: z.string() });
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

export const list = defineRead({ name: 'visits.list', title: '探访记录', clauses, query: z.strictObject({ ...filters, ...paging }), answer: pageOf(VisitRow) });
export const get = defineRead({ name: 'visits.get', title: '一次探访', clauses, query: z.strictObject({ id: z.uuid() }), answer: VisitFull });
/** Waiting for this very reviewer, the longest waiting first. */
export const toReview = defineRead({
  name: 'visits.to_review',
  title: '待我审核的探访',
  clauses,
  query: z.strictObject({ station: z.coerce.number().int().optional(), ...paging }),
  answer: pageOf(VisitRow),
});

const Count = z.object({
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
/** Visits per lead worker and month, twelve months from `from`. */
export const numbers = defineRead({
  name: 'visits.numbers',
  title: '每人每月探访数',
  clauses,
  query: z.strictObject({ station: z.coerce.number().int(), from: Day }),
  answer: z.object({ from: Day, to: Day, rows: z.array(Count) }),
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
/**
 * The phone's part. With `after` 0 everything (`whole`: replace what is cached), otherwise only what changed since that `head`:
 * `visits` and `people` replace the entries of the same id, `gone` lists people who are no longer this worker's.
 */
export const field = defineRead({
  name: 'visits.field',
  title: '手机端:我的探访',
  clauses,
  query: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
  answer: z.object({
    head: z.int(),
    whole: z.boolean(),
    settings: VisitSettings,
    stations: z.array(z.object({ station: z.int(), opened_on: Day.nullable() })),
    colleagues: z.array(z.object({ id: z.uuid(), name: z.string(), station: z.int().nullable() })),
    visits: z.array(FieldVisit),
    people: z.array(FieldPerson),
    gone: z.array(z.uuid()),
  }),
});

// ── What is printed ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const ledger = defineDocument({ name: 'visits.ledger', title: '入户探访台账', clauses, query: Filters, mime: XLSX });
export const sheet = defineDocument({ name: 'visits.sheet', title: '探访记录表', clauses, query: z.strictObject({ id: z.uuid() }), mime: 'application/pdf' });
