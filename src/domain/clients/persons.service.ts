// A person as columns of app.residents and back: what identifies is sealed, what is searched gets a blind index. The one shape in
// memory is the roster's, so that a form and a roster are compared and written the same way (SEC-11, SEC-12).

import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { IdentityKind, NoNumberReason } from '#kernel/identity.ts';
import { matchName, pinyinOf, searchKeys, twinKey } from '#kernel/names.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Sealer } from '#server/secrets/seal.ts';
import type { CategoryCode } from './categories.ts';
import type { KnownPerson } from './roster/classify.ts';
import { emptyPerson, type RosterPerson } from './roster/person.ts';

export type Person = RosterPerson;
export type ResidentRow = Selectable<DB['app.residents']>;

/** Names of the sealed fields: each has its own key, and a value copied to another field does not open. */
export const SEALED = {
  identity: 'residents.identity',
  phone: 'residents.phone',
  address: 'residents.address',
  contact_phone: 'residents.contact_phone',
  guardian_phone: 'residents.guardian_phone',
  more: 'residents.more',
} as const;

/** What is sealed together: rarely read, never searched. */
const More = z.object({
  registeredAddress: z.string().nullish(),
  disabilityNo: z.string().nullish(),
  dibaoNo: z.string().nullish(),
  householdNo: z.string().nullish(),
  householder: z.string().nullish(),
  householderIdentity: z.string().nullish(),
  householdSize: z.number().nullish(),
  health: z.string().nullish(),
  note: z.string().nullish(),
  bornPrecision: z.enum(['day', 'month', 'year']).nullish(),
});
const MORE_FIELDS = Object.keys(More.shape) as (keyof z.infer<typeof More>)[];

/** What a number is found by. Numbers of other documents never collide with identity numbers. */
export const identityIndex = (secrets: Sealer, kind: IdentityKind, number: string): Buffer =>
  secrets.blindIndex(kind === 'resident_id' ? number : `${kind}:${number}`, 'residents.identity');
export const phoneIndex = (secrets: Sealer, phone: string): Buffer => secrets.blindIndex(phone, 'residents.phone');

/** The key by which the last four of an identity number are found: 8 bytes, so it says no more than the four do. */
export const lastFourKey = (secrets: Sealer, lastFour: string): string =>
  `d:${secrets.blindIndex(lastFour, 'residents.identity_end').subarray(0, 8).toString('base64url')}`;

/** Everything a person is searched by. */
export function keysOf(secrets: Sealer, person: Person): string[] {
  const keys = searchKeys(person.name);
  if (person.identityKind === 'resident_id' && person.identity !== null)
    keys.push(lastFourKey(secrets, person.identity.slice(-4)));
  return keys;
}

function sealMore(secrets: Sealer, person: Person): Buffer | null {
  const kept = MORE_FIELDS.filter(
    field => person[field] !== null && !(field === 'bornPrecision' && person.bornPrecision === 'day'),
  );
  if (kept.length === 0) return null;
  return secrets.seal(JSON.stringify(Object.fromEntries(kept.map(field => [field, person[field]]))), SEALED.more);
}

export type PersonColumns = Omit<
  Insertable<DB['app.residents']>,
  | 'county_id'
  | 'id'
  | 'station_id'
  | 'household_id'
  | 'worker_id'
  | 'file_state'
  | 'file_no'
  | 'filed_on'
  | 'file_closed_on'
  | 'file_closed_reason'
  | 'source'
  | 'state'
  | 'state_on'
  | 'state_reason'
  | 'merged_into'
  | 'distinct_from'
  | 'batch_id'
  | 'revision'
  | 'changed_by'
>;

