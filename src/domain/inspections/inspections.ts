// The project manager's inspections and their findings, and draws at random: what can be asked of this module. The sheet is in sheet.ts,
// findings in findings.ts, months in months.ts; draws in draws.ts, draw.ts, results.ts. Serves M3.

import { z } from 'zod';
import {
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
import { FindingRow, FindingState, NewFinding, Recheck, Severity } from './findings.ts';
import { CELL_STATES, type CellState } from './months.ts';
import { photos, Written } from './sheet.ts';

export * from './draw.ts';
export * from './draws.ts';
export * from './findings.ts';
export * from './months.ts';
export * from './results.ts';
export * from './sheet.ts';

const clauses = ['M3'] as const;

// ── What is written ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const seen = { id: z.uuid(), revision: z.int().min(1) };

export const RecordInput = Written.extend({
  id: z.uuid(),
  station: z.int(),
  findings: z.array(NewFinding).max(30, '一次检查最多登记 30 个问题').default([]),
});
export type RecordInput = z.output<typeof RecordInput>;

export const record = defineCommand({
  name: 'inspections.record',
  title: '登记检查指导',
  clauses,
  input: RecordInput,
  answer: Saved,
});
export const correct = defineCommand({
  name: 'inspections.correct',
  title: '更正检查记录',
  clauses,
  input: Written.extend({ ...seen, reason: text(200) }),
  answer: Saved,
});
export const withdraw = defineCommand({
  name: 'inspections.withdraw',
  title: '撤回检查记录',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200) }),
  answer: Saved,
});
export const addFinding = defineCommand({
  name: 'inspections.add_finding',
  title: '补登检查问题',
  clauses,
  input: NewFinding.extend({ inspection: z.uuid() }),
  answer: Saved,
});
export const answerFinding = defineCommand({
  name: 'inspections.answer_finding',
  title: '回复整改情况',
  clauses,
  input: z.strictObject({ ...seen, words: text(500), photos: photos(6) }),
  answer: Saved,
});
export const recheckFinding = defineCommand({
  name: 'inspections.recheck_finding',
  title: '复查整改',
  clauses,
  input: z.strictObject({ ...seen, recheck: Recheck }),
  answer: Saved,
});

// ── What is read ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const State = z.enum(Object.keys(CELL_STATES) as [CellState, ...CellState[]]);
export const Cell = z.object({ state: State, inspections: z.array(z.uuid()), open_findings: z.int() });

/** Stations × months of a term; without days the year under way since the stations were opened. */
export const grid = defineRead({
  name: 'inspections.grid',
  title: '检查指导一览',
  clauses,
  query: z.strictObject({ from: Day.optional(), to: Day.optional() }),
  answer: z.object({
    from: Day,
    to: Day,
    today: Day,
    months: z.array(z.object({ from: Day, to: Day })),
    rows: z.array(z.object({ station: z.int(), name: z.string(), open: z.int(), overdue: z.int(), cells: z.array(Cell) })),
  }),
});

export const InspectionRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  inspected_on: z.string(),
  inspector: z.string(),
  met: z.int(),
  partly: z.int(),
  unmet: z.int(),
  findings: z.int(),
  open_findings: z.int(),
  late: z.boolean(),
  signed: z.boolean(),
  state: z.enum(['recorded', 'withdrawn']),
  remark: z.string().nullable(),
  received_at: z.string(),
});
export type InspectionRow = z.output<typeof InspectionRow>;

export const inspectionFilters = {
  station: z.coerce.number().int().optional(),
  from: Day.optional(),
  to: Day.optional(),
  withdrawn: queryFlag.optional(),
};
export const InspectionFilters = z.strictObject(inspectionFilters);
export type InspectionFilters = z.output<typeof InspectionFilters>;
export const list = defineRead({
  name: 'inspections.list',
  title: '检查台账',
  clauses,
  query: z.strictObject({ ...inspectionFilters, ...paging }),
  answer: pageOf(InspectionRow),
});

const Person = z.object({ id: z.uuid(), name: z.string() });
export const InspectionFull = InspectionRow.extend({
  station_name: z.string(),
  written: Written,
  present: z.array(Person),
  corrected_at: z.string().nullable(),
  finding_rows: z.array(FindingRow),
  revisions: z.array(z.object({ revision: z.int(), reason: z.string(), written: Written, by: z.string(), at: z.string() })),
});
export type InspectionFull = z.output<typeof InspectionFull>;
export const get = defineRead({
  name: 'inspections.get',
  title: '一次检查',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: InspectionFull,
});

/** By deadline, the earliest first. */
export const findings = defineRead({
  name: 'inspections.findings',
  title: '检查问题与整改',
  clauses,
  query: z.strictObject({
    station: z.coerce.number().int().optional(),
    state: queryList(FindingState),
    severity: queryList(Severity),
    overdue: queryFlag.optional(),
    ...paging,
  }),
  answer: pageOf(FindingRow),
});

// ── What is printed ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const sheet = defineDocument({
  name: 'inspections.sheet',
  title: '检查记录表',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/pdf',
});
export const ledger = defineDocument({
  name: 'inspections.ledger',
  title: '检查台账',
  clauses,
  query: InspectionFilters,
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
