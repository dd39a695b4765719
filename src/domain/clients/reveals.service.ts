// One field of one person in clear. The ledger says who looked at which field of whom, and why; it never holds the value (PRI-04).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Context } from '#server/module.ts';
import { clientsPolicy as may, mustSayWhy } from './clients.policy.ts';
import type { reveal } from './clients.ts';
import { openField, openMore } from './persons.service.ts';
import { mustBeAllowed } from './rows.service.ts';

/** The value in clear, or null where none is stored. Throws `reason_needed` for those who must say why. */
export async function revealField(
  { tx, house }: Context,
  input: z.output<typeof reveal.input>,
): Promise<{ value: string | null; station: number }> {
  const row = await tx.first(
    q.selectFrom('app.residents').selectAll().where('county_id', '=', tx.county).where('id', '=', input.id),
  );
  if (!row) throw new AppError('not_found');
  mustBeAllowed(tx, may['clients.reveal'], row.station_id);
  if (!input.reason && mustSayWhy(tx.actor, row.station_id, row.worker_id)) throw new AppError('reason_needed');
  const { field } = input;
  if (field === 'registered_address')
    return { value: openMore(house.secrets, row).registeredAddress ?? null, station: row.station_id };
  if (field === 'disability_no') return { value: openMore(house.secrets, row).disabilityNo ?? null, station: row.station_id };
  return { value: openField(house.secrets, row, field), station: row.station_id };
}
