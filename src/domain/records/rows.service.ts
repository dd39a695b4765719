// Reading records: heads for anybody of the station, texts for whom the shelf is open, reviews and earlier revisions. Serves K3–K5b.

import type { RawBuilder, Selectable } from 'kysely';
import { headsOfStations } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import type { AboutRecord, RecordState, Verdict } from '#kernel/review.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Reviewable, Standing } from '#server/reviewing.ts';
import type { RecordKind, RecordRow, Review, Signature, Written } from './records.ts';

export const OPEN_SHELF = '00000000-0000-0000-0000-000000000000';
export type RecordColumns = Selectable<DB['app.records']>;

function aboutOf(r: RecordColumns, heads: Map<number, string[]>, supervisors?: ReadonlyMap<string, string[]>): AboutRecord {
  const here = heads.get(r.station_id) ?? [];
  const people = [r.worker_id, r.written_by, ...r.co_worker_ids];
  return {
    station: r.station_id,
    state: r.state as RecordState,
    worker: r.worker_id,
    co_workers: r.co_worker_ids,
    written_by: r.written_by,
    manager_reviews: here.length === 0 || here.some(head => people.includes(head)),
    ...(r.shelf_id !== OPEN_SHELF && { supervisors: supervisors?.get(r.shelf_id) ?? [] }),
  };
}

/**
 * Records by their ids, in the order asked, with what the rules ask about them; a hidden or unknown one is `not_found`.
 * @param supervisorsOf who supervises which case (shelf), for records of cases
 */
export async function loadRecords(
  tx: Tx,
  ids: readonly string[],
  supervisorsOf?: (tx: Tx, shelves: readonly string[]) => Promise<ReadonlyMap<string, string[]>>,
): Promise<{ row: RecordColumns; about: AboutRecord }[]> {
  const [rows, heads] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.records')
        .selectAll()
        .where('county_id', '=', tx.county)
        .where('id', 'in', [...ids]),
    ),
    headsOfStations(tx),
  ]);
  const shelves = [...new Set(rows.map(r => r.shelf_id).filter(id => id !== OPEN_SHELF))];
  const supervisors = shelves.length ? await supervisorsOf?.(tx, shelves) : undefined;
  return ids.map(id => {
    const row = rows.find(r => r.id === id);
    if (!row) throw new AppError('not_found');
    return { row, about: aboutOf(row, heads, supervisors) };
  });
}

/** The records of one thing (a case, a group, an activity), the earliest first. */
export async function recordsOf(tx: Tx, of: string, kinds?: readonly string[]): Promise<RecordRow[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.records as r')
      .leftJoin('app.staff as s', j => j.on('s.county_id', '=', tx.county).onRef('s.id', '=', 'r.worker_id'))
      .selectAll('r')
      .select('s.name as worker_name')
      .where('r.county_id', '=', tx.county)
      .where('r.of_id', '=', of)
      .$if(kinds !== undefined, b => b.where('r.kind', 'in', [...kinds!]))
      .orderBy('r.occurred_on')
      .orderBy('r.id'),
  );
  return rows.map(rowOf);
}

export const rowOf = (r: RecordColumns & { worker_name: string | null }): RecordRow => ({
  id: r.id,
  revision: r.revision,
  station: r.station_id,
  kind: r.kind,
  of: r.of_id,
  no: r.no,
  title: r.title,
  occurred_on: r.occurred_on,
  started_at: r.started_at,
  ended_at: r.ended_at,
  worker: r.worker_id,
  worker_name: r.worker_name ?? '',
  co_workers: r.co_worker_ids,
  state: r.state as RecordState,
  late: r.late,
  received_at: r.received_at,
  corrected_at: r.corrected_at,
});

/**
 * Every revision's text of these records, the newest first; none for a reader to whom the shelf is shut. What is checked here by `content`
 * is how it is read, never whether it was right: it was checked when it was written.
 */
export async function textsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Written[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.record_contents as c')
      .leftJoin('app.accounts as a', j => j.on('a.county_id', '=', tx.county).onRef('a.id', '=', 'c.written_by'))
      .selectAll('c')
      .select('a.name as author')
      .where('c.county_id', '=', tx.county)
      .where('c.record_id', 'in', [...ids])
      .orderBy('c.revision', 'desc'),
  );
  const texts = rows.map(r => ({
    id: r.record_id,
    text: {
      revision: r.revision,
      content: r.content,
      files: r.file_hashes,
      signatures: r.signatures as Signature[],
      reason: r.reason,
      written_by: { id: r.written_by, name: r.author ?? '' },
      written_at: r.written_at,
    },
  }));
  return new Map([...Map.groupBy(texts, t => t.id)].map(([id, all]) => [id, all.map(t => t.text)]));
}

/** Verdicts and remarks on these records, the earliest first; of a shut shelf none. */
export async function reviewsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Review[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.reviews as r')
      .leftJoin('app.accounts as a', j => j.on('a.county_id', '=', tx.county).onRef('a.id', '=', 'r.reviewed_by'))
      .select(['r.subject_id', 'r.revision', 'r.verdict', 'r.remark', 'r.reviewed_by', 'r.reviewed_at', 'a.name'])
      .where('r.county_id', '=', tx.county)
      .where('r.subject_id', 'in', [...ids])
      .orderBy('r.reviewed_at')
      .orderBy('r.id'),
  );
  const made = rows.map(r => ({
    id: r.subject_id,
    review: {
      revision: r.revision,
      verdict: r.verdict as Verdict,
      remark: r.remark,
      by: { id: r.reviewed_by, name: r.name ?? '' },
      at: r.reviewed_at,
    },
  }));
  return new Map([...Map.groupBy(made, m => m.id)].map(([id, all]) => [id, all.map(m => m.review)]));
}

/**
 * What a module's records are to the reviews module.
 * @param cases for records on a shelf: `open` opens the shelves this reader may reach into, `supervisorsOf` as for loadRecords,
 *   `supervisors` an SQL expression over a record `r`: the ids of those who supervise its case (an empty array, never null)
 */
export function reviewableRecords(
  name: string,
  title: string,
  kinds: readonly Pick<RecordKind, 'kind' | 'title' | 'opens'>[],
  cases: {
    open?: (tx: Tx) => Promise<void>;
    supervisorsOf?: Parameters<typeof loadRecords>[2];
    supervisors?: (county: number) => RawBuilder<unknown>;
  } = {},
): Reviewable {
  const codes = kinds.map(k => k.kind);
  return {
    name,
    title,
    table: 'app.records',
    kinds: Object.fromEntries(kinds.map(k => [k.kind, k.title])),
    opens: Object.fromEntries(kinds.map(k => [k.kind, k.opens])),
    ...(cases.open && { prepare: cases.open }),
    standing: async (tx, ids): Promise<Standing[]> =>
      (await loadRecords(tx, ids, cases.supervisorsOf)).map(({ row, about }) => ({
        id: row.id,
        revision: row.revision,
        station: row.station_id,
        ...(row.shelf_id !== OPEN_SHELF && { shelf: row.shelf_id }),
        kind: row.kind,
        about,
      })),
    waiting:
      county => sql`select r.id, r.of_id, r.kind, r.revision, r.station_id, r.title, r.occurred_on, r.received_at, r.worker_id,
      r.written_by, r.co_worker_ids, r.late, ${cases.supervisors?.(county) ?? sql`null::uuid[]`} as supervisor_ids from app.records r
      where r.county_id = ${county} and r.state = 'submitted' and r.kind = any(${codes}::text[])`,
  };
}
