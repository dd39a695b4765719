// A visit's row and what it says: columns from what was written and back, the query every list begins with, masking by role.

import type { InferResult, Insertable, Selectable } from 'kysely';
import { headsOfStations } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import type { Actor } from '#kernel/roles.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { seesNames } from './visits.policy.ts';
import {
  type About,
  type Outcome,
  type VisitKind,
  type VisitRow,
  VisitSettings,
  type VisitState,
  type Written,
} from './visits.ts';

type Columns = Insertable<DB['app.visits']>;
export type VisitColumns = Selectable<DB['app.visits']>;
type WrittenColumns = Pick<
  VisitColumns,
  | 'kind'
  | 'type'
  | 'outcome'
  | 'visited_on'
  | 'started_at'
  | 'ended_at'
  | 'co_worker_ids'
  | 'present_ids'
  | 'content'
  | 'next_on'
  | 'unusual'
  | 'place'
  | 'place_reason'
  | 'photo_hashes'
  | 'signature_hash'
  | 'signature_reason'
  | 'late_reason'
>;
export const WRITTEN_COLUMNS = [
  'kind',
  'type',
  'outcome',
  'visited_on',
  'started_at',
  'ended_at',
  'co_worker_ids',
  'present_ids',
  'content',
  'next_on',
  'unusual',
  'place',
  'place_reason',
  'photo_hashes',
  'signature_hash',
  'signature_reason',
  'late_reason',
] as const satisfies readonly (keyof WrittenColumns)[];

/** The columns that hold what the author wrote. */
export const columnsOf = (
  w: Written,
): Omit<
  Columns,
  | 'county_id'
  | 'id'
  | 'station_id'
  | 'resident_id'
  | 'worker_id'
  | 'recorded_at'
  | 'received_at'
  | 'late'
  | 'written_by'
  | 'state'
  | 'changed_by'
> => ({
  kind: w.kind,
  type: w.kind === 'home_visit' ? w.type : null,
  outcome: w.outcome,
  visited_on: w.visited_on,
  started_at: w.started_at ?? null,
  ended_at: w.ended_at ?? null,
  co_worker_ids: w.co_workers,
  present_ids: w.present,
  content: JSON.stringify(w.content),
  next_on: w.next_on ?? null,
  unusual: w.unusual,
  place: w.place ? JSON.stringify(w.place) : null,
  place_reason: w.place_reason ?? null,
  photo_hashes: w.photos,
  signature_hash: w.signature ?? null,
  signature_reason: w.signature_reason ?? null,
  late_reason: w.late_reason ?? null,
});

/** What the author wrote, from its columns; empty columns are left out, as the author left them out. */
export function writtenOf(r: WrittenColumns): Written {
  const { co_worker_ids: co_workers, present_ids: present, photo_hashes: photos, signature_hash: signature, ...same } = r;
  const all = {
    ...Object.fromEntries(WRITTEN_COLUMNS.map(c => [c, Reflect.get(same, c)])),
    co_workers,
    present,
    photos,
    signature,
  };
  const written: unknown = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
  return written as Written;
}

/** Visits with the person's and the worker's names. A person who has moved to a station out of reach keeps the visit in the list, unnamed. */
export const visitRows = (tx: Pick<Tx, 'county'>) =>
  q
    .selectFrom('app.visits as v')
    .leftJoin('app.residents as r', j => j.on('r.county_id', '=', tx.county).onRef('r.id', '=', 'v.resident_id'))
    .leftJoin('app.staff as s', j => j.on('s.county_id', '=', tx.county).onRef('s.id', '=', 'v.worker_id'))
    .where('v.county_id', '=', tx.county)
    .select([
      'v.id',
      'v.revision',
      'v.station_id',
      'v.resident_id',
      'v.worker_id',
      'v.co_worker_ids',
      'v.kind',
      'v.type',
      'v.outcome',
      'v.visited_on',
      'v.started_at',
      'v.ended_at',
      'v.unusual',
      'v.late',
      'v.state',
      'v.remark',
      'v.next_on',
      'v.recorded_at',
      'v.received_at',
      'v.corrected_at',
      'v.written_by',
      'r.name as resident_name',
      'r.village_code',
      's.name as worker_name',
      sql<number>`cardinality(v.photo_hashes)`.as('photos'),
    ]);
export type FoundRow = InferResult<ReturnType<typeof visitRows>>[number];

const GONE = '已转出本站';
/** A text with the person's name masked wherever it stands. */
export const maskIn = (text: string | null, name: string | null): string | null =>
  text && name ? text.replaceAll(name, maskName(name)) : text;

/** A row as it leaves the server; the name masked where the reader may not see it. */
export const presentRow = (actor: Actor, r: FoundRow): VisitRow => ({
  id: r.id,
  revision: r.revision,
  station: r.station_id,
  resident: r.resident_id,
  resident_name: r.resident_name === null ? GONE : seesNames(actor, r.station_id) ? r.resident_name : maskName(r.resident_name),
  village_code: r.village_code ?? '',
  worker: r.worker_id,
  worker_name: r.worker_name ?? '',
  co_workers: r.co_worker_ids,
  kind: r.kind as VisitKind,
  type: r.type,
  outcome: r.outcome as Outcome,
  visited_on: r.visited_on,
  started_at: r.started_at,
  ended_at: r.ended_at,
  unusual: r.unusual,
  late: r.late,
  photos: r.photos,
  state: r.state as VisitState,
  remark: seesNames(actor, r.station_id) ? r.remark : maskIn(r.remark, r.resident_name),
  next_on: r.next_on,
  recorded_at: r.recorded_at,
  received_at: r.received_at,
  corrected_at: r.corrected_at,
});

/** The county's own numbers for visits. */
export async function visitSettings(tx: Tx): Promise<VisitSettings> {
  const row = await tx.first(q.selectFrom('app.counties').select('settings').where('county_id', '=', tx.county));
  return VisitSettings.parse((row?.settings as { visits?: unknown } | undefined)?.visits ?? {});
}

type AboutColumns = Pick<VisitColumns, 'station_id' | 'state' | 'worker_id' | 'co_worker_ids' | 'written_by'>;
/** What the policy asks about a visit. */
export function aboutVisit(r: AboutColumns, heads: Map<number, string[]>): About {
  const here = heads.get(r.station_id) ?? [];
  const people = [r.worker_id, r.written_by, ...r.co_worker_ids];
  return {
    station: r.station_id,
    state: r.state as VisitState,
    worker: r.worker_id,
    co_workers: r.co_worker_ids,
    written_by: r.written_by,
    manager_reviews: here.length === 0 || here.some(head => people.includes(head)),
  };
}

/** Visits by their ids with what policy and revision need; a hidden or unknown one is `not_found`. */
export async function loadVisits(tx: Tx, ids: readonly string[]): Promise<{ row: VisitColumns; about: About }[]> {
  const [rows, heads] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.visits')
        .selectAll()
        .where('county_id', '=', tx.county)
        .where('id', 'in', [...ids]),
    ),
    headsOfStations(tx),
  ]);
  const byId = new Map(rows.map(row => [row.id, row]));
  return ids.map(id => {
    const row = byId.get(id);
    if (!row) throw new AppError('not_found');
    return { row, about: aboutVisit(row, heads) };
  });
}
