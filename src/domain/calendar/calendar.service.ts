// Entries of the calendar's own, and the days of a station over what all modules know of. Serves M2, K4, K5, E6.

import type { z } from 'zod';
import { listColleagues } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import { refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { hasLink } from '#server/feeds.ts';
import type { Spans } from '#server/spans.ts';
import { calendarPolicy as may, seesNames } from './calendar.policy.ts';
import type { change, days, Item, put, withdraw } from './calendar.ts';

/** Those who take part must be colleagues of the station. */
async function mustBeHere(tx: Tx, station: number, workers: readonly string[]): Promise<void> {
  const here = new Set((await listColleagues(tx)).filter(c => c.station === station).map(c => c.id));
  if (!workers.every(w => here.has(w)))
    throw new AppError('invalid', { issues: [{ path: 'workers', message: '参加的人须是本站在岗人员，请重新选择。' }] });
}

type Written = Omit<z.output<typeof put.input>, 'id' | 'station'>;
const columns = (w: Written) => ({
  title: w.title,
  day: w.day,
  started_at: w.started_at ?? null,
  ended_at: w.ended_at ?? null,
  place: w.place ?? null,
  worker_ids: w.workers,
});

/** Keeps an entry. @throws AppError `forbidden` for another station, `invalid` for somebody who is not of the station */
export async function putEntry(tx: Tx, { id, station, ...w }: z.output<typeof put.input>): Promise<void> {
  const code = refusal(may['calendar.put'], tx.actor, { station });
  if (code) throw new AppError(code);
  await mustBeHere(tx, station, w.workers);
  const row = { county_id: tx.county, id, station_id: station, written_by: tx.actor.account, changed_by: tx.changedBy };
  await tx.run(q.insertInto('app.calendar_entries').values({ ...row, ...columns(w) }));
}

async function move(
  tx: Tx,
  seen: { id: string; revision: number },
  verb: 'calendar.change' | 'calendar.withdraw',
  values: (station: number) => Promise<object>,
): Promise<{ station: number }> {
  const row = await tx.first(
    q
      .selectFrom('app.calendar_entries')
      .select(['station_id', 'state', 'revision'])
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id),
  );
  if (!row) throw new AppError('not_found');
  const code = refusal(may[verb], tx.actor, { station: row.station_id, state: row.state });
  if (code) throw new AppError(code);
  const changed = await tx.run(
    q
      .updateTable('app.calendar_entries')
      .set({ ...(await values(row.station_id)), revision: seen.revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id)
      .where('revision', '=', seen.revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { id: seen.id, revision: row.revision } });
  return { station: row.station_id };
}

/** Replaces an entry as it was seen; moving it to another day is the same. */
export const changeEntry = (tx: Tx, { id, revision, ...w }: z.output<typeof change.input>): Promise<{ station: number }> =>
  move(tx, { id, revision }, 'calendar.change', async station => {
    await mustBeHere(tx, station, w.workers);
    return columns(w);
  });
export const withdrawEntry = (tx: Tx, seen: z.output<typeof withdraw.input>): Promise<{ station: number }> =>
  move(tx, seen, 'calendar.withdraw', async () => ({ state: 'withdrawn' }));

/** The calendar's own entries as spans like the others. */
export const entries: Spans = {
  name: 'calendar.entry',
  title: '日程',
  opens: '',
  rows: county => sql`select e.id, e.id as of_id, e.station_id, w.id as worker_id, null::uuid as client_id, e.day, e.started_at, e.ended_at,
      null::int as minutes, 'other' as work, e.title, e.place, false as settled
    from app.calendar_entries e cross join lateral unnest(e.worker_ids) as w(id) where e.county_id = ${county} and e.state = 'planned'`,
};

type Row = {
  source: string;
  id: string;
  of_id: string;
  station_id: number;
  workers: { id: string; name: string }[];
  client: string | null;
  day: string;
  started_at: string | null;
  ended_at: string | null;
  title: string;
  place: string | null;
  settled: boolean;
  revision: number | null;
};

/** What the station has on these days, one row for each thing with all who take part. */
export async function itemsOf(tx: Tx, all: readonly Spans[], wish: z.output<typeof days.query>): Promise<Item[]> {
  const parts = all.map(
    source => sql`select ${source.name}::text as source, s.id, s.of_id, s.station_id, s.worker_id, s.client_id, s.day,
    s.started_at, s.ended_at, s.title, s.place, s.settled from (${source.rows(tx.county)}) s`,
  );
  const rows = await tx.all(
    sql<Row>`select x.*, e.revision from (
        select w.source, w.id, w.of_id, w.station_id, min(r.name) as client, w.day, w.started_at, w.ended_at, w.title, w.place, w.settled,
          jsonb_agg(jsonb_build_object('id', w.worker_id, 'name', coalesce(p.name, '')) order by p.name, w.worker_id) as workers
        from (${sql.join(parts, sql` union all `)}) w
        left join app.staff p on p.county_id = ${tx.county} and p.id = w.worker_id
        left join app.residents r on r.county_id = ${tx.county} and r.id = w.client_id
        where w.station_id = ${wish.station} and w.day between ${wish.from}::date and ${wish.to}::date
        group by w.source, w.id, w.of_id, w.station_id, w.day, w.started_at, w.ended_at, w.title, w.place, w.settled
      ) x left join app.calendar_entries e on e.county_id = ${tx.county} and e.id = x.id and x.source = 'calendar.entry'
      ${wish.worker === undefined ? sql`` : sql`where x.workers @> ${JSON.stringify([{ id: wish.worker }])}::jsonb`}
      order by x.day, x.started_at nulls last, x.id`.compile(q),
  );
  const source = new Map(all.map(s => [s.name, s]));
  const named = seesNames(tx.actor, wish.station);
  return rows.map(({ station_id, of_id, client, ...r }) => ({
    ...r,
    station: station_id,
    subject: client === null ? null : named ? client : maskName(client),
    source_title: source.get(r.source)!.title,
    opens: source.get(r.source)!.opens.replace(':id', r.id).replace(':of', of_id) || null,
  }));
}

export const daysOf = async (tx: Tx, all: readonly Spans[], wish: z.output<typeof days.query>) => ({
  rows: await itemsOf(tx, all, wish),
  feed: await hasLink(tx),
});
