// Entries by hand, and the sums over what all modules know of. Serves M2.

import type { RawBuilder } from 'kysely';
import type { z } from 'zod';
import { inPost } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Spans } from '#server/spans.ts';
import { worktimePolicy as may, oversees } from './worktime.policy.ts';
import type { correct, list, Piece, record, Sum, summary, WorkKind, withdraw } from './worktime.ts';

/** Keeps an entry. @throws AppError `invalid` when the day is to come or the worker was not in post at a station of the writer's */
export async function recordEntry(tx: Tx, input: z.output<typeof record.input>): Promise<{ station: number }> {
  const worker = input.worker ?? tx.actor.account;
  const post = (await inPost(tx, [worker], input.day)).get(worker)?.station ?? null;
  // Somebody of another station is as unknown as nobody.
  const station = post !== null && tx.actor.stations.includes(post) ? post : null;
  const issues = [
    ...(input.day > tx.today ? [{ path: 'day', message: '日期不能晚于今天。' }] : []),
    ...(station === null ? [{ path: 'worker', message: '此人当天不在本站岗位上，请核对日期或人员。' }] : []),
  ];
  if (issues.length || station === null) throw new AppError('invalid', { issues });
  const code = refusal(may['worktime.record'], tx.actor, { station, worker });
  if (code) throw new AppError(code);
  await tx.run(
    q.insertInto('app.work_entries').values({
      county_id: tx.county,
      id: input.id,
      station_id: station,
      worker_id: worker,
      day: input.day,
      work: input.work,
      minutes: input.minutes,
      what: input.what,
      asked_by: input.asked_by ?? null,
      written_by: tx.actor.account,
      changed_by: tx.changedBy,
    }),
  );
  return { station };
}

async function change(
  tx: Tx,
  seen: { id: string; revision: number },
  verb: 'worktime.correct' | 'worktime.withdraw',
  values: object,
): Promise<{ station: number }> {
  const row = await tx.first(
    q
      .selectFrom('app.work_entries')
      .select(['station_id', 'worker_id', 'state', 'revision'])
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id),
  );
  if (!row) throw new AppError('not_found');
  const code = refusal(may[verb], tx.actor, { station: row.station_id, worker: row.worker_id, state: row.state });
  if (code) throw new AppError(code);
  const changed = await tx.run(
    q
      .updateTable('app.work_entries')
      .set({ ...values, revision: seen.revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id)
      .where('revision', '=', seen.revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { id: seen.id, revision: row.revision } });
  return { station: row.station_id };
}

/** Replaces an entry as it was seen. @throws AppError `stale`, `not_author`, `record_withdrawn` */
export async function correctEntry(tx: Tx, input: z.output<typeof correct.input>): Promise<{ station: number }> {
  if (input.day > tx.today) throw new AppError('invalid', { issues: [{ path: 'day', message: '日期不能晚于今天。' }] });
  const { id, revision, asked_by, ...rest } = input;
  return change(tx, { id, revision }, 'worktime.correct', { ...rest, asked_by: asked_by ?? null });
}
/** Takes an entry back; it stays in the ledger. */
export const withdrawEntry = (tx: Tx, input: z.output<typeof withdraw.input>): Promise<{ station: number }> =>
  change(tx, input, 'worktime.withdraw', { state: 'withdrawn' });

/** Entries by hand as spans like the others. */
export const entries: Spans = {
  name: 'worktime.entry',
  title: '工时登记',
  opens: '',
  rows: county => sql`select w.id, w.id as of_id, w.station_id, w.worker_id, null::uuid as client_id, w.day, null::text as started_at, null::text as ended_at,
      w.minutes, w.work, concat_ws(' · ', w.what, w.asked_by) as title, null::text as place, true as settled
    from app.work_entries w where w.county_id = ${county} and w.state = 'recorded'`,
};

