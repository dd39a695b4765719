// An inspection's row and what the manager wrote: columns from the sheet and back, names of people, pictures that were sent. Serves M3.

import type { Insertable, Selectable } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { Written } from './sheet.ts';

export type InspectionColumns = Selectable<DB['app.inspections']>;
type WrittenColumns = Pick<
  Insertable<DB['app.inspections']>,
  | 'inspected_on'
  | 'started_at'
  | 'ended_at'
  | 'present_ids'
  | 'others'
  | 'answers'
  | 'guidance'
  | 'station_words'
  | 'photo_hashes'
  | 'signature_hash'
  | 'signature_reason'
>;

/** The columns that hold what the manager wrote. */
export const columnsOf = (w: Written): WrittenColumns => ({
  inspected_on: w.inspected_on,
  started_at: w.started_at ?? null,
  ended_at: w.ended_at ?? null,
  present_ids: w.present,
  others: w.others ?? null,
  answers: JSON.stringify(w.answers),
  guidance: w.guidance,
  station_words: w.station_words ?? null,
  photo_hashes: w.photos,
  signature_hash: w.signature ?? null,
  signature_reason: w.signature_reason ?? null,
});

/** What the manager wrote, from its columns; empty columns are left out. */
export function writtenOf(r: InspectionColumns): Written {
  const all = {
    inspected_on: r.inspected_on,
    started_at: r.started_at,
    ended_at: r.ended_at,
    present: r.present_ids,
    others: r.others,
    answers: r.answers,
    guidance: r.guidance,
    station_words: r.station_words,
    photos: r.photo_hashes,
    signature: r.signature_hash,
    signature_reason: r.signature_reason,
  };
  return Written.parse(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)));
}

/** An inspection by its id. @throws AppError `not_found` for one out of reach */
export async function loadInspection(tx: Tx, id: string): Promise<InspectionColumns> {
  const row = await tx.first(q.selectFrom('app.inspections').selectAll().where('county_id', '=', tx.county).where('id', '=', id));
  if (!row) throw new AppError('not_found');
  return row;
}

/** Names of those who work with the platform, by their ids. */
export async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter(id => id !== null))];
  if (wanted.length === 0) return new Map();
  const people = (table: 'app.accounts' | 'app.staff') =>
    tx.all(q.selectFrom(table).select(['id', 'name']).where('county_id', '=', tx.county).where('id', 'in', wanted));
  const [accounts, staff] = await Promise.all([people('app.accounts'), people('app.staff')]);
  return new Map([...accounts, ...staff].map(p => [p.id, p.name]));
}

/** @throws AppError `file_not_sent` unless all these files were sent to the station */
export async function mustBeSent(tx: Tx, station: number, hashes: readonly string[]): Promise<void> {
  const wanted = [...new Set(hashes)];
  if (wanted.length === 0) return;
  const rows = await tx.all(
    q
      .selectFrom('app.files')
      .select('hash')
      .where('county_id', '=', tx.county)
      .where('station_id', '=', station)
      .where('use', 'in', ['site_photo', 'photo', 'signature'])
      .where('hash', 'in', wanted),
  );
  if (rows.length < wanted.length) throw new AppError('file_not_sent');
}
