// Evaluators' sheets: each writes and signs his own; what the reader may see of them; the result.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { holds } from '#kernel/roles.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { acceptancePolicy as may, seesSheet } from './acceptance.policy.ts';
import type { EvaluationHead, evaluation, Kind, score } from './evaluation.ts';
import { closeWhenSigned } from './evaluations.service.ts';
import { fullPoints } from './layout.ts';
import { type Loaded, loadEvaluation } from './loading.service.ts';
import { excessOf, gapsOf, type Result, resultOf } from './scoring.ts';

/** The actor's own sheet while it can be written. */
async function ownSheet(tx: Tx, input: { id: string; revision: number }, verb: 'acceptance.score' | 'acceptance.sign_scores') {
  const now = await loadEvaluation(tx, input.id);
  const own = now.sheets.find(s => s.evaluator_id === tx.actor.account);
  if (!own) throw new AppError('not_found', { say: '这次评估没有分派给您，请联系县民政局。' });
  const refused = refusal(may[verb], tx.actor, now);
  if (refused) throw new AppError(refused);
  if (own.signed_at !== null)
    throw new AppError('evaluation_signed', { say: '您的评分已经签定，不能再改；如确有错误，请县民政局在签定后重开。' });
  if (own.revision !== input.revision) throw new AppError('stale', { current: { revision: own.revision } });
  return { now, own };
}

type Fields = { scores?: string; remark?: string | null; signed_at?: string };
async function saveSheet(tx: Tx, evaluation: string, revision: number, fields: Fields): Promise<number> {
  const changed = await tx.run(
    q
      .updateTable('app.evaluation_sheets')
      .set({ ...fields, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('evaluation_id', '=', evaluation)
      .where('evaluator_id', '=', tx.actor.account)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale');
  return revision + 1;
}

const refuseWith = (path: string, messages: readonly string[]): never => {
  throw new AppError('invalid', { issues: messages.map(message => ({ path, message })) });
};

/** Keeps the actor's sheet as a whole. */
export async function writeSheet(tx: Tx, input: z.output<typeof score.input>): Promise<number> {
  const { now } = await ownSheet(tx, input, 'acceptance.score');
  const scores = { points: input.points, remarks: input.remarks, vetoes: input.vetoes };
  const excess = excessOf(now.layout, now.figures, scores);
  if (excess.length) refuseWith('points', excess);
  return saveSheet(tx, now.id, input.revision, { scores: JSON.stringify(scores), remark: input.remark });
}

/** Signs the actor's sheet; the last signature closes the evaluation. */
export async function signSheet(tx: Tx, input: { id: string; revision: number }): Promise<number> {
  const { now, own } = await ownSheet(tx, input, 'acceptance.sign_scores');
  const gaps = gapsOf(now.layout, now.figures, own.scores);
  if (gaps.length) refuseWith('points', gaps);
  if (!now.satisfaction && now.layout.sections.some(s => s.items.some(i => i.way === 'satisfaction')))
    throw new AppError('invalid', { say: '满意度还没有填写，请县民政局填写后再签定。' });
  const revision = await saveSheet(tx, now.id, input.revision, { signed_at: tx.now.toISOString() });
  await closeWhenSigned(tx, now.id);
  return revision;
}

/** The kept result when signed; otherwise that of the sheets the reader sees, null when he sees none of them all. */
function resultFor(tx: Tx, e: Loaded): Result | null {
  if (e.result !== null) return e.result as Result;
  const seen = e.sheets.filter(s => seesSheet(tx.actor, e, s.evaluator_id));
  if (seen.length === 0) return null;
  return resultOf(
    e.layout,
    e.figures,
    e.satisfaction,
    seen.map(s => s.scores),
  );
}

export function headOf(tx: Tx, e: Loaded): EvaluationHead {
  const whole = e.result !== null || holds(tx.actor, 'county_officer') ? resultFor(tx, e) : null;
  return {
    id: e.id,
    contract: e.contract_id,
    kind: e.kind as Kind,
    version: e.version,
    reason: e.reason,
    title: e.title,
    as_of: e.as_of,
    state: e.state,
    signed_at: e.signed_at,
    total: whole?.total ?? null,
    full: fullPoints(e.layout),
    grade: whole?.grade ?? null,
    evaluators: e.sheets.length,
    signed: e.signed,
    revision: e.revision,
  };
}

/** An evaluation as the reader may see it. */
export async function evaluationFor(tx: Tx, id: string): Promise<z.input<typeof evaluation.answer>> {
  const e = await loadEvaluation(tx, id);
  return {
    ...headOf(tx, e),
    contract_name: e.contract_name,
    layout: e.layout,
    figures: e.figures as Record<string, { share: number | null; say: string; indicators: string[] }>,
    figures_at: e.figures_at,
    satisfaction: e.satisfaction,
    sheets: e.sheets.map(s => {
      const seen = seesSheet(tx.actor, e, s.evaluator_id);
      return {
        evaluator: s.evaluator_id,
        name: s.name,
        signed_at: s.signed_at,
        revision: s.revision,
        scores: seen
          ? (s.scores as { points: Record<string, number>; remarks: Record<string, string>; vetoes: Record<string, string> })
          : null,
        remark: seen ? s.remark : null,
      };
    }),
    result: resultFor(tx, e),
  };
}
