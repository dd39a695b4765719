// What a correction sends: only what was changed. Pure. Serves K2, E1; PRI-04 (masked values never go back).

import type { z } from 'zod';
import type { correct, Resident } from '../../clients.ts';
import { MASKED_FIELDS, type MaskedField, type Now } from './masked-fields.ts';

type Fields = z.input<typeof correct.input>['set'];
type Open = Exclude<keyof Fields, MaskedField>;
const OPEN: readonly Open[] = [
  'name',
  'sex',
  'born_on',
  'identity_kind',
  'identity_reason',
  'village_group',
  'relation',
  'ethnic',
  'marital',
  'education',
  'health',
  'disability_kind',
  'disability_grade',
  'contact_name',
  'contact_relation',
  'guardian_name',
  'guardian_relation',
  'notes',
];

/** The person as the form begins: what is shown in clear. Unknown sex is an empty field. */
export function openValues(p: Resident): Partial<Fields> {
  const values = {
    ...p,
    sex: p.sex === '1' || p.sex === '2' ? p.sex : null,
    contact_name: p.contact?.name,
    contact_relation: p.contact?.relation,
    guardian_name: p.guardian?.name,
    guardian_relation: p.guardian?.relation,
  };
  return Object.fromEntries(OPEN.flatMap(field => (values[field] == null ? [] : [[field, values[field]]]))) as Partial<Fields>;
}

/** Masked values as they are shown. */
export const maskedValues = (p: Resident): Now => ({
  identity: p.identity,
  phone: p.phone,
  address: p.address,
  registered_address: p.registered_address,
  contact_phone: p.contact?.phone ?? null,
  guardian_phone: p.guardian?.phone ?? null,
  disability_no: p.disability_no,
});

/**
 * The fields that differ from what the person has. A field that is not in the form stays; an emptied one is sent as null.
 * A number written anew, or none any more, decides what else is sent with it.
 */
export function changedFields(p: Resident, values: Partial<Fields>): Partial<Fields> {
  const before = openValues(p);
  const set: Record<string, unknown> = {};
  for (const field of OPEN) {
    if (!(field in values)) continue;
    const now = values[field] || null;
    if (now !== (before[field] ?? null)) set[field] = now;
  }
  for (const field of MASKED_FIELDS) if (values[field] !== undefined) set[field] = values[field] || null;
  if (set.identity_kind === 'none') set.identity = null;
  else if ('identity_kind' in set) set.identity_reason = null;
  return set as Partial<Fields>;
}
