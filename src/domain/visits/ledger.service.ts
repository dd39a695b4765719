// What the ledger and the printed record need beyond the list: the person, the place, what was written. Serves K1, E6.

import type { CategoryCode } from '#domain/clients/clients.ts';
import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import { filtered, maskedWritten, type Sought, soughtBy } from './read.service.ts';
import { presentRow, WRITTEN_COLUMNS, writtenOf } from './rows.service.ts';
import { seesNames } from './visits.policy.ts';
import type { Filters, VisitRow, Written } from './visits.ts';

/** One line of the ledger before it is put in words. */
export type LedgerLine = {
  row: VisitRow;
  written: Written;
  sex: string | null;
  born_on: string | null;
  categories: CategoryCode[];
  village: string;
  station: string;
  co_workers: string[];
};

const PAGE = 1_000;

/** Visits with the person's sex, birth date, categories on that day, village and station. */
const lines = (tx: Tx, sought: Sought) =>
  filtered(tx, sought)
    .leftJoin('app.villages as g', j => j.on('g.county_id', '=', tx.county).onRef('g.village_code', '=', 'r.village_code'))
    .leftJoin('app.stations as t', j => j.on('t.county_id', '=', tx.county).onRef('t.station_id', '=', 'v.station_id'))
    .select(WRITTEN_COLUMNS.map(c => `v.${c}` as const))
    .select([
      'r.sex',
      'r.born_on',
      'g.name as village',
      't.name as station',
      sql<
        string[]
      >`array(select c.category from app.resident_categories c where c.county_id = ${tx.county} and c.resident_id = v.resident_id
        and (c.from_on is null or c.from_on <= v.visited_on) and (c.to_on is null or c.to_on >= v.visited_on) order by 1)`.as(
        'categories',
      ),
    ]);
type Found = Awaited<ReturnType<typeof foundPage>>[number];
const foundPage = (tx: Tx, sought: Sought, after: { visited_on: string; id: string } | null) =>
  tx.all(
    lines(tx, sought)
      .$if(after !== null, b => b.where(sql<boolean>`(v.visited_on, v.id) > (${after?.visited_on}::date, ${after?.id}::uuid)`))
      .clearOrderBy()
      .orderBy('v.visited_on')
      .orderBy('v.id')
      .limit(sql.lit(PAGE)),
  );

const staffNames = async (tx: Tx): Promise<Map<string, string>> =>
  new Map(
    (await tx.all(q.selectFrom('app.staff').select(['id', 'name']).where('county_id', '=', tx.county))).map(s => [s.id, s.name]),
  );

function line(tx: Tx, r: Found, names: Map<string, string>): LedgerLine {
  const written = writtenOf(r);
  return {
    row: presentRow(tx.actor, r),
    written: seesNames(tx.actor, r.station_id) ? written : maskedWritten(written, r.resident_name),
    sex: r.sex,
    born_on: r.born_on,
    categories: r.categories as CategoryCode[],
    village: r.village ?? '',
    station: r.station ?? '',
    co_workers: r.co_worker_ids.map(id => names.get(id) ?? ''),
  };
}

/**
 * The ledger's lines in the order of days, exactly those of the list with these filters; read page by page from one snapshot. The first
 * page is read at once: what is refused is refused before the file begins, not in the middle of it.
 */
export async function ledgerLines(tx: Tx, f: Filters): Promise<AsyncGenerator<LedgerLine>> {
  const [names, sought] = await Promise.all([staffNames(tx), soughtBy(tx, f)]);
  return linesFrom(tx, sought, names, await foundPage(tx, sought, null));
}

async function* linesFrom(tx: Tx, sought: Sought, names: Map<string, string>, first: Found[]): AsyncGenerator<LedgerLine> {
  for (let page = first; ; ) {
    for (const row of page) yield line(tx, row, names);
    if (page.length < PAGE) return;
    page = await foundPage(tx, sought, page.at(-1)!);
  }
}

/** The line of one visit that the reader has been shown. */
export async function lineOf(tx: Tx, id: string): Promise<LedgerLine> {
  const [names, row] = await Promise.all([staffNames(tx), tx.first(lines(tx, {}).where('v.id', '=', id))]);
  return line(tx, row!, names);
}

/** The kept pictures of a visit: thumbnails of its photos in order, and the signature. What the store has lost is left out. */
export async function picturesOf(
  tx: Tx,
  house: House,
  station: number,
  w: Written,
): Promise<{ photos: Buffer[]; signature: Buffer | null }> {
  const hashes = [...w.photos, ...(w.signature ? [w.signature] : [])];
  if (hashes.length === 0) return { photos: [], signature: null };
  const rows = await tx.all(
    q
      .selectFrom('app.files')
      .select(['hash', 'clean_hash', 'thumb_hash'])
      .where('county_id', '=', tx.county)
      .where('station_id', '=', station)
      .where('hash', 'in', hashes),
  );
  const kept = new Map(rows.map(r => [r.hash, r.thumb_hash ?? r.clean_hash]));
  const bytesOf = async (hash: string): Promise<Buffer | null> =>
    kept.has(hash) ? house.files.get(tx.county, kept.get(hash)!) : null;
  const photos = await Promise.all(w.photos.map(bytesOf));
  return { photos: photos.filter(bytes => bytes !== null), signature: w.signature ? await bytesOf(w.signature) : null };
}

/**
 * The names of a station and a person for the heading of a ledger that is about them only.
 * @throws AppError `not_found` for a station out of reach: an empty ledger under its name would say that nothing was done there
 */
export async function headingOf(tx: Tx, f: Filters): Promise<{ station: string | null; worker: string | null }> {
  if (f.station !== undefined && !tx.actor.stations.includes(f.station)) throw new AppError('not_found');
  const [station, worker] = await Promise.all([
    f.station === undefined
      ? undefined
      : tx.first(
          q.selectFrom('app.stations').select('name').where('county_id', '=', tx.county).where('station_id', '=', f.station),
        ),
    f.worker === undefined
      ? undefined
      : tx.first(q.selectFrom('app.staff').select('name').where('county_id', '=', tx.county).where('id', '=', f.worker)),
  ]);
  return { station: station?.name ?? null, worker: worker?.name ?? null };
}
