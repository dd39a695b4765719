// The short questions after an activity: one to five for each, and a free word. Nobody's name is asked. Pure; both sides. Serves K5, S1.

import { z } from 'zod';
import { codes, text } from '#kernel/endpoints.ts';

export const QUESTIONS = {
  attitude: '工作人员的态度',
  skill: '工作人员的专业水平',
  arrangement: '时间、地点的安排',
  useful: '内容对我有用',
  overall: '总体感受',
  again: '愿意再来参加',
} as const;
export type Question = keyof typeof QUESTIONS;
export const QUESTION_KEYS = Object.keys(QUESTIONS) as Question[];
/** What a phone asks after signing in. */
export const SHORT: readonly Question[] = ['useful', 'attitude', 'overall'];
export const GRADES = { '5': '非常满意', '4': '满意', '3': '一般', '2': '不满意', '1': '非常不满意' } as const;
export const FILLED = { self: '本人填写', read_out: '代读，本人作答', for_them: '代填' } as const;

const Score = z.int().min(1).max(5);
export const Scores = z.strictObject({
  attitude: Score.optional(),
  skill: Score.optional(),
  arrangement: Score.optional(),
  useful: Score.optional(),
  overall: Score,
  again: Score.optional(),
});
export type Scores = z.output<typeof Scores>;

export const Answer = z
  .strictObject({
    id: z.uuid(),
    activity: z.uuid(),
    scores: Scores,
    words: text(300).optional(),
    how: codes(FILLED),
    filled_by: text(30).optional(),
  })
  .refine(a => a.how === 'self' || a.filled_by !== undefined, { path: ['filled_by'], message: '请写明代读或代填的人' });

export type Result = {
  answers: number;
  /** How many gave each grade to a question, 1 to 5; only questions that somebody answered. */
  grades: { question: Question; counts: number[]; mean: number }[];
};

/** What came of the answers. */
export function resultOf(all: readonly Scores[]): Result {
  const grades = QUESTION_KEYS.flatMap(question => {
    const given = all.flatMap(scores => scores[question] ?? []);
    if (given.length === 0) return [];
    const counts = [1, 2, 3, 4, 5].map(grade => given.filter(g => g === grade).length);
    return [{ question, counts, mean: given.reduce((a, b) => a + b, 0) / given.length }];
  });
  return { answers: all.length, grades };
}

/** The result in one sentence; few answers are said to be few. */
export function resultWords({ answers, grades }: Result): string {
  const overall = grades.find(g => g.question === 'overall');
  if (answers === 0 || !overall) return '还没有人填写满意度。';
  const content = overall.counts[3]! + overall.counts[4]!;
  const lowest = grades.filter(g => g.question !== 'overall').sort((a, b) => a.mean - b.mean)[0];
  const least =
    lowest && lowest.mean < overall.mean ? `，较低的一项是“${QUESTIONS[lowest.question]}”（${lowest.mean.toFixed(1)} 分）` : '';
  return `${answers} 人填写，${content} 人总体满意，平均 ${overall.mean.toFixed(1)} 分${least}。${answers < 5 ? '人数较少，仅供参考。' : ''}`;
}
