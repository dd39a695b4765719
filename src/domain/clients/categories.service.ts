// The categories of a person: added with a basis, ended with a day and a reason, never deleted. Serves K1, K2, E1, C1.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import type { categorise, endCategory } from './clients.ts';
import { settle } from './files.service.ts';
import { livingRow, mustNotBeFuture } from './rows.service.ts';

/** Adds a category; a current one of the same code is refused by its unique index (`known_category`). Answers the station. */
export async function addCategory(tx: Tx, input: z.output<typeof categorise.input>): Promise<number> {
  const row = await livingRow(tx, input.resident, may['clients.categorise']);
  mustNotBeFuture(tx, 'from_on', input.from_on);
  if (input.from_on && input.to_on && input.to_on < input.from_on)
    throw new AppError('invalid', { issues: [{ path: 'to_on', message: '结束日期早于开始日期' }] });
  await tx.run(
    q.insertInto('app.resident_categories').values({
      county_id: tx.county,
      id: input.id,
      station_id: row.station_id,
      resident_id: row.id,
      category: input.category,
      basis: input.basis ?? null,
      document_no: input.document_no ?? null,
      from_on: input.from_on ?? null,
      to_on: input.to_on ?? null,
      changed_by: tx.changedBy,
    }),
  );
  await settle(tx, row.id);
  return row.station_id;
}

/** Ends a category on a day. */
export async function endResidentCategory(
  tx: Tx,
  input: z.output<typeof endCategory.input>,
): Promise<{ station: number; revision: number; resident: string }> {
  const entry = await tx.first(
    q.selectFrom('app.resident_categories').selectAll().where('county_id', '=', tx.county).where('id', '=', input.id),
  );
  if (!entry) throw new AppError('not_found');
  const row = await livingRow(tx, entry.resident_id, may['clients.end_category']);
  if (entry.revision !== input.revision) throw new AppError('stale', { current: { revision: entry.revision } });
  if (entry.to_on !== null) throw new AppError('conflict', { say: '这个类别已经结束，无需重复办理。' });
  mustNotBeFuture(tx, 'to_on', input.to_on);
  if (entry.from_on !== null && input.to_on < entry.from_on)
    throw new AppError('invalid', { issues: [{ path: 'to_on', message: '结束日期早于认定日期' }] });
  const revision = entry.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.resident_categories')
      .set({ to_on: input.to_on, ended_reason: input.reason, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id)
      .where('revision', '=', input.revision),
  );
  if (changed === 0) throw new AppError('stale');
  await settle(tx, row.id);
  return { station: row.station_id, revision, resident: row.id };
}
