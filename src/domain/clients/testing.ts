// People for tests: generated, registered through HTTP like anybody.

import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { z } from 'zod';
import { newId } from '#kernel/ids.ts';
import { writeLedger } from '#server/documents/sheet.ts';
import type { Person } from '#server/testing.ts';
import { type Batch, type Finding, readRoster, register, roster } from './clients.ts';
import { generatePerson, type PersonKind, seeded } from './people.demo.ts';
import type { RosterPerson } from './roster/person.ts';
import { renderPerson, TEMPLATE_HEADERS } from './roster/render.ts';

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

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Uploads a file as a roster of the station and begins to read it; answers the batch's id. */
export async function upload(by: Person, station: number, bytes: Uint8Array, file_name = '演示名册.xlsx'): Promise<string> {
  const file_hash = hashOf(bytes);
  const sent = await by.put(`/api/files/${file_hash}?use=roster&station=${station}`, bytes);
  if (sent.status !== 200) throw new Error(`the upload was refused: ${await sent.text()}`);
  const id = newId();
  const { status, body } = await by.send(readRoster, { id, station, file_hash, file_name });
  if (status !== 200) throw new Error(`reading was refused: ${body.code}`);
  return id;
}

/** Waits until nobody works on the roster any more. */
export async function settled(by: Person, id: string): Promise<Batch & { findings: Finding[] }> {
  for (let tries = 0; tries < 1_200; tries++) {
    const { body } = await by.read(roster, { id });
    if (body.state !== 'reading' && body.state !== 'confirming') return body;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('the roster did not come to an end');
}

/** People as a workbook with the template's columns. */
export async function sheetOf(people: readonly RosterPerson[], villages: ReadonlyMap<string, string>): Promise<Buffer> {
  const out = new PassThrough();
  const pieces: Buffer[] = [];
  out.on('data', piece => pieces.push(piece));
  await writeLedger(out, {
    title: '名册',
    columns: TEMPLATE_HEADERS.map(header => ({ header })),
    rows: people.map(p => renderPerson(p, code => villages.get(code) ?? null)),
    watermark: '演示数据',
  });
  return Buffer.concat(pieces);
}
