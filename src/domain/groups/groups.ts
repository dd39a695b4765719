// Group work: what can be asked of this module. Kinds, stages and completeness are in group.ts, members in members.ts, attendance in roll.ts, the
// three forms in forms.ts. Serves K4, K4b, K4c.

import { z } from 'zod';
import { RecordRow, Review, Written } from '#domain/records/records.ts';
import {
  codes,
  Day,
  defineCommand,
  defineDocument,
  defineRead,
  pageOf,
  paging,
  queryList,
  Saved,
  text,
} from '#kernel/endpoints.ts';
import { AboutRecord } from '#kernel/review.ts';
import { Figures, formInput, PlanContent, SessionContent, SummaryContent } from './forms.ts';
import { Gap, GROUP_KINDS, GroupFacts, OPENNESS, STAGES } from './group.ts';
import { Guardian, MEMBER_STATES, Member, PHOTO_USES } from './members.ts';
import { Roll, STATUSES, WAYS } from './roll.ts';

export * from './forms.ts';
export * from './group.ts';
export * from './members.ts';
export * from './roll.ts';

const clauses = ['K4', 'K4b', 'K4c'] as const;
const seen = { id: z.uuid(), revision: z.int().min(1) };
const command = <I extends z.ZodType>(name: string, title: string, input: I) =>
  defineCommand({ name: `groups.${name}`, title, clauses, input, answer: Saved });

// ── What is written ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const open = command('open', '新建小组', z.strictObject({ id: z.uuid(), station: z.int(), ...GroupFacts }));
export const change = command('change', '更改小组基本信息', z.strictObject({ ...seen, ...GroupFacts }));
export const plan = command('plan', '填写小组计划书', z.strictObject({ ...formInput, content: PlanContent }));
export const enrol = command('enrol', '登记组员', Member);
/** Another day for a session, or none: the day it had is kept with the reason. Days given to a dropped session bring it back. */
export const moveSession = command(
  'move_session',
  '小组改期或取消一节',
  z.strictObject({
    ...seen,
    to: z.strictObject({ planned_on: Day, started_at: z.string().max(5).optional(), place: text(60).optional() }).nullable(),
    reason: text(200),
  }),
);
export const rollCall = command('roll_call', '小组点名', Roll);
export const recordSession = command(
  'record_session',
  '填写小组过程记录',
  z.strictObject({ ...formInput, content: SessionContent }),
);
export const summarise = command('summarise', '填写小组总结', z.strictObject({ ...formInput, content: SummaryContent }));
export const end = command(
  'end',
  '小组归档或取消',
  z.strictObject({ ...seen, as: z.enum(['archived', 'cancelled']), reason: text(200).optional() }),
);
export const reopen = command('reopen', '重新打开小组', z.strictObject({ ...seen, reason: text(200) }));

// ── What is read ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const RecordStateOrNone = AboutRecord.shape.state.nullable();
export const GroupRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  no: z.string(),
  station: z.int(),
  station_name: z.string(),
  name: z.string(),
  kind: codes(GROUP_KINDS),
  openness: codes(OPENNESS),
  stage: codes(STAGES),
  planned_sessions: z.int(),
  planned_members: z.int(),
  from_on: Day,
  to_on: Day,
  place: z.string(),
  lead: z.uuid(),
  lead_name: z.string(),
  co_workers: z.array(z.uuid()),
  members: z.int(),
  waiting: z.int(),
  held: z.int(),
  /** 人次 and 人数 of the sessions held. */
  attendances: z.int(),
  people: z.int(),
  plan: RecordStateOrNone,
  summary: RecordStateOrNone,
  /** Nothing is missing in its archive. */
  complete: z.boolean(),
  ended_on: Day.nullable(),
  ended_reason: z.string().nullable(),
});
export type GroupRow = z.infer<typeof GroupRow>;

export const filters = {
  station: z.coerce.number().int().optional(),
  lead: z.uuid().optional(),
  kind: queryList(codes(GROUP_KINDS)),
  stage: queryList(codes(STAGES)),
  from: Day.optional(),
  to: Day.optional(),
};
export const Filters = z.strictObject(filters);
export type Filters = z.output<typeof Filters>;
export const list = defineRead({
  name: 'groups.list',
  title: '小组列表',
  clauses,
  query: z.strictObject({ ...filters, ...paging }),
  answer: pageOf(GroupRow),
});

