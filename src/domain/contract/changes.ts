// 更改记录: what was changed in a contract, when, by whom and why, over its head, stations, money, order, payments, clauses and
// indicators (P1, P2). Both sides.

import { z } from 'zod';
import { defineRead } from '#kernel/endpoints.ts';

export const changes = defineRead({
  name: 'contract.changes',
  title: '更改记录',
  clauses: ['P1', 'P2'],
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({
    /** The newest first; at most the last 500. */
    rows: z.array(z.object({ at: z.string(), by: z.string(), what: z.string(), reason: z.string().nullable() })),
  }),
});
