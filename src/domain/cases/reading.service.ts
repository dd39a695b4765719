// Reading cases: the list, and one case with as much of it as this reader reaches. Serves K3, K3b; PRI-04.

import type { z } from 'zod';
import { rowsOfPerson } from '#domain/clients/merges.service.ts';
import { headsOfStations } from '#domain/org/org.service.ts';
import { recordsOf, reviewsOf, textsOf } from '#domain/records/rows.service.ts';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import type { AboutRecord } from '#kernel/review.ts';
import { q, type RawBuilder, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { accessesOf, openShelves, supervisorsOf } from './access.service.ts';
import { seesName } from './cases.policy.ts';
import {
  attendance,
  type CaseFull,
  type CaseRecord,
  type CaseRow,
  type Filters,
  followUpDue,
  gapsOf,
  tracksOf,
} from './cases.ts';
import { caseRows, type FoundCase, factsOf, haltReasonOf, presentRow } from './rows.service.ts';
import { toldOf } from './told.service.ts';

const either = (flag: boolean | undefined, when: RawBuilder<unknown>): RawBuilder<unknown> =>
  flag === undefined ? sql`` : flag ? sql`and ${when}` : sql`and not ${when}`;

/** The condition of the filters, over what `caseRows` gives. */
async function sought(tx: Tx, f: Filters): Promise<RawBuilder<unknown>> {
  const people = f.resident === undefined ? null : (await rowsOfPerson(tx, f.resident)).rows;
  const parts = [
    f.station === undefined ? null : sql`and z.station_id = ${f.station}::int`,
    f.worker === undefined ? null : sql`and z.worker_id = ${f.worker}::uuid`,
    people && sql`and z.resident_id = any(${people}::uuid[])`,
    f.stage && sql`and z.stage = any(${f.stage}::text[])`,
    f.urgency && sql`and z.urgency = any(${f.urgency}::text[])`,
    f.from === undefined ? null : sql`and z.opened_on >= ${f.from}::date`,
    f.to === undefined ? null : sql`and z.opened_on <= ${f.to}::date`,
    either(f.ended, sql`z.stage in ('declined', 'closed', 'follow_up')`),
    either(f.halted, sql`z.halted is not null`),
  ];
  return sql.join(
    parts.filter(part => part !== null && part !== undefined),
    sql` `,
  );
}

const CURSOR = /^(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
function afterCursor(cursor: string | undefined): RawBuilder<unknown> {
  if (cursor === undefined) return sql``;
  const [, day, id] = CURSOR.exec(cursor) ?? [];
  if (!day || !id) throw new AppError('unknown_parameter');
  return sql`and (z.opened_on, z.id) < (${day}::date, ${id}::uuid)`;
}

const newestFirst = sql`order by z.opened_on desc, z.id desc`;

/** A page of cases, the newest first; what of each is shown is what this reader reaches. */
export async function listCases(
  tx: Tx,
  { cursor, limit, ...f }: Filters & { cursor?: string; limit: number },
): Promise<{ rows: CaseRow[]; next: string | null }> {
  const after = afterCursor(cursor);
  const [, where] = await Promise.all([openShelves(tx), sought(tx, f)]);
  const rows = await caseRows(tx, sql`${where} ${after} ${newestFirst} limit ${limit + 1}::int`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(r => presentRow(tx.actor, r)),
    next: rows.length > limit && last ? `${last.opened_on}.${last.id}` : null,
  };
}

/** Every case under the filters, the oldest first, as the ledger lists them. */
export async function ledgerCases(tx: Tx, f: Filters): Promise<FoundCase[]> {
  if (f.station !== undefined && !tx.actor.stations.includes(f.station)) throw new AppError('not_found');
  const [, where] = await Promise.all([openShelves(tx), sought(tx, f)]);
  return caseRows(tx, sql`${where} order by z.case_no, z.id`);
}

export const stationNames = async (tx: Tx): Promise<ReadonlyMap<number, string>> =>
  new Map(
    (await tx.all(q.selectFrom('app.stations').select(['station_id', 'name']).where('county_id', '=', tx.county))).map(s => [
      s.station_id,
      s.name,
    ]),
  );

const caseNo = async (tx: Tx, column: 'id' | 'reopens_id', id: string | null): Promise<{ id: string; case_no: string } | null> =>
  id === null
    ? null
    : ((await tx.first(
        q
          .selectFrom('app.cases')
          .select(['id', 'case_no'])
          .where('county_id', '=', tx.county)
          .where(column, '=', id)
          .orderBy('id')
          .limit(1),
      )) ?? null);

/** The records of a case with their texts, as far as the shelf is open. Who sees people masked gets the name masked and no pictures. */
async function recordsWithTexts(tx: Tx, c: FoundCase): Promise<CaseRecord[]> {
  const [rows, heads, supervisors] = await Promise.all([recordsOf(tx, c.id), headsOfStations(tx), supervisorsOf(tx, [c.id])]);
  const ids = rows.map(r => r.id);
  const [texts, reviews, writers] = await Promise.all([
    textsOf(tx, ids),
    reviewsOf(tx, ids),
    tx.all(q.selectFrom('app.records').select(['id', 'written_by']).where('county_id', '=', tx.county).where('of_id', '=', c.id)),
  ]);
  const here = heads.get(c.station_id) ?? [];
  const made = rows.map(r => {
    const written_by = writers.find(w => w.id === r.id)?.written_by ?? r.worker;
    const about: AboutRecord = {
      station: r.station,
      state: r.state,
      worker: r.worker,
      co_workers: r.co_workers,
      written_by,
      manager_reviews: here.length === 0 || here.some(head => [r.worker, written_by, ...r.co_workers].includes(head)),
      supervisors: supervisors.get(c.id) ?? [],
    };
    return { ...r, about, texts: texts.get(r.id) ?? [], reviews: reviews.get(r.id) ?? [] };
  });
  return seesName(tx.actor, c.station_id, c.open) ? made : masked(made, c.resident_name);
}
function masked(records: CaseRecord[], name: string | null): CaseRecord[] {
  const bare = records.map(r => ({ ...r, texts: r.texts.map(t => ({ ...t, files: [], signatures: [] })) }));
  if (!name) return bare;
  return JSON.parse(JSON.stringify(bare).replaceAll(JSON.stringify(name).slice(1, -1), maskName(name))) as CaseRecord[];
}

/** The case an id speaks of: its own, or that of one of its records (a row of evidence). */
async function caseOf(tx: Tx, id: string): Promise<FoundCase> {
  const [found] = await caseRows(
    tx,
    sql`and z.id in (select ${id}::uuid union all select x.of_id from app.records x where x.county_id = ${tx.county} and x.id = ${id}::uuid)`,
  );
  if (!found) throw new AppError('not_found');
  return found;
}

/** One case: figures and dates for everybody of the station, the texts for whom the shelf is open. */
export async function readCase(tx: Tx, asked: string): Promise<z.input<typeof CaseFull>> {
  const [, c] = await Promise.all([openShelves(tx), caseOf(tx, asked)]);
  const { id } = c;
  const [records, told, accesses, stations, reopens, reopened_as] = await Promise.all([
    recordsWithTexts(tx, c),
    toldOf(tx, [id]),
    accessesOf(tx, id),
    stationNames(tx),
    caseNo(tx, 'id', c.reopens_id),
    caseNo(tx, 'reopens_id', id),
  ]);
  const facts = factsOf(c);
  const standing = told.get(id) ?? [];
  return {
    ...presentRow(tx.actor, c),
    station_name: stations.get(c.station_id) ?? '',
    halted_on: c.halted_on,
    halted_why: haltReasonOf(c),
    consent: c.consent,
    gaps: gapsOf(facts, tx.today),
    follow_up_due: followUpDue(facts),
    reopens,
    reopened_as,
    records,
    goals: tracksOf(standing).map(t => ({ ...t, steps: [...t.steps] })),
    attendance: attendance(standing),
    accesses: c.open ? accesses : [],
  };
}
