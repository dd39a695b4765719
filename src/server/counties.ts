// The counties of an installation, and how one is opened. Their names are read by a role of its own, because the sign-in page must
// show them before anybody is known.

import { AppError } from '#kernel/errors.ts';
import { inCounty } from './auth/sessions.ts';
import { q, sql } from './database/tables.ts';
import { inTransaction, type Sender } from './database/tx.ts';
import type { House } from './house.ts';
import { firstHash } from './ledger.ts';

/** Codes and names of all counties, ordered by code. */
export async function counties(house: Pick<House, 'pool'>): Promise<{ county: number; name: string }[]> {
  const { rows } = await inTransaction(
    house.pool,
    'read',
    line => line.query('set local role app_directory'),
    line => line.query('select county_id as county, name from app.counties order by county_id'),
  );
  return rows as { county: number; name: string }[];
}

/**
 * Opens a county: its row and the head of its ledger, and in the same commit what `further` adds. Half a county is never there.
 * @param county six-digit division code
 * @throws AppError `conflict` when it is open already
 */
export async function openCounty(house: House, county: number, name: string, shortName: string): Promise<void>;
export async function openCounty<T>(
  house: House,
  county: number,
  name: string,
  shortName: string,
  further: (tx: Sender) => Promise<T>,
): Promise<T>;
export async function openCounty(
  house: House,
  county: number,
  name: string,
  shortName: string,
  further?: (tx: Sender) => Promise<unknown>,
): Promise<unknown> {
  if ((await counties(house)).some(c => c.county === county))
    throw new AppError('conflict', { say: `${name}（${county}）已经开通，无需重复开通。` });
  return inCounty(house, county, async tx => {
    await tx.run(q.insertInto('app.counties').values({ county_id: county, name, short_name: shortName }));
    await tx.run(sql`insert into app.ledger_heads (county_id, seq, hash) values (${county}, 0, ${firstHash(county)})`.compile(q));
    return further?.(tx);
  });
}
