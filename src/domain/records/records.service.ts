// Writing a record of any kind: checked, kept with every revision, submitted, withdrawn. A module above calls these from its own commands
// and adds what its kind means (attendance, goals). Serves K3–K5b.

import { inPost } from '#domain/org/org.service.ts';
import { dayOf } from '#kernel/dates.ts';
import { AppError, type ErrorCode, type Issue } from '#kernel/errors.ts';
import { isLate, recordedAt } from '#kernel/lateness.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { type AboutRecord, corrects, type NewRecord, withdraws } from '#kernel/review.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { writes } from './records.policy.ts';
import { type RecordHead, type RecordKind, RecordSettings } from './records.ts';
import { loadRecords, OPEN_SHELF, type RecordColumns } from './rows.service.ts';

/** Where a record belongs: its station, what it is of, and the case it stands behind. */
export type Place = { station: number; of: string; case?: string; no?: number; title: string };
export type Written = { head: RecordHead; content: unknown };

/** The county's numbers for records. */
export const settingsOf = async (tx: Tx): Promise<{ late_days: number }> => {
  const row = await tx.first(q.selectFrom('app.counties').select('settings').where('county_id', '=', tx.county));
  return RecordSettings.parse((row?.settings as { records?: unknown } | undefined)?.records ?? {});
};

/** Which of these files were sent, and to which station. */
export const filesSent = (tx: Tx, hashes: readonly string[]): Promise<{ hash: string; station_id: number }[]> =>
  hashes.length === 0
    ? Promise.resolve([])
    : tx.all(
        q
          .selectFrom('app.files')
          .select(['hash', 'station_id'])
          .where('county_id', '=', tx.county)
          .where('use', 'in', ['photo', 'signature', 'paper'])
          .where('hash', 'in', [...hashes]),
      );

const hashesOf = (head: RecordHead): string[] => [...head.files, ...head.signatures.flatMap(s => (s.hash ? [s.hash] : []))];

/**
 * What a record's head must hold: the day has come, its workers were in post that day, its files have been sent to the station, a late one
 * says why. `received_on` is the day it first arrived.
 * @throws AppError `invalid` with a sentence per field, `file_not_sent`
 */
async function mustHold(
  tx: Tx,
  station: number,
  worker: string,
  head: RecordHead,
  received_on: string,
): Promise<{ late: boolean }> {
  const hashes = hashesOf(head);
  const [settings, posts, files] = await Promise.all([
    settingsOf(tx),
    inPost(tx, [worker, ...head.co_workers], head.occurred_on),
    filesSent(tx, hashes),
  ]);
  const late = isLate(head.occurred_on, `${received_on}T12:00:00+08:00`, settings.late_days);
  const lead = posts.get(worker);
  const issues: Issue[] = [];
  if (head.occurred_on > tx.today) issues.push({ path: 'occurred_on', message: '日期不能晚于今天。' });
  if (head.started_at && head.ended_at && head.ended_at < head.started_at)
    issues.push({ path: 'ended_at', message: '结束时间早于开始时间，请核对。' });
  if (!lead || (worker !== tx.actor.account && lead.station !== station))
    issues.push({ path: 'worker', message: '主责社工当天不在本站岗位上，请核对日期或人员。' });
  if (head.co_workers.includes(worker)) issues.push({ path: 'co_workers', message: '协同人员中有主责社工本人，请去掉。' });
  if (head.co_workers.some(id => !posts.has(id)))
    issues.push({ path: 'co_workers', message: '有协同人员当天不在岗位上，请核对日期或人员。' });
  if (late && !head.late_reason)
    issues.push({ path: 'late_reason', message: `距发生日期已超过 ${settings.late_days} 天，属于补录，请填写原因。` });
  if (issues.length) throw new AppError('invalid', { issues });
  const here = (hash: string): boolean => files.some(f => f.hash === hash && f.station_id === station);
  if (!hashes.every(here)) throw new AppError('file_not_sent', { issues: [{ path: 'files', message: '有文件还没有上传' }] });
  return { late };
}

const contentRow = (
  tx: Tx,
  place: Pick<Place, 'station' | 'case'>,
  id: string,
  revision: number,
  w: Written,
  reason: string | null,
) =>
  q.insertInto('app.record_contents').values({
    county_id: tx.county,
    record_id: id,
    revision,
    station_id: place.station,
    shelf_id: place.case ?? OPEN_SHELF,
    content: JSON.stringify(w.content),
    file_hashes: w.head.files,
    signatures: JSON.stringify(w.head.signatures),
    reason,
    written_by: tx.actor.account,
    written_at: tx.now.toISOString(),
    changed_by: tx.changedBy,
  });

const headColumns = (head: RecordHead) => ({
  occurred_on: head.occurred_on,
  started_at: head.started_at ?? null,
  ended_at: head.ended_at ?? null,
  co_worker_ids: head.co_workers,
  late_reason: head.late_reason ?? null,
});

/**
 * Keeps a new record: submitted, or as a draft that only its author goes on with.
 * @param may the rule of the module's own command, by default: a worker his own, the head of station also that of his workers
 * @throws AppError `forbidden`, `not_author`, `invalid`, `file_not_sent`
 */
