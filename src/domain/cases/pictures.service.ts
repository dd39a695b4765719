// Signatures as they were drawn, for printing. Serves K3.

import { q } from '#server/database/tables.ts';
import type { Context } from '#server/module.ts';

/** Bytes by the hash they were sent under; what the store has lost is left out. */
export async function signaturesOf(
  { tx, house }: Context,
  station: number,
  hashes: readonly string[],
): Promise<Map<string, Buffer>> {
  const rows = hashes.length
    ? await tx.all(
        q
          .selectFrom('app.files')
          .select(['hash', 'clean_hash'])
          .where('county_id', '=', tx.county)
          .where('station_id', '=', station)
          .where('use', '=', 'signature')
          .where('hash', 'in', [...hashes]),
      )
    : [];
  const read = await Promise.all(rows.map(async r => [r.hash, await house.files.get(tx.county, r.clean_hash)] as const));
  return new Map(read.flatMap(([hash, bytes]) => (bytes === null ? [] : [[hash, bytes] as const])));
}
