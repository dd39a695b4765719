// Registering and correcting people: one number is one person in the county, and people alike by sound, birth date and village are
// looked at before they become two. Serves K2, E1.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { among } from '#server/database/bulk.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { endAssignment } from './assignments.service.ts';
import { writtenPerson } from './checking.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import type { correct, mark, move, register } from './clients.ts';
import { settle } from './files.service.ts';
import { joinHousehold, mustBeOfStation } from './households.service.ts';
import { columnsOf, keysOf, openPerson, type PersonColumns, sameKeys, writeKeys } from './persons.service.ts';
import { emptyPerson } from './roster/person.ts';
import { mustBeAllowed, mustNotBeFuture, saveRow, seenRow } from './rows.service.ts';
import { countySettings } from './settings.service.ts';

type Saved = { station: number; revision: number };

/** Throws `known_person` when the number belongs to a row the actor can see; a hidden one is found by its constraint. */
async function mustBeNewNumber(tx: Tx, columns: PersonColumns, self?: string): Promise<void> {
  if (!columns.identity_index) return;
  const row = await tx.first(
    q
      .selectFrom('app.residents')
      .select(['id', 'station_id'])
      .where('county_id', '=', tx.county)
      .where('identity_index', '=', columns.identity_index)
      .where('state', '<>', 'merged'),
  );
  if (row && row.id !== self) throw new AppError('known_person', { current: { id: row.id, station: row.station_id } });
}

/** People with this twin key the row was not told apart from yet. */
export async function twinsOf(
  tx: Tx,
  twinKey: string | null | undefined,
  self: { id: string; distinct_from: readonly string[] },
): Promise<string[]> {
  if (!twinKey) return [];
  const rows = await tx.all(
    q
      .selectFrom('app.residents')
      .select(['id', 'distinct_from'])
      .where('county_id', '=', tx.county)
      .where('twin_key', '=', twinKey)
      .where('state', '<>', 'merged')
      .orderBy('id'),
  );
  return rows
    .filter(r => r.id !== self.id && !self.distinct_from.includes(r.id) && !r.distinct_from.includes(self.id))
    .map(r => r.id);
}

/** Throws `twins` (with their ids) unless the writer has said it is another person; answers whom the row is then told apart from. */
async function toldApart(
  tx: Tx,
  columns: PersonColumns,
  self: { id: string; distinct_from: readonly string[] },
  notATwin: boolean,
): Promise<string[]> {
  const twins = await twinsOf(tx, columns.twin_key, self);
  if (twins.length > 0 && !notATwin) throw new AppError('twins', { current: { twins } });
  return [...self.distinct_from, ...twins];
}

/** Registers a person in a household. Throws `known_person`, `twins`, `invalid`. */
export async function registerResident({ tx, house }: Context, input: z.output<typeof register.input>): Promise<void> {
  const { id, station, village_code, household, not_a_twin, ...fields } = input;
  mustBeAllowed(tx, may['clients.register'], station);
  await mustBeOfStation(tx, village_code, station);
  const { areaCode } = await countySettings(tx);
  const person = writtenPerson({ ...emptyPerson(), village: village_code }, fields, { today: tx.today, areaCode });
  const columns = columnsOf(house.secrets, person);
  await mustBeNewNumber(tx, columns);
  const distinct_from = await toldApart(tx, columns, { id, distinct_from: [] }, not_a_twin);
  await joinHousehold(tx, station, village_code, household);
  await tx.run(
    q.insertInto('app.residents').values({
      county_id: tx.county,
      id,
      station_id: station,
      household_id: household.id,
      ...columns,
      source: 'worker',
      distinct_from,
      changed_by: tx.changedBy,
    }),
  );
  await writeKeys(tx, station, id, keysOf(house.secrets, person));
}

/** Corrects the fields that were written. */
export async function correctResident({ tx, house }: Context, input: z.output<typeof correct.input>): Promise<Saved> {
  const row = await seenRow(tx, input, may['clients.correct']);
  const { areaCode } = await countySettings(tx);
  const known = openPerson(house.secrets, row);
  const person = writtenPerson(known, input.set, { today: tx.today, areaCode }, 'set.');
  const columns = columnsOf(house.secrets, person);
  await mustBeNewNumber(tx, columns, row.id);
  const distinct_from =
    columns.twin_key === row.twin_key ? row.distinct_from : await toldApart(tx, columns, row, input.not_a_twin);
  const revision = await saveRow(tx, row, { ...columns, distinct_from } as Parameters<typeof saveRow>[2]);
  if (!sameKeys(known, person)) await writeKeys(tx, row.station_id, row.id, keysOf(house.secrets, person), true);
  await settle(tx, row.id);
  return { station: row.station_id, revision };
}

/** Moves a person to another household or village of the same station. */
export async function moveResident({ tx, house }: Context, input: z.output<typeof move.input>): Promise<Saved> {
  const row = await seenRow(tx, input, may['clients.move']);
  if (row.state !== 'active') throw new AppError('person_not_active');
  mustNotBeFuture(tx, 'on', input.on);
  await mustBeOfStation(tx, input.village_code, row.station_id);
  await joinHousehold(tx, row.station_id, input.village_code, input.household);
  const known = openPerson(house.secrets, row);
  const person = {
    ...known,
    village: input.village_code,
    group: input.village_group ?? null,
    relation: input.relation ?? known.relation,
    address: input.address ?? known.address,
  };
  const columns = columnsOf(house.secrets, person);
  const revision = await saveRow(tx, row, { ...columns, household_id: input.household.id } as Parameters<typeof saveRow>[2]);
  await settle(tx, row.id);
  return { station: row.station_id, revision };
}

/** Marks a person as moved away, died or no longer served (the worker's responsibility ends that day), or as served again. */
export async function markResident(tx: Tx, input: z.output<typeof mark.input>): Promise<Saved> {
  const row = await seenRow(tx, input, may['clients.mark']);
  if (row.state === input.state) throw new AppError('conflict', { say: '此人已是这个状态，无需重复登记。' });
  mustNotBeFuture(tx, 'on', input.on);
  if (row.born_on !== null && input.on < row.born_on)
    throw new AppError('invalid', { issues: [{ path: 'on', message: '日期早于出生日期，请核对' }] });
  if (input.state !== 'active') await endAssignment(tx, row.id, input.on);
  const worker_id = input.state === 'active' ? row.worker_id : null;
  const revision = await saveRow(tx, row, { state: input.state, state_on: input.on, state_reason: input.reason, worker_id });
  return { station: row.station_id, revision };
}

/** Says of people alike that they are not one person. */
export async function distinguishResidents(tx: Tx, input: { id: string; others: readonly string[] }): Promise<Saved> {
  const ids = [input.id, ...input.others];
  const rows = await tx.all(
    q
      .selectFrom('app.residents')
      .select(['id', 'station_id', 'revision'])
      .where('county_id', '=', tx.county)
      .where(among('id', ids, 'uuid')),
  );
  const row = rows.find(r => r.id === input.id);
  if (!row || rows.length !== new Set(ids).size) throw new AppError('not_found');
  for (const { station_id } of rows) mustBeAllowed(tx, may['clients.distinguish'], station_id);
  await tx.run(
    q
      .updateTable('app.residents')
      .set({
        distinct_from: sql`array(select distinct unnest(distinct_from || ${[...input.others]}::uuid[]))`,
        changed_by: tx.changedBy,
      })
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id),
  );
  return { station: row.station_id, revision: row.revision };
}
