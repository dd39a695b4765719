// The row of one person, asked for by every command: there or not, allowed or not, still the row that stands for the person.

import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { CategoryCode } from './categories.ts';
import type { Where } from './clients.policy.ts';
import type { ResidentRow } from './persons.service.ts';

/** Throws the refusal a rule gives the actor at this station. */
export function mustBeAllowed(tx: Tx, rule: Rule<Where>, station: number): void {
  const code = refusal(rule, tx.actor, { station });
  if (code) throw new AppError(code);
}

/** A person's row as the actor may change it. Throws `not_found`, the rule's refusal, or `merged_person`. */
export async function livingRow(tx: Tx, id: string, rule: Rule<Where>): Promise<ResidentRow> {
  const row = await tx.first(q.selectFrom('app.residents').selectAll().where('county_id', '=', tx.county).where('id', '=', id));
  if (!row) throw new AppError('not_found');
  mustBeAllowed(tx, rule, row.station_id);
  if (row.state === 'merged') throw new AppError('merged_person', { current: { merged_into: row.merged_into } });
  return row;
}

/** The same, and the writer has seen the row as it is. Throws `stale` with the revision there is now. */
export async function seenRow(tx: Tx, input: { id: string; revision: number }, rule: Rule<Where>): Promise<ResidentRow> {
  const row = await livingRow(tx, input.id, rule);
  if (row.revision !== input.revision) throw new AppError('stale', { current: { revision: row.revision } });
  return row;
}

/** The update of a row at the revision its writer saw; throws `stale` when somebody was faster. Answers the new revision. */
export async function saveRow(
  tx: Tx,
  row: Pick<ResidentRow, 'id' | 'revision'>,
  set: Partial<Omit<ResidentRow, 'county_id' | 'id' | 'station_id' | 'revision' | 'changed_by'>>,
): Promise<number> {
  const revision = row.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.residents')
      .set({ ...set, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', row.id)
      .where('revision', '=', row.revision),
  );
  if (changed === 0) throw new AppError('stale');
  return revision;
}

/** The person's categories on a day. */
export async function categoriesOf(tx: Tx, id: string): Promise<CategoryCode[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.resident_categories')
      .select('category')
      .where('county_id', '=', tx.county)
      .where('resident_id', '=', id)
      .where(e => e.or([e('to_on', 'is', null), e('to_on', '>=', tx.today)])),
  );
  return rows.map(r => r.category as CategoryCode);
}

/** A day that has come. Throws `invalid` on the field. */
export function mustNotBeFuture(tx: Tx, path: string, day: string | null | undefined): void {
  if (day && day > tx.today) throw new AppError('invalid', { issues: [{ path, message: '日期晚于今天，请核对' }] });
}
