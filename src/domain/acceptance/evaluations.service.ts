// Evaluations as they are written down: begun, their table and figures set while nobody has signed, signed by all, reopened as a new version.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Measure } from '#server/measures.ts';
import { acceptancePolicy as may } from './acceptance.policy.ts';
import type { beginEvaluation, reopenEvaluation, State, setLayout, setSatisfaction } from './evaluation.ts';
import { figuresFor } from './figures.service.ts';
import { type Loaded, loadEvaluation } from './loading.service.ts';
import { EMPTY, resultOf } from './scoring.ts';

type Measures = ReadonlyMap<string, Measure>;

/** The evaluation when the actor may do this with it and has seen its newest state. */
async function held(tx: Tx, input: { id: string; revision: number }, rule: Rule<Loaded>): Promise<Loaded> {
  const now = await loadEvaluation(tx, input.id);
  const refused = refusal(rule, tx.actor, now);
  if (refused) throw new AppError(refused);
  if (now.revision !== input.revision) throw new AppError('stale', { current: { revision: now.revision } });
  return now;
}

type Fields = { title?: string; layout?: string; figures?: string; figures_at?: string; as_of?: string } & {
  asked?: number;
  satisfied?: number;
  satisfaction_note?: string;
  state?: State;
  result?: string;
  signed_at?: string;
};
/** Writes fields of an evaluation of this revision. */
export async function save(tx: Tx, id: string, revision: number, fields: Fields): Promise<number> {
  const changed = await tx.run(
    q
      .updateTable('app.evaluations')
      .set({ ...fields, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: (await loadEvaluation(tx, id)).revision } });
  return revision + 1;
}

/** Everybody who may evaluate today. */
export const evaluatorsOf = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.all(
    q
      .selectFrom('app.role_grants as g')
      .innerJoin('app.accounts as a', j => j.onRef('a.id', '=', 'g.account_id').on('a.county_id', '=', tx.county))
      .select(['a.id', 'a.name'])
      .distinct()
      .where('g.county_id', '=', tx.county)
      .where('g.role', '=', 'evaluator')
      .where('g.from_on', '<=', tx.today)
      .where(e => e.or([e('g.to_on', 'is', null), e('g.to_on', '>=', tx.today)]))
      .where('a.closed_at', 'is', null)
      .orderBy('a.name')
      .orderBy('a.id'),
  );

async function mustBeEvaluators(tx: Tx, ids: readonly string[]): Promise<void> {
  const known = new Set((await evaluatorsOf(tx)).map(e => e.id));
  if (!ids.every(id => known.has(id)))
    throw new AppError('missing_reference', { say: '所选人员不是当前在任的第三方评估，请重新选择。' });
}

const emptySheets = (tx: Tx, evaluation: string, ids: readonly string[]) =>
  tx.run(
    q.insertInto('app.evaluation_sheets').values(
      [...new Set(ids)].map(evaluator_id => ({
        county_id: tx.county,
        evaluation_id: evaluation,
        evaluator_id,
        scores: JSON.stringify(EMPTY),
        changed_by: tx.changedBy,
      })),
    ),
  );

