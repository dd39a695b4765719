// Activities as the rules see them: the row with the states of its plan and its summary, figures of people, and the check of what a command
// was shown. Serves K5, K5b.

import type { Selectable } from 'kysely';
import { filesSent } from '#domain/records/records.service.ts';
import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import type { RecordState } from '#kernel/review.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type AboutActivity, PLAN, type Stage, SUMMARY, stageOf } from './activities.ts';

export type ActivityColumns = Selectable<DB['app.activities']>;
export type Found = ActivityColumns & { plan: RecordState; summary: RecordState | null; summary_id: string | null };

/** Activities with the states of plan and summary; at most one summary stands (a new one takes the activity's revision). */
export const activityRows = (tx: Pick<Tx, 'county'>) =>
  q
    .selectFrom('app.activities as a')
    .innerJoin('app.records as p', j =>
      j.on('p.county_id', '=', tx.county).onRef('p.id', '=', 'a.id').on('p.kind', '=', PLAN.kind),
    )
    .leftJoin('app.records as m', j =>
      j
        .on('m.county_id', '=', tx.county)
        .onRef('m.of_id', '=', 'a.id')
        .on('m.kind', '=', SUMMARY.kind)
        .on('m.state', '<>', 'withdrawn'),
    )
    .selectAll('a')
    .select([
      sql<RecordState>`p.state`.as('plan'),
      sql<RecordState | null>`m.state`.as('summary'),
      sql<string | null>`m.id`.as('summary_id'),
    ])
    .where('a.county_id', '=', tx.county);

/** The stage in SQL, over the aliases of `activityRows`; the same order as `stageOf`. */
export const stageSql = sql<Stage>`case when a.cancelled_on is not null or p.state = 'withdrawn' then 'cancelled'
  when a.archived_on is not null then 'archived'
  when a.held_on is not null then case when m.state in ('submitted', 'approved', 'returned') then 'summarised' else 'held' end
  when p.state = 'approved' then 'approved' when p.state = 'submitted' then 'submitted' else 'draft' end`;

export const aboutOf = (r: Found): AboutActivity => ({
  station: r.station_id,
  worker: r.worker_id,
  co_workers: r.co_worker_ids,
  stage: stageOf(r),
  summed: r.summary === 'submitted' || r.summary === 'approved',
});

/** One activity. @throws AppError `not_found` for one out of reach */
export async function loadActivity(tx: Tx, id: string): Promise<{ row: Found; about: AboutActivity }> {
  const row = await tx.first(activityRows(tx).where('a.id', '=', id));
  if (!row) throw new AppError('not_found');
  return { row, about: aboutOf(row) };
}

/** One activity on which the actor may carry this out now. @throws AppError the refusal */
export async function allowed(tx: Tx, id: string, rule: Rule<AboutActivity>): Promise<Found> {
  const { row, about } = await loadActivity(tx, id);
  const refused = refusal(rule, tx.actor, about);
  if (refused) throw new AppError(refused);
  return row;
}

/** As `allowed`, as it was read. @throws AppError `stale` */
export async function allowedAsSeen(tx: Tx, seen: { id: string; revision: number }, rule: Rule<AboutActivity>): Promise<Found> {
  const row = await allowed(tx, seen.id, rule);
  if (row.revision !== seen.revision) throw new AppError('stale', { current: { id: row.id, revision: row.revision } });
  return row;
}

/** Changes the head of an activity; somebody who was quicker makes it `stale`. Answers the new revision. */
export async function saveActivity(
  tx: Tx,
  row: Pick<ActivityColumns, 'id' | 'revision'>,
  values: Record<string, unknown>,
): Promise<number> {
  const revision = row.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.activities')
      .set({ ...values, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', row.id)
      .where('revision', '=', row.revision),
  );
  if (changed === 0) throw new AppError('stale');
  return revision;
}

/** @throws AppError `file_not_sent` unless the pictures were sent to the station */
export async function mustBeSent(tx: Tx, station: number, hashes: readonly string[]): Promise<void> {
  const sent = await filesSent(tx, hashes);
  if (!hashes.every(hash => sent.some(f => f.hash === hash && f.station_id === station))) throw new AppError('file_not_sent');
}

/** Who somebody is in one word: of people on file the file that stands for them, whatever was merged into it. */
export const whoSql = sql<string | null>`coalesce(r.merged_into::text, t.person)`;

/** Figures of people of the activity `a`, as columns. */
export function tallySql(county: number) {
  const of = (what: ReturnType<typeof sql>, only = sql`true`) =>
    sql`(select ${what} from app.activity_attendances t
      left join (select id, merged_into from app.residents where county_id = ${county}) r on r.id = t.resident_id
      where t.county_id = ${county} and t.activity_id = a.id and t.struck_because is null and ${only})`;
  return {
    named: sql<number>`${of(sql`count(distinct ${whoSql})::int`)}`,
    counted: sql<number>`${of(sql`coalesce(sum(t.people), 0)::int`, sql`t.how = 'count'`)}`,
    volunteers: sql<number>`${of(sql`count(distinct ${whoSql})::int`, sql`t.volunteer`)}`,
    signatures: sql<number>`${of(sql`count(*)::int`, sql`t.how <> 'count'`)}`,
  };
}
