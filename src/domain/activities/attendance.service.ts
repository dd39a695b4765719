// Who came: by list, by count, put right afterwards. A person counts once however often she signs; nothing is deleted. Serves K5b.

import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { mustBeOfStation } from '#domain/clients/households.service.ts';
import { rowsOfPerson } from '#domain/clients/merges.service.ts';
import { AppError } from '#kernel/errors.ts';
import { recordedAt } from '#kernel/lateness.ts';
import { normalName } from '#kernel/names.ts';
import type { Rule } from '#kernel/policy.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { activitiesPolicy as may } from './activities.policy.ts';
import {
  type AboutActivity,
  type Attendee,
  type attend,
  type Counted,
  type identify,
  type strike,
  typedPerson,
} from './activities.ts';
import { allowed, mustBeSent } from './rows.service.ts';

export type AttendanceColumns = Selectable<DB['app.activity_attendances']>;
type Where = { activity: string; station: number; at: string };

/** Columns of a row, whoever it is of. */
const common = (tx: Tx, { activity, station, at }: Where) => ({
  county_id: tx.county,
  station_id: station,
  activity_id: activity,
  signed_at: at,
  changed_by: tx.changedBy,
});

/** Whom of these residents the station has, by the file that stands for each. @throws AppError `missing_reference` */
async function standingOf(tx: Tx, station: number, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.residents')
      .select(['id', 'merged_into'])
      .where('county_id', '=', tx.county)
      .where('station_id', '=', station)
      .where('id', 'in', [...ids]),
  );
  if (rows.length < new Set(ids).size) throw new AppError('missing_reference');
  return new Map(rows.map(r => [r.id, r.merged_into ?? r.id]));
}

/** Everybody who has signed an activity already, in one word each. */
export const knownOf = async (tx: Tx, activity: string): Promise<Set<string>> => {
  const rows = await tx.all(
    q
      .selectFrom('app.activity_attendances')
      .select('person')
      .where('county_id', '=', tx.county)
      .where('activity_id', '=', activity)
      .where('struck_because', 'is', null)
      .where('person', 'is not', null),
  );
  return new Set(rows.flatMap(r => r.person ?? []));
};

function rowOf(tx: Tx, where: Where, p: Attendee, standing: ReadonlyMap<string, string>) {
  const marks = { ...common(tx, where), id: p.id, how: 'list', volunteer: p.volunteer, by_other: p.by_other };
  if ('resident' in p) {
    const resident_id = standing.get(p.resident)!;
    return { ...marks, resident_id, person: resident_id };
  }
  const name = normalName(p.name);
  return {
    ...marks,
    name,
    person: typedPerson({ ...p, name }),
    sex: p.sex ?? null,
    age_group: p.age_group ?? null,
    village_code: p.village ?? null,
    phone_end: p.phone_end ?? null,
  };
}

/** Adds those who are not there yet. The phone may send the same people again, and two phones the same person. */
export async function attendByList(
  tx: Tx,
  input: z.output<typeof attend.input>,
): Promise<{ station: number; added: number; known: number }> {
  const row = await allowed(tx, input.activity, may['activities.attend']);
  const station = row.station_id;
  const residents = input.people.flatMap(p => ('resident' in p ? p.resident : []));
  const villages = [...new Set(input.people.flatMap(p => ('name' in p ? (p.village ?? []) : [])))];
  const [standing, known] = await Promise.all([
    standingOf(tx, station, residents),
    knownOf(tx, input.activity),
    ...villages.map(village => mustBeOfStation(tx, village, station)),
  ]);
  const at = input.recorded_at ? recordedAt(input.recorded_at, row.planned_on, tx.now.toISOString()) : tx.now.toISOString();
  const where = { activity: row.id, station, at };
  const fresh: ReturnType<typeof rowOf>[] = [];
  for (const p of input.people) {
    const one = rowOf(tx, where, p, standing);
    if (known.has(one.person)) continue;
    known.add(one.person);
    fresh.push(one);
  }
  if (fresh.length) await tx.run(q.insertInto('app.activity_attendances').values(fresh));
  return { station, added: fresh.length, known: input.people.length - fresh.length };
}

/** A number of people who did not sign by name, read from the photo of a sheet. */
export async function attendByCount(tx: Tx, input: z.output<typeof Counted>): Promise<{ station: number }> {
  const row = await allowed(tx, input.activity, may['activities.count']);
  await mustBeSent(tx, row.station_id, [input.sheet]);
  const where = { activity: row.id, station: row.station_id, at: tx.now.toISOString() };
  await tx.run(
    q.insertInto('app.activity_attendances').values({
      ...common(tx, where),
      id: input.id,
      how: 'count',
      people: input.people,
      sheet_hash: input.sheet,
      remark: input.remark ?? null,
    }),
  );
  return { station: row.station_id };
}

/** A signature as it was read, of an activity that may still be changed. */
async function seenRow(tx: Tx, seen: { id: string; revision: number }, rule: Rule<AboutActivity>): Promise<AttendanceColumns> {
  const row = await tx.first(
    q.selectFrom('app.activity_attendances').selectAll().where('county_id', '=', tx.county).where('id', '=', seen.id),
  );
  if (!row) throw new AppError('not_found');
  await allowed(tx, row.activity_id, rule);
  if (row.revision !== seen.revision || row.struck_because !== null)
    throw new AppError('stale', { current: { id: row.id, revision: row.revision } });
  return row;
}

async function saveRow(
  tx: Tx,
  row: AttendanceColumns,
  values: Record<string, unknown>,
): Promise<{ station: number; revision: number }> {
  const revision = row.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.activity_attendances')
      .set({ ...values, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', row.id)
      .where('revision', '=', row.revision),
  );
  if (changed === 0) throw new AppError('stale');
  return { station: row.station_id, revision };
}

/** Says which person on file a typed name is. If she is ticked as well she still counts once. */
export async function identifyAttendance(tx: Tx, input: z.output<typeof identify.input>) {
  const row = await seenRow(tx, input, may['activities.identify']);
  if (row.how === 'count') throw new AppError('not_found');
  await standingOf(tx, row.station_id, [input.resident]);
  const { standing } = await rowsOfPerson(tx, input.resident);
  return saveRow(tx, row, { resident_id: standing, person: standing });
}

/** Takes a wrong row out of the figures; it stays readable with the reason. */
export async function strikeAttendance(tx: Tx, input: z.output<typeof strike.input>) {
  return saveRow(tx, await seenRow(tx, input, may['activities.strike']), { struck_because: input.reason });
}
