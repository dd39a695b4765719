// People for tests: generated, registered through HTTP like anybody.

import { newId } from '#kernel/ids.ts';
import type { Person } from '#server/testing.ts';
import type { z } from 'zod';
import { register } from './clients.ts';
import { generatePerson, type PersonKind, seeded } from './people.demo.ts';

export const HONGMAO = 469030105;
export const SHIYUN = 469030202;
/** The first village of a station's township. */
export const villageOf = (station: number): string => `${station}200`;

export type Registering = z.input<typeof register.input>;

const random = seeded(20260301);
const taken = new Set<string>();

/** What a form would send for a generated person of a station. */
export function somebody(station: number, of: Partial<Registering> & { kind?: PersonKind } = {}): Registering {
  const { kind = 'adult', ...fields } = of;
  const p = generatePerson(random, { villageCode: fields.village_code ?? villageOf(station), day: '2026-11-23', kind, taken });
  const numbered = p.identity !== null;
  return {
    id: newId(),
    station,
    village_code: villageOf(station),
    household: { id: newId() },
    name: p.name,
    sex: p.sex,
    born_on: p.born,
    identity_kind: numbered ? 'resident_id' : 'none',
    identity: p.identity,
    identity_reason: numbered ? null : 'unregistered',
    ethnic: p.ethnic,
    phone: p.phone ?? '15400000000',
    address: p.address,
    contact_name: p.contact,
    contact_relation: p.contactRelation,
    contact_phone: p.contactPhone,
    guardian_name: p.guardian,
    guardian_relation: p.guardianRelation,
    guardian_phone: p.guardianPhone,
    ...fields,
  };
}

/** Registers somebody and answers what was sent. Throws when it was refused, so a test's beginning cannot fail unseen. */
export async function registered(by: Person, station: number, of: Parameters<typeof somebody>[1] = {}): Promise<Registering> {
  const input = somebody(station, of);
  const { status, body } = await by.send(register, input);
  if (status !== 200) throw new Error(`register was refused: ${body.code} ${JSON.stringify(body.issues ?? '')}`);
  return input;
}
