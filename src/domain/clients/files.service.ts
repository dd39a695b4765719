// Service files (服务档案, K2): opened with a number, complete when nothing is missing, closed with a reason. Whether an open file is
// complete follows from what is known of the person, so every command about a person ends here.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import type { closeFile, openFile } from './clients.ts';
import type { ResidentRow } from './persons.service.ts';
import { type FileFacts, fileGaps } from './residents.ts';
import { mustNotBeFuture, saveRow, seenRow } from './rows.service.ts';
import { countySettings, stationWord } from './settings.service.ts';

/** What the completeness of one person's file is judged by, from its row and what hangs on it. */
export async function fileFacts(tx: Tx, row: ResidentRow): Promise<FileFacts> {
  const [categories, consents] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.resident_categories')
        .select('basis')
        .where('county_id', '=', tx.county)
        .where('resident_id', '=', row.id)
        .where(e => e.or([e('to_on', 'is', null), e('to_on', '>=', tx.today)])),
    ),
    tx.all(
      q
        .selectFrom('app.consents')
        .select('signer_relation')
        .where('county_id', '=', tx.county)
        .where('resident_id', '=', row.id)
        .where('withdrawn_on', 'is', null)
        .where(sql<boolean>`'service_file' = any(purposes)`),
    ),
  ]);
  return factsOf(row, categories, consents);
}

export const factsOf = (row: ResidentRow, categories: FileFacts['categories'], consents: FileFacts['consents']): FileFacts => ({
  identity_kind: row.identity_kind,
  has_identity: row.identity_sealed !== null,
  identity_reason: row.identity_reason,
  sex: row.sex,
  born_on: row.born_on,
  village_code: row.village_code,
  has_address: row.address_sealed !== null,
  has_phone: row.phone_sealed !== null || row.contact_phone_sealed !== null || row.guardian_phone_sealed !== null,
  guardian_name: row.guardian_name,
  categories,
  consents,
});

/**
 * Ends a command about a person: the row is marked as changed by it (the phone reads it again), and an open file becomes complete or
 * incomplete by what is known now.
 */
export async function settle(tx: Tx, id: string): Promise<void> {
  const row = await tx.first(q.selectFrom('app.residents').selectAll().where('county_id', '=', tx.county).where('id', '=', id));
  if (!row) throw new AppError('not_found');
  const open = row.file_state === 'open' || row.file_state === 'complete';
  const file_state = open ? (fileGaps(await fileFacts(tx, row), tx.today).length === 0 ? 'complete' : 'open') : row.file_state;
  await tx.run(
    q
      .updateTable('app.residents')
      .set({ file_state, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id),
  );
}

/** The next number of a station's series in a year, e.g. QZ-HM-D2026-0001 for files (practice §7.8). @param kind D for files, G for groups … */
export async function nextNumber(tx: Tx, station: number, kind: string, day: string, digits: number): Promise<string> {
  const [settings, at] = await Promise.all([
    countySettings(tx),
    tx.first(q.selectFrom('app.stations').select('name').where('county_id', '=', tx.county).where('station_id', '=', station)),
  ]);
  const series = `${settings.filePrefix}-${stationWord(settings, station, at?.name ?? '')}-${kind}${day.slice(0, 4)}`;
  const row = await tx.first(
    q
      .insertInto('app.file_numbers')
      .values({ county_id: tx.county, series, last: 1 })
      .onConflict(c => c.constraint('file_numbers_pk').doUpdateSet({ last: sql`file_numbers.last + 1` }))
      .returning('last'),
  );
  return `${series}-${String(row!.last).padStart(digits, '0')}`;
}

/** Opens a file, or opens a closed one again under its old number. */
export async function openServiceFile(
  tx: Tx,
  input: z.output<typeof openFile.input>,
): Promise<{ station: number; revision: number }> {
  const row = await seenRow(tx, input, may['clients.open_file']);
  if (row.state !== 'active') throw new AppError('person_not_active');
  if (row.file_state !== 'none' && row.file_state !== 'closed') throw new AppError('file_state');
  mustNotBeFuture(tx, 'filed_on', input.filed_on);
  const file_no = row.file_no ?? (await nextNumber(tx, row.station_id, 'D', input.filed_on, 4));
  const revision = await saveRow(tx, row, {
    file_state: 'open',
    file_no,
    filed_on: row.filed_on ?? input.filed_on,
    file_closed_on: null,
    file_closed_reason: null,
  });
  await settle(tx, row.id);
  return { station: row.station_id, revision };
}

export async function closeServiceFile(
  tx: Tx,
  input: z.output<typeof closeFile.input>,
): Promise<{ station: number; revision: number }> {
  const row = await seenRow(tx, input, may['clients.close_file']);
  if (row.file_state !== 'open' && row.file_state !== 'complete') throw new AppError('file_state');
  mustNotBeFuture(tx, 'closed_on', input.closed_on);
  if (row.filed_on !== null && input.closed_on < row.filed_on)
    throw new AppError('invalid', { issues: [{ path: 'closed_on', message: '结档日期早于建档日期' }] });
  const revision = await saveRow(tx, row, {
    file_state: 'closed',
    file_closed_on: input.closed_on,
    file_closed_reason: input.reason,
  });
  return { station: row.station_id, revision };
}
