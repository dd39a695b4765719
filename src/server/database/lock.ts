// Work that only one server may do at a time, however many share the database. The lock lives as long as its connection: whoever is
// killed lets go of it, so a lock that can be taken means that nobody is at work.

import { createHash } from 'node:crypto';
import type pg from 'pg';
import { lineOf } from './line.ts';

/** A lock's key from a county and the id of what is worked on. */
const keyOf = (id: string): number => createHash('sha256').update(id).digest().readInt32BE(0);

/**
 * Does the work while holding the lock of this thing; null at once when somebody else holds it.
 * The connection is kept outside any transaction for as long as the work takes.
 */
export async function alone<T>(pool: pg.Pool, county: number, id: string, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect();
  const line = lineOf(client);
  let broken: Error | undefined;
  try {
    const { rows } = await line.query('select pg_try_advisory_lock($1::int, $2::int) as taken', [county, keyOf(id)]);
    if (!rows[0]!.taken) return null;
    try {
      return await work();
    } finally {
      await line.query('select pg_advisory_unlock($1::int, $2::int)', [county, keyOf(id)]).catch((lost: Error) => {
        broken = lost;
      });
    }
  } finally {
    client.release(broken);
  }
}
