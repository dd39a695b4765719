// Every wording a clause had and every rule an indicator had, as they are read (P1, K1–K6c). Both sides.

import { z } from 'zod';
import { defineRead } from '#kernel/endpoints.ts';
import { Rule } from './rule.ts';
import { Score } from './scoring.ts';

const Version = {
  revision: z.int(),
  title: z.string(),
  /** The account's name. */
  by: z.string(),
  at: z.string(),
  reason: z.string().nullable(),
  removed: z.boolean(),
};
export const indicatorVersions = defineRead({
  name: 'contract.indicator_versions',
  title: '指标的历次规则',
  clauses: ['K1'],
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({
    rows: z.array(
      z.object({
        ...Version,
        clause: z.string(),
        unit: z.string(),
        rule: Rule.nullable(),
        score: Score.nullable(),
        /** The rule in words. */
        words: z.array(z.string()),
      }),
    ),
  }),
});
export const clauseVersions = defineRead({
  name: 'contract.clause_versions',
  title: '条款的历次文本',
  clauses: ['P1'],
  query: z.strictObject({ contract: z.uuid(), code: z.string().max(10) }),
  answer: z.object({ rows: z.array(z.object({ ...Version, block: z.string(), body: z.string() })) }),
});
