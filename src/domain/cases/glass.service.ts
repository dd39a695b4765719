// Who read out of scope, for the head of station and the county. Serves K3; PRI-04.

import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { GlassRow } from './cases.ts';

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f-]{36})$/;

/** Accesses that broke the glass, the newest first. */
export async function listGlass(
  tx: Tx,
  { station, cursor, limit }: { station?: number | undefined; cursor?: string | undefined; limit: number },
): Promise<{ rows: GlassRow[]; next: string | null }> {
  const [, at, id] = cursor === undefined ? [] : (CURSOR.exec(cursor) ?? ['']);
  if (cursor !== undefined && !id) throw new AppError('unknown_parameter');
  const rows = await tx.all(
    q
      .selectFrom('app.case_accesses as a')
      .innerJoin('app.cases as c', j => j.on('c.county_id', '=', tx.county).onRef('c.id', '=', 'a.case_id'))
      .leftJoin('app.accounts as w', j => j.on('w.county_id', '=', tx.county).onRef('w.id', '=', 'a.account_id'))
      .leftJoin('app.stations as t', j => j.on('t.county_id', '=', tx.county).onRef('t.station_id', '=', 'a.station_id'))
      .leftJoin('app.staff as s', j => j.on('s.county_id', '=', tx.county).onRef('s.id', '=', 'c.worker_id'))
      .select(['a.id', 'a.account_id', 'a.from_at', 'a.until_at', 'a.reason', 'a.case_id', 'a.station_id', 'c.case_no'])
      .select(['w.name', 't.name as station_name', 's.name as worker_name'])
      .where('a.county_id', '=', tx.county)
      .where('a.part', '=', 'glass')
      .$if(station !== undefined, b => b.where('a.station_id', '=', station!))
      .$if(id !== undefined, b => b.where(sql<boolean>`(a.from_at, a.id) < (${at}::timestamptz, ${id}::uuid)`))
      .orderBy('a.from_at', 'desc')
      .orderBy('a.id', 'desc')
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(r => ({
      id: r.id,
      part: 'glass' as const,
      account: { id: r.account_id, name: r.name ?? '' },
      from_at: r.from_at,
      until_at: r.until_at,
      reason: r.reason,
      case: r.case_id,
      case_no: r.case_no,
      station: r.station_id,
      station_name: r.station_name ?? '',
      worker_name: r.worker_name ?? '',
    })),
    next: rows.length > limit && last ? `${last.from_at}~${last.id}` : null,
  };
}
