// One row of a roster: its cells cleaned and typed, and everything that does not fit said in a sentence. Pure. Serves the roster
// import (K2). No sentence repeats a name, a number or a full date.

import type { RosterRow } from './person.ts';
import { readCategories, readCoded, readDibaoNo, readDisability, readSince } from './read-details.ts';
import { readBirth, readIdentity, readName, readSex } from './read-person.ts';
import { readContacts, readHousehold, readPlace } from './read-place.ts';
import { Reading, type RowSetting, type SheetRow } from './reading.ts';

/** Reads one row of data. The order matters: the number gives birth and sex, the birth gives the age that categories are checked by. */
export function readRow(setting: RowSetting, row: SheetRow): RosterRow {
  const reading = new Reading(setting, row);
  readName(reading);
  readIdentity(reading);
  readBirth(reading);
  readSex(reading);
  readPlace(reading);
  readContacts(reading);
  readHousehold(reading);
  readCoded(reading);
  readDisability(reading);
  readSince(reading);
  readDibaoNo(reading);
  readCategories(reading);
  const { person, issues, written } = reading;
  return { kind: 'row', sheet: row.sheet, rowNumber: row.rowNumber, person, issues, written };
}
