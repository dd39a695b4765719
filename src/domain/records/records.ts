// What workers write, whatever it tells of: the head every record has, its states, and what can be asked of all of them alike. A module
// above (cases, groups, activities, supervision) declares its kinds and brings the form. Serves K3–K5b.

import { z } from 'zod';
import { Clock, Day, defineCommand, defineRead, FileHash, Instant, pageOf, paging, Saved, text } from '#kernel/endpoints.ts';
import { RECORD_STATES, type RecordState, VERDICTS, type Verdict } from '#kernel/review.ts';

export const MAX_FILES = 12;

/** Why there is no signature. */
export const NO_SIGNATURE = {
  refused: '不愿签字',
  illiterate: '不识字，已代读',
  unable: '身体原因无法签字',
  telephone: '电话或线上，未见面',
  paper: '已在纸质表上签字',
} as const;
/** One signature of a paper: whose, and the drawn picture or the reason there is none. */
export const Signature = z
  .strictObject({
    as: z.enum(['client', 'guardian', 'witness', 'worker', 'supervisor', 'supervisee', 'carer']),
    name: text(30).optional(),
    hash: FileHash.optional(),
    reason: z.enum(Object.keys(NO_SIGNATURE) as [keyof typeof NO_SIGNATURE, ...(keyof typeof NO_SIGNATURE)[]]).optional(),
  })
  .refine(s => (s.hash === undefined) !== (s.reason === undefined), '请签名，或选择没有签名的原因');
export type Signature = z.infer<typeof Signature>;
/** Who signed, in words. */
export const SIGNERS: Readonly<Record<Signature['as'], string>> = {
  client: '服务对象',
  guardian: '监护人',
  witness: '见证人',
  worker: '社工',
  supervisor: '督导',
  supervisee: '被督导者',
  carer: '照料人',
};

/** The head of a record as its author gives it. `worker` is named when the head of station records for one of his workers. */
export const RecordHead = {
  occurred_on: Day,
  started_at: Clock.optional(),
  ended_at: Clock.optional(),
  worker: z.uuid().optional(),
  co_workers: z
    .array(z.uuid())
    .max(10)
    .refine(list => new Set(list).size === list.length, '同一人选了两次')
    .default([]),
  files: z.array(FileHash).max(MAX_FILES, `最多 ${MAX_FILES} 个文件`).default([]),
  signatures: z.array(Signature).max(6).default([]),
  /** When it was written down, by the phone's clock. Shown, never counted. */
  recorded_at: Instant.optional(),
  /** Why the record comes late (补录). */
  late_reason: text(200).optional(),
};
const Head = z.strictObject(RecordHead);
export type RecordHead = z.infer<typeof Head>;

/** A kind of record: declared by the module that brings its form. */
export type RecordKind<C extends z.ZodType = z.ZodType> = {
  /** `<module>.<what>`, e.g. `cases.session`. */
  kind: string;
  /** 过程记录, 小组计划书 … */
  title: string;
  content: C;
  /** Path that opens one in the office, with `:id` (the record) or `:of` (what it belongs to). */
  opens: string;
};

const states = Object.keys(RECORD_STATES) as [RecordState, ...RecordState[]];
/** A record in a list. */
export const RecordRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  kind: z.string(),
  of: z.uuid(),
  no: z.int().nullable(),
  title: z.string(),
  occurred_on: Day,
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  worker: z.uuid(),
  worker_name: z.string(),
  co_workers: z.array(z.uuid()),
  state: z.enum(states),
  late: z.boolean(),
  received_at: z.string(),
  corrected_at: z.string().nullable(),
});
export type RecordRow = z.infer<typeof RecordRow>;

const Author = z.object({ id: z.uuid(), name: z.string() });
/** One revision's text as kept. */
export const Written = z.object({
  revision: z.int(),
  content: z.unknown(),
  files: z.array(z.string()),
  signatures: z.array(Signature),
  reason: z.string().nullable(),
  written_by: Author,
  written_at: z.string(),
});
export type Written = z.infer<typeof Written>;
export const Review = z.object({
  revision: z.int(),
  verdict: z.enum(Object.keys(VERDICTS) as [Verdict, ...Verdict[]]),
  remark: z.string().nullable(),
  by: Author,
  at: z.string(),
});
export type Review = z.infer<typeof Review>;

