// Two rows of one person become one. Nothing of the other row moves: it stays with its keys, categories, assignments and visits, and
// points to the row that stands for the person; whoever reads follows `merged_into`, which is always one step long.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { among } from '#server/database/bulk.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { endAssignment } from './assignments.service.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import type { merge } from './clients.ts';
import { settle } from './files.service.ts';
import { columnsOf, keysOf, openPerson, type ResidentRow, writeKeys } from './persons.service.ts';
import { applyRow } from './roster/classify.ts';
import { saveRow, seenRow } from './rows.service.ts';

/** Current categories of the other row that the kept one lacks are added to it; the other's own entries stay where they are. */
async function takeCategories(tx: Tx, kept: ResidentRow, other: ResidentRow): Promise<void> {
  const rows = await tx.all(
    q
      .selectFrom('app.resident_categories')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where(among('resident_id', [kept.id, other.id], 'uuid'))
      .where('to_on', 'is', null),
  );
  const has = new Set(rows.filter(r => r.resident_id === kept.id).map(r => r.category));
  const taken = rows.filter(r => r.resident_id === other.id && !has.has(r.category));
  if (taken.length === 0) return;
  await tx.run(
    q.insertInto('app.resident_categories').values(
      taken.map(({ category, basis, document_no, from_on }) => ({
        county_id: tx.county,
        id: newId(tx.now.getTime()),
        station_id: kept.station_id,
        resident_id: kept.id,
        category,
        basis,
        document_no,
        from_on,
        changed_by: tx.changedBy,
      })),
    ),
  );
}

/**
 * Makes `input.other` a row that points to `input.id`. The kept row's own values win; what it lacks (a number above all) is filled from
 * the other. Answers the kept row's station and revision.
 */
export async function mergeResidents(
  { tx, house }: Context,
  input: z.output<typeof merge.input>,
): Promise<{ station: number; revision: number }> {
  if (input.id === input.other) throw new AppError('invalid', { issues: [{ path: 'other', message: '请选择另一份档案' }] });
  const kept = await seenRow(tx, input, may['clients.merge']);
  const other = await seenRow(tx, { id: input.other, revision: input.other_revision }, may['clients.merge']);
  if (kept.identity_index && other.identity_index && !kept.identity_index.equals(other.identity_index))
    throw new AppError('conflict', {
      say: '两份档案的证件号不同，不能直接合并。请对照证件核对：是两个人，请点“不是同一人”；是同一人，先把写错的一方改为“无证件”再合并。',
    });
  if (other.file_no !== null && kept.file_no === null)
    throw new AppError('conflict', { say: '要并入的一方已建立服务档案，请保留已建档的一方，把另一方并入。' });
  const known = openPerson(house.secrets, kept);
  const person = { ...applyRow(openPerson(house.secrets, other), known), village: known.village, group: known.group };
  await endAssignment(tx, other.id, tx.today);
  await saveRow(tx, other, { state: 'merged', state_on: tx.today, merged_into: kept.id, worker_id: null });
  await tx.run(
    q
      .updateTable('app.residents')
      .set({ merged_into: kept.id, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('merged_into', '=', other.id),
  );
  const revision = await saveRow(tx, kept, columnsOf(house.secrets, person) as Parameters<typeof saveRow>[2]);
  await writeKeys(tx, kept.station_id, kept.id, keysOf(house.secrets, person), true);
  await takeCategories(tx, kept, other);
  await settle(tx, kept.id);
  return { station: kept.station_id, revision };
}

/** The row that stands for a person, and every row that was merged into it: what points to any of them is about this person. */
export async function rowsOfPerson(tx: Tx, id: string): Promise<{ standing: string; rows: string[] }> {
  const row = await tx.first(
    q.selectFrom('app.residents').select(['id', 'merged_into']).where('county_id', '=', tx.county).where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  const standing = row.merged_into ?? row.id;
  const merged = await tx.all(
    q
      .selectFrom('app.residents')
      .select('id')
      .where('county_id', '=', tx.county)
      .where('merged_into', '=', standing)
      .orderBy('id'),
  );
  return { standing, rows: [standing, ...merged.map(r => r.id)] };
}
