// The visits of a time as traces, what is worth a look among them, and what was found behind it.

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { addDays, addMonths, dayOf } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type Finding, findingsOf, type HintKind, type Trace } from './finding.ts';
import { hintsPolicy } from './hints.policy.ts';
import type { list, remark } from './hints.ts';

/** The id of a finding: the same for the same kind and records, whenever it is looked for. */
export function hintId(kind: HintKind, records: readonly string[]): string {
  const hex = createHash('sha256')
    .update(`${kind} ${[...records].sort().join(' ')}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const minutesOf = (time: string | null): number | null => {
  const parts = time === null ? null : /^(\d\d):(\d\d)/.exec(time);
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null;
};

async function tracesOf(tx: Tx, f: { from: string; to: string; station?: number }): Promise<Trace[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.visits as v')
      .innerJoin('app.residents as r', j => j.onRef('r.id', '=', 'v.resident_id').on('r.county_id', '=', tx.county))
      .select(['v.id', 'v.station_id', 'v.worker_id', 'v.co_worker_ids', 'v.resident_id', 'v.visited_on', 'v.received_at'])
      .select(['v.started_at', 'v.ended_at', 'v.photo_hashes', 'r.state', 'r.state_on'])
      .select(sql<string | null>`v.content ->> 'notes'`.as('text'))
      .where('v.county_id', '=', tx.county)
      .where('v.visited_on', '>=', f.from)
      .where('v.visited_on', '<=', f.to)
      .where('v.state', '<>', 'withdrawn')
      .$if(f.station !== undefined, b => b.where('v.station_id', '=', f.station!)),
  );
  const hashes = [...new Set(rows.flatMap(r => r.photo_hashes))];
  const looks = hashes.length
    ? await tx.all(
        q
          .selectFrom('app.files')
          .select(['hash', 'look'])
          .where('county_id', '=', tx.county)
          .where(sql<boolean>`hash = any(${hashes}::text[])`),
      )
    : [];
  const lookOf = new Map(looks.map(l => [l.hash, l.look]));
  return rows.map(r => {
    const [from, to] = [minutesOf(r.started_at), minutesOf(r.ended_at)];
    const gone = (r.state === 'died' || r.state === 'moved') && r.state_on ? { on: r.state_on, how: r.state } : null;
    return {
      id: r.id,
      station: r.station_id,
      worker: r.worker_id,
      co_workers: r.co_worker_ids,
      resident: r.resident_id,
      visited_on: r.visited_on,
      received_on: dayOf(r.received_at),
      times: from !== null && to !== null && to > from ? { from, to } : null,
      text: r.text ?? '',
      photos: r.photo_hashes.map(hash => ({ hash, look: lookOf.get(hash) ?? null })),
      gone: gone as Trace['gone'],
    };
  });
}

async function namesOf(
  tx: Tx,
): Promise<{ stations: Map<number, string>; staff: Map<string, string>; accounts: Map<string, string> }> {
  const [stations, staff, accounts] = await Promise.all([
    tx.all(q.selectFrom('app.stations').select(['station_id', 'name']).where('county_id', '=', tx.county)),
    tx.all(q.selectFrom('app.staff').select(['id', 'name']).where('county_id', '=', tx.county)),
    tx.all(q.selectFrom('app.accounts').select(['id', 'name']).where('county_id', '=', tx.county)),
  ]);
  const named = (rows: readonly { id: string; name: string }[]) => new Map(rows.map(r => [r.id, r.name]));
  return { stations: new Map(stations.map(s => [s.station_id, s.name])), staff: named(staff), accounts: named(accounts) };
}

type Answer = z.input<typeof list.answer>;

/** What is worth a look, newest first; each station by itself, because its people are looked after by itself. */
export async function hintsOf(tx: Tx, f: z.output<typeof list.query>): Promise<Answer> {
  const to = f.to ?? tx.today;
  const from = f.from ?? addDays(to, -91);
  if (from > to || from < addMonths(to, -12))
    throw new AppError('invalid', { issues: [{ path: 'from', message: '起止日期最长一年，且起始日不晚于截止日' }] });
  const [traces, remarks, names] = await Promise.all([
    tracesOf(tx, { from, to, station: f.station }),
    tx.all(
      q
        .selectFrom('app.hint_remarks')
        .select(['id', 'remark', 'remarked_by', 'remarked_at'])
        .where('county_id', '=', tx.county)
        .$if(f.station !== undefined, b => b.where('station_id', '=', f.station!)),
    ),
    namesOf(tx),
  ]);
  const said = new Map(
    remarks.map(r => [r.id, { text: r.remark, by: names.accounts.get(r.remarked_by) ?? '', at: r.remarked_at }]),
  );
  const found: Finding[] = [...Map.groupBy(traces, t => t.station).values()].flatMap(findingsOf);
  const rows = found.map(h => {
    const id = hintId(h.kind, h.records);
    return {
      ...h,
      id,
      records: [...h.records],
      station_name: names.stations.get(h.station) ?? String(h.station),
      worker_name: h.worker === null ? null : (names.staff.get(h.worker) ?? null),
      remark: said.get(id) ?? null,
    };
  });
  return { from, to, looked_at: traces.length, rows: f.state === 'open' ? rows.filter(r => !r.remark) : rows };
}

/** Keeps what was found; every record must be one the writer reaches, and none his own. */
export async function remarkHint(
  tx: Tx,
  { kind, records, remark: said }: z.output<typeof remark.input>,
): Promise<{ id: string; station: number }> {
  const about = await tx.all(
    q
      .selectFrom('app.visits')
      .select(['station_id', 'worker_id', 'co_worker_ids', 'written_by'])
      .where('county_id', '=', tx.county)
      .where(sql<boolean>`id = any(${records}::uuid[])`),
  );
  const station = about[0]?.station_id;
  if (station === undefined || about.length !== new Set(records).size || about.some(a => a.station_id !== station))
    throw new AppError('not_found');
  const workers = about.flatMap(a => [a.worker_id, a.written_by, ...a.co_worker_ids]);
  const code = refusal(hintsPolicy['hints.remark'], tx.actor, { workers });
  if (code) throw new AppError(code);
  const id = hintId(kind, records);
  await tx.run(
    q.insertInto('app.hint_remarks').values({
      county_id: tx.county,
      station_id: station,
      id,
      kind,
      remark: said,
      remarked_by: tx.actor.account,
      remarked_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
  return { id, station };
}
