// A group: its kinds and stages, what is known of it from outside, and what its archive still lacks. Pure; both sides. Serves K4–K4c.

import { z } from 'zod';
import { codes, Day, text } from '#kernel/endpoints.ts';
import type { RecordState } from '#kernel/review.ts';

export const GROUP_KINDS = {
  education: '教育小组',
  growth: '成长小组',
  support: '支持小组',
  therapy: '治疗小组',
  mutual_aid: '互助小组',
  interest: '兴趣小组',
  incubation: '社区组织培育小组',
  task: '任务小组',
} as const;
export type GroupKind = keyof typeof GROUP_KINDS;
export const OPENNESS = { open: '开放式', closed: '封闭式' } as const;
export type Openness = keyof typeof OPENNESS;

/** From the first line of a plan to the archive. All but the last two follow from what exists. */
export const STAGES = {
  draft: '筹备中',
  submitted: '计划待审核',
  approved: '计划已通过',
  recruiting: '招募中',
  running: '开展中',
  finished: '各节已完成',
  summarised: '已总结',
  archived: '已归档',
  cancelled: '已取消',
} as const;
export type Stage = keyof typeof STAGES;

/** What a group is planned as. */
export const GroupFacts = {
  name: text(40),
  kind: codes(GROUP_KINDS),
  openness: codes(OPENNESS),
  planned_sessions: z.int().min(1, '至少 1 节').max(40, '最多 40 节'),
  planned_members: z.int().min(2, '至少 2 人').max(200, '最多 200 人'),
  from_on: Day,
  to_on: Day,
  place: text(60),
  lead: z.uuid(),
  co_workers: z
    .array(z.uuid())
    .max(10)
    .refine(list => new Set(list).size === list.length, '同一人选了两次')
    .default([]),
};

/** What the completeness of a group's archive is judged by. */
export type ArchiveFacts = {
  plan: RecordState | null;
  summary: RecordState | null;
  archived: boolean;
  sessions: readonly {
    id: string;
    no: number;
    state: 'planned' | 'held' | 'dropped';
    record: RecordState | null;
    /** Statuses recorded at it, absences included. */
    signed: number;
  }[];
};

/** One thing that is missing, and where it is done. */
export const Gap = z.object({
  say: z.string(),
  at: z.enum(['plan', 'session', 'summary', 'group']),
  session: z.uuid().nullable(),
});
export type Gap = z.infer<typeof Gap>;

const waiting = (what: string, state: RecordState | null): string | null => {
  if (state === null || state === 'withdrawn' || state === 'draft') return `${what}还没有提交`;
  if (state === 'approved') return null;
  return state === 'returned' ? `${what}已退回，待修改` : `${what}待审核`;
};

/**
 * What a group's archive still lacks: plan, sign-in and record of every session that was held, summary, each approved, and the archiving.
 * How many sessions and person-times a contract asks for is the contract's indicator, not the archive's completeness.
 */
export function groupGaps({ plan, summary, archived, sessions }: ArchiveFacts): Gap[] {
  const gaps: Gap[] = [];
  const add = (say: string | null, at: Gap['at'], session: string | null = null) => say && gaps.push({ say, at, session });
  add(waiting('小组计划书', plan), 'plan');
  for (const s of sessions) {
    if (s.state === 'planned') add(`第 ${s.no} 节还没有开展，也没有取消`, 'session', s.id);
    if (s.state !== 'held') continue;
    if (s.signed === 0) add(`第 ${s.no} 节没有签到`, 'session', s.id);
    add(waiting(`第 ${s.no} 节过程记录`, s.record), 'session', s.id);
  }
  if (!sessions.some(s => s.state === 'held')) add('还没有开展过一节', 'group');
  add(waiting('小组总结', summary), 'summary');
  if (!archived) add('还没有归档', 'group');
  return gaps;
}
