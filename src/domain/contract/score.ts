// The score of a contract so far, by block (P1): a guide in everyday work. What counts in the end is the acceptance. Both sides.

import { z } from 'zod';
import { defineRead } from '#kernel/endpoints.ts';

export const SCORE_NOTE = '得分随记录每天变化，只供日常参考；最后以验收意见为准。';

export const score = defineRead({
  name: 'contract.score',
  title: '目前得分',
  clauses: ['P1'],
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({
    /** Null while no indicator has points. */
    score: z
      .object({
        points: z.number(),
        of: z.number(),
        percent: z.number(),
        grade: z.string().nullable(),
        blocks: z.array(z.object({ block: z.string(), points: z.number(), of: z.number() })),
        /** Indicators with a veto that are not met. */
        vetoed: z.array(z.string()),
      })
      .nullable(),
    say: z.array(z.string()),
  }),
});
