// The kept pictures of an inspection, for printing: small copies of photos, signatures as they are.

import { q } from '#server/database/tables.ts';
import type { Context } from '#server/module.ts';

/** Bytes by the hash they were sent under; what the store has lost is left out. */
export async function picturesOf(
  { tx, house }: Context,
  station: number,
  hashes: readonly string[],
): Promise<Map<string, Buffer>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.files')
      .select(['hash', 'clean_hash', 'thumb_hash'])
      .where('county_id', '=', tx.county)
      .where('station_id', '=', station)
      .where('hash', 'in', [...new Set(hashes)]),
  );
  const read = await Promise.all(
    rows.map(async r => [r.hash, await house.files.get(tx.county, r.thumb_hash ?? r.clean_hash)] as const),
  );
  return new Map(read.flatMap(([hash, bytes]) => (bytes === null ? [] : [[hash, bytes] as const])));
}
