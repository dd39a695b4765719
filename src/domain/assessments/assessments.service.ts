// Recording, correcting and withdrawing assessments. Total and grade are made here from the answers and never taken from outside; what needs
// no database was checked by the same rules on the phone. Serves K3, E1.

import type { z } from 'zod';
import { inPost } from '#domain/org/org.service.ts';
import { dayOf } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type About, assessmentsPolicy as may, seesNames } from './assessments.policy.ts';
import {
  type CorrectInput,
  type Instrument,
  isLate,
  problemsOf,
  type RecordInput,
  type Written,
  type withdraw,
} from './assessments.ts';
import { bodiesOf, usable } from './instruments.service.ts';
import { type AssessmentColumns, columnsOf, lateDays, writtenOf } from './rows.service.ts';

type Assessed = { id: string; station: number; opened_on: string | null };

/** The person assessed, with the station; a merged row leads to the row that stands for it. Hidden or unknown people are `not_found`. */
async function personAssessed(tx: Tx, id: string, merges = 0): Promise<Assessed> {
  const row = await tx.first(
    q
      .selectFrom('app.residents as r')
      .leftJoin('app.stations as s', j => j.on('s.county_id', '=', tx.county).onRef('s.station_id', '=', 'r.station_id'))
      .select(['r.id', 'r.station_id as station', 'r.merged_into', 's.opened_on'])
      .where('r.county_id', '=', tx.county)
      .where('r.id', '=', id),
  );
  if (!row || merges > 5) throw new AppError('not_found');
  return row.merged_into ? personAssessed(tx, row.merged_into, merges + 1) : row;
}

/** Who assessed must have been in post that day. */
async function mustHold(
  tx: Tx,
  instrument: Instrument,
  worker: string,
  w: Written,
  at: { received_on: string; opened_on: string | null; late_days: number },
): Promise<void> {
  const issues = problemsOf(instrument, w, { today: tx.today, ...at });
  const posts = await inPost(tx, [worker, ...w.co_workers], w.assessed_on);
  if (!posts.has(worker)) issues.push({ path: 'assessed_on', message: '评估人当天不在岗位上，请核对日期。' });
  if (w.co_workers.includes(worker)) issues.push({ path: 'co_workers', message: '共同评估人里有评估人本人，请去掉。' });
  if (w.co_workers.some(id => !posts.has(id)))
    issues.push({ path: 'co_workers', message: '有共同评估人当天不在岗位上，请核对日期或人员。' });
  if (issues.length) throw new AppError('invalid', { issues });
}

/** The phone's clock, where it can be true. */
const recordedAt = (claimed: string | undefined, assessed_on: string, received_at: string): string =>
  claimed && dayOf(claimed) >= assessed_on && Date.parse(claimed) <= Date.parse(received_at) ? claimed : received_at;

/** Records one assessment by its writer. Nothing of the person's file changes by it. */
export async function recordAssessment(tx: Tx, input: RecordInput): Promise<{ station: number }> {
  const { id, resident, instrument: code, version, purpose, recorded_at, ...w } = input;
  const [person, instrument, late_days] = await Promise.all([
    personAssessed(tx, resident),
    usable(tx, code, version, w.assessed_on),
    lateDays(tx),
  ]);
  const refused = refusal(may['assessments.record'], tx.actor, { station: person.station });
  if (refused) throw new AppError(refused);
  const worker = tx.actor.account;
  await mustHold(tx, instrument, worker, w, { received_on: tx.today, opened_on: person.opened_on, late_days });
  const now = tx.now.toISOString();
  tx.later(
    q.insertInto('app.assessments').values({
      county_id: tx.county,
      id,
      station_id: person.station,
      resident_id: person.id,
      instrument: code,
      version,
      ...columnsOf(instrument, w),
      for_kind: purpose?.kind ?? null,
      for_id: purpose?.id ?? null,
      worker_id: worker,
      recorded_at: recordedAt(recorded_at, w.assessed_on, now),
      received_at: now,
      late: isLate(w.assessed_on, tx.today, late_days),
      written_by: worker,
      state: 'recorded',
      changed_by: tx.changedBy,
    }),
  );
  return { station: person.station };
}

