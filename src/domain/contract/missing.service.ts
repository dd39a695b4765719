// The units that do not count and why, each by name: which condition fails by how much, or that nothing was done for it yet.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { seesNames } from './contract.policy.ts';
import type { Cell, Counting } from './counting.ts';
import type { MissingUnit, missingUnits } from './evidence.ts';
import type { Condition } from './rule.ts';
import { conditionWords } from './rule-words.ts';
import { type Short, shortUnits } from './units.service.ts';

type Names = ReadonlyMap<string, string>;
const OPENS: Readonly<Record<string, string>> = { client_id: '/people/:id' };
/** Units that are people, by the table in which they have their names. */
const NAMED: Readonly<Record<string, 'app.residents' | 'app.staff'>> = { client_id: 'app.residents', worker_id: 'app.staff' };

async function namesIn(tx: Tx, table: 'app.residents' | 'app.staff', ids: readonly (string | null)[]): Promise<Names> {
  const asked = ids.filter(id => id !== null);
  if (asked.length === 0) return new Map();
  const rows = await tx.all(
    q.selectFrom(table).select(['id', 'name']).where('county_id', '=', tx.county).where(sql<boolean>`id = any(${asked}::uuid[])`),
  );
  return new Map(rows.map(r => [r.id, r.name]));
}

/** What fails: “签到表不少于 4 节:已有 3 节,还差 1 节”. */
function failing(having: readonly Condition[], c: Counting, reached: Short['reached']): string[] {
  return having.flatMap((h, i) => {
    const words = conditionWords(h, c.measure);
    const value = reached?.[i] ?? 0;
    if (h.at === 'least' ? value >= h.value : value <= h.value) return [];
    if (!reached) return [`${words}：还没有计入的记录`];
    const by = Math.round(Math.abs(h.value - value) * 1000) / 1000;
    return [`${words}：已有 ${value} ${h.unit}，${h.at === 'least' ? '还差' : '超出'} ${by} ${h.unit}`];
  });
}

/** One page of the units of a cell that do not count in a window; none where a rule gathers nothing. */
export async function missingOf(
  tx: Tx,
  c: Counting,
  cell: Cell,
  page: { window?: number; cursor?: string; limit: number },
): Promise<z.input<typeof missingUnits.answer>> {
  const { count } = c.rule;
  const begun = c.frames.findLastIndex(f => f.from <= c.today);
  const window = page.window ?? Math.max(0, begun);
  const frame = c.frames[window];
  if (!frame) throw new AppError('unknown_parameter');
  if (count.how !== 'units') return { rows: [], next: null, window: frame.label };
  const { rows, next } = await shortUnits(tx, c, cell, { ...page, window });
  const table = NAMED[count.by];
  const [units, workers, stations] = await Promise.all([
    table
      ? namesIn(
          tx,
          table,
          rows.map(r => r.who),
        )
      : new Map<string, string>(),
    namesIn(
      tx,
      'app.staff',
      rows.map(r => r.worker_id),
    ),
    tx.all(q.selectFrom('app.stations').select(['station_id', 'name']).where('county_id', '=', tx.county)),
  ]);
  const places = new Map(stations.map(s => [s.station_id, s.name]));
  const attribute = c.measure.attributes[count.by];
  const opens = OPENS[count.by] ?? (count.by === 'id' ? c.measure.opens : attribute?.opens);
  const titled = (r: Short): string => {
    const name = units.get(r.who);
    if (name) return table === 'app.residents' && !seesNames(tx.actor, r.station_id) ? maskName(name) : name;
    if (count.by === 'station_id') return places.get(Number(r.who)) ?? r.who;
    return r.label ?? attribute?.options?.[r.who] ?? r.who;
  };
  const shown = rows.map(
    (r): MissingUnit => ({
      unit: r.who,
      title: titled(r),
      station: r.station_id,
      station_name: places.get(r.station_id) ?? String(r.station_id),
      worker: r.worker_id,
      worker_name: (r.worker_id && workers.get(r.worker_id)) ?? null,
      say: failing(count.having, c, r.reached),
      opens: opens?.replace(':id', encodeURIComponent(r.who)) ?? null,
    }),
  );
  return { rows: shown, next, window: frame.label };
}
