// Scores by the contract's own scale: points for an indicator, in proportion, all or nothing or by steps; by block and in all; grades
// by share of the points. What is done beyond the threshold adds nothing, so that nobody is paid for numbers. Pure; both sides.

import { z } from 'zod';
import { text } from '#kernel/endpoints.ts';

const Percent = z.number().min(0, '不能为负数').max(100, '不能超过 100%');
const Points = z.number().gt(0, '分值须大于 0').max(10_000).multipleOf(0.01, '分值最多两位小数');

/** How an indicator's points are given. */
const How = z.discriminatedUnion('how', [
  /** In proportion to what is done of what is needed. */
  z.strictObject({ how: z.literal('share') }),
  /** All when met, otherwise none. */
  z.strictObject({ how: z.literal('whole') }),
  /** By the highest step reached: from so many percent of what is needed, so many percent of the points. */
  z.strictObject({
    how: z.literal('steps'),
    steps: z
      .array(z.strictObject({ from_percent: Percent, points_percent: Percent }))
      .min(1, '请至少写一档')
      .max(10)
      .refine(steps => steps.every((s, i) => i === 0 || s.from_percent > steps[i - 1]!.from_percent), '各档须从低到高，不能重复'),
  }),
]);
/** Points of one indicator. `veto`: when it is not met, the whole contract is not passed (一票否决). */
export const Score = z.strictObject({ points: Points, given: How, veto: z.boolean() });
export type Score = z.output<typeof Score>;

/** Grades of a contract by percent of all points, the highest first; the last one begins at 0. Empty when the contract names none. */
export const Grades = z
  .array(z.strictObject({ from_percent: Percent, name: text(10) }))
  .max(10)
  .refine(grades => grades.every((g, i) => i === 0 || g.from_percent < grades[i - 1]!.from_percent), '等次须从高到低，不能重复')
  .refine(grades => grades.length === 0 || grades.at(-1)!.from_percent === 0, '最后一个等次须从 0% 起');
export type Grades = z.output<typeof Grades>;

/** What an indicator has come to: `share` of what is needed (1 = all of it; more is possible), and whether it is met. */
export type Attained = { share: number; met: boolean };
export type Item = { block: string; score: Score; attained: Attained };
export type Scored = { points: number; of: number };
export type Result = Scored & {
  percent: number;
  blocks: (Scored & { block: string })[];
  /** Vetoes that were not met, by place in the list. */
  vetoed: number[];
  grade: string | null;
};

/** Points in whole hundredths, rounded down: nobody gets what is not reached. Guards against 0.1 + 0.2 by a thousandth of a hundredth. */
const hundredths = (points: number): number => Math.floor(points * 100 + 1e-5);

/** Points of one indicator: never below 0, never above its points. */
export function pointsOf(score: Score, { share, met }: Attained): number {
  const { given } = score;
  const all = met && given.how !== 'steps';
  if (all) return score.points;
  if (given.how === 'whole') return 0;
  const reached = Math.min(1, Math.max(0, share));
  // Everything done, and yet not met (a kind of activity is missing): in proportion that is not all of it.
  if (given.how === 'share') return hundredths(score.points * reached) / 100;
  const step = given.steps.findLast(s => reached * 100 + 1e-9 >= s.from_percent);
  return hundredths((score.points * (step?.points_percent ?? 0)) / 100) / 100;
}

const total = (parts: readonly { points: number }[]): number =>
  parts.reduce((sum, p) => sum + Math.round(p.points * 100), 0) / 100;

/** The grade of a share of all points, in percent; a veto gives the lowest. Null when the contract names none. */
export function gradeOf(grades: Grades, percent: number, vetoed: boolean): string | null {
  return (vetoed ? grades.at(-1) : grades.find(g => percent + 1e-9 >= g.from_percent))?.name ?? null;
}

/** The contract's points from its indicators that have a score. */
export function scoreOf(items: readonly Item[], grades: Grades): Result {
  const scored = items.map(i => ({ block: i.block, points: pointsOf(i.score, i.attained), of: i.score.points }));
  const blocks = [...Map.groupBy(scored, s => s.block)].map(([block, parts]) => ({
    block,
    points: total(parts),
    of: total(parts.map(p => ({ points: p.of }))),
  }));
  const points = total(scored);
  const of = total(scored.map(s => ({ points: s.of })));
  const percent = of === 0 ? 0 : Math.floor((points * 10_000) / of + 1e-7) / 100;
  const vetoed = items.flatMap((item, i) => (item.score.veto && !item.attained.met ? [i] : []));
  return { points, of, percent, blocks, vetoed, grade: gradeOf(grades, percent, vetoed.length > 0) };
}
