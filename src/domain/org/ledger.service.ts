// The ledger as the audit administrator reads it: who did what to which record, when. No client's content is in it (SEC-08, SEC-09).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { ledger } from './org.ts';

type Query = z.output<typeof ledger.query>;
export type LedgerRow = z.input<typeof ledger.answer>['rows'][number];

const filtered = (tx: Tx, query: Omit<Query, 'limit' | 'cursor'>) =>
  q
    .selectFrom('app.ledger as l')
    .where('l.county_id', '=', tx.county)
    .$if(query.command !== undefined, b => b.where('l.command', '=', query.command!))
    .$if(query.actor !== undefined, b => b.where('l.actor_id', '=', query.actor!))
    .$if(query.subject !== undefined, b => b.where('l.subject', '=', query.subject!))
    .$if(query.from !== undefined, b => b.where('l.received_at', '>=', `${query.from}T00:00:00+08:00`))
    .$if(query.to !== undefined, b => b.where('l.received_at', '<=', `${query.to}T23:59:59.999999+08:00`));

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
    filtered(tx, query)
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

const PIECE = 1_000;
/** More than this is not one file: it is read by nobody, and made for minutes. */
const MOST = 200_000;

/**
 * All rows under these filters, the newest first, a piece at a time.
 * @throws AppError `too_large` above 200,000 rows
 */
export async function ledgerRows(
  tx: Tx,
  query: Omit<Query, 'limit' | 'cursor'>,
  titles: ReadonlyMap<string, string>,
): Promise<AsyncGenerator<LedgerRow>> {
  const piece = (cursor?: string) => readLedger(tx, { ...query, limit: PIECE, ...(cursor && { cursor }) }, titles);
  const first = await piece();
  if (first.next !== null && (await moreThan(tx, query, MOST)))
    throw new AppError('too_large', { say: '这段时间的操作超过 20 万条，请缩小日期范围后分次导出。' });
  return (async function* (page) {
    for (;;) {
      yield* page.rows;
      if (page.next === null) return;
      page = await piece(page.next);
    }
  })(first);
}

/** Whether more rows than `n` stand behind the filters; no more than these are counted. */
async function moreThan(tx: Tx, query: Omit<Query, 'limit' | 'cursor'>, n: number): Promise<boolean> {
  const row = await tx.first(filtered(tx, query).select('l.seq').orderBy('l.seq', 'desc').offset(n).limit(1));
  return row !== undefined;
}
