// The opinions of people served as numbers: who was called back after draws at random, who was reached, how satisfied they were. Pure;
// both sides. Each call-back is one line of evidence, like a row of a clause.

import { z } from 'zod';

/** Satisfaction as people are asked for it, from 1 to 5. */
export const GRADES = ['很不满意', '不满意', '一般', '满意', '很满意'] as const;
/** From this grade on somebody counts as satisfied. */
const SATISFIED = 4;

export const HeardFigures = z.object({
  /** Draws they come from. */
  draws: z.int(),
  /** Drawn and called back; reached; of them who confirmed the service, and to whom the record agreed. */
  asked: z.int(),
  reached: z.int(),
  confirmed: z.int(),
  agrees: z.int(),
  /** Who gave a grade, and how many gave each, from 1 to 5. */
  rated: z.int(),
  grades: z.array(z.int()).length(5),
  satisfied: z.int(),
});
export type HeardFigures = z.output<typeof HeardFigures>;

/** One call-back as it is frozen: no name, no words of anybody. */
export type HeardLine = {
  record: string;
  draw: string;
  on: string;
  station: number;
  reached: boolean;
  confirmed: boolean;
  agrees: boolean;
  satisfaction: number | null;
};

/** The numbers over all lines. */
export function heardFigures(lines: readonly HeardLine[]): HeardFigures {
  const count = (holds: (line: HeardLine) => boolean): number => lines.filter(holds).length;
  const grades = GRADES.map((_, i) => count(l => l.satisfaction === i + 1));
  return {
    draws: new Set(lines.map(l => l.draw)).size,
    asked: lines.length,
    reached: count(l => l.reached),
    confirmed: count(l => l.confirmed),
    agrees: count(l => l.agrees),
    rated: grades.reduce((n, g) => n + g, 0),
    grades,
    satisfied: grades.slice(SATISFIED - 1).reduce((n, g) => n + g, 0),
  };
}

export const percent = (part: number, whole: number): string => `${Math.round((part / whole) * 1000) / 10}%`;

/** The numbers in sentences, for papers that show everything. */
export function heardWords(h: HeardFigures): string[] {
  if (h.asked === 0) return [];
  const graded = GRADES.flatMap((title, i) => (h.grades[i] ? [`${title} ${h.grades[i]} 人`] : [])).reverse();
  return [
    `经 ${h.draws} 次随机抽取回访服务对象 ${h.asked} 人，联系上 ${h.reached} 人，其中确认服务属实 ${h.confirmed} 人、内容与记录一致 ${h.agrees} 人。`,
    h.rated === 0
      ? '没有人给出满意度。'
      : `${h.rated} 人给出满意度：${graded.join('、')}；满意和很满意共 ${h.satisfied} 人，满意率 ${percent(h.satisfied, h.rated)}。`,
  ];
}

/** The same for the public: a group of fewer than five is not told, nor can it be worked out from the others. */
export function heardInPublic(h: HeardFigures): string | null {
  if (h.asked < 5) return h.asked === 0 ? null : '随机回访服务对象少于 5 人。';
  const few = (n: number): boolean => n > 0 && n < 5;
  const others = h.rated - h.satisfied;
  const reached = few(h.reached) || few(h.asked - h.reached) ? '' : `，联系上 ${h.reached} 人`;
  const rate =
    h.rated < 5 || few(h.satisfied) || few(others)
      ? ''
      : `；给出满意度的 ${h.rated} 人中，满意率 ${percent(h.satisfied, h.rated)}`;
  return `随机回访服务对象 ${h.asked} 人${reached}${rate}。`;
}