/** Begins an evaluation: the table as given, the figures of today, an empty sheet for each evaluator. */
export async function beginOne(tx: Tx, input: z.output<typeof beginEvaluation.input>, measures: Measures): Promise<void> {
  const figures = await figuresFor(tx, input.contract, input.layout, measures);
  await mustBeEvaluators(tx, input.evaluators);
  await tx.run(
    q.insertInto('app.evaluations').values({
      county_id: tx.county,
      id: input.id,
      contract_id: input.contract,
      kind: input.kind,
      title: input.title,
      as_of: tx.today,
      layout: JSON.stringify(input.layout),
      figures: JSON.stringify(figures),
      figures_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
  await emptySheets(tx, input.id, input.evaluators);
}

/** Replaces table and evaluators; sheets of those who stay keep what still fits the new table. */
export async function changeLayout(tx: Tx, input: z.output<typeof setLayout.input>, measures: Measures): Promise<number> {
  const now = await held(tx, input, may['acceptance.set_layout']);
  await mustBeEvaluators(tx, input.evaluators);
  const known = new Set(now.sheets.map(s => s.evaluator_id));
  if (now.sheets.some(s => !input.evaluators.includes(s.evaluator_id)))
    throw new AppError('conflict', { say: '已经分派的评估员不能移出本次评估；如须更换，请另外开始一次评估。' });
  const added = input.evaluators.filter(id => !known.has(id));
  if (added.length) await emptySheets(tx, now.id, added);
  const figures = await figuresFor(tx, now.contract_id, input.layout, measures);
  return save(tx, now.id, now.revision, {
    title: input.title,
    layout: JSON.stringify(input.layout),
    figures: JSON.stringify(figures),
    figures_at: tx.now.toISOString(),
    as_of: tx.today,
  });
}

/** Takes the automatic figures anew. */
export async function retake(tx: Tx, input: { id: string; revision: number }, measures: Measures): Promise<number> {
  const now = await held(tx, input, may['acceptance.take_figures']);
  const figures = await figuresFor(tx, now.contract_id, now.layout, measures);
  return save(tx, now.id, now.revision, {
    figures: JSON.stringify(figures),
    figures_at: tx.now.toISOString(),
    as_of: tx.today,
  });
}

/** Writes down how many were asked and how many were satisfied. */
export async function writeSatisfaction(tx: Tx, input: z.output<typeof setSatisfaction.input>): Promise<number> {
  const now = await held(tx, input, may['acceptance.set_satisfaction']);
  return save(tx, now.id, now.revision, { asked: input.asked, satisfied: input.satisfied, satisfaction_note: input.note });
}

/** The signed evaluation stays; a copy with its sheets, unsigned, is the new version. */
export async function reopen(tx: Tx, input: z.output<typeof reopenEvaluation.input>): Promise<void> {
  const now = await held(tx, input, may['acceptance.reopen_evaluation']);
  if (now.state !== 'signed') throw new AppError('evaluation_not_signed');
  await save(tx, now.id, now.revision, { state: 'replaced' });
  await tx.run(
    q.insertInto('app.evaluations').values({
      county_id: tx.county,
      id: input.new_id,
      contract_id: now.contract_id,
      kind: now.kind,
      version: now.version + 1,
      reason: input.reason,
      title: now.title,
      as_of: now.as_of,
      layout: JSON.stringify(now.layout),
      figures: JSON.stringify(now.figures),
      figures_at: now.figures_at,
      asked: now.asked,
      satisfied: now.satisfied,
      satisfaction_note: now.satisfaction_note,
      changed_by: tx.changedBy,
    }),
  );
  await tx.run(
    q.insertInto('app.evaluation_sheets').values(
      now.sheets.map(s => ({
        county_id: tx.county,
        evaluation_id: input.new_id,
        evaluator_id: s.evaluator_id,
        scores: JSON.stringify(s.scores),
        remark: s.remark,
        changed_by: tx.changedBy,
      })),
    ),
  );
}

/** When the last evaluator has signed: the result is computed once and kept. Answers whether it was the last. */
export async function closeWhenSigned(tx: Tx, id: string): Promise<boolean> {
  // Two evaluators who sign at the same moment: the second waits here and sees the first one's signature.
  await tx.first(sql`select 1 as one from app.evaluations where county_id = ${tx.county} and id = ${id} for update`.compile(q));
  const now = await loadEvaluation(tx, id);
  if (now.sheets.some(s => s.signed_at === null)) return false;
  const result = resultOf(
    now.layout,
    now.figures,
    now.satisfaction,
    now.sheets.map(s => s.scores),
  );
  await save(tx, id, now.revision, { state: 'signed', result: JSON.stringify(result), signed_at: tx.now.toISOString() });
  return true;
}

/** Heads of all evaluations of a contract, the newest first. */
export async function evaluationsOf(tx: Tx, contract: string): Promise<{ contract_name: string; rows: Loaded[] }> {
  const [found, ids] = await Promise.all([
    tx.first(q.selectFrom('app.contracts').select('name').where('county_id', '=', tx.county).where('id', '=', contract)),
    tx.all(
      q
        .selectFrom('app.evaluations')
        .select('id')
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', contract)
        .orderBy('as_of', 'desc')
        .orderBy('version', 'desc')
        .orderBy('id'),
    ),
  ]);
  if (!found) throw new AppError('not_found');
  return { contract_name: found.name, rows: await Promise.all(ids.map(r => loadEvaluation(tx, r.id))) };
}
