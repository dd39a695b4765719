// Recording, correcting and withdrawing visits. What needs no database was checked by the same rules on the phone (written.ts).
// Serves K1, E6.

import type { z } from 'zod';
import { CATEGORIES, CATEGORY_CODES } from '#domain/clients/clients.ts';
import { inPost } from '#domain/org/org.service.ts';
import { dayOf } from '#kernel/dates.ts';
import { AppError, type Issue } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { columnsOf, loadVisits, visitSettings, type VisitColumns, writtenOf } from './rows.service.ts';
import { type About, type CorrectInput, isLate, type Person, problemsOf, type RecordInput, type VisitSettings, type withdraw, Written } from './visits.ts';
import { visitsPolicy } from './visits.policy.ts';

const CHILD_CATEGORIES = CATEGORY_CODES.filter(code => CATEGORIES[code].group === 'child' && code !== 'community_youth');

type Visited = { id: string; station: number; opened_on: string | null; person: Person };

/** The person visited, with the station; a merged row leads to the row that stands for it. Hidden or unknown people are `not_found`. */
async function personVisited(tx: Tx, id: string, merges = 0): Promise<Visited> {
  const row = await tx.first(
    q
      .selectFrom('app.residents as r')
      .leftJoin('app.stations as s', j => j.on('s.county_id', '=', tx.county).onRef('s.station_id', '=', 'r.station_id'))
      .select(['r.id', 'r.station_id as station', 'r.born_on', 'r.state', 'r.merged_into', 's.opened_on'])
      .where('r.county_id', '=', tx.county)
      .where('r.id', '=', id),
  );
  if (!row || merges > 5) throw new AppError('not_found');
  if (row.state === 'merged' && row.merged_into) return personVisited(tx, row.merged_into, merges + 1);
  return { id: row.id, station: row.station, opened_on: row.opened_on, person: { born_on: row.born_on, ...(row.born_on === null && { child_category: await hasChildCategory(tx, row.id) }) } };
}

const hasChildCategory = async (tx: Tx, resident: string): Promise<boolean> =>
  (await tx.first(q.selectFrom('app.resident_categories').select('id').where('county_id', '=', tx.county).where('resident_id', '=', resident).where('category', 'in', CHILD_CATEGORIES).where('to_on', 'is', null).limit(1))) !== undefined;

/** Photos and signature must have been sent to this station before the record that names them. */
async function mustHaveFiles(tx: Tx, station: number, w: Written): Promise<void> {
  const hashes = [...w.photos, ...(w.signature ? [w.signature] : [])];
  if (hashes.length === 0) return;
  const rows = await tx.all(
    q.selectFrom('app.files').select('hash').where('county_id', '=', tx.county).where('station_id', '=', station).where('use', 'in', ['photo', 'signature']).where('hash', 'in', hashes),
  );
  const known = new Set(rows.map(r => r.hash));
  const issues = [
    ...(w.photos.some(hash => !known.has(hash)) ? [{ path: 'photos', message: '有照片还没有上传' }] : []),
    ...(w.signature && !known.has(w.signature) ? [{ path: 'signature', message: '签名还没有上传' }] : []),
  ];
  if (issues.length) throw new AppError('file_not_sent', { issues });
}

/** The workers must have been in post that day; somebody recorded for must be a worker of this station. */
async function teamProblems(tx: Tx, visited: Visited, worker: string, w: Written): Promise<Issue[]> {
  const posts = await inPost(tx, [worker, ...w.co_workers], w.visited_on);
  const lead = posts.get(worker);
  const issues: Issue[] = [];
  if (!lead || (worker !== tx.actor.account && lead.station !== visited.station)) issues.push({ path: 'worker', message: '主访社工当天不在本站岗位上,请核对日期或人员。' });
  if (w.co_workers.includes(worker)) issues.push({ path: 'co_workers', message: '陪访人员中有主访社工本人,请去掉。' });
  if (w.co_workers.some(id => !posts.has(id))) issues.push({ path: 'co_workers', message: '有陪访人员当天不在岗位上,请核对日期或人员。' });
  return issues;
}

