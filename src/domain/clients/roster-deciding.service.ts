// What a person does with the doubtful and wrong rows of a roster: writes cells anew, says who somebody is, leaves a row out.

import type { z } from 'zod';
import { AppError, type Issue } from '#kernel/errors.ts';
import { among } from '#server/database/bulk.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { type BatchRow, countRows, saveBatch, seenBatch } from './batches.service.ts';
import { type Compared, compareRows, knownPeople } from './classify.service.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import { type RosterContext, type RosterRow, rowPlace } from './roster/person.ts';
import { TEMPLATE_HEADERS, writeField } from './roster/render.ts';
import { RosterReader } from './roster/roster.ts';
import { type decideRows, ROSTER_FIELDS, type RosterField } from './roster.ts';
import { rosterContext } from './roster-reading.service.ts';
import {
  comparable,
  decisionRefusal,
  type Edit,
  issuesOf,
  openRow,
  type Sealed,
  type StoredRow,
  sameNumberInBatch,
  saveCompared,
  sealRow,
} from './roster-rows.service.ts';

type Input = z.output<typeof decideRows.input>;
type Decided = Input['rows'][number];
const FIELDS = Object.keys(ROSTER_FIELDS) as RosterField[];

/** Reads a row again with the cells written anew: what is not written stays as it was, also where it was not understood. */
export function readAgain(
  context: RosterContext,
  row: Pick<StoredRow, 'sheet' | 'row_number'>,
  { person, written }: Sealed,
  edit: Edit,
): RosterRow {
  const names = new Map(context.villages.map(v => [v.code, v.name]));
  const towns = new Map(context.townships.map(t => [t.code, t.name]));
  const villageName = (code: string): string | null =>
    names.has(code) ? `${towns.get(code.slice(0, 9)) ?? ''}${names.get(code)}` : null;
  const cells = FIELDS.map(field => edit[field] ?? written[field] ?? writeField(person, field, villageName));
  const reader = new RosterReader(context);
  const frame = { sheet: row.sheet, hidden: false };
  const text = cells.map(() => false);
  const events = [
    ...reader.take({ ...frame, rowNumber: 1, cells: TEMPLATE_HEADERS, numeric: text }),
    ...reader.take({ ...frame, rowNumber: row.row_number, cells, numeric: text }),
    ...reader.end(),
  ];
  const read = events.find(event => event.kind === 'row');
  if (!read)
    throw new AppError('invalid', { issues: [{ path: 'rows', message: '改正后的内容不是一个人员的信息，请填写姓名和证件号' }] });
  return read;
}

/** A number that another row of the same file has is an error of the edited row. */
async function sayDoubles(
  tx: Tx,
  batch: string,
  rows: readonly StoredRow[],
  edited: ReadonlySet<number>,
  compared: readonly Compared[],
): Promise<void> {
  const indexes = compared.flatMap((c, i) => (edited.has(rows[i]!.place) && c.identity_index ? [c.identity_index] : []));
  const same = await sameNumberInBatch(tx, batch, indexes);
  for (const [i, row] of rows.entries()) {
    const c = compared[i]!;
    if (!edited.has(row.place) || !c.identity_index) continue;
    const other = same.get(c.identity_index.toString('hex'))?.find(r => r.place !== row.place);
    if (!other) continue;
    c.verdict = 'wrong';
    c.issues.push({
      field: 'identity',
      level: 'error',
      say: `证件号与${rowPlace(other.sheet, other.row_number)}相同，请改正其中一行或选择不导入。`,
    });
  }
}

async function mustBeHere(tx: Tx, house: Context['house'], station: number, decided: readonly Decided[]): Promise<void> {
  const chosen = decided.flatMap(d => (d.take === 'same_as' && d.resident ? [d.resident] : []));
  const known = await knownPeople(tx, house, chosen);
  for (const id of chosen) {
    const row = known.get(id)?.row;
    if (!row || row.station_id !== station || row.state === 'merged')
      throw new AppError('missing_reference', { say: '所选的人员不在本站名单中，请重新选择。' });
  }
}

async function decideEach({ tx, house }: Context, batch: BatchRow, decided: readonly Decided[]): Promise<void> {
  const places = decided.map(d => d.place);
  const found = await tx.all(
    q
      .selectFrom('app.roster_rows')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', batch.id)
      .where(among('place', places, 'int')),
  );
  const byPlace = new Map(found.map(r => [r.place, r]));
  const rows = places.map(place => byPlace.get(place) ?? missing());
  await mustBeHere(tx, house, batch.station_id, decided);
  const context = decided.some(d => d.edit) ? await rosterContext(tx, batch.station_id, false) : null;
  const now = rows.map((row, i): Sealed & { issues: ReturnType<typeof issuesOf> } => {
    const { edit } = decided[i]!;
    const sealed = openRow(house, row);
    return edit && context ? readAgain(context, row, sealed, edit) : { ...sealed, issues: issuesOf(row) };
  });
  const compared = await compareRows(
    tx,
    house,
    batch.station_id,
    now.map(({ person, issues }) => comparable(person, issues)),
  );
  await sayDoubles(tx, batch.id, rows, new Set(decided.filter(d => d.edit).map(d => d.place)), compared);
  const issues: Issue[] = [];
  for (const [i, { take, resident }] of decided.entries()) {
    const message = take && decisionRefusal(take, compared[i]!, resident);
    if (message) issues.push({ path: `rows.${i}.take`, message });
  }
  if (issues.length > 0) throw new AppError('invalid', { issues });
  for (const [i, row] of rows.entries()) {
    const { take = null, resident, edit } = decided[i]!;
    const { person, written } = now[i]!;
    await saveCompared(
      tx,
      row,
      edit ? sealRow(house, { person, written }) : null,
      compared[i]!,
      take,
      take === 'same_as' ? resident! : compared[i]!.resident_id,
    );
  }
}

function missing(): never {
  throw new AppError('not_found', { say: '名册中没有这一行，请刷新后重试。' });
}

/** The same decision for every undecided row of a verdict. What asks who somebody is, is not decided in bulk. */
async function decideAll(tx: Tx, batch: string, { verdict, take }: NonNullable<Input['all']>): Promise<void> {
  if (verdict === 'wrong' && take !== 'leave_out')
    throw new AppError('invalid', { issues: [{ path: 'all.take', message: '有错误的行不能直接导入，请改正或选择不导入' }] });
  await tx.run(
    q
      .updateTable('app.roster_rows')
      .set({ decision: take })
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', batch)
      .where('verdict', '=', verdict)
      .where('decision', 'is', null)
      .$if(take === 'as_read', b => b.where(sql<boolean>`(resident_id is not null or candidates = '{}')`)),
  );
}

/** Carries out decisions about rows of a roster that waits. Answers station and revision. */
export async function decideRosterRows(c: Context, input: Input): Promise<{ station: number; revision: number }> {
  const batch = await seenBatch(c.tx, input, may['clients.decide_rows'], ['ready']);
  if (new Set(input.rows.map(r => r.place)).size !== input.rows.length)
    throw new AppError('invalid', { issues: [{ path: 'rows', message: '同一行出现了两次' }] });
  if (input.rows.length > 0) await decideEach(c, batch, input.rows);
  if (input.all) await decideAll(c.tx, batch.id, input.all);
  await saveBatch(c.tx, batch.id, { counts: JSON.stringify(await countRows(c.tx, batch.id)), problem: null });
  return { station: batch.station_id, revision: batch.revision + 1 };
}
