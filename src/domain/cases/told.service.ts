// What was written of a case so far, for the forms that build on it: the newest text of every record that stands. Serves K3, K3b.

import { textsOf } from '#domain/records/rows.service.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type Content, kindOf, type Told } from './cases.ts';

/** Records of these cases that were neither withdrawn nor left as drafts; none of a case whose shelf is shut. */
export async function toldOf(tx: Tx, cases: readonly string[]): Promise<ReadonlyMap<string, Told[]>> {
  if (cases.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.records')
      .select(['id', 'of_id', 'kind', 'occurred_on'])
      .where('county_id', '=', tx.county)
      .where('of_id', 'in', [...cases])
      .where('state', 'not in', ['draft', 'withdrawn'])
      .orderBy('occurred_on')
      .orderBy('id'),
  );
  const texts = await textsOf(
    tx,
    rows.map(r => r.id),
  );
  const told = rows.flatMap(r => {
    const [text] = texts.get(r.id) ?? [];
    const kind = kindOf(r.kind);
    return text && kind ? [{ of: r.of_id, told: { id: r.id, kind, on: r.occurred_on, content: text.content as Content } }] : [];
  });
  return new Map([...Map.groupBy(told, t => t.of)].map(([of, list]) => [of, list.map(t => t.told)]));
}
