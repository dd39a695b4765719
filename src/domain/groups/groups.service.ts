// A group's head: opened with the station's next number, changed, ended and opened again. Serves K4.

import type { z } from 'zod';
import { nextNumber } from '#domain/clients/files.service.ts';
import { inPost } from '#domain/org/org.service.ts';
import { AppError, type Issue } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { groupsPolicy as may } from './groups.policy.ts';
import type { change, end, open, reopen } from './groups.ts';
import { groupFor, stale } from './rows.service.ts';

type Facts = Omit<z.output<typeof open.input>, 'id' | 'station'>;
type Saved = { station: number; revision: number };

/** @throws AppError `invalid` unless days and workers fit */
async function mustHold(tx: Tx, station: number, f: Facts): Promise<void> {
  const posts = await inPost(tx, [f.lead, ...f.co_workers], f.from_on > tx.today ? tx.today : f.from_on);
  const issues: Issue[] = [];
  if (f.to_on < f.from_on) issues.push({ path: 'to_on', message: '结束日期早于开始日期，请核对。' });
  if (posts.get(f.lead)?.station !== station) issues.push({ path: 'lead', message: '带领社工当天不在本站岗位上，请重新选择。' });
  if (f.co_workers.includes(f.lead)) issues.push({ path: 'co_workers', message: '协助人员中有带领社工本人，请去掉。' });
  if (f.co_workers.some(id => !posts.has(id)))
    issues.push({ path: 'co_workers', message: '有协助人员当天不在岗位上，请重新选择。' });
  if (issues.length) throw new AppError('invalid', { issues });
}

const columnsOf = (f: Facts) => ({
  name: f.name,
  kind: f.kind,
  openness: f.openness,
  planned_sessions: f.planned_sessions,
  planned_members: f.planned_members,
  from_on: f.from_on,
  to_on: f.to_on,
  place: f.place,
  lead_id: f.lead,
  co_worker_ids: f.co_workers,
});

/** Opens a group. @throws AppError `forbidden`, `not_group_worker`, `not_found`, `invalid` */
export async function openGroup(tx: Tx, input: z.output<typeof open.input>): Promise<void> {
  const { id, station, ...facts } = input;
  const refused = refusal(may['groups.open'], tx.actor, { station, lead: facts.lead });
  if (refused) throw new AppError(refused);
  if (!tx.actor.stations.includes(station)) throw new AppError('not_found');
  await mustHold(tx, station, facts);
  const no = await nextNumber(tx, station, 'G', facts.from_on, 3);
  await tx.run(
    q
      .insertInto('app.groups')
      .values({ county_id: tx.county, id, station_id: station, no, ...columnsOf(facts), changed_by: tx.changedBy }),
  );
}

type Ended = { ended: string | null; ended_on: string | null; ended_reason: string | null };
async function save(
  tx: Tx,
  seen: { id: string; revision: number },
  values: ReturnType<typeof columnsOf> | Ended,
): Promise<number> {
  const revision = seen.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.groups')
      .set({ ...values, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id)
      .where('revision', '=', seen.revision),
  );
  if (changed === 0) throw new AppError('stale');
  return revision;
}

/** Replaces what a group is planned as. */
export async function changeGroup(tx: Tx, input: z.output<typeof change.input>): Promise<Saved> {
  const { id, revision, ...facts } = input;
  const row = await groupFor(tx, id, may['groups.change']);
  if (row.revision !== revision) throw stale(row);
  await mustHold(tx, row.station_id, facts);
  return { station: row.station_id, revision: await save(tx, input, columnsOf(facts)) };
}

/** Archives a group whose summary is approved, or cancels one that never began. */
export async function endGroup(tx: Tx, input: z.output<typeof end.input>): Promise<Saved> {
  const row = await groupFor(tx, input.id, may['groups.end']);
  if (row.revision !== input.revision) throw stale(row);
  if (input.as === 'archived' && row.summary !== 'approved') throw new AppError('group_unsummarised');
  if (input.as === 'cancelled') {
    if (row.held > 0) throw new AppError('group_begun');
    if (!input.reason) throw new AppError('invalid', { issues: [{ path: 'reason', message: '请填写取消的原因' }] });
  }
  const ended = { ended: input.as, ended_on: tx.today, ended_reason: input.reason ?? null };
  return { station: row.station_id, revision: await save(tx, input, ended) };
}

/** Opens an archived or cancelled group again. The reason stands in the ledger's row of this command and in the group. */
export async function reopenGroup(tx: Tx, input: z.output<typeof reopen.input>): Promise<Saved> {
  const row = await groupFor(tx, input.id, may['groups.reopen']);
  if (row.revision !== input.revision) throw stale(row);
  const revision = await save(tx, input, { ended: null, ended_on: null, ended_reason: `重新打开：${input.reason}` });
  return { station: row.station_id, revision };
}
