// Households: people who live together (一户一档). A household is joined by its id; an unknown id founds a new one at the station.

import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';

/** Joins or founds the household at the station. A household of another station is answered as missing. */
export async function joinHousehold(
  tx: Tx,
  station: number,
  village: string | null,
  household: { id: string; number?: string | null; size?: number | null },
): Promise<void> {
  const known = await tx.first(
    q.selectFrom('app.households').select(['station_id']).where('county_id', '=', tx.county).where('id', '=', household.id),
  );
  if (known && known.station_id !== station) throw new AppError('missing_reference', { say: '所选家庭不在本站，请重新选择。' });
  if (!known) {
    await tx.run(
      q.insertInto('app.households').values({
        county_id: tx.county,
        id: household.id,
        station_id: station,
        village_code: village,
        number: household.number ?? null,
        size: household.size ?? null,
        changed_by: tx.changedBy,
      }),
    );
    return;
  }
  const set = { ...(household.number && { number: household.number }), ...(household.size && { size: household.size }) };
  if (Object.keys(set).length === 0) return;
  await tx.run(
    q
      .updateTable('app.households')
      .set({ ...set, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', household.id),
  );
}

/** The village must be one of the station's. Throws `invalid` on `village_code`. */
export async function mustBeOfStation(tx: Tx, village: string, station: number): Promise<void> {
  const row = await tx.first(
    q.selectFrom('app.villages').select('station_id').where('county_id', '=', tx.county).where('village_code', '=', village),
  );
  if (row?.station_id !== station)
    throw new AppError('invalid', { issues: [{ path: 'village_code', message: '所选村（居）不属于本站，请重新选择' }] });
}
