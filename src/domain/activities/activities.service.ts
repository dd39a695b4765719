// Planning, holding, cancelling, summing up and archiving an activity. Plan and summary are records; the head says what and when. Serves K5.

import type { z } from 'zod';
import { nextNumber } from '#domain/clients/files.service.ts';
import { rewriteRecord, type Written, writeRecord } from '#domain/records/records.service.ts';
import type { RecordHead } from '#domain/records/records.ts';
import { loadRecords } from '#domain/records/rows.service.ts';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { activitiesPolicy as may } from './activities.policy.ts';
import {
  type archive,
  type cancel,
  type HoldInput,
  PLAN,
  type PlanInput,
  type ReplanInput,
  type resummarise,
  SUMMARY,
  type SummariseInput,
  type SummaryContent,
} from './activities.ts';
import { gapsOf } from './read.service.ts';
import { allowedAsSeen, type Found, loadActivity, saveActivity } from './rows.service.ts';

type Saved = { station: number; revision: number };

function mustBePlannedAhead(p: Pick<PlanInput, 'planned_on' | 'made_on' | 'planned_start' | 'planned_end'>): void {
  const issues = [
    ...(p.planned_on < p.made_on ? [{ path: 'planned_on', message: '计划日期早于制定日期，请核对。' }] : []),
    ...(p.planned_start && p.planned_end && p.planned_end <= p.planned_start
      ? [{ path: 'planned_end', message: '结束时间须晚于开始时间，请核对。' }]
      : []),
  ];
  if (issues.length) throw new AppError('invalid', { issues });
}

const headColumns = (p: Omit<z.output<typeof ReplanInput>, 'id' | 'revision' | 'reason'>) => ({
  name: p.name,
  themes: p.themes,
  planned_on: p.planned_on,
  planned_start: p.planned_start ?? null,
  planned_end: p.planned_end ?? null,
  place: p.place,
  expected: p.expected,
  co_worker_ids: p.co_workers,
  partners: p.partners ?? null,
});
const headOf = (p: Pick<PlanInput, 'co_workers' | 'late_reason' | 'recorded_at'>, occurred_on: string): RecordHead => ({
  occurred_on,
  co_workers: p.co_workers,
  files: [],
  signatures: [],
  ...(p.late_reason && { late_reason: p.late_reason }),
  ...(p.recorded_at && { recorded_at: p.recorded_at }),
});

/** A new activity with its plan; the number is the station's next of the year in which it is planned. */
export async function planActivity(tx: Tx, input: z.output<typeof PlanInput>): Promise<void> {
  if (!tx.actor.stations.includes(input.station)) throw new AppError('not_found');
  mustBePlannedAhead(input);
  const worker = input.worker ?? tx.actor.account;
  const head = { ...headOf(input, input.made_on), ...(input.worker && { worker }) };
  const place = { station: input.station, of: input.id, title: input.name };
  await writeRecord(tx, PLAN, input.id, place, { head, content: input.content }, { draft: input.draft });
  const number = await nextNumber(tx, input.station, 'E', input.planned_on, 3);
  await tx.run(
    q.insertInto('app.activities').values({
      county_id: tx.county,
      id: input.id,
      station_id: input.station,
      number,
      ...headColumns(input),
      worker_id: worker,
      changed_by: tx.changedBy,
    }),
  );
}

/** Changes a plan that was not approved yet, and the activity's head with it. */
export async function replanActivity(tx: Tx, input: z.output<typeof ReplanInput>): Promise<Saved> {
  mustBePlannedAhead(input);
  const { row: activity } = await loadActivity(tx, input.id);
  if (activity.held_on !== null && input.made_on > activity.held_on)
    throw new AppError('invalid', { issues: [{ path: 'made_on', message: '制定日期晚于举办日期，请核对。' }] });
  const w: Written = { head: headOf(input, input.made_on), content: input.content };
  const { row, revision } = await rewriteRecord(tx, PLAN, input, w, input.name);
  await saveActivity(tx, activity, headColumns(input));
  return { station: row.station_id, revision };
}

