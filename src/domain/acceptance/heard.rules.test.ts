// The numbers of the call-backs and what of them the public reads.

import { describe, expect, it } from 'vitest';
import { type HeardLine, heardFigures, heardInPublic, heardWords } from './heard.ts';

const line = (n: number, more: Partial<HeardLine> = {}): HeardLine => ({
  ...{ record: `r${n}`, draw: 'd1', on: '2026-11-20', station: 1 },
  ...{ reached: true, confirmed: true, agrees: true, satisfaction: 5, ...more },
});
const many = (of: number, more: Partial<HeardLine> = {}): HeardLine[] => Array.from({ length: of }, (_, n) => line(n, more));

describe('counts', () => {
  it('asked, reached, confirmed, and each grade', () => {
    const lines = [
      ...many(6),
      line(7, { satisfaction: 4, draw: 'd2' }),
      line(8, { satisfaction: 3, agrees: false }),
      line(9, { satisfaction: null }),
      line(10, { reached: false, confirmed: false, agrees: false, satisfaction: null }),
    ];
    const h = heardFigures(lines);
    expect(h).toEqual({
      ...{ draws: 2, asked: 10, reached: 9, confirmed: 9, agrees: 8 },
      ...{ rated: 8, grades: [0, 0, 1, 1, 6], satisfied: 7 },
    });
    expect(heardWords(h)[1]).toBe('8 人给出满意度：很满意 6 人、满意 1 人、一般 1 人；满意和很满意共 7 人，满意率 87.5%。');
    expect(heardWords(heardFigures([]))).toEqual([]);
  });
  it('in public no group of fewer than five, and none that follows from the others', () => {
    expect(heardInPublic(heardFigures([]))).toBeNull();
    expect(heardInPublic(heardFigures(many(4)))).toBe('随机回访服务对象少于 5 人。');
    expect(heardInPublic(heardFigures(many(20)))).toBe(
      '随机回访服务对象 20 人，联系上 20 人；给出满意度的 20 人中，满意率 100%。',
    );
    const oneUnhappy = heardFigures([...many(20), line(21, { satisfaction: 1 })]);
    expect(heardInPublic(oneUnhappy)).toBe('随机回访服务对象 21 人，联系上 21 人。');
    const oneMissed = heardFigures([...many(20), line(21, { reached: false, satisfaction: null })]);
    expect(heardInPublic(oneMissed)).toBe('随机回访服务对象 21 人；给出满意度的 20 人中，满意率 100%。');
  });
});