type Asked = z.output<typeof summary.query>;
/** All settled work in the period, as far as this reader may see it: a worker only her own. */
function work(tx: Tx, all: readonly Spans[], asked: Asked): RawBuilder<unknown> {
  const { actor } = tx;
  const whole = actor.stations.filter(station => oversees(actor, station));
  const parts = all.map(
    source => sql`select ${source.name}::text as source, s.id, s.of_id, s.station_id, s.worker_id, s.client_id, s.day, s.started_at, s.ended_at,
    s.minutes, s.work, s.title, s.place, s.settled from (${source.rows(tx.county)}) s`,
  );
  return sql`(select w.*, p.name as worker_name from (${sql.join(parts, sql` union all `)}) w
    left join app.staff p on p.county_id = ${tx.county} and p.id = w.worker_id
    where w.settled and w.day between ${asked.from}::date and ${asked.to}::date
      and w.station_id = any(${[...actor.stations]}::int[])
      and (w.station_id = any(${whole}::int[]) or w.worker_id = ${actor.account})
      ${asked.station === undefined ? sql`` : sql`and w.station_id = ${asked.station}`}
      ${asked.worker === undefined ? sql`` : sql`and w.worker_id = ${asked.worker}::uuid`})`;
}

/** Minutes and pieces of work per worker and kind. */
export async function sumsOf(tx: Tx, all: readonly Spans[], asked: Asked): Promise<{ rows: Sum[] }> {
  const rows = await tx.all(
    sql<{
      station: number;
      worker: string;
      worker_name: string | null;
      work: WorkKind;
      minutes: number;
      count: number;
      unmeasured: number;
    }>`select x.station_id as station, x.worker_id as worker, min(x.worker_name) as worker_name, x.work, coalesce(sum(x.minutes), 0)::int as minutes,
        count(x.minutes)::int as count, (count(*) - count(x.minutes))::int as unmeasured
      from ${work(tx, all, asked)} x group by x.station_id, x.worker_id, x.work order by x.station_id, min(x.worker_name), x.worker_id, x.work`.compile(
      q,
    ),
  );
  return { rows: rows.map(r => ({ ...r, worker_name: r.worker_name ?? '' })) };
}

type Row = {
  id: string;
  of_id: string;
  source: string;
  station_id: number;
  worker_id: string;
  worker_name: string | null;
  day: string;
  started_at: string | null;
  ended_at: string | null;
  minutes: number | null;
  work: WorkKind;
  title: string;
  revision: number | null;
};
/** The pieces of work themselves, the newest first. */
export async function piecesOf(
  tx: Tx,
  all: readonly Spans[],
  { cursor, limit, work: kind, ...asked }: z.output<typeof list.query>,
): Promise<{ rows: Piece[]; next: string | null }> {
  const after = cursor === undefined ? undefined : /^(\d{4}-\d\d-\d\d)\.([0-9a-f-]{36})\.([0-9a-f-]{36})$/.exec(cursor);
  if (after === null) throw new AppError('unknown_parameter');
  const rows = await tx.all(
    sql<Row>`select x.*, e.revision from ${work(tx, all, asked)} x
      left join app.work_entries e on e.county_id = ${tx.county} and e.id = x.id and x.source = 'worktime.entry'
      where true ${kind === undefined ? sql`` : sql`and x.work = ${kind}`}
        ${after === undefined ? sql`` : sql`and (x.day, x.id, x.worker_id) < (${after[1]}::date, ${after[2]}::uuid, ${after[3]}::uuid)`}
      order by x.day desc, x.id desc, x.worker_id desc limit ${sql.lit(limit + 1)}`.compile(q),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const source = new Map(all.map(s => [s.name, s]));
  return {
    rows: page.map(({ station_id, worker_id, of_id, worker_name, ...r }) => ({
      ...r,
      station: station_id,
      worker: worker_id,
      worker_name: worker_name ?? '',
      source_title: source.get(r.source)!.title,
      opens: source.get(r.source)!.opens.replace(':id', r.id).replace(':of', of_id) || null,
    })),
    next: rows.length > limit && last ? `${last.day}.${last.id}.${last.worker_id}` : null,
  };
}