/** Says when it really was; may be put right until the summary is handed in. */
export async function holdActivity(tx: Tx, input: z.output<typeof HoldInput>): Promise<Saved> {
  const row = await allowedAsSeen(tx, input, may['activities.hold']);
  if (input.held_on > tx.today)
    throw new AppError('invalid', { issues: [{ path: 'held_on', message: '举办日期不能晚于今天。' }] });
  const { held_on, held_start, held_end } = input;
  return { station: row.station_id, revision: await saveActivity(tx, row, { held_on, held_start, held_end }) };
}

/** It will not be; what was written stays with the reason. */
export async function cancelActivity(tx: Tx, input: z.output<typeof cancel.input>): Promise<Saved> {
  const row = await allowedAsSeen(tx, input, may['activities.cancel']);
  const revision = await saveActivity(tx, row, { cancelled_on: tx.today, cancelled_because: input.reason });
  return { station: row.station_id, revision };
}

/** Closes the file of an activity that lacks nothing. @throws AppError `activity_incomplete` with what it lacks */
export async function archiveActivity(tx: Tx, input: z.output<typeof archive.input>): Promise<Saved> {
  const row = await allowedAsSeen(tx, input, may['activities.archive']);
  const gaps = (await gapsOf(tx, row)).filter(gap => !gap.advised);
  if (gaps.length)
    throw new AppError('activity_incomplete', {
      say: `活动材料还不齐，不能归档，请先补齐：${gaps.map(g => g.say).join('；')}。`,
    });
  return { station: row.station_id, revision: await saveActivity(tx, row, { archived_on: tx.today }) };
}

/** @throws AppError `missing_reference` unless those whom the needs name are people of the station */
async function mustBeOurs(tx: Tx, station: number, { needs }: SummaryContent): Promise<void> {
  const ids = [...new Set(needs.flatMap(n => n.resident ?? []))];
  if (ids.length === 0) return;
  const rows = await tx.all(
    q
      .selectFrom('app.residents')
      .select('id')
      .where('county_id', '=', tx.county)
      .where('station_id', '=', station)
      .where('id', 'in', ids),
  );
  if (rows.length < ids.length) throw new AppError('missing_reference');
}

/** The summary's head is what the activity says of itself. */
const summaryHead = (row: Found, input: { late_reason?: string | undefined; recorded_at?: string | undefined }): RecordHead => ({
  ...headOf({ co_workers: row.co_worker_ids, late_reason: input.late_reason, recorded_at: input.recorded_at }, row.held_on!),
  started_at: row.held_start!,
  ended_at: row.held_end!,
});

/** Writes the summary of an activity that was held. */
export async function summariseActivity(tx: Tx, input: z.output<typeof SummariseInput>): Promise<Saved> {
  const seen = { id: input.activity, revision: input.activity_revision };
  const { row: now } = await loadActivity(tx, input.activity);
  if (now.summary !== null) throw new AppError('summary_exists');
  const row = await allowedAsSeen(tx, seen, may['activities.summarise']);
  await mustBeOurs(tx, row.station_id, input.content);
  const head = { ...summaryHead(row, input), worker: row.worker_id };
  const place = { station: row.station_id, of: row.id, title: row.name };
  // Takes the activity's revision: of two who write at once the second is told.
  await saveActivity(tx, row, {});
  return {
    station: row.station_id,
    ...(await writeRecord(tx, SUMMARY, input.id, place, { head, content: input.content }, { draft: input.draft })),
  };
}

/** Changes a summary that was not approved yet. */
export async function resummariseActivity(tx: Tx, input: z.output<typeof resummarise.input>): Promise<Saved> {
  const { row: record } = (await loadRecords(tx, [input.id]))[0]!;
  if (record.kind !== SUMMARY.kind) throw new AppError('not_found');
  const { row } = await loadActivity(tx, record.of_id);
  await mustBeOurs(tx, row.station_id, input.content);
  const { revision } = await rewriteRecord(tx, SUMMARY, input, { head: summaryHead(row, input), content: input.content });
  return { station: row.station_id, revision };
}
