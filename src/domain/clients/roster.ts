// Rosters: a township's own Excel becomes people. Read, looked through, corrected, then taken over as a whole or not at all.
// Serves K2, E1. The reading of cells is in roster/.

import { z } from 'zod';
import { codes, defineCommand, defineDocument, defineRead, pageOf, paging, Saved, text } from '#kernel/endpoints.ts';
import { CategoryWord } from './residents.ts';
import { ROSTER_FIELDS, type RosterField } from './roster/person.ts';

export { ROSTER_FIELDS, type RosterField } from './roster/person.ts';

export const BATCH_STATES = {
  reading: '正在读取',
  ready: '待确认',
  confirming: '正在导入',
  confirmed: '已导入',
  failed: '未完成',
  dropped: '已放弃',
} as const;
/** What a row is, compared with who is registered. */
export const VERDICTS = { new: '新增', changed: '有变化', same: '无变化', doubtful: '存疑', wrong: '有错误' } as const;
export type Verdict = keyof typeof VERDICTS;
/** What a person decided about a row. Doubtful and wrong rows need a decision (or a correction) before the roster is confirmed. */
export const DECISIONS = {
  as_read: '按名册导入',
  leave_out: '不导入',
  same_as: '是已登记的同一人',
  new_person: '是新的人',
} as const;
export type Decision = keyof typeof DECISIONS;

const Field = z.enum(Object.keys(ROSTER_FIELDS) as [RosterField, ...RosterField[]]);
const ofBatch = { id: z.uuid(), revision: z.int() };

export const readRoster = defineCommand({
  name: 'clients.read_roster',
  title: '读取名册',
  clauses: ['K2', 'E1'],
  /** The file was sent before: PUT /api/files/<sha256>?use=roster&station=…  */
  input: z.strictObject({
    id: z.uuid(),
    station: z.int(),
    file_hash: z.string().regex(/^[0-9a-f]{64}$/),
    file_name: text(200),
    include_hidden: z.boolean().default(false),
  }),
  answer: Saved,
});
export const decideRows = defineCommand({
  name: 'clients.decide_rows',
  title: '处理名册中的行',
  clauses: ['K2'],
  input: z.strictObject({
    ...ofBatch,
    rows: z
      .array(
        z.strictObject({
          place: z.int().min(0),
          /** Absent: undecided again. `same_as` names the registered person. */
          take: codes(DECISIONS).optional(),
          resident: z.uuid().optional(),
          /** Cells written anew, as in the sheet; the row is read and compared again. */
          edit: z.partialRecord(Field, z.string().max(500)).optional(),
        }),
      )
      .max(200, '一次最多处理 200 行')
      .default([]),
    /** The same decision for every undecided row of a verdict. */
    all: z
      .strictObject({ verdict: z.enum(['doubtful', 'wrong', 'new', 'changed']), take: z.enum(['as_read', 'leave_out']) })
      .optional(),
  }),
  answer: Saved,
});
export const confirmRoster = defineCommand({
  name: 'clients.confirm_roster',
  title: '确认导入名册',
  clauses: ['K2', 'E1'],
  input: z.strictObject(ofBatch),
  answer: Saved,
});
export const dropRoster = defineCommand({
  name: 'clients.drop_roster',
  title: '放弃名册',
  clauses: ['K2'],
  input: z.strictObject(ofBatch),
  answer: Saved,
});

const count = z.int().default(0);
/** All zero while a roster is being read. */
export const RosterCountsShape = z.object({
  total: count,
  new: count,
  changed: count,
  same: count,
  doubtful: count,
  wrong: count,
  left_out: count,
  /** Doubtful and wrong rows nobody has decided about: while there are any, the roster cannot be confirmed. */
  undecided: count,
});
export type RosterCounts = z.output<typeof RosterCountsShape>;
/** What reading found on each sheet, for people. */
export const Finding = z.object({
  sheet: z.string(),
  rows: z.int(),
  /** Rows that are no people: titles, totals, blanks, hidden rows … each with a word and how many. */
  skipped: z.array(z.object({ why: z.string(), rows: z.int() })),
  /** Columns nobody reads. */
  unread: z.array(z.object({ column: z.string(), header: z.string(), why: z.string() })),
  /** Sentences; with one of them the sheet was not read. */
  stops: z.array(z.string()),
});
export type Finding = z.infer<typeof Finding>;
export const Batch = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  station_name: z.string(),
  file_name: z.string(),
  state: codes(BATCH_STATES),
  rows_read: z.int(),
  /** While it is being confirmed: rows written so far. */
  rows_done: z.int(),
  counts: RosterCountsShape,
  /** Why it failed or must be looked at again, as a sentence. */
  problem: z.string().nullable(),
  made_by: z.string(),
  made_at: z.string(),
  finished_at: z.string().nullable(),
});
export type Batch = z.infer<typeof Batch>;

export const rosters = defineRead({
  name: 'clients.rosters',
  title: '名册导入记录',
  clauses: ['K2'],
  query: z.strictObject({ station: z.coerce.number().int().optional(), ...paging }),
  answer: pageOf(Batch),
});
export const roster = defineRead({
  name: 'clients.roster',
  title: '名册导入情况',
  clauses: ['K2'],
  query: z.strictObject({ id: z.uuid() }),
  answer: Batch.extend({ findings: z.array(Finding) }),
});
export const RosterRowView = z.object({
  place: z.int(),
  sheet: z.string(),
  row_number: z.int(),
  verdict: codes(VERDICTS),
  decision: codes(DECISIONS).nullable(),
  name: z.string(),
  /** Masked as in a list. */
  identity: z.string().nullable(),
  sex: z.string().nullable(),
  born_on: z.string().nullable(),
  age: z.int().nullable(),
  village_name: z.string().nullable(),
  categories: z.array(CategoryWord),
  issues: z.array(z.object({ field: Field, level: z.enum(['error', 'doubt']), say: z.string() })),
  /** The cells as written, of the fields with an issue, to be corrected; masked where they identify. */
  written: z.partialRecord(Field, z.string()),
  /** The registered person this row is, or may be. */
  resident: z.uuid().nullable(),
  candidates: z.array(z.object({ id: z.uuid(), name: z.string(), village_name: z.string().nullable(), age: z.int().nullable() })),
  changes: z.array(z.object({ title: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
});
export const rosterRows = defineRead({
  name: 'clients.roster_rows',
  title: '名册的行',
  clauses: ['K2'],
  query: z.strictObject({ id: z.uuid(), verdict: codes(VERDICTS).optional(), undecided: z.enum(['true']).optional(), ...paging }),
  answer: pageOf(RosterRowView),
});
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const rosterReport = defineDocument({
  name: 'clients.roster_report',
  title: '名册核对报告',
  clauses: ['K2'],
  query: z.strictObject({ id: z.uuid(), verdict: codes(VERDICTS).optional() }),
  mime: XLSX,
});
export const rosterTemplate = defineDocument({
  name: 'clients.roster_template',
  title: '名册模板',
  clauses: ['K2'],
  query: z.strictObject({}),
  mime: XLSX,
});
