// A person written back as a row of the roster's template: for the template to download, the report and the demo. Reading it again
// gives the same person. Pure. Serves the roster import (K2).

import { codeName } from '#kernel/codes.ts';
import { IDENTITY_KINDS } from '#kernel/identity.ts';
import { category } from '../categories.ts';
import { writeDay } from './cells.ts';
import { ROSTER_FIELDS, type RosterField, type RosterPerson } from './person.ts';

/** The header line of the template. */
export const TEMPLATE_HEADERS: readonly string[] = Object.values(ROSTER_FIELDS);

const WRITE: Partial<Record<RosterField, (person: RosterPerson, villageName: (code: string) => string | null) => string | null>> =
  {
    identityKind: person => IDENTITY_KINDS[person.identityKind],
    sex: person => codeName('sex', person.sex),
    born: person => person.born && writeDay(person.born, person.bornPrecision ?? 'day'),
    ethnic: person => codeName('ethnic', person.ethnic),
    village: (person, villageName) => person.village && villageName(person.village),
    categories: person => person.categories.map(code => category(code).name).join('、'),
    relation: person => codeName('relation', person.relation),
    disabilityType: person => codeName('disability_type', person.disabilityType),
    disabilityGrade: person => codeName('disability_grade', person.disabilityGrade),
    marital: person => codeName('marital', person.marital),
    health: person => codeName('health', person.health),
    education: person => codeName('education', person.education),
  };

/** What one field of a person says in a sheet; '' where nothing is known. `villageName` gives the full name of a 12-digit code. */
export function writeField(person: RosterPerson, field: RosterField, villageName: (code: string) => string | null): string {
  const written = WRITE[field];
  if (written) return written(person, villageName) ?? '';
  const value = person[field as keyof RosterPerson];
  return value === null ? '' : String(value);
}

/** One row under `TEMPLATE_HEADERS`. */
export const renderPerson = (person: RosterPerson, villageName: (code: string) => string | null): string[] =>
  (Object.keys(ROSTER_FIELDS) as RosterField[]).map(field => writeField(person, field, villageName));
