// What the sheet of the standing says beyond the standing: each indicator month by month, and the units that still fall short (K1, P1).

import type { Tx } from '#server/database/tx.ts';
import type { Loaded } from './contract.service.ts';
import type { Measures } from './counting.ts';
import type { MissingUnit, Months } from './evidence.ts';
import { monthsOfFigure } from './figure.service.ts';
import type { Standing } from './figures.ts';
import { missingOf } from './missing.service.ts';
import { countingOf, postsOf, standingOf } from './standing.service.ts';

export type Detail = {
  months: Months['rows'];
  /** Units that do not count in the present window; `more`: there are others. */
  missing: readonly MissingUnit[];
  more: boolean;
};
export type Detailed = { standing: Standing; months: Months['months']; details: ReadonlyMap<string, Detail> };

/** Units that are looked at for one indicator: a sheet is read by people. */
const UNITS = 200;

/** The standing with its details, as far as the reader sees the stations. */
export async function detailedStanding(tx: Tx, contract: Loaded, measures: Measures): Promise<Detailed> {
  const [standing, posts] = await Promise.all([standingOf(tx, contract, measures), postsOf(tx, contract)]);
  const seen = (row: { station: number }) => tx.actor.stations.includes(row.station);
  const cell = { station: null, worker: null };
  let months: Months['months'] = [];
  const details = new Map<string, Detail>();
  for (const indicator of contract.indicators) {
    const c = await countingOf(tx, contract, indicator, measures, posts);
    if (!c) continue;
    const [byMonth, missing] = await Promise.all([
      monthsOfFigure(tx, contract, c, cell, indicator.unit),
      missingOf(tx, c, cell, { limit: UNITS }),
    ]);
    months = byMonth.months;
    details.set(indicator.id, {
      months: byMonth.rows.filter(seen),
      missing: missing.rows.filter(seen),
      more: missing.next !== null,
    });
  }
  return { standing, months, details };
}
