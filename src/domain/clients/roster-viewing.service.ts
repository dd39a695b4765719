// The rows of a roster as a person looks through them: who it is, what is doubtful, what would change. Numbers are masked.

import type { z } from 'zod';
import { type CodeTable, codeName } from '#kernel/codes.ts';
import { ageOn } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { maskAddress, maskIdentity, maskPhone } from '#kernel/masks.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { batchRow } from './batches.service.ts';
import { type CategoryCode, category } from './categories.ts';
import { asComparedWith, knownPeople, type Registered } from './classify.service.ts';
import { type Change, changesOf } from './roster/classify.ts';
import { shownCell } from './roster.service.ts';
import { type Decision, ROSTER_FIELDS, type RosterField, type RosterRowView, type rosterRows, type Verdict } from './roster.ts';
import { issuesOf, openRow, type StoredRow } from './roster-rows.service.ts';

const TABLES: Partial<Record<string, CodeTable>> = {
  sex: 'sex',
  ethnic: 'ethnic',
  relation: 'relation',
  marital: 'marital',
  health: 'health',
  education: 'education',
  disabilityType: 'disability_type',
  disabilityGrade: 'disability_grade',
};

/** A value of a person as it may be shown: codes by name, numbers masked, addresses to the village group. */
export function shownValue(field: string, value: Change['before'], villages: ReadonlyMap<string, string>): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return value.map(code => category(code as CategoryCode).name).join('、');
  const text = String(value);
  const table = TABLES[field];
  if (table) return codeName(table, text);
  if (field === 'village') return villages.get(text) ?? text;
  if (/phone$/i.test(field)) return maskPhone(text);
  if (/identity$|disabilityNo|dibaoNo/i.test(field)) return maskIdentity(text, 'list');
  return /address$/i.test(field) ? maskAddress(text) : text;
}

export const villageNames = async (tx: Tx): Promise<Map<string, string>> =>
  new Map(
    (await tx.all(q.selectFrom('app.villages').select(['village_code', 'name']).where('county_id', '=', tx.county))).map(v => [
      v.village_code,
      v.name,
    ]),
  );

/** What a row is shown with. */
export type Beside = { villages: ReadonlyMap<string, string>; known: ReadonlyMap<string, Registered>; today: string };

/** The registered people and villages that these rows speak of. */
export async function besideRows({ tx, house }: Context, rows: readonly StoredRow[]): Promise<Beside> {
  const ids = [...new Set(rows.flatMap(r => [...r.candidates, ...(r.resident_id ? [r.resident_id] : [])]))];
  const [villages, known] = await Promise.all([villageNames(tx), knownPeople(tx, house, ids)]);
  return { villages, known, today: tx.today };
}

type View = z.input<typeof RosterRowView>;

/** What the row would change in the person it is about. */
function shownChanges(
  person: ReturnType<typeof openRow>['person'],
  registered: Registered | undefined,
  villages: ReadonlyMap<string, string>,
): View['changes'] {
  if (!registered) return [];
  return changesOf(person, asComparedWith(person, registered)).map(c => ({
    title: ROSTER_FIELDS[c.field as RosterField] ?? c.field,
    from: shownValue(c.field, c.before, villages),
    to: shownValue(c.field, c.after, villages),
  }));
}

/** One row as it is looked at. */
export function shownRosterRow(house: Context['house'], row: StoredRow, { villages, known, today }: Beside): View {
  const { person, written } = openRow(house, row);
  const candidates = [...new Set([...row.candidates, ...(row.resident_id ? [row.resident_id] : [])])]
    .map(id => known.get(id))
    .filter(k => k !== undefined);
  return {
    place: row.place,
    sheet: row.sheet,
    row_number: row.row_number,
    verdict: row.verdict as Verdict,
    decision: row.decision as Decision | null,
    name: person.name,
    identity: person.identity === null ? null : maskIdentity(person.identity, 'list'),
    sex: person.sex,
    born_on: person.born,
    age: person.born === null ? null : ageOn(person.born, today),
    village_name: person.village === null ? null : (villages.get(person.village) ?? null),
    categories: person.categories,
    issues: issuesOf(row).map(({ field, level, say }) => ({ field, level, say })),
    written: Object.fromEntries(Object.entries(written).map(([field, cell]) => [field, shownCell(field, cell)])),
    resident: row.resident_id,
    candidates: candidates.map(({ row: r, person: p }) => ({
      id: r.id,
      name: p.name,
      village_name: p.village === null ? null : (villages.get(p.village) ?? null),
      age: p.born === null ? null : ageOn(p.born, today),
    })),
    changes:
      row.decision === 'new_person'
        ? []
        : shownChanges(person, row.resident_id ? known.get(row.resident_id) : undefined, villages),
  };
}

/** A page of rows, in the order of the file; the cursor is the place of the last one. */
export async function listRosterRows(
  c: Context,
  query: z.output<typeof rosterRows.query>,
): Promise<z.input<typeof rosterRows.answer>> {
  const { tx } = c;
  await batchRow(tx, query.id);
  const after = query.cursor === undefined ? -1 : Number(query.cursor);
  if (!Number.isInteger(after))
    throw new AppError('unknown_parameter', { issues: [{ path: 'cursor', message: '分页位置已失效，请从头查看' }] });
  const rows = await tx.all(
    q
      .selectFrom('app.roster_rows')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', query.id)
      .where('place', '>', after)
      .$if(query.verdict !== undefined, b => b.where('verdict', '=', query.verdict!))
      .$if(query.undecided !== undefined, b => b.where('decision', 'is', null).where('verdict', 'in', ['doubtful', 'wrong']))
      .orderBy('place')
      .limit(query.limit + 1),
  );
  const page = rows.slice(0, query.limit);
  const beside = await besideRows(c, page);
  return {
    rows: page.map(row => shownRosterRow(c.house, row, beside)),
    next: rows.length > query.limit ? String(page.at(-1)!.place) : null,
  };
}