export const MemberRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  resident: z.uuid().nullable(),
  name: z.string(),
  sex: z.string().nullable(),
  born_year: z.int().nullable(),
  village: z.string().nullable(),
  /** Masked; whether there is one at all. */
  phone: z.string().nullable(),
  state: codes(MEMBER_STATES),
  guardian: Guardian.nullable(),
  photo_consent: z.array(codes(PHOTO_USES)),
  health: z.string().nullable(),
  wish: z.string().nullable(),
  joined_on: Day,
  left_on: Day.nullable(),
  left_reason: z.string().nullable(),
});
export type MemberRow = z.infer<typeof MemberRow>;
const Move = z.object({ from: Day, to: Day.nullable(), reason: z.string(), at: z.string() });
export const SessionRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  no: z.int(),
  topic: z.string(),
  goal: z.string(),
  planned_on: Day,
  started_at: z.string().nullable(),
  place: z.string().nullable(),
  moves: z.array(Move),
  state: z.enum(['planned', 'held', 'dropped']),
  held_on: Day.nullable(),
  how: codes(WAYS).nullable(),
  counted: z.int().nullable(),
  paper: z.array(z.string()),
  dropped_reason: z.string().nullable(),
  record: z.uuid().nullable(),
  record_state: RecordStateOrNone,
});
export type SessionRow = z.infer<typeof SessionRow>;
export const Attendance = z.object({
  session: z.uuid(),
  member: z.uuid(),
  status: codes(STATUSES),
  how: codes(WAYS),
  signed_for: z.boolean(),
  note: z.string().nullable(),
});
export type Attendance = z.infer<typeof Attendance>;

/** A form as it is read: its head, its texts with every revision, its reviews, and what the rules ask about it. */
export const FormRead = RecordRow.extend({ texts: z.array(Written), reviews: z.array(Review), about: AboutRecord });
export type FormRead = z.infer<typeof FormRead>;
export const GroupFull = GroupRow.extend({
  co_worker_names: z.array(z.string()),
  masked: z.boolean(),
  member_rows: z.array(MemberRow),
  sessions: z.array(SessionRow),
  attendance: z.array(Attendance),
  forms: z.array(FormRead),
  figures: Figures,
  gaps: z.array(Gap),
});
export type GroupFull = z.infer<typeof GroupFull>;
/** By the id of the group, of one of its sessions or of an attendance: evidence opens where it belongs. */
export const get = defineRead({
  name: 'groups.get',
  title: '一个小组',
  clauses,
  query: z.strictObject({ id: z.uuid() }),
  answer: GroupFull,
});

/** What the phone keeps: the worker's groups that are not ended, with members, sessions and the plan's goals. Small, so always whole. */
export const FieldGroup = z.object({
  id: z.uuid(),
  name: z.string(),
  station: z.int(),
  stage: codes(STAGES),
  place: z.string(),
  ready: z.boolean(),
  goals: z.array(z.object({ key: z.string(), words: z.string() })),
  members: z.array(MemberRow.pick({ id: true, name: true, state: true, joined_on: true, left_on: true })),
  sessions: z.array(SessionRow),
  attendance: z.array(Attendance),
});
export type FieldGroup = z.infer<typeof FieldGroup>;
export const field = defineRead({
  name: 'groups.field',
  title: '手机端：我的小组',
  clauses,
  query: z.strictObject({}),
  answer: z.object({ groups: z.array(FieldGroup) }),
});

/** The code of this moment for a session of today, and in how many seconds the next is due. `signed`: how many have signed in by it. */
export const code = defineRead({
  name: 'groups.code',
  title: '扫码签到',
  clauses,
  query: z.strictObject({ session: z.uuid() }),
  answer: z.object({ path: z.string(), seconds: z.int(), signed: z.int(), title: z.string() }),
});

export const ledger = defineDocument({
  name: 'groups.ledger',
  title: '小组台账',
  clauses,
  query: Filters,
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
