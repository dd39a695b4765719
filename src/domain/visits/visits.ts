// Home visits and telephone greetings: what can be asked of this module. The forms are in home-visit.ts and welfare-call.ts, what an
// author writes in written.ts, what is read in shown.ts, prefilling and differences in compare.ts, who is due in due.ts. Serves K1, C1, E6.

import { z } from 'zod';
import {
  codes,
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
import { VisitSettings } from './due.ts';
import { Count, FieldPerson, FieldVisit, State, VisitFull, VisitRow } from './shown.ts';
import { HomeVisitWritten, KINDS, OUTCOMES, WelfareCallWritten } from './written.ts';

export * from './compare.ts';
export * from './due.ts';
export * from './forms.ts';
export * from './home-visit.ts';
export * from './needs.ts';
export * from './shown.ts';
export * from './welfare-call.ts';
export * from './written.ts';

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
export const CorrectInput = z.discriminatedUnion('kind', [
  HomeVisitWritten.extend(corrected),
  WelfareCallWritten.extend(corrected),
]);
export type CorrectInput = z.infer<typeof CorrectInput>;

/** Names a visit as it was read: what is approved is what was seen. */
const seen = { id: z.uuid(), revision: z.int().min(1) };
const clauses = ['K1', 'E6'] as const;

export const record = defineCommand({ name: 'visits.record', title: '登记探访', clauses, input: RecordInput, answer: Saved });
export const correct = defineCommand({ name: 'visits.correct', title: '更正探访', clauses, input: CorrectInput, answer: Saved });
export const withdraw = defineCommand({
  name: 'visits.withdraw',
  title: '撤回记录',
  clauses,
  input: z.strictObject({ ...seen, reason: text(300) }),
  answer: Saved,
});

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

export const list = defineRead({
  name: 'visits.list',
  title: '探访记录',
  clauses,
  query: z.strictObject({ ...filters, ...paging }),
  answer: pageOf(VisitRow),
});
export const get = defineRead({
  name: 'visits.get',
  title: '一次探访',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: VisitFull,
});
/** Visits per lead worker and month, twelve months from `from`. */
export const numbers = defineRead({
  name: 'visits.numbers',
  title: '每人每月探访数',
  clauses,
  query: z.strictObject({ station: z.coerce.number().int(), from: Day }),
  answer: z.object({ from: Day, to: Day, rows: z.array(Count) }),
});

/**
 * The phone's part. With `after` 0 everything (`whole`: replace what is cached), otherwise only what changed since that `head`:
 * `visits` and `people` replace the entries of the same id, `gone` lists people who are no longer this worker's.
 */
export const field = defineRead({
  name: 'visits.field',
  title: '手机端：我的探访',
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
export const sheet = defineDocument({
  name: 'visits.sheet',
  title: '探访记录表',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/pdf',
});