const aboutOf = (r: AssessmentColumns): About => ({
  station: r.station_id,
  worker: r.worker_id,
  written_by: r.written_by,
  state: r.state as About['state'],
});

async function standing(tx: Tx, id: string): Promise<AssessmentColumns> {
  const row = await tx.first(q.selectFrom('app.assessments').selectAll().where('county_id', '=', tx.county).where('id', '=', id));
  if (!row) throw new AppError('not_found');
  return row;
}

/** What stands now, for who came too late; masked readers never get here. */
const overtaken = (tx: Tx, row: AssessmentColumns, code: 'stale' | 'assessment_withdrawn'): AppError =>
  new AppError(code, {
    current: {
      id: row.id,
      revision: row.revision,
      state: row.state,
      ...(seesNames(tx.actor, row.station_id) && { written: writtenOf(row) }),
    },
  });

/** The row, when this actor may change it and has seen what stands. */
async function toChange(tx: Tx, verb: 'assessments.correct' | 'assessments.withdraw', seen: { id: string; revision: number }) {
  const row = await standing(tx, seen.id);
  const refused = refusal(may[verb], tx.actor, aboutOf(row));
  if (refused === 'assessment_withdrawn') throw overtaken(tx, row, refused);
  if (refused) throw new AppError(refused);
  if (row.revision !== seen.revision) throw overtaken(tx, row, 'stale');
  return row;
}

/** Replaces what was written by a new revision, scored anew; the old one is kept with its result and the reason. */
export async function correctAssessment(tx: Tx, input: CorrectInput): Promise<{ station: number; revision: number }> {
  const { id, revision, reason, ...w } = input;
  const row = await toChange(tx, 'assessments.correct', input);
  const [bodies, person, late_days] = await Promise.all([bodiesOf(tx, [row]), personAssessed(tx, row.resident_id), lateDays(tx)]);
  const instrument = bodies.get(row.instrument, row.version);
  const received_on = dayOf(row.received_at);
  await mustHold(tx, instrument, row.worker_id, w, { received_on, opened_on: person.opened_on, late_days });
  const changed = await tx.run(
    q
      .updateTable('app.assessments')
      .set({
        ...columnsOf(instrument, w),
        late: isLate(w.assessed_on, received_on, late_days),
        corrected_at: tx.now.toISOString(),
        written_by: tx.actor.account,
        revision: revision + 1,
        changed_by: tx.changedBy,
      })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision)
      .where('state', '=', 'recorded'),
  );
  if (changed === 0) throw overtaken(tx, await standing(tx, id), 'stale');
  await keepRevision(tx, row, reason);
  return { station: row.station_id, revision: revision + 1 };
}

const keepRevision = (tx: Tx, row: AssessmentColumns, reason: string): Promise<number> =>
  tx.run(
    q.insertInto('app.assessment_revisions').values({
      county_id: tx.county,
      assessment_id: row.id,
      revision: row.revision,
      station_id: row.station_id,
      written: JSON.stringify(writtenOf(row)),
      total: row.total,
      grade: row.grade,
      reason,
      written_by: row.written_by,
      written_at: row.corrected_at ?? row.received_at,
      changed_by: tx.changedBy,
    }),
  );

/** Takes an assessment back. It stays readable, with the reason; it is in no series and is not counted. */
export async function withdrawAssessment(
  tx: Tx,
  input: z.output<typeof withdraw.input>,
): Promise<{ station: number; revision: number }> {
  const row = await toChange(tx, 'assessments.withdraw', input);
  const changed = await tx.run(
    q
      .updateTable('app.assessments')
      .set({ state: 'withdrawn', state_reason: input.reason, revision: input.revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id)
      .where('revision', '=', input.revision)
      .where('state', '=', 'recorded'),
  );
  if (changed === 0) throw overtaken(tx, await standing(tx, input.id), 'stale');
  return { station: row.station_id, revision: input.revision + 1 };
}
