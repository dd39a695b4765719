// What a worker writes of an activity: the plan before it and the summary after it, and the words that go with them. Amounts of money are
// whole fen. Pure; both sides. Serves K5.

import { z } from 'zod';
import { codes, text } from '#kernel/endpoints.ts';

/** The first two are compulsory in a contract year. */
export const THEMES = {
  social_work_publicity: '社会工作宣传',
  volunteering_advocacy: '志愿服务倡导',
  policy_publicity: '政策宣传',
  festival_greeting: '节日慰问',
  health_clinic: '健康义诊',
  child_safety: '儿童安全',
  elder_recreation: '为老文娱',
  community_meeting: '社区治理议事',
  resource_linking: '资源对接',
  other: '其他',
} as const;
export type Theme = keyof typeof THEMES;
export const COMPULSORY_THEMES = ['social_work_publicity', 'volunteering_advocacy'] as const satisfies readonly Theme[];
/** People an activity needs to count under the requirement's contract (K5b); only a hint in the form. */
export const USUAL_LEAST = 10;

const Fen = z.int().min(0, '金额不能为负').max(1_000_000_00, '金额过大，请核对');
export const MoneyLine = z.strictObject({ item: text(60), fen: Fen, note: text(100).optional() });
export type MoneyLine = z.output<typeof MoneyLine>;
/** The sum of some lines, in fen. */
export const totalOf = (lines: readonly Pick<MoneyLine, 'fen'>[]): number => lines.reduce((sum, line) => sum + line.fen, 0);
/** 12345 fen → 123.45 */
export const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

export const PlanContent = z.strictObject({
  background: text(1500),
  goals: z.array(text(200)).min(1, '请至少写一个目标').max(8),
  audience: text(200),
  program: z
    .array(z.strictObject({ time: text(20).optional(), part: text(100), who: text(60).optional() }))
    .min(1, '请至少写一个环节')
    .max(20),
  staffing: text(500).optional(),
  publicity: text(300).optional(),
  materials: text(500).optional(),
  budget: z.array(MoneyLine).max(30).default([]),
  /** Weather, traffic, food, children, the old. */
  risks: text(1000),
  evaluation: text(500),
});
export type PlanContent = z.output<typeof PlanContent>;

export const MET = { yes: '达成', partly: '部分达成', no: '未达成' } as const;
export const SummaryContent = z.strictObject({
  process: text(3000),
  goals: z
    .array(z.strictObject({ goal: text(200), met: codes(MET), evidence: text(300).optional() }))
    .min(1, '请逐条说明目标达成情况')
    .max(8),
  spent: z.array(MoneyLine).max(30).default([]),
  /** What somebody needs, as far as it was seen; with a resident it can be opened as a case. */
  needs: z
    .array(z.strictObject({ what: text(300), resident: z.uuid().optional() }))
    .max(20)
    .default([]),
  media: z.array(text(300)).max(10).default([]),
  /** Minutes all volunteers gave together. */
  volunteer_minutes: z.int().min(0).max(100_000).optional(),
  problems: text(1000).optional(),
  improvements: text(1000).optional(),
});
export type SummaryContent = z.output<typeof SummaryContent>;

export const SHOWS = { whole: '全景', sign_in: '签到', scene: '互动', other: '其他' } as const;
export const CONSENTS = { given: '已征得同意', nobody: '照片中没有可辨认的人', none: '未征得同意，仅内部留存' } as const;
/** Pictures a summary asks for, and which of them must be among them. */
export const PHOTOS = { least: 3, most: 30, needed: ['whole', 'sign_in', 'scene'] } as const;