/** Others who were met must be people of the station, and not the person visited himself. */
async function presentProblems(tx: Tx, visited: Visited, w: Written): Promise<Issue[]> {
  if (w.present.length === 0) return [];
  const rows = await tx.all(q.selectFrom('app.residents').select('id').where('county_id', '=', tx.county).where('station_id', '=', visited.station).where('id', 'in', w.present));
  return rows.length === w.present.length && !w.present.includes(visited.id) ? [] : [{ path: 'present', message: '同时见到的对象须是本站的其他服务对象,请重新选择。' }];
}

/** Everything that must hold before a record is kept. `received_on` is the day it first arrived. */
async function check(tx: Tx, visited: Visited, worker: string, w: Written, settings: VisitSettings, received_on: string): Promise<void> {
  const [team, present] = await Promise.all([teamProblems(tx, visited, worker, w), presentProblems(tx, visited, w), mustHaveFiles(tx, visited.station, w)]);
  const own = problemsOf(w, { person: visited.person, today: tx.today, received_on, opened_on: visited.opened_on, late_days: settings.late_days });
  const issues = [...own, ...team, ...present];
  if (issues.length) throw new AppError('invalid', { issues });
}

/** The author's part of an input. */
const written = ({ id: _, resident: __, worker: ___, recorded_at: ____, ...rest }: RecordInput): Written => rest;

/** Records one visit or call. Nothing of the person's file changes by it. */
export async function recordVisit(tx: Tx, input: RecordInput): Promise<{ station: number }> {
  const w = written(input);
  const worker = input.worker ?? tx.actor.account;
  const [visited, settings] = await Promise.all([personVisited(tx, input.resident), visitSettings(tx)]);
  const refused = refusal(visitsPolicy['visits.record'], tx.actor, { station: visited.station, worker });
  if (refused) throw new AppError(refused);
  await check(tx, visited, worker, w, settings, tx.today);
  const now = tx.now.toISOString();
  await tx.run(
    q.insertInto('app.visits').values({
      county_id: tx.county,
      id: input.id,
      station_id: visited.station,
      resident_id: visited.id,
      worker_id: worker,
      ...columnsOf(w),
      recorded_at: input.recorded_at ?? now,
      received_at: now,
      late: isLate(w.visited_on, tx.now, settings.late_days),
      written_by: tx.actor.account,
      state: 'submitted',
      changed_by: tx.changedBy,
    }),
  );
  return { station: visited.station };
}

/** What a refused writer needs to go on: the standing text and its state. */
export const standing = (row: VisitColumns) => ({ id: row.id, revision: row.revision, state: row.state, remark: row.remark, written: writtenOf(row) });

/** The refusal of somebody who saw another text than the standing one, or came too late for its state. */
async function overtaken(tx: Tx, id: string, rule: Rule<About>): Promise<AppError> {
  const { row, about } = (await loadVisits(tx, [id]))[0]!;
  return new AppError(refusal(rule, tx.actor, about) ?? 'stale', { current: standing(row) });
}

/**
 * Replaces what was written by a new revision; the old one is kept with the reason. It goes back to be reviewed.
 * @throws AppError `stale` with the standing revision when another one was seen
 */
export async function correctVisit(tx: Tx, input: CorrectInput): Promise<{ station: number; revision: number }> {
  const { id, revision, reason, ...w } = input;
  const [found, settings] = await Promise.all([loadVisits(tx, [id]), visitSettings(tx)]);
  const { row, about } = found[0]!;
  const refused = refusal(visitsPolicy['visits.correct'], tx.actor, about);
  if (refused) throw new AppError(refused, { current: standing(row) });
  if (row.revision !== revision) throw new AppError('stale', { current: standing(row) });
  if (row.kind !== w.kind) throw new AppError('invalid', { issues: [{ path: 'kind', message: '入户探访与电话问候不能互改,请撤回后重新登记。' }] });
  await check(tx, await personVisited(tx, row.resident_id), row.worker_id, w, settings, dayOf(row.received_at));
  const changed = await tx.run(
    q
      .updateTable('app.visits')
      .set({
        ...columnsOf(w),
        corrected_at: tx.now.toISOString(),
        written_by: tx.actor.account,
        late: isLate(w.visited_on, row.received_at, settings.late_days),
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
  if (refused) throw new AppError(refused, { current: standing(row) });
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
