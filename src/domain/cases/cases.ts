// Casework: what can be asked of this module. The forms are in forms.open.ts and forms.serve.ts, the way of a case in stages.ts, what one form hands
// to the next in goals.ts, what is read in shown.ts. Serves K3, K3b.

import { z } from 'zod';
import { RecordHead } from '#domain/records/records.ts';
import {
  codes,
  Day,
  defineCommand,
  defineDocument,
  defineRead,
  pageOf,
  paging,
  queryFlag,
  queryList,
  Saved,
  text,
} from '#kernel/endpoints.ts';
import { URGENCIES } from './forms.open.ts';
import { contentSchema } from './forms.ts';
import { FORMS, KIND_CODES } from './kinds.ts';
import { Access, CaseFull, CaseRow, FieldCase, StageCode } from './shown.ts';
import { HALT_REASONS, HALTS } from './stages.ts';

export * from './forms.open.ts';
export * from './forms.plan.ts';
export * from './forms.serve.ts';
export * from './forms.ts';
export * from './goals.ts';
export * from './kinds.ts';
export * from './shown.ts';
export * from './stages.ts';

const clauses = ['K3', 'K3b'] as const;
const head = RecordHead;
const seen = { id: z.uuid(), revision: z.int().min(1) };

// ── What is written ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A case begins with its intake; the case's id is its shelf's. */
export const OpenInput = z.strictObject({
  id: z.uuid(),
  resident: z.uuid(),
  /** The closed case of the same person that is taken up again. */
  reopens: z.uuid().optional(),
  intake: z.strictObject({ id: z.uuid(), ...head, content: contentSchema(FORMS.intake) }),
});
export type OpenInput = z.output<typeof OpenInput>;
export const open = defineCommand({ name: 'cases.open', title: '个案接案', clauses, input: OpenInput, answer: Saved });

const WRITTEN = KIND_CODES.filter(kind => kind !== 'intake');
type Later = Exclude<(typeof KIND_CODES)[number], 'intake'>;
const recorded = <K extends (typeof KIND_CODES)[number]>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), id: z.uuid(), case: z.uuid(), ...head, content: contentSchema(FORMS[kind]) });
const corrected = <K extends (typeof KIND_CODES)[number]>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), ...seen, reason: text(200), ...head, content: contentSchema(FORMS[kind]) });
const oneOf = <T extends z.ZodType>(list: readonly T[]): [T, ...T[]] => list as unknown as [T, ...T[]];

export const RecordInput = z.discriminatedUnion('kind', oneOf((WRITTEN as Later[]).map(recorded)));
export type RecordInput = z.output<typeof RecordInput>;
export const CorrectInput = z.discriminatedUnion('kind', oneOf(KIND_CODES.map(corrected)));
export type CorrectInput = z.output<typeof CorrectInput>;
export const record = defineCommand({ name: 'cases.record', title: '登记个案记录', clauses, input: RecordInput, answer: Saved });
export const correct = defineCommand({
  name: 'cases.correct',
  title: '更正个案记录',
  clauses,
  input: CorrectInput,
  answer: Saved,
});

