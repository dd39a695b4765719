// Township activities: what can be asked of this module. What is written of one is in forms.ts, who came in attendance.ts, the questions
// in satisfaction.ts, where one stands and what it lacks in stage.ts, what is read in shown.ts. Serves K5, K5b.

import { z } from 'zod';
import {
  Clock,
  codes,
  Day,
  defineCommand,
  defineDocument,
  defineRead,
  FileHash,
  pageOf,
  paging,
  queryList,
  Saved,
  text,
} from '#kernel/endpoints.ts';
import { Attendee, Counted, MOST_AT_ONCE } from './attendance.ts';
import { CONSENTS, PlanContent, SHOWS, SummaryContent, THEMES } from './forms.ts';
import { Answer } from './satisfaction.ts';
import { ActivityFull, ActivityRow, FieldActivity, TallyShown as Tally, YearRow } from './shown.ts';
import { STAGES } from './stage.ts';

export * from './attendance.ts';
export * from './forms.ts';
export * from './satisfaction.ts';
export * from './shown.ts';
export * from './stage.ts';

const clauses = ['K5', 'K5b'] as const;
const distinct = <T>(list: readonly T[]): boolean => new Set(list).size === list.length;
/** Kinds of records of this module. */
export const PLAN = { kind: 'activities.plan', title: '活动计划书', content: PlanContent, opens: '/activities/:of' } as const;
export const SUMMARY = {
  kind: 'activities.summary',
  title: '活动总结',
  content: SummaryContent,
  opens: '/activities/:of',
} as const;

// ── What is written ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const planned = {
  name: text(60),
  themes: z.array(codes(THEMES)).min(1, '请至少选择一个主题').max(5, '最多 5 个主题').refine(distinct, '同一主题选了两次'),
  planned_on: Day,
  planned_start: Clock.optional(),
  planned_end: Clock.optional(),
  place: text(100),
  expected: z.int().min(1, '请填写预计人数').max(5_000),
  partners: text(200).optional(),
  co_workers: z.array(z.uuid()).max(10).refine(distinct, '同一人选了两次').default([]),
  content: PlanContent,
  /** The day the plan was made; of one entered from paper an earlier day. */
  made_on: Day,
  late_reason: text(200).optional(),
  recorded_at: z.iso.datetime({ offset: true }).optional(),
};
export const PlanInput = z.strictObject({
  id: z.uuid(),
  station: z.int(),
  worker: z.uuid().optional(),
  draft: z.boolean().default(false),
  ...planned,
});
export type PlanInput = z.output<typeof PlanInput>;
/** Writes the plan of an activity; the plan's record bears the activity's id. A draft is handed in by `records.submit`. */
export const plan = defineCommand({ name: 'activities.plan', title: '登记活动计划', clauses, input: PlanInput, answer: Saved });
/** `revision` is the plan's. */
export const ReplanInput = z.strictObject({ id: z.uuid(), revision: z.int().min(1), reason: text(200).optional(), ...planned });
export const replan = defineCommand({
  name: 'activities.replan',
  title: '修改活动计划',
  clauses,
  input: ReplanInput,
  answer: Saved,
});

/** Of the activity, as it was read. */
const seen = { id: z.uuid(), revision: z.int().min(1) };
export const HoldInput = z
  .strictObject({ ...seen, held_on: Day, held_start: Clock, held_end: Clock })
  .refine(h => h.held_start < h.held_end, { path: ['held_end'], message: '结束时间须晚于开始时间，请核对。' });
export const hold = defineCommand({ name: 'activities.hold', title: '登记活动举办', clauses, input: HoldInput, answer: Saved });
export const cancel = defineCommand({
  name: 'activities.cancel',
  title: '取消活动',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200) }),
  answer: Saved,
});
export const archive = defineCommand({
  name: 'activities.archive',
  title: '活动归档',
  clauses,
  input: z.strictObject(seen),
  answer: Saved,
});

