// Recording, correcting and withdrawing visits. What needs no database was checked by the same rules on the phone (written.ts).
// Serves K1, E6.

import type { z } from 'zod';
import { dayOf } from '#kernel/dates.ts';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { isLate, recordedAt } from '#kernel/lateness.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { shaped } from '#server/database/shapes.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { factsFor, mustHold } from './checking.service.ts';
import { columnsOf, loadVisits, type VisitColumns, writtenOf } from './rows.service.ts';
import { seesNames, visitsPolicy } from './visits.policy.ts';
import type { About, CorrectInput, RecordInput, Written, withdraw } from './visits.ts';

/** The author's part of an input. */
const written = ({ id: _, resident: __, worker: ___, recorded_at: ____, ...rest }: RecordInput): Written => rest;

/** Records one visit or call. Nothing of the person's file changes by it. */
export async function recordVisit(tx: Tx, input: RecordInput): Promise<{ station: number }> {
  const w = written(input);
  const worker = input.worker ?? tx.actor.account;
  const facts = await factsFor(tx, input.resident, worker, w);
  const { visited, settings } = facts;
  const refused = refusal(visitsPolicy['visits.record'], tx.actor, { station: visited.station, worker });
  if (refused) throw new AppError(refused);
  mustHold(tx, worker, w, facts, tx.today);
  const now = tx.now.toISOString();
  const row = {
    county_id: tx.county,
    id: input.id,
    station_id: visited.station,
    resident_id: visited.id,
    worker_id: worker,
    ...columnsOf(w),
    recorded_at: recordedAt(input.recorded_at, w.visited_on, now),
    received_at: now,
    late: isLate(w.visited_on, tx.now, settings.late_days),
    written_by: tx.actor.account,
    state: 'submitted',
    changed_by: tx.changedBy,
  };
  tx.later(shaped('visits.record', row, values => q.insertInto('app.visits').values(values)));
  return { station: visited.station };
}

/**
 * The refusal of somebody who saw another text than the standing one, or came too late for its state: with what stands, so that he can go
 * on. Who sees people masked is told the revision and state only, and a verb that is denied tells nothing.
 */
export function refusedOver(tx: Tx, row: VisitColumns, code: ErrorCode): AppError {
  const { id, revision, state } = row;
  const refused = new AppError(code);
  return refused.status === 409 ? new AppError(code, { current: { id, revision, state, ...currentOf(tx, row) } }) : refused;
}

/** What stands, as far as this reader may read it. */
export const currentOf = (tx: Tx, row: VisitColumns): Record<string, unknown> =>
  seesNames(tx.actor, row.station_id) ? { remark: row.remark, written: writtenOf(row) } : {};

/** The row changed while this command was under way: what stands now decides. */
export async function overtaken(tx: Tx, id: string, rule: Rule<About>): Promise<AppError> {
  const { row, about } = (await loadVisits(tx, [id]))[0]!;
  return refusedOver(tx, row, refusal(rule, tx.actor, about) ?? 'stale');
}

/**
 * Replaces what was written by a new revision; the old one is kept with the reason. It goes back to be reviewed.
 * @throws AppError `stale` with the standing revision when another one was seen
 */
export async function correctVisit(tx: Tx, input: CorrectInput): Promise<{ station: number; revision: number }> {
  const { id, revision, reason, ...w } = input;
  const { row, about } = (await loadVisits(tx, [id]))[0]!;
  const refused = refusal(visitsPolicy['visits.correct'], tx.actor, about);
  if (refused) throw refusedOver(tx, row, refused);
  if (row.revision !== revision) throw refusedOver(tx, row, 'stale');
  if (row.kind !== w.kind)
    throw new AppError('invalid', { issues: [{ path: 'kind', message: '入户探访与电话问候不能互改，请撤回后重新登记。' }] });
  const facts = await factsFor(tx, row.resident_id, row.worker_id, w);
  mustHold(tx, row.worker_id, w, facts, dayOf(row.received_at));
  const changed = await tx.run(
    q
      .updateTable('app.visits')
      .set({
        ...columnsOf(w),
        corrected_at: tx.now.toISOString(),
        written_by: tx.actor.account,
        late: isLate(w.visited_on, row.received_at, facts.settings.late_days),
        state: 'submitted',
        remark: null,
        revision: revision + 1,
        changed_by: tx.changedBy,
      })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision)
      .where('state', 'in', ['submitted', 'returned']),
  );
  if (changed === 0) throw await overtaken(tx, id, visitsPolicy['visits.correct']);
  await keepRevision(tx, row, reason);
  return { station: row.station_id, revision: revision + 1 };
}

const keepRevision = (tx: Tx, row: VisitColumns, reason: string): Promise<number> =>
  tx.run(
    q.insertInto('app.visit_revisions').values({
      county_id: tx.county,
      visit_id: row.id,
      revision: row.revision,
      station_id: row.station_id,
      written: JSON.stringify(writtenOf(row)),
      reason,
      written_by: row.written_by,
      received_at: row.corrected_at ?? row.received_at,
      changed_by: tx.changedBy,
    }),
  );

/** Takes a record back before it is approved. It stays readable, with the reason; it is not counted. */
export async function withdrawVisit(tx: Tx, input: z.output<typeof withdraw.input>): Promise<{ station: number }> {
  const { row, about } = (await loadVisits(tx, [input.id]))[0]!;
  const refused = refusal(visitsPolicy['visits.withdraw'], tx.actor, about);
  if (refused) throw refusedOver(tx, row, refused);
  const changed = await tx.run(
    q
      .updateTable('app.visits')
      .set({ state: 'withdrawn', remark: input.reason, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id)
      .where('revision', '=', input.revision)
      .where('state', 'in', ['submitted', 'returned']),
  );
  if (changed === 0) throw await overtaken(tx, input.id, visitsPolicy['visits.withdraw']);
  return { station: row.station_id };
}