/** The columns a person is stored in. Every one of them is set, so two persons' columns always have the same names. */
export function columnsOf(secrets: Sealer, person: Person): PersonColumns {
  const seal = (value: string | null, field: keyof typeof SEALED): Buffer | null =>
    value === null ? null : secrets.seal(value, SEALED[field]);
  return {
    relation: person.relation,
    village_code: person.village,
    village_group: person.group,
    name: person.name,
    name_key: pinyinOf(person.name).sortKey,
    sex: person.sex ?? '0',
    born_on: person.born,
    identity_kind: person.identityKind,
    identity_reason: person.noNumberReason,
    identity_sealed: seal(person.identity, 'identity'),
    identity_index: person.identity === null ? null : identityIndex(secrets, person.identityKind, person.identity),
    twin_key: twinKey(person.name, person.born, person.village),
    ethnic: person.ethnic,
    marital: person.marital,
    education: person.education,
    disability_kind: person.disabilityType,
    disability_grade: person.disabilityGrade,
    phone_sealed: seal(person.phone, 'phone'),
    phone_index: person.phone === null ? null : phoneIndex(secrets, person.phone),
    address_sealed: seal(person.address, 'address'),
    contact_name: person.contact,
    contact_relation: person.contactRelation,
    contact_phone_sealed: seal(person.contactPhone, 'contact_phone'),
    guardian_name: person.guardian,
    guardian_relation: person.guardianRelation,
    guardian_phone_sealed: seal(person.guardianPhone, 'guardian_phone'),
    more_sealed: sealMore(secrets, person),
  };
}

/** A sealed field in clear; null where nothing is stored. */
export const openField = (
  secrets: Sealer,
  row: Partial<ResidentRow>,
  field: 'identity' | 'phone' | 'address' | 'contact_phone' | 'guardian_phone',
): string | null => {
  const sealed = row[`${field}_sealed`];
  return sealed ? secrets.openText(sealed, SEALED[field]) : null;
};
/** The part that is sealed together. */
export const openMore = (secrets: Sealer, row: Pick<ResidentRow, 'more_sealed'>): z.infer<typeof More> =>
  row.more_sealed ? More.parse(JSON.parse(secrets.openText(row.more_sealed, SEALED.more))) : {};

/** The person a row stores, with the categories given. */
export function openPerson(secrets: Sealer, row: ResidentRow, categories: readonly CategoryCode[] = []): KnownPerson {
  const more = openMore(secrets, row);
  const person: KnownPerson = {
    ...emptyPerson(),
    id: row.id,
    name: row.name,
    identityKind: row.identity_kind as IdentityKind,
    identity: openField(secrets, row, 'identity'),
    noNumberReason: row.identity_reason as NoNumberReason | null,
    sex: row.sex === '1' || row.sex === '2' ? row.sex : null,
    born: row.born_on,
    bornPrecision: row.born_on === null ? null : 'day',
    ethnic: row.ethnic,
    village: row.village_code,
    group: row.village_group,
    address: openField(secrets, row, 'address'),
    phone: openField(secrets, row, 'phone'),
    categories: [...categories],
    relation: row.relation,
    guardian: row.guardian_name,
    guardianRelation: row.guardian_relation,
    guardianPhone: openField(secrets, row, 'guardian_phone'),
    contact: row.contact_name,
    contactRelation: row.contact_relation,
    contactPhone: openField(secrets, row, 'contact_phone'),
    disabilityType: row.disability_kind,
    disabilityGrade: row.disability_grade,
    marital: row.marital,
    education: row.education,
  };
  return Object.assign(
    person,
    Object.fromEntries(Object.entries(more).filter(([, value]) => value !== null && value !== undefined)),
  );
}

/** Whether two names are one name for searching and for the keys. */
export const sameKeys = (a: Person, b: Person): boolean => matchName(a.name) === matchName(b.name) && a.identity === b.identity;

/** Stores a person's keys; `replace` takes the old ones away first. */
export async function writeKeys(tx: Tx, station: number, id: string, keys: readonly string[], replace = false): Promise<void> {
  if (replace) await tx.run(q.deleteFrom('app.resident_keys').where('county_id', '=', tx.county).where('resident_id', '=', id));
  if (keys.length > 0)
    await tx.run(
      q
        .insertInto('app.resident_keys')
        .values(keys.map(key => ({ county_id: tx.county, station_id: station, key, resident_id: id }))),
    );
}
