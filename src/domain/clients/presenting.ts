// How a person is shown to somebody: by name or masked, with what identifies always masked (PRI-04).

import { ageOn } from '#kernel/dates.ts';
import { maskAddress, maskIdentity, maskName, maskPhone } from '#kernel/masks.ts';
import type { Actor } from '#kernel/roles.ts';
import type { Sealer } from '#server/secrets/seal.ts';
import { type CategoryCode, comesFirst } from './categories.ts';
import { seesNames } from './clients.policy.ts';
import { openField } from './persons.service.ts';
import type { FileState, ResidentState } from './residents.ts';
import type { ResidentRow } from './views.ts';

/** Who is looking, with what opens sealed values, and the day ages are counted on. */
export type Onlooker = { actor: Actor; secrets: Sealer; today: string };

export const ageOf = (born: string | null, today: string): number | null => (born === null ? null : ageOn(born, today));
const masked = (value: string | null, mask: (value: string) => string): string | null => (value === null ? null : mask(value));

/** A name as this onlooker may read it. */
export const shownName = (look: Onlooker, station: number, name: string): string =>
  seesNames(look.actor, station) ? name : maskName(name);
export const shownPhone = (phone: string | null): string | null => masked(phone, maskPhone);
export const shownAddress = (address: string | null): string | null => masked(address, maskAddress);
export const shownIdentity = (identity: string | null, form: 'list' | 'detail'): string | null =>
  masked(identity, n => maskIdentity(n, form));

/** What the list's statement answers for one person. */
export type Listed = {
  id: string;
  revision: number;
  station_id: number;
  name: string;
  sex: string;
  born_on: string | null;
  identity_sealed: Buffer | null;
  phone_sealed: Buffer | null;
  village_code: string | null;
  village_name: string | null;
  village_group: string | null;
  categories: string[];
  worker_id: string | null;
  worker_name: string | null;
  file_state: string;
  state: string;
};

/** One row of a list. */
export function shownRow(look: Onlooker, row: Listed): ResidentRow {
  const named = seesNames(look.actor, row.station_id);
  const categories = row.categories as CategoryCode[];
  return {
    id: row.id,
    revision: row.revision,
    station: row.station_id,
    name: named ? row.name : maskName(row.name),
    sex: row.sex,
    born_on: named ? row.born_on : null,
    age: ageOf(row.born_on, look.today),
    identity: shownIdentity(openField(look.secrets, row, 'identity'), 'list'),
    phone: shownPhone(openField(look.secrets, row, 'phone')),
    village_code: row.village_code,
    village_name: row.village_name,
    village_group: row.village_group,
    categories,
    comes_first: comesFirst(categories),
    worker: row.worker_id === null ? null : { id: row.worker_id, name: row.worker_name ?? '' },
    file_state: row.file_state as FileState,
    state: row.state as ResidentState,
  };
}