/** Names a record as it was read. */
export const Seen = { id: z.uuid(), revision: z.int().min(1) };

const clauses = ['K3', 'K4', 'K5'] as const;
export const submit = defineCommand({
  name: 'records.submit',
  title: '提交审核',
  clauses,
  input: z.strictObject(Seen),
  answer: Saved,
});
export const withdraw = defineCommand({
  name: 'records.withdraw',
  title: '撤回记录',
  clauses,
  input: z.strictObject({ ...Seen, reason: text(300) }),
  answer: Saved,
});

// ── Review ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A record of any module as its reviewer read it; `what` is the module. */
const Reviewed = { what: z.string().min(1).max(40), ...Seen };
const reviewed = ['K1', 'K3', 'K4', 'K5', 'E6'] as const;

export const approve = defineCommand({
  name: 'records.approve',
  title: '审核通过',
  clauses: reviewed,
  input: z.strictObject({ ...Reviewed, remark: text(300).optional() }),
  answer: Saved,
});
/** Several at once, but only those that this reviewer opened. */
export const approveMany = defineCommand({
  name: 'records.approve_many',
  title: '批量审核通过',
  clauses: reviewed,
  input: z.strictObject({
    records: z
      .array(z.strictObject(Reviewed))
      .min(1)
      .max(100)
      .refine(list => new Set(list.map(r => r.id)).size === list.length, '同一条记录选了两次'),
  }),
  answer: z.object({ records: z.array(Saved) }),
});
export const returnRecord = defineCommand({
  name: 'records.return',
  title: '退回修改',
  clauses: reviewed,
  input: z.strictObject({ ...Reviewed, remark: text(300) }),
  answer: Saved,
});
export const reopen = defineCommand({
  name: 'records.reopen',
  title: '重开已通过的记录',
  clauses: reviewed,
  input: z.strictObject({ ...Reviewed, reason: text(300) }),
  answer: Saved,
});
/** A remark beside a record, without a verdict (督导批注). */
export const remark = defineCommand({
  name: 'records.remark',
  title: '批注记录',
  clauses: reviewed,
  input: z.strictObject({ ...Reviewed, remark: text(500) }),
  answer: Saved,
});
/** The reviewer has this revision open before him: kept with the time, and needed before several are approved together. */
export const markRead = defineCommand({
  name: 'records.mark_read',
  title: '打开阅读待审核记录',
  clauses: reviewed,
  input: z.strictObject(Reviewed),
  answer: Saved,
});

/** What waits for a reviewer. */
export const Queued = z.object({
  what: z.string(),
  id: z.uuid(),
  /** The case, group or activity it belongs to, or itself. */
  of: z.uuid(),
  revision: z.int(),
  kind: z.string(),
  kind_title: z.string(),
  title: z.string(),
  /** Whom it is about, as this reviewer may see it. */
  subject: z.string().nullable(),
  station: z.int(),
  occurred_on: Day,
  received_at: z.string(),
  worker: z.uuid(),
  worker_name: z.string(),
  late: z.boolean(),
  /** Whether this reviewer has opened this revision. */
  read: z.boolean(),
  /** The page in the office that shows it. */
  opens: z.string(),
});
export type Queued = z.infer<typeof Queued>;
/** Waiting for this very reviewer, the longest waiting first. */
export const toReview = defineRead({
  name: 'records.to_review',
  title: '待我审核的记录',
  clauses: reviewed,
  query: z.strictObject({ station: z.coerce.number().int().optional(), what: z.string().max(40).optional(), ...paging }),
  answer: pageOf(Queued),
});

/** The county's own numbers for records: `settings.records`. */
export const RecordSettings = z.strictObject({
  /** A record that arrives more days than this after what it tells of is a late one (补录). */
  late_days: z.int().min(0).max(60).default(3),
});
