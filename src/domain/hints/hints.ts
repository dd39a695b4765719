// Hints for a supervisor: what in the records is worth a look, with its reason; looked into with a remark, never a verdict. Serves K1, M3.

import { z } from 'zod';
import { Day, defineCommand, defineRead, Saved, text } from '#kernel/endpoints.ts';
import { HINT_KINDS, type HintKind } from './finding.ts';

export { HINT_KINDS };

const Kind = z.enum(Object.keys(HINT_KINDS) as [HintKind, ...HintKind[]]);

const Hint = z.object({
  id: z.uuid(),
  kind: Kind,
  station: z.int(),
  station_name: z.string(),
  worker: z.uuid().nullable(),
  worker_name: z.string().nullable(),
  say: z.string(),
  records: z.array(z.uuid()),
  /** What somebody found who looked into it; null while nobody has. */
  remark: z.object({ text: z.string(), by: z.string(), at: z.string() }).nullable(),
});
export type Hint = z.output<typeof Hint>;

/** Visits made from `from` to `to`, at most a year; without them the last 92 days. */
export const list = defineRead({
  name: 'hints.list',
  title: '疑点提示',
  clauses: ['K1', 'M3'],
  query: z.strictObject({
    station: z.coerce.number().int().optional(),
    from: Day.optional(),
    to: Day.optional(),
    state: z.enum(['open', 'all']).default('open'),
  }),
  answer: z.object({ from: z.string(), to: z.string(), looked_at: z.int(), rows: z.array(Hint) }),
});

/** Says what was found behind a hint; it then is no longer open. The hint is named by what it is about. */
export const remark = defineCommand({
  name: 'hints.remark',
  title: '核实疑点',
  clauses: ['K1', 'M3'],
  input: z.strictObject({
    kind: Kind,
    records: z.array(z.uuid()).min(1).max(2_000),
    remark: text(500),
  }),
  answer: Saved,
});
