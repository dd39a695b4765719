// Everything about one person, with what identifies masked: the file as a person at a desk reads it. Serves K2, E1.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { IdentityKind, NoNumberReason } from '#kernel/identity.ts';
import { maskName } from '#kernel/masks.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { type CategoryCode, categoryDoubts, comesFirst, endsByAge } from './categories.ts';
import { seesNames } from './clients.policy.ts';
import { factsOf } from './files.service.ts';
import { openField, openMore, type ResidentRow } from './persons.service.ts';
import { ageOf, type Onlooker, shownAddress, shownIdentity, shownName, shownPhone } from './presenting.ts';
import { twinsOf } from './residents.service.ts';
import { type FileGap, type FileState, fileGaps, type ResidentState } from './residents.ts';
import type { CategoryEntry, ConsentEntry, Resident } from './views.ts';

const withPlaces = (tx: Tx, id: string) =>
  q
    .selectFrom('app.residents as r')
    .innerJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'r.station_id').on('s.county_id', '=', tx.county))
    .leftJoin('app.villages as v', j => j.onRef('v.village_code', '=', 'r.village_code').on('v.county_id', '=', tx.county))
    .leftJoin('app.staff as w', j => j.onRef('w.id', '=', 'r.worker_id').on('w.county_id', '=', tx.county))
    .selectAll('r')
    .select(['s.name as station_name', 'v.name as village_name', 'w.name as worker_name'])
    .where('r.county_id', '=', tx.county)
    .where('r.id', '=', id);

/** What hangs on a person: one round trip. */
async function hanging(tx: Tx, row: ResidentRow) {
  const [categories, consents, assignments, household, members, merged, twins] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.resident_categories')
        .selectAll()
        .where('county_id', '=', tx.county)
        .where('resident_id', '=', row.id)
        .orderBy('from_on', o => o.desc().nullsLast())
        .orderBy('id'),
    ),
    tx.all(
      q
        .selectFrom('app.consents')
        .selectAll()
        .where('county_id', '=', tx.county)
        .where('resident_id', '=', row.id)
        .orderBy('given_on', 'desc')
        .orderBy('id'),
    ),
    tx.all(
      q
        .selectFrom('app.assignments as a')
        .innerJoin('app.staff as w', j => j.onRef('w.id', '=', 'a.worker_id').on('w.county_id', '=', tx.county))
        .select(['a.id', 'a.worker_id', 'w.name', 'a.from_on', 'a.to_on'])
        .where('a.county_id', '=', tx.county)
        .where('a.resident_id', '=', row.id)
        .orderBy('a.from_on', 'desc')
        .orderBy('a.id', 'desc'),
    ),
    tx.first(q.selectFrom('app.households').selectAll().where('county_id', '=', tx.county).where('id', '=', row.household_id)),
    tx.all(
      q
        .selectFrom('app.residents')
        .select(['id', 'name', 'relation', 'sex', 'born_on', 'state'])
        .where('county_id', '=', tx.county)
        .where('household_id', '=', row.household_id)
        .where('state', '<>', 'merged')
        .orderBy('relation')
        .orderBy('id'),
    ),
    tx.all(
      q
        .selectFrom('app.residents')
        .select('id')
        .where('county_id', '=', tx.county)
        .where('merged_into', '=', row.id)
        .orderBy('id'),
    ),
    row.state === 'merged' ? [] : twinsOf(tx, row.twin_key, row),
  ]);
  return { categories, consents, assignments, household, members, merged, twins };
}
type Hanging = Awaited<ReturnType<typeof hanging>>;

const current = (entry: { to_on: string | null }, today: string): boolean => entry.to_on === null || entry.to_on >= today;

const shownCategory = (
  entry: Hanging['categories'][number],
  row: ResidentRow,
  named: boolean,
  today: string,
): z.input<typeof CategoryEntry> => ({
  id: entry.id,
  category: entry.category as CategoryCode,
  basis: entry.basis,
  document_no: named ? entry.document_no : null,
  from_on: entry.from_on,
  to_on: entry.to_on,
  ended_reason: entry.ended_reason,
  current: current(entry, today),
  ends_by_age_on: row.born_on === null ? null : endsByAge(entry.category as CategoryCode, row.born_on),
  revision: entry.revision,
});

const shownConsent = (entry: Hanging['consents'][number], named: boolean): z.input<typeof ConsentEntry> => ({
  id: entry.id,
  purposes: entry.purposes as z.input<typeof ConsentEntry>['purposes'],
  way: entry.way as z.input<typeof ConsentEntry>['way'],
  text_version: entry.text_version,
  signed_by: named ? entry.signed_by : maskName(entry.signed_by),
  signer_relation: entry.signer_relation,
  given_on: entry.given_on,
  withdrawn_on: entry.withdrawn_on,
  file_hash: named ? entry.file_hash : null,
  revision: entry.revision,
});

