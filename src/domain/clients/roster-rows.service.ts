// The rows of a roster as they are kept: opened, compared again, and what may be decided about one.

import type { Selectable } from 'kysely';
import { z } from 'zod';
import { twinKey } from '#kernel/names.ts';
import { among } from '#server/database/bulk.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import type { Comparable, Compared, StoredIssue } from './classify.service.ts';
import type { Person } from './persons.service.ts';
import type { RosterRow } from './roster/person.ts';
import type { Decision, RosterField, Verdict } from './roster.ts';
import { SEALED_ROW } from './roster-reading.service.ts';

export type StoredRow = Selectable<DB['app.roster_rows']>;
export type Sealed = { person: Person; written: RosterRow['written'] };

// A field of the row was written by this program; only its frame is checked.
const Frame = z.object({
  person: z.custom<Person>(v => typeof v === 'object' && v !== null),
  written: z.custom<RosterRow['written']>(v => typeof v === 'object'),
});

export const openRow = (house: House, row: Pick<StoredRow, 'person_sealed'>): Sealed =>
  Frame.parse(JSON.parse(house.secrets.openText(row.person_sealed, SEALED_ROW)));
export const sealRow = (house: House, row: Sealed): Buffer => house.secrets.seal(JSON.stringify(row), SEALED_ROW);
export const issuesOf = (row: Pick<StoredRow, 'issues'>): StoredIssue[] => row.issues as StoredIssue[];

/** A row as reading left it: what comparing found is left off. */
export function comparable(person: Person, issues: readonly StoredIssue[]): Comparable {
  return { person, issues: issues.filter(i => !i.found), twin: twinKey(person.name, person.born, person.village) };
}

/** A page of a batch's rows, in the order of the file. */
export const rowsBehind = (tx: Tx, batch: string, place: number, limit: number): Promise<StoredRow[]> =>
  tx.all(
    q
      .selectFrom('app.roster_rows')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', batch)
      .where('place', '>', place)
      .orderBy('place')
      .limit(limit),
  );

/** Why a decision does not fit the row; null when it does. */
export function decisionRefusal(
  take: Decision,
  compared: Pick<Compared, 'verdict' | 'owner' | 'resident_id'>,
  resident?: string,
): string | null {
  if (take === 'leave_out') return null;
  if (compared.verdict === 'wrong') return '这一行有错误，请先改正，或选择不导入';
  if (take === 'same_as') {
    if (!resident) return '请选择是已登记的哪一位';
    return compared.owner !== null && compared.owner !== resident ? '这个证件号属于另一位已登记的人，请选择该人或改正号码' : null;
  }
  if (compared.owner !== null && (take === 'new_person' || compared.resident_id === null))
    return '这个证件号属于已登记的另一个姓名，请改正，或选择是同一人';
  return null;
}

/** What a confirmed row does to the register. `apart`: people it was decided to be different from. */
export type Plan = { act: 'skip' | 'insert' | 'update' | 'undecided'; target: string | null; apart: string[] };
export function planOf(row: Pick<StoredRow, 'verdict' | 'decision' | 'resident_id' | 'candidates'>): Plan {
  const decision = row.decision as Decision | null;
  const verdict = row.verdict as Verdict;
  if (decision === 'leave_out' || (verdict === 'same' && decision === null)) return { act: 'skip', target: null, apart: [] };
  if (verdict === 'wrong' || (verdict === 'doubtful' && decision === null)) return { act: 'undecided', target: null, apart: [] };
  if (decision === 'new_person') return { act: 'insert', target: null, apart: row.candidates.concat(row.resident_id ?? []) };
  return row.resident_id === null
    ? { act: 'insert', target: null, apart: row.candidates }
    : { act: 'update', target: row.resident_id, apart: [] };
}

/** Writes what comparing a row again has found. */
export async function saveCompared(
  tx: Tx,
  row: StoredRow,
  sealed: Buffer | null,
  compared: Compared,
  decision: Decision | null,
  resident: string | null,
): Promise<void> {
  await tx.run(
    q
      .updateTable('app.roster_rows')
      .set({
        verdict: compared.verdict,
        decision,
        identity_index: compared.identity_index,
        issues: JSON.stringify(compared.issues),
        resident_id: resident,
        candidates: compared.candidates,
        changed_fields: compared.changes.map(c => c.field),
        ...(sealed && { person_sealed: sealed }),
      })
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', row.batch_id)
      .where('place', '=', row.place),
  );
}

/** Other rows of the batch with one of these numbers that are not left out, by the hex of the number's index. */
export async function sameNumberInBatch(
  tx: Tx,
  batch: string,
  indexes: readonly Buffer[],
): Promise<Map<string, { place: number; sheet: string; row_number: number }[]>> {
  if (indexes.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.roster_rows')
      .select(['place', 'sheet', 'row_number', 'identity_index'])
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', batch)
      .where(among('identity_index', indexes, 'bytea'))
      .where('decision', 'is distinct from', 'leave_out'),
  );
  return Map.groupBy(rows, r => r.identity_index!.toString('hex'));
}

export type Edit = Partial<Record<RosterField, string>>;