/** By list: people of the township and names typed; whoever is there already is not added again. */
export const attend = defineCommand({
  name: 'activities.attend',
  title: '名单签到',
  clauses,
  input: z.strictObject({
    activity: z.uuid(),
    people: z
      .array(Attendee)
      .min(1, '请至少选择一个人')
      .max(MOST_AT_ONCE, `一次最多登记 ${MOST_AT_ONCE} 人`)
      .refine(list => distinct(list.map(p => p.id)), '同一编号出现了两次'),
    /** When they signed, by the phone's clock. Shown, never counted. */
    recorded_at: z.iso.datetime({ offset: true }).optional(),
  }),
  answer: z.object({ activity: z.uuid(), added: z.int(), known: z.int() }),
});
export const count = defineCommand({ name: 'activities.count', title: '仅计数', clauses, input: Counted, answer: Saved });
/** Says who somebody is who typed her name: a person on file. */
export const identify = defineCommand({
  name: 'activities.identify',
  title: '签到关联到人员',
  clauses,
  input: z.strictObject({ ...seen, resident: z.uuid() }),
  answer: Saved,
});
export const strike = defineCommand({
  name: 'activities.strike',
  title: '划去签到',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200) }),
  answer: Saved,
});

const shown = { shows: codes(SHOWS), consent: codes(CONSENTS), caption: text(60).optional() };
export const addPhoto = defineCommand({
  name: 'activities.add_photo',
  title: '添加活动照片',
  clauses,
  input: z.strictObject({ id: z.uuid(), activity: z.uuid(), hash: FileHash, ...shown }),
  answer: Saved,
});
export const changePhoto = defineCommand({
  name: 'activities.change_photo',
  title: '更改照片说明',
  clauses,
  input: z.strictObject({ ...seen, ...shown }),
  answer: Saved,
});
export const removePhoto = defineCommand({
  name: 'activities.remove_photo',
  title: '移除活动照片',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200) }),
  answer: Saved,
});
/** Filled on paper, or read out to somebody. */
export const answerQuestions = defineCommand({
  name: 'activities.answer',
  title: '登记满意度',
  clauses,
  input: Answer,
  answer: Saved,
});

const summed = {
  content: SummaryContent,
  late_reason: text(200).optional(),
  recorded_at: z.iso.datetime({ offset: true }).optional(),
};
/** Day, times, people, pictures and satisfaction come from the activity. `activity_revision` is what was read of it. */
export const SummariseInput = z.strictObject({
  id: z.uuid(),
  activity: z.uuid(),
  activity_revision: z.int().min(1),
  draft: z.boolean().default(false),
  ...summed,
});
export const summarise = defineCommand({
  name: 'activities.summarise',
  title: '登记活动总结',
  clauses,
  input: SummariseInput,
  answer: Saved,
});
/** `id` and `revision` are the summary's. */
export const resummarise = defineCommand({
  name: 'activities.resummarise',
  title: '修改活动总结',
  clauses,
  input: z.strictObject({ ...seen, reason: text(200).optional(), ...summed }),
  answer: Saved,
});

// ── What is read ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const filters = {
  station: z.coerce.number().int().optional(),
  theme: queryList(codes(THEMES)),
  stage: queryList(codes(STAGES)),
  from: Day.optional(),
  to: Day.optional(),
};
export const Filters = z.strictObject(filters);
export type Filters = z.output<typeof Filters>;
export const list = defineRead({
  name: 'activities.list',
  title: '活动',
  clauses,
  query: z.strictObject({ ...filters, ...paging }),
  answer: pageOf(ActivityRow),
});
export const get = defineRead({
  name: 'activities.get',
  title: '一场活动',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: ActivityFull,
});
/** The code to project: for signing in on the spot, or for the short questions afterwards; and how many have come so far. */
export const code = defineRead({
  name: 'activities.code',
  title: '活动二维码',
  clauses,
  query: z.strictObject({ id: z.uuid(), for: z.enum(['sign_in', 'satisfaction']).default('sign_in') }),
  answer: z.object({ path: z.string(), seconds: z.int(), title: z.string(), tally: Tally, answers: z.int() }),
});
/** Activities of each station in a year and which themes they cover; without a day the calendar year under way. */
export const year = defineRead({
  name: 'activities.year',
  title: '年度活动与主题',
  clauses,
  query: z.strictObject({ station: z.coerce.number().int().optional(), from: Day.optional() }),
  answer: z.object({ from: Day, to: Day, rows: z.array(YearRow) }),
});
/** The phone's part: activities of one's stations from two months ago on, with who signed. */
export const field = defineRead({
  name: 'activities.field',
  title: '手机端：活动',
  clauses,
  query: z.strictObject({}),
  answer: z.object({
    today: Day,
    activities: z.array(FieldActivity),
    villages: z.array(z.object({ code: z.string(), name: z.string(), station: z.int() })),
  }),
});

export const ledger = defineDocument({
  name: 'activities.ledger',
  title: '活动台账',
  clauses,
  query: Filters,
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
