// The three forms of a group as records: plan, record of a session, summary. Few required fields; the rest are questions that help to think
// (practice §2.3: what is required becomes empty phrases). Pure; both sides. Serves K4–K4c.

import { z } from 'zod';
import { RecordHead } from '#domain/records/records.ts';
import { Clock, codes, Day, text } from '#kernel/endpoints.ts';

const Yuan = z.number().min(0).max(1e6);
const Key = z.string().regex(/^g[1-8]$/);
const Score = z.int().min(0, '0 到 10 分').max(10, '0 到 10 分');
const once =
  <T>(of: (item: T) => string) =>
  (list: readonly T[]): boolean =>
    new Set(list.map(of)).size === list.length;

export const EVALUATIONS = {
  before_after: '前后测',
  satisfaction: '满意度',
  observation: '观察',
  attendance: '出席情况',
} as const;
export const Goal = z.strictObject({ key: Key, words: text(200), sign: text(200) });
export type Goal = z.infer<typeof Goal>;
export const PlannedSession = z.strictObject({
  id: z.uuid(),
  no: z.int().min(1).max(40),
  topic: text(60),
  goal: text(300),
  planned_on: Day,
  started_at: Clock.optional(),
  place: text(60).optional(),
  program: text(1_000).optional(),
});
export const PlanContent = z.strictObject({
  needs: text(1_000),
  theory: text(300).optional(),
  goals: z
    .array(Goal)
    .min(1, '请至少写一条具体目标')
    .max(8)
    .refine(
      once<Goal>(g => g.key),
      '目标编号重复',
    ),
  target: text(300),
  recruitment: text(500),
  frequency: text(60).optional(),
  risks: text(500).optional(),
  staffing: text(300).optional(),
  budget_yuan: Yuan.optional(),
  evaluation: z.array(codes(EVALUATIONS)).min(1, '请选择怎样评估'),
  sessions: z
    .array(PlannedSession)
    .min(1, '请至少安排一节')
    .max(40)
    .refine(
      once<{ id: string }>(s => s.id),
      '同一节写了两次',
    )
    .refine(
      once<{ no: number }>(s => String(s.no)),
      '节次重复',
    ),
});
export type PlanContent = z.output<typeof PlanContent>;

const Observation = z.strictObject({ member: z.uuid(), words: text(300) });
const observations = z
  .array(Observation)
  .max(200)
  .refine(
    once<{ member: string }>(o => o.member),
    '同一位组员写了两次',
  )
  .default([]);
export const SessionContent = z.strictObject({
  session: z.uuid(),
  process: text(3_000),
  deviation: text(500).optional(),
  events: text(1_000).optional(),
  dynamics: text(1_000).optional(),
  goals: z
    .array(z.strictObject({ key: Key, score: Score.optional(), words: text(300).optional() }))
    .max(8)
    .default([]),
  observations,
  assessment: text(1_000),
  next: text(500),
  cost_yuan: Yuan.optional(),
});
export type SessionContent = z.output<typeof SessionContent>;

export const REACHED = { yes: '达到', partly: '部分达到', no: '没有达到' } as const;
export const SummaryContent = z.strictObject({
  goals: z
    .array(
      z.strictObject({
        key: Key,
        before: Score.optional(),
        after: Score.optional(),
        reached: codes(REACHED),
        words: text(500),
      }),
    )
    .max(8),
  members: observations,
  satisfaction: z
    .strictObject({ asked: z.int().min(1).max(300), satisfied: z.int().min(0).max(300) })
    .refine(s => s.satisfied <= s.asked, '满意人数不能多于调查人数')
    .optional(),
  process: text(2_000),
  recruitment: text(500).optional(),
  difficulties: text(1_000),
  next: text(1_000),
  spent_yuan: Yuan.optional(),
});
export type SummaryContent = z.output<typeof SummaryContent>;
/** A summary as kept: with what it was made from, counted by the server when it was handed in. */
export const Figures = z.object({ sessions: z.int(), attendances: z.int(), people: z.int() });
export type Figures = z.infer<typeof Figures>;

/** What the three have alike: `revision: 0` writes a new one, otherwise it replaces what was seen, with a reason once it was handed in. */
export const formInput = {
  group: z.uuid(),
  id: z.uuid(),
  revision: z.int().min(0),
  reason: text(200).optional(),
  draft: z.boolean().default(false),
  head: z.strictObject(RecordHead),
};

export const FORMS = {
  plan: { kind: 'groups.plan', title: '小组计划书', content: PlanContent, opens: '/groups/:of?part=plan' },
  session: { kind: 'groups.session', title: '小组过程记录', content: SessionContent, opens: '/groups/:of?part=records' },
  summary: { kind: 'groups.summary', title: '小组总结', content: SummaryContent, opens: '/groups/:of?part=summary' },
} as const;
export type Form = keyof typeof FORMS;

type Told = { no: number; content: SessionContent };
/**
 * What the summary takes from the sessions: each goal's first and last score, and what was observed of each member, in the order it happened.
 * Nobody types it again.
 */
export function summaryFrom(
  plan: Pick<PlanContent, 'goals'> | null,
  sessions: readonly Told[],
): Pick<SummaryContent, 'members'> & {
  goals: { key: string; before?: number; after?: number }[];
} {
  const inOrder = [...sessions].sort((a, b) => a.no - b.no);
  const goals = (plan?.goals ?? []).map(({ key }) => {
    const scores = inOrder.flatMap(s => s.content.goals.filter(g => g.key === key && g.score !== undefined).map(g => g.score!));
    return { key, ...(scores.length && { before: scores[0]!, after: scores.at(-1)! }) };
  });
  const words = new Map<string, string[]>();
  for (const { no, content } of inOrder)
    for (const o of content.observations) words.set(o.member, [...(words.get(o.member) ?? []), `第 ${no} 节：${o.words}`]);
  return { goals, members: [...words].map(([member, all]) => ({ member, words: all.join('\n').slice(0, 300) })) };
}
