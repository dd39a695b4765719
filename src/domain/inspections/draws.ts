// Draws at random for call-backs and checks of records: what can be asked. The method is in draw.ts, the results in results.ts. Serves M3
// and the evaluation of what the other clauses count.

import { z } from 'zod';
import { Day, defineCommand, defineDocument, defineRead, pageOf, paging, queryList, Saved, text } from '#kernel/endpoints.ts';
import { DrawKind, DrawState, Result, StatementLine } from './results.ts';

const clauses = ['M3', 'K1'] as const;
const seen = { id: z.uuid(), revision: z.int().min(1) };

export const VISIT_KINDS = { home_visit: '入户探访', welfare_call: '电话问候' } as const;
const VisitKind = z.enum(['home_visit', 'welfare_call']);

const Wished = z.strictObject({ station: z.int(), size: z.int().min(1, '至少抽 1 个').max(200, '每站最多抽 200 个') });
export const DrawInput = z.strictObject({
  id: z.uuid(),
  kind: DrawKind,
  from: Day,
  to: Day,
  visit_kinds: z.array(VisitKind).min(1, '请至少选择一种服务').max(2).default(['home_visit']),
  stations: z
    .array(Wished)
    .min(1, '请至少选择一个社工站')
    .max(200)
    .refine(list => new Set(list.map(s => s.station)).size === list.length, '同一社工站写了两次'),
  /** Thrown or agreed in the presence of both sides; without it the server takes 128 random bits. */
  seed: z
    .string()
    .regex(/^[0-9A-Za-z-]{4,64}$/, '种子为 4–64 位数字、字母或横线')
    .optional(),
  remark: text(200).optional(),
});
export type DrawInput = z.output<typeof DrawInput>;

export const draw = defineCommand({ name: 'inspections.draw', title: '随机抽取', clauses, input: DrawInput, answer: Saved });
export const enterResult = defineCommand({
  name: 'inspections.enter_result',
  title: '登记抽查结果',
  clauses,
  input: z.strictObject({ ...seen, result: Result }),
  answer: Saved,
});
export const finishDraw = defineCommand({
  name: 'inspections.finish_draw',
  title: '完成抽查',
  clauses,
  input: z.strictObject(seen),
  answer: Saved,
});
export const abandonDraw = defineCommand({
  name: 'inspections.abandon_draw',
  title: '作废抽查',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200) }),
  answer: Saved,
});

export const SEED_SOURCES = { server: '系统随机产生', given: '现场商定' } as const;
export const DrawRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  kind: DrawKind,
  from_on: z.string(),
  to_on: z.string(),
  visit_kinds: z.array(VisitKind),
  state: DrawState,
  state_reason: z.string().nullable(),
  remark: z.string().nullable(),
  drawn_by: z.string(),
  drawn_at: z.string(),
  finished_at: z.string().nullable(),
  drawn: z.int(),
  entered: z.int(),
});
export type DrawRow = z.output<typeof DrawRow>;
/** Open ones are listed to those who carry them out only. */
export const draws = defineRead({
  name: 'inspections.draws',
  title: '抽查回访',
  clauses,
  query: z.strictObject({ kind: queryList(DrawKind), state: queryList(DrawState), ...paging }),
  answer: pageOf(DrawRow),
});

export const DrawItem = z.object({
  id: z.uuid(),
  draw: z.uuid(),
  revision: z.int(),
  station: z.int(),
  place: z.int(),
  replaces: z.int().nullable(),
  /** The record that was drawn. */
  visit: z.uuid(),
  visited_on: z.string(),
  visit_kind: VisitKind,
  resident: z.uuid(),
  resident_name: z.string(),
  village: z.string(),
  worker_name: z.string(),
  result: Result.nullable(),
  entered_by: z.string().nullable(),
  entered_at: z.string().nullable(),
  /** Another one took its place; it can no longer be reached. */
  replaced: z.boolean(),
});
export type DrawItem = z.output<typeof DrawItem>;

export const DrawFull = DrawRow.extend({
  seed: z.string(),
  seed_source: z.enum(['server', 'given']),
  frames: z.array(z.object({ station: z.int(), name: z.string(), size: z.int(), frame: z.int(), hash: z.string() })),
  items: z.array(DrawItem),
  statement: z.array(StatementLine),
  total: StatementLine,
});
export type DrawFull = z.output<typeof DrawFull>;
export const drawn = defineRead({
  name: 'inspections.drawn',
  title: '一次抽查',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: DrawFull,
});
/** One that was drawn: where the evidence of a figure leads. */
export const drawnItem = defineRead({
  name: 'inspections.drawn_item',
  title: '一条抽查结果',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: DrawItem,
});
/** All that could be drawn at a station: ids only, so that the draw can be recomputed and shows nobody. */
export const frame = defineRead({
  name: 'inspections.frame',
  title: '抽样范围',
  clauses,
  query: z.strictObject({ id: z.uuid(), station: z.coerce.number().int() }),
  answer: z.object({ station: z.int(), hash: z.string(), ids: z.array(z.uuid()) }),
});
export const statement = defineDocument({
  name: 'inspections.statement',
  title: '抽查回访情况表',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/pdf',
});
