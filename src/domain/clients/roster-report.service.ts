// What the report of a roster reads, a piece at a time, so that a hundred thousand rows never stand in memory.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { batchRow } from './batches.service.ts';
import type { Folded } from './roster/duplicates.ts';
import { getBatch } from './roster.service.ts';
import type { Batch, RosterRowView, Verdict } from './roster.ts';
import { rowsBehind } from './roster-rows.service.ts';
import { besideRows, shownRosterRow } from './roster-viewing.service.ts';

const PIECE = 500;

/** The batch a report is about, and the rows of the file that went into another. */
export async function reportSubject(tx: Tx, id: string): Promise<{ batch: Batch; folded: Folded[] }> {
  const [batch, row] = [await getBatch(tx, id), await batchRow(tx, id)];
  return { batch, folded: (row.findings as { folded?: Folded[] }).folded ?? [] };
}

/** All rows of a batch, or those of one verdict, in the order of the file. */
export async function* reportRows(
  c: Context,
  query: { id: string; verdict?: Verdict | undefined },
): AsyncGenerator<z.input<typeof RosterRowView>> {
  for (let place = -1; ; ) {
    const rows = await rowsBehind(c.tx, query.id, place, PIECE);
    if (rows.length === 0) return;
    place = rows.at(-1)!.place;
    const wanted = rows.filter(r => query.verdict === undefined || r.verdict === query.verdict);
    const beside = await besideRows(c, wanted);
    for (const row of wanted) yield shownRosterRow(c.house, row, beside);
  }
}

/** Some village of the actor's first station, for the template's examples. */
export async function firstVillage(tx: Tx): Promise<{ code: string; name: string }> {
  const row = await tx.first(
    q
      .selectFrom('app.villages')
      .select(['village_code as code', 'name'])
      .where('county_id', '=', tx.county)
      .where('station_id', '=', tx.actor.stations[0] ?? 0)
      .orderBy('kind', 'desc')
      .orderBy('village_code')
      .limit(1),
  );
  if (!row) throw new AppError('not_found');
  return row;
}
