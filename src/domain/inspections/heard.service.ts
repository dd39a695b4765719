// The door for acceptance and evaluation: what people served answered when they were called back after a finished draw (K1, M3).

import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { Result } from './results.ts';

/** One who was drawn and called back, without names: ids say which visit and who. */
export type Heard = {
  item: string;
  draw: string;
  station: number;
  result: Extract<Result, { kind: 'callback' }>;
};

/** Everybody called back about services of these days at these stations, in finished draws only; by day, station and id. */
export async function heardOf(tx: Tx, of: { from: string; to: string; stations: readonly number[] }): Promise<Heard[]> {
  type Row = { item: string; draw: string; station: number; result: unknown };
  const rows = await tx.all(
    sql<Row>`select i.id as item, i.draw_id as draw, i.station_id as station, i.result
      from app.draw_items i
        join app.draws d on d.county_id = ${tx.county} and d.id = i.draw_id
        join app.visits v on v.county_id = ${tx.county} and v.id = i.visit_id
      where i.county_id = ${tx.county} and d.kind = 'callback' and d.state = 'finished' and i.result is not null
        and i.station_id = any(${[...of.stations]}::int[]) and v.visited_on between ${of.from}::date and ${of.to}::date
      order by i.result->>'on', i.station_id, i.id`.compile(q),
  );
  return rows.flatMap(row => {
    const result = Result.parse(row.result);
    return result.kind === 'callback' ? [{ ...row, result }] : [];
  });
}
