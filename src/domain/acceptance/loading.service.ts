// An evaluation as it stands in the database, with its sheets, parsed.

import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { State } from './evaluation.ts';
import { Layout } from './layout.ts';
import type { Sheet, Taken } from './scoring.ts';

const Scores = z.object({
  points: z.record(z.string(), z.number()).default({}),
  remarks: z.record(z.string(), z.string()).default({}),
  vetoes: z.record(z.string(), z.string()).default({}),
});
const Figures = z.record(
  z.string(),
  z.object({ share: z.number().nullable(), say: z.string(), indicators: z.array(z.string()) }),
);

/** An evaluation with its sheets, everything parsed. */
export type Loaded = Awaited<ReturnType<typeof loadEvaluation>>;

const sheetsOf = (tx: Tx, ids: readonly string[]) =>
  tx.all(
    q
      .selectFrom('app.evaluation_sheets as s')
      .innerJoin('app.accounts as a', j => j.onRef('a.id', '=', 's.evaluator_id').on('a.county_id', '=', tx.county))
      .select(['s.evaluation_id', 's.evaluator_id', 'a.name', 's.scores', 's.remark', 's.signed_at', 's.revision'])
      .where('s.county_id', '=', tx.county)
      .where('s.evaluation_id', 'in', [...ids])
      .orderBy('a.name')
      .orderBy('s.evaluator_id'),
  );

/** Throws `not_found`. */
export async function loadEvaluation(tx: Tx, id: string) {
  const [row, sheets] = await Promise.all([
    tx.first(
      q
        .selectFrom('app.evaluations as e')
        .innerJoin('app.contracts as c', j => j.onRef('c.id', '=', 'e.contract_id').on('c.county_id', '=', tx.county))
        .selectAll('e')
        .select('c.name as contract_name')
        .where('e.county_id', '=', tx.county)
        .where('e.id', '=', id),
    ),
    sheetsOf(tx, [id]),
  ]);
  if (!row) throw new AppError('not_found');
  return {
    ...row,
    state: row.state as State,
    layout: Layout.parse(row.layout),
    figures: Figures.parse(row.figures) as Record<string, Taken>,
    satisfaction:
      row.asked !== null && row.satisfied !== null
        ? { asked: row.asked, satisfied: row.satisfied, note: row.satisfaction_note ?? '' }
        : null,
    sheets: sheets.map(s => ({ ...s, scores: Scores.parse(s.scores) as Sheet })),
    signed: sheets.filter(s => s.signed_at !== null).length,
  };
}
