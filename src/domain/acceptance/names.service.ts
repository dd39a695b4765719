// Names beside the ids of frozen rows, as they are now: looked up piece by piece when a ledger is written, masked for third parties.

import { maskName } from '#kernel/masks.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Line } from './canonical.ts';

/** Names of everybody who worked for the contract. */
export async function workersOf(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.all(q.selectFrom('app.staff').select(['id', 'name']).where('county_id', '=', tx.county));
  return new Map(rows.map(r => [r.id, r.name]));
}

/** Names of the people these rows are about. */
export async function clientsOf(tx: Tx, lines: readonly Line[], named: boolean): Promise<Map<string, string>> {
  const ids = [...new Set(lines.flatMap(l => l.client ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.residents')
      .select(['id', 'name'])
      .where('county_id', '=', tx.county)
      .where(e => e('id', '=', e.fn.any(e.val(ids)))),
  );
  return new Map(rows.map(r => [r.id, named ? r.name : maskName(r.name)]));
}
