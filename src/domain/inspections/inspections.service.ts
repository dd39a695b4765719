// Recording, correcting and withdrawing an inspection. A correction keeps what it replaced, with the reason. Serves M3.

import type { z } from 'zod';
import { inPost } from '#domain/org/org.service.ts';
import { daysBetween } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { insertFindings } from './findings.service.ts';
import { type About, inspectionsPolicy } from './inspections.policy.ts';
import type { correct, RecordInput, withdraw } from './inspections.ts';
import { columnsOf, type InspectionColumns, loadInspection, mustBeSent, writtenOf } from './rows.service.ts';
import { LATE_DAYS, picturesIn, problemsOf, type Written } from './sheet.ts';

/** When a station within reach was opened. @throws AppError `not_found` */
async function openedOn(tx: Tx, station: number): Promise<string | null> {
  if (!tx.actor.stations.includes(station)) throw new AppError('not_found');
  const row = await tx.first(
    q.selectFrom('app.stations').select('opened_on').where('county_id', '=', tx.county).where('station_id', '=', station),
  );
  if (!row) throw new AppError('not_found');
  return row.opened_on;
}

/** @throws AppError when the sheet, the people or the pictures it names are not right */
async function mustHold(tx: Tx, station: number, w: Written, today: string): Promise<void> {
  const files = [...picturesIn(w), ...(w.signature ? [w.signature] : [])];
  const [opened, posts] = await Promise.all([
    openedOn(tx, station),
    inPost(tx, w.present, w.inspected_on),
    mustBeSent(tx, station, files),
  ]);
  const issues = problemsOf(w, today, opened);
  if (issues.length > 0) throw new AppError('invalid', { issues });
  for (const id of w.present) {
    const post = posts.get(id);
    if (!post || (post.station !== null && post.station !== station)) throw new AppError('inspector_post');
  }
}

const isLate = (day: string, today: string): boolean => daysBetween(day, today) > LATE_DAYS;

/** Records an inspection with what it found. */
export async function recordInspection(tx: Tx, input: RecordInput): Promise<void> {
  const { id, station, findings, ...w } = input;
  await mustHold(tx, station, w, tx.today);
  await tx.run(
    q.insertInto('app.inspections').values({
      county_id: tx.county,
      id,
      station_id: station,
      ...columnsOf(w),
      inspector_id: tx.actor.account,
      received_at: tx.now.toISOString(),
      late: isLate(w.inspected_on, tx.today),
      written_by: tx.actor.account,
      state: 'recorded',
      changed_by: tx.changedBy,
    }),
  );
  await insertFindings(tx, { id, station, inspected_on: w.inspected_on }, findings);
}

/** The inspection as the writer saw it. @throws AppError the refusal of the rule, or `stale` */
async function asSeen(tx: Tx, seen: { id: string; revision: number }, rule: Rule<About>): Promise<InspectionColumns> {
  const row = await loadInspection(tx, seen.id);
  const refused = refusal(rule, tx.actor, { station: row.station_id, state: row.state as About['state'] });
  if (refused) throw new AppError(refused);
  if (row.revision !== seen.revision) throw stale(row.revision);
  return row;
}
const stale = (revision?: number): AppError => new AppError('stale', revision === undefined ? {} : { current: { revision } });

const changing = (tx: Tx, seen: { id: string; revision: number }) =>
  q
    .updateTable('app.inspections')
    .set({ revision: seen.revision + 1, changed_by: tx.changedBy })
    .where('county_id', '=', tx.county)
    .where('id', '=', seen.id)
    .where('revision', '=', seen.revision);

/** Replaces what was written; the old sheet is kept. Findings have a life of their own and stay. */
export async function correctInspection(tx: Tx, input: z.output<typeof correct.input>): Promise<{ station: number }> {
  const { id, revision, reason, ...w } = input;
  const row = await asSeen(tx, { id, revision }, inspectionsPolicy['inspections.correct']);
  await mustHold(tx, row.station_id, w, tx.today);
  const now = tx.now.toISOString();
  const changed = await tx.run(
    changing(tx, { id, revision }).set({ ...columnsOf(w), corrected_at: now, written_by: tx.actor.account }),
  );
  if (changed === 0) throw stale();
  await tx.run(
    q.insertInto('app.inspection_revisions').values({
      county_id: tx.county,
      inspection_id: id,
      revision,
      station_id: row.station_id,
      written: JSON.stringify(writtenOf(row)),
      reason,
      written_by: row.written_by,
      written_at: row.corrected_at ?? row.received_at,
      changed_by: tx.changedBy,
    }),
  );
  return { station: row.station_id };
}

/** Takes an inspection back (a wrong station, recorded twice). It stays readable and is not counted; its findings are dropped. */
export async function withdrawInspection(tx: Tx, input: z.output<typeof withdraw.input>): Promise<{ station: number }> {
  const row = await asSeen(tx, input, inspectionsPolicy['inspections.withdraw']);
  const changed = await tx.run(changing(tx, input).set({ state: 'withdrawn', remark: input.reason }));
  if (changed === 0) throw stale();
  await tx.run(
    q
      .updateTable('app.findings')
      .set(e => ({ state: 'dropped', revision: e('revision', '+', 1), changed_by: tx.changedBy }))
      .where('county_id', '=', tx.county)
      .where('inspection_id', '=', input.id)
      .where('state', 'in', ['open', 'answered']),
  );
  return { station: row.station_id };
}
