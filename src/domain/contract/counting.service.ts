// How much, by station, worker, window and reason: the statements behind every figure (K1–K6c). The plain count of a year is gathered
// in the order of an index before anything else is asked of it, so that it comes from that index alone (decision 0013).

import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type Cell, type Count, type Counting, EVERYTHING, keyOf, type Post } from './counting.ts';
import {
  classifiedRows,
  column,
  inCell,
  lookedInPieces,
  type Mark,
  marksOf,
  placed,
  type Sql,
  type Wanted,
} from './rows.service.ts';
import { classifiedUnits } from './units.service.ts';
import type { Frame } from './windows.ts';

/** What is told beside an amount, over rows of which each stands for `n` records. */
const marked = (alias: string, marks: readonly Mark[], n: Sql = sql`1`): Sql =>
  marks.length
    ? sql`jsonb_build_array(${sql.join(
        marks.map((m, i) => {
          const each = m.of === 'rows' ? n : sql`${column(alias, 'amount')} * ${n}`;
          return sql`coalesce(sum(${each}) filter (where ${column(alias, `m_${i}`)}), 0)`;
        }),
      )})`
    : sql`'[]'::jsonb`;

/** Every evidence row with the number of its reason; 0 is counted. */
export const classified = (county: number, c: Counting, wanted: Partial<Wanted> = {}): Sql =>
  c.rule.count.how === 'units' ? classifiedUnits(county, c, wanted) : classifiedRows(county, c, wanted);

/** The rows that decide a cell's standing: a station's also through its workers. */
function around(alias: string, { station, worker }: Cell, posts: readonly Post[]): Sql {
  if (worker !== null || station === null) return inCell(alias, { station, worker });
  return sql`(${inCell(alias, { station, worker })} or ${column(alias, 'worker_id')} = any(${posts.filter(p => p.station === station).map(p => p.worker)}::uuid[]))`;
}

/** Whether the rows that count are different ones by themselves. */
function differ({ rule, measure }: Counting): boolean {
  const key = keyOf(rule);
  return key === null || (key === measure.each && rule.without.length === 0);
}

/** How many rows, and how much, by station, worker, window and reason, in one statement. */
export function countOf(
  tx: Tx,
  c: Counting,
  cell: Cell = EVERYTHING,
  { beside = false, slots = c.frames }: { beside?: boolean; slots?: readonly Frame[] } = {},
): Promise<Count[]> {
  const marks = marksOf(c, beside);
  if (c.rule.count.how === 'units' || !differ(c)) {
    const rows = sql`select z.station_id, z.worker_id, z.slot, z.reason, count(*) as rows, sum(z.amount) as amount, ${marked('z', marks)} as marks
      from (${classified(tx.county, c, { marks, slots })}) z where ${around('z', cell, c.posts)} group by z.station_id, z.worker_id, z.slot, z.reason`;
    return tx.all(sql<Count>`${rows}`.compile(q));
  }
  // Each piece is added up by itself; a station, worker, window and reason may have a count of each.
  const by = sql`b.station_id, b.worker_id, b.shown, b.slot`;
  const groups = lookedInPieces(tx.county, c, sql`e.station_id, e.worker_id`, { marks, slots }).map(
    piece => sql`select ${by}, sum(b.n) as rows, sum(b.amount * b.n) as amount, ${marked('b', marks, sql`b.n`)} as marks
      from (${piece}) b where ${around('b', cell, c.posts)} group by ${by}`,
  );
  const all = sql.join(groups, sql` union all `);
  return tx.all(
    sql<Count>`select x.station_id, x.worker_id, x.slot, ${placed(c)} as reason, x.rows, x.amount, x.marks from (${all}) x`.compile(
      q,
    ),
  );
}

/** How many records the counted rows of a cell come from: two workers credited for one visit are two rows of one record. */
export async function recordsOf(tx: Tx, c: Counting, cell: Cell): Promise<number> {
  const counted = sql`select distinct z.id from (${classified(tx.county, c)}) z where ${inCell('z', cell)} and z.reason = 0`;
  const row = await tx.first(sql<{ n: number }>`select count(*) as n from (${counted}) d`.compile(q));
  return row!.n;
}