/** Another person of a file: contact or guardian. */
function other(name: string | null, relation: string | null, phone: string | null, named: boolean) {
  if (name === null && phone === null) return null;
  return { name: name === null || named ? name : maskName(name), relation, phone: shownPhone(phone) };
}

type Row = NonNullable<Awaited<ReturnType<typeof rowWithPlaces>>>;
const rowWithPlaces = (tx: Tx, id: string) => tx.first(withPlaces(tx, id));

/** The person alone. */
function shownPerson(row: Row, { actor, secrets, today }: Onlooker) {
  const named = seesNames(actor, row.station_id);
  const more = openMore(secrets, row);
  return {
    id: row.id,
    revision: row.revision,
    station: row.station_id,
    station_name: row.station_name,
    name: named ? row.name : maskName(row.name),
    sex: row.sex,
    born_on: named ? row.born_on : null,
    age: ageOf(row.born_on, today),
    identity_kind: row.identity_kind as IdentityKind,
    identity: shownIdentity(openField(secrets, row, 'identity'), named ? 'detail' : 'list'),
    identity_reason: row.identity_reason as NoNumberReason | null,
    relation: row.relation,
    village_code: row.village_code,
    village_name: row.village_name,
    village_group: row.village_group,
    ethnic: row.ethnic,
    marital: row.marital,
    education: row.education,
    health: more.health ?? null,
    disability_kind: row.disability_kind,
    disability_grade: row.disability_grade,
    disability_no: shownIdentity(more.disabilityNo ?? null, named ? 'detail' : 'list'),
    phone: shownPhone(openField(secrets, row, 'phone')),
    address: shownAddress(openField(secrets, row, 'address')),
    registered_address: shownAddress(more.registeredAddress ?? null),
    contact: other(row.contact_name, row.contact_relation, openField(secrets, row, 'contact_phone'), named),
    guardian: other(row.guardian_name, row.guardian_relation, openField(secrets, row, 'guardian_phone'), named),
    notes: named ? (more.note ?? null) : null,
    worker: row.worker_id === null ? null : { id: row.worker_id, name: row.worker_name ?? '' },
    masked: !named,
  };
}

/** What the stations did with the row: where it comes from, its state, its file. */
function shownState(row: Row, named: boolean, missing: FileGap[]) {
  return {
    source: row.source as 'roster' | 'worker',
    state: row.state as ResidentState,
    state_on: row.state_on,
    state_reason: named ? row.state_reason : null,
    merged_into: row.merged_into,
    file_state: row.file_state as FileState,
    file: {
      state: row.file_state as FileState,
      no: row.file_no,
      filed_on: row.filed_on,
      closed_on: row.file_closed_on,
      closed_reason: named ? row.file_closed_reason : null,
      missing,
    },
  };
}

/** The file of one person. Throws `not_found`. */
export async function getResident({ tx, house }: Context, id: string): Promise<z.input<typeof Resident>> {
  const row = await rowWithPlaces(tx, id);
  if (!row) throw new AppError('not_found');
  const h = await hanging(tx, row);
  const look: Onlooker = { actor: tx.actor, secrets: house.secrets, today: tx.today };
  const named = seesNames(tx.actor, row.station_id);
  const now = h.categories.filter(c => current(c, tx.today));
  const codes = now.map(c => c.category as CategoryCode).sort();
  const consents = h.consents.filter(c => c.withdrawn_on === null && c.purposes.includes('service_file'));
  return {
    ...shownPerson(row, look),
    ...shownState(row, named, fileGaps(factsOf(row, now, consents), tx.today)),
    merged_rows: h.merged.map(m => m.id),
    household: {
      id: row.household_id,
      number: h.household?.number ?? null,
      size: h.household?.size ?? openMore(house.secrets, row).householdSize ?? null,
      members: h.members.map(m => ({
        id: m.id,
        name: shownName(look, row.station_id, m.name),
        relation: m.relation,
        sex: m.sex,
        age: ageOf(m.born_on, tx.today),
        state: m.state as ResidentState,
      })),
    },
    categories: codes,
    comes_first: comesFirst(codes),
    category_history: h.categories.map(c => shownCategory(c, row, named, tx.today)),
    doubts: categoryDoubts(codes, row.born_on, tx.today),
    consents: h.consents.map(c => shownConsent(c, named)),
    assignments: h.assignments.map(a => ({
      id: a.id,
      worker: { id: a.worker_id, name: a.name },
      from_on: a.from_on,
      to_on: a.to_on,
    })),
    twins: h.twins,
  };
}