export async function writeRecord(
  tx: Tx,
  kind: Pick<RecordKind, 'kind'>,
  id: string,
  place: Place,
  w: Written,
  options: { draft?: boolean; may?: Rule<NewRecord> } = {},
): Promise<{ revision: number }> {
  const worker = w.head.worker ?? tx.actor.account;
  const refused = refusal(options.may ?? writes, tx.actor, { station: place.station, worker });
  if (refused) throw new AppError(refused);
  const { late } = await mustHold(tx, place.station, worker, w.head, tx.today);
  const now = tx.now.toISOString();
  tx.later(
    q.insertInto('app.records').values({
      county_id: tx.county,
      id,
      station_id: place.station,
      shelf_id: place.case ?? OPEN_SHELF,
      kind: kind.kind,
      of_id: place.of,
      no: place.no ?? null,
      title: place.title,
      ...headColumns(w.head),
      worker_id: worker,
      recorded_at: recordedAt(w.head.recorded_at, w.head.occurred_on, now),
      received_at: now,
      late,
      written_by: tx.actor.account,
      state: options.draft ? 'draft' : 'submitted',
      changed_by: tx.changedBy,
    }),
  );
  tx.later(contentRow(tx, place, id, 1, w, null));
  return { revision: 1 };
}

/** The refusal of somebody who saw another text than the standing one, or came too late for its state. */
export const refusedOver = (row: RecordColumns, code: ErrorCode): AppError => {
  const error = new AppError(code);
  return error.status === 409 ? new AppError(code, { current: { id: row.id, revision: row.revision, state: row.state } }) : error;
};

async function standing(
  tx: Tx,
  seen: { id: string; revision: number },
  may: (about: AboutRecord) => ErrorCode | null,
): Promise<RecordColumns> {
  const { row, about } = (await loadRecords(tx, [seen.id]))[0]!;
  const refused = may(about);
  if (refused) throw refusedOver(row, refused);
  if (row.revision !== seen.revision) throw refusedOver(row, 'stale');
  return row;
}

/** Updates the record as it was seen; somebody who was quicker makes it `stale`. */
async function move(tx: Tx, row: RecordColumns, values: Record<string, unknown>): Promise<void> {
  const changed = await tx.run(
    q
      .updateTable('app.records')
      .set({ ...values, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', row.id)
      .where('revision', '=', row.revision)
      .where('state', '=', row.state),
  );
  if (changed === 0) throw refusedOver((await loadRecords(tx, [row.id]))[0]!.row, 'stale');
}

/**
 * Replaces what was written: a draft is written over, anything else becomes a new revision with the reason and goes back to review.
 * `kind` must be the record's own.
 * @throws AppError `stale`, `record_approved`, `record_withdrawn`, `not_author`, `invalid`
 */
export async function rewriteRecord(
  tx: Tx,
  kind: Pick<RecordKind, 'kind'>,
  seen: { id: string; revision: number; reason?: string },
  w: Written,
  title?: string,
): Promise<{ row: RecordColumns; revision: number }> {
  const row = await standing(tx, seen, about => corrects(tx.actor, about));
  if (row.kind !== kind.kind) throw new AppError('not_found');
  const draft = row.state === 'draft';
  if (!draft && !seen.reason) throw new AppError('invalid', { issues: [{ path: 'reason', message: '请填写更正原因' }] });
  const { late } = await mustHold(tx, row.station_id, row.worker_id, w.head, draft ? tx.today : dayOf(row.received_at));
  const revision = row.revision + 1;
  const now = tx.now.toISOString();
  await move(tx, row, {
    ...headColumns(w.head),
    ...(title && { title }),
    ...(draft ? { received_at: now } : { corrected_at: now, state: 'submitted' }),
    late,
    written_by: tx.actor.account,
    revision,
  });
  const place = { station: row.station_id, ...(row.shelf_id !== OPEN_SHELF && { case: row.shelf_id }) };
  await tx.run(contentRow(tx, place, row.id, revision, w, seen.reason ?? null));
  return { row, revision };
}

/** Hands a draft in for review. It arrives now: whether it is late is judged by today. */
export async function submitRecord(tx: Tx, seen: { id: string; revision: number }): Promise<RecordColumns> {
  const row = await standing(tx, seen, about => corrects(tx.actor, about));
  if (row.state !== 'draft') throw refusedOver(row, 'record_not_draft');
  await move(tx, row, { state: 'submitted', received_at: tx.now.toISOString() });
  return row;
}

/** Takes a record back before it is approved. It stays readable with the reason; it is not counted. */
export async function withdrawRecord(tx: Tx, seen: { id: string; revision: number; reason: string }): Promise<RecordColumns> {
  const row = await standing(tx, seen, about => withdraws(tx.actor, about));
  await move(tx, row, { state: 'withdrawn' });
  await tx.run(
    q.insertInto('app.reviews').values({
      county_id: tx.county,
      id: tx.changedBy,
      station_id: row.station_id,
      shelf_id: row.shelf_id,
      kind: row.kind,
      subject_id: row.id,
      revision: row.revision,
      verdict: 'withdrawn',
      remark: seen.reason,
      reviewed_by: tx.actor.account,
      reviewed_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
  return row;
}