/** Taken back before it is approved; it stays readable with the reason. A case's intake stays: it is corrected or the case is closed. */
export const withdraw = defineCommand({
  name: 'cases.withdraw',
  title: '撤回个案记录',
  clauses,
  input: z.strictObject({ ...seen, reason: text(300) }),
  answer: Saved,
});
/** Suspended, lost, or taken up again (`halted: null`). */
export const halt = defineCommand({
  name: 'cases.halt',
  title: '中止或恢复个案',
  clauses,
  input: z.strictObject({ ...seen, halted: codes(HALTS).nullable(), on: Day, why: codes(HALT_REASONS) }),
  answer: Saved,
});
export const withdrawConsent = defineCommand({
  name: 'cases.withdraw_consent',
  title: '撤回知情同意',
  clauses,
  input: z.strictObject({ ...seen, on: Day }),
  answer: Saved,
});
/** Gives a supervisor access to a case, or ends it (`until` now). */
export const supervise = defineCommand({
  name: 'cases.supervise',
  title: '指派督导',
  clauses,
  input: z.strictObject({ case: z.uuid(), supervisor: z.uuid(), assigned: z.boolean() }),
  answer: z.object({ case: z.uuid() }),
});
export const HANDOVER_REASONS = {
  leaves: '离职',
  moves: '调岗',
  leave: '休假或产假',
  balance: '调整工作量',
  other: '其他',
} as const;
export const handOver = defineCommand({
  name: 'cases.hand_over',
  title: '移交个案',
  clauses,
  input: z.strictObject({
    id: z.uuid(),
    station: z.int(),
    from: z.uuid(),
    to: z.uuid(),
    on: Day,
    why: codes(HANDOVER_REASONS),
    /** Without it every case of the worker that is not at its end. */
    cases: z.array(z.uuid()).min(1).max(200).optional(),
    remark: text(500).optional(),
  }),
  answer: z.object({ id: z.uuid(), cases: z.int() }),
});
/** How long a broken glass stays open. */
export const GLASS_HOURS = 24;
export const openGlass = defineCommand({
  name: 'cases.open_glass',
  title: '越权查阅个案',
  clauses,
  input: z.strictObject({
    case: z.uuid(),
    reason: text(300).refine(words => words.length >= 5, '请写明为什么必须查阅，至少 5 个字'),
  }),
  answer: z.object({ case: z.uuid(), until: z.string() }),
});

// ── What is read ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const filters = {
  station: z.coerce.number().int().optional(),
  worker: z.uuid().optional(),
  resident: z.uuid().optional(),
  stage: queryList(StageCode),
  urgency: queryList(codes(URGENCIES)),
  from: Day.optional(),
  to: Day.optional(),
  /** Only those under way, or only those at their end. */
  ended: queryFlag.optional(),
  halted: queryFlag.optional(),
};
export const Filters = z.strictObject(filters);
export type Filters = z.output<typeof Filters>;
export const list = defineRead({
  name: 'cases.list',
  title: '个案',
  clauses,
  query: z.strictObject({ ...filters, ...paging }),
  answer: pageOf(CaseRow),
});
export const get = defineRead({
  name: 'cases.get',
  title: '一个个案',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: CaseFull,
});
/** The phone's part, whole each time: a worker has a handful of cases. */
export const field = defineRead({
  name: 'cases.field',
  title: '手机端：我的个案',
  clauses,
  query: z.strictObject({}),
  answer: z.object({ late_days: z.int(), cases: z.array(FieldCase) }),
});

export const GlassRow = Access.extend({
  case: z.uuid(),
  case_no: z.string(),
  station: z.int(),
  station_name: z.string(),
  worker_name: z.string(),
});
export type GlassRow = z.output<typeof GlassRow>;
/** Who read out of scope, the newest first. */
export const glass = defineRead({
  name: 'cases.glass',
  title: '越权查阅记录',
  clauses,
  query: z.strictObject({ station: z.coerce.number().int().optional(), ...paging }),
  answer: pageOf(GlassRow),
});
const Person = z.object({ id: z.uuid(), name: z.string() });
export const HandoverRow = z.object({
  id: z.uuid(),
  station: z.int(),
  station_name: z.string(),
  from: Person,
  to: Person,
  on: Day,
  why: codes(HANDOVER_REASONS),
  remark: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  cases: z.array(z.object({ id: z.uuid(), case_no: z.string() })),
});
export type HandoverRow = z.output<typeof HandoverRow>;
export const handovers = defineRead({
  name: 'cases.handovers',
  title: '移交记录',
  clauses,
  query: z.strictObject({ station: z.coerce.number().int().optional(), ...paging }),
  answer: pageOf(HandoverRow),
});

// ── What is printed ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const ledger = defineDocument({
  name: 'cases.ledger',
  title: '个案台账',
  clauses,
  query: Filters,
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
export const clientSheet = defineDocument({
  name: 'cases.client_sheet',
  title: '服务约定（服务对象版）',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/pdf',
});
export const handoverSheet = defineDocument({
  name: 'cases.handover_sheet',
  title: '个案移交书',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/pdf',
});
