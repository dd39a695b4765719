// Where an activity stands, and what it still lacks. Both follow from what is there; nothing is typed. Pure; both sides. Serves K5, K5b.

import type { RecordState } from '#kernel/review.ts';
import { PHOTOS, SHOWS } from './forms.ts';

export const STAGES = {
  draft: '计划草稿',
  submitted: '计划待审核',
  approved: '计划已通过',
  held: '已举办',
  summarised: '已总结',
  archived: '已归档',
  cancelled: '已取消',
} as const;
export type Stage = keyof typeof STAGES;

/** What the stage follows from. A withdrawn plan is an activity that will not be. */
export type Standing = {
  plan: RecordState;
  summary: RecordState | null;
  held_on: string | null;
  archived_on: string | null;
  cancelled_on: string | null;
};

/** Whether a summary has been handed in and stands. */
const handedIn = (summary: RecordState | null): boolean =>
  summary === 'submitted' || summary === 'approved' || summary === 'returned';

export function stageOf(s: Standing): Stage {
  if (s.cancelled_on !== null || s.plan === 'withdrawn') return 'cancelled';
  if (s.archived_on !== null) return 'archived';
  if (s.held_on !== null) return handedIn(s.summary) ? 'summarised' : 'held';
  if (s.plan === 'approved') return 'approved';
  return s.plan === 'submitted' ? 'submitted' : 'draft';
}

export const GAPS = {
  plan: '计划书还没有审核通过',
  held: '还没有登记实际举办的日期和时间',
  attendance: '还没有签到或人数',
  twins: '有签到可能是同一个人，请核对',
  photos: `照片不足 ${PHOTOS.least} 张`,
  photo_kinds: '照片缺少',
  summary: '还没有写总结',
  summary_review: '总结还没有审核通过',
  satisfaction: '还没有满意度',
} as const;
export type Gap = keyof typeof GAPS;
/** The part of the activity's page where a gap is closed. */
export type Part = 'plan' | 'attendance' | 'photos' | 'satisfaction' | 'summary';
const PARTS: Record<Gap, Part> = {
  plan: 'plan',
  held: 'attendance',
  attendance: 'attendance',
  twins: 'attendance',
  photos: 'photos',
  photo_kinds: 'photos',
  summary: 'summary',
  summary_review: 'summary',
  satisfaction: 'satisfaction',
};
/** Worth having, but an activity is complete without. */
export const ADVISED: readonly Gap[] = ['twins', 'satisfaction'];

export type Facts = Standing & { people: number; twins: number; photos: readonly (keyof typeof SHOWS)[]; answers: number };
export type Missing = { gap: Gap; say: string; part: Part; advised: boolean };

/** What an activity still lacks before it is complete, in the order in which it comes up; nothing for one that was cancelled. */
export function missingOf(f: Facts): Missing[] {
  if (stageOf(f) === 'cancelled') return [];
  const kinds = PHOTOS.needed.filter(kind => !f.photos.includes(kind));
  const gaps: [Gap, boolean, string?][] = [
    ['plan', f.plan !== 'approved'],
    ['held', f.held_on === null],
    ['attendance', f.people === 0],
    ['twins', f.twins > 0, `有 ${f.twins} 处签到可能是同一个人，请核对`],
    ['photos', f.photos.length < PHOTOS.least],
    ['photo_kinds', f.photos.length >= PHOTOS.least && kinds.length > 0, `照片缺少${kinds.map(k => SHOWS[k]).join('、')}`],
    ['satisfaction', f.answers === 0],
    ['summary', f.summary === null || f.summary === 'withdrawn' || f.summary === 'draft'],
    ['summary_review', f.summary === 'submitted' || f.summary === 'returned'],
  ];
  return gaps
    .filter(([, lacks]) => lacks)
    .map(([gap, , say]) => ({ gap, say: say ?? GAPS[gap], part: PARTS[gap], advised: ADVISED.includes(gap) }));
}
