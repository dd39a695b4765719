// The ledger as the audit administrator reads it: who did what to which record, when. No client's content is in it (SEC-08, SEC-09).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { ledger } from './org.ts';

type Query = z.output<typeof ledger.query>;

/**
 * Rows of the ledger, newest first.
 * @param titles Chinese titles of the commands, by name
 */
export async function readLedger(
  tx: Tx,
  query: Query,
  titles: ReadonlyMap<string, string>,
): Promise<z.input<typeof ledger.answer>> {
  const cursor = query.cursor === undefined ? undefined : Number(query.cursor);
  if (cursor !== undefined && !Number.isSafeInteger(cursor)) throw new AppError('unknown_parameter');
  const rows = await tx.all(
    q
      .selectFrom('app.ledger as l')
      .leftJoin('app.accounts as a', j => j.onRef('a.id', '=', 'l.actor_id').on('a.county_id', '=', tx.county))
      .select([
        'l.seq',
        'l.id',
        'l.command',
        'a.name as actor',
        'l.station_id as station',
        'l.subject',
        'l.fields',
        'l.made_at',
        'l.received_at',
      ])
      .where('l.county_id', '=', tx.county)
      .$if(query.command !== undefined, b => b.where('l.command', '=', query.command!))
      .$if(query.actor !== undefined, b => b.where('l.actor_id', '=', query.actor!))
      .$if(query.subject !== undefined, b => b.where('l.subject', '=', query.subject!))
      .$if(query.from !== undefined, b => b.where('l.received_at', '>=', `${query.from}T00:00:00+08:00`))
      .$if(query.to !== undefined, b => b.where('l.received_at', '<=', `${query.to}T23:59:59.999999+08:00`))
      .$if(cursor !== undefined, b => b.where('l.seq', '<', cursor!))
      .orderBy('l.seq', 'desc')
      .limit(query.limit + 1),
  );
  const page = rows.slice(0, query.limit);
  return {
    rows: page.map(r => ({ ...r, title: titles.get(r.command) ?? r.command })),
    next: rows.length > query.limit ? String(page.at(-1)!.seq) : null,
  };
}
