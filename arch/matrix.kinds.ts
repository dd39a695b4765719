// What kinds of things the matrix is asked about, where they are, and words and numbers nobody has yet. SEC-06, SEC-07.

import { NEIGHBOUR } from '#domain/org/people.demo.ts';
import { withCheckDigit } from '#kernel/identity.ts';
import { newId } from '#kernel/ids.ts';
import { ACCEPTANCE_KINDS } from './matrix.world.acceptance.ts';
import { caseKinds } from './matrix.world.cases.ts';
import { RECORD_KINDS } from './matrix.world.records.ts';
import { SETUP_KINDS } from './matrix.world.setup.ts';

export const TODAY = '2026-11-23';
export const COUNTY = 469030;
export const FOREIGN = NEIGHBOUR.county;

export type Scope = 'own' | 'other' | 'foreign' | 'none';
export const MARKS = { own: '麤', other: '龘', foreign: '靐' } as const;
export type Where = keyof typeof MARKS;
export const VILLAGES = { own: '毛西村委会', other: '便文村委会', foreign: '河口村委会' } as const;
export const STATIONS = { own: 469030105, other: 469030202, foreign: NEIGHBOUR.station, none: 469030999 } as const;

export const inspectionKinds = {
  sitePhoto: 'station',
  inspection: 'station',
  finding: 'station',
  draw: 'station',
  openDraw: 'station',
  readyDraw: 'station',
  drawn: 'station',
  drawnOpen: 'station',
} as const;

export const assessmentKinds = { assessment: 'station', instrumentDraft: 'county', instrumentInUse: 'county' } as const;
export const activityKinds = {
  activity: 'station',
  heldActivity: 'station',
  doneActivity: 'station',
  attendance: 'station',
  activityPhoto: 'station',
  activityAnswer: 'station',
  activitySummary: 'station',
  countedSheet: 'station',
  newSummary: 'station',
} as const;

export const groupKinds = {
  group: 'station',
  bareGroup: 'station',
  runGroup: 'station',
  endedGroup: 'station',
  groupMember: 'station',
  groupSession: 'station',
  heldSession: 'station',
  groupRecord: 'station',
  draftRecord: 'station',
  otherRecord: 'station',
} as const;

/**
 * Kinds of things, and how far they reach: `station` is hidden from other stations, `county` is shared by the county's stations,
 * `position` only names a place in an order.
 */
export const KINDS = {
  station: 'station',
  village: 'station',
  resident: 'station',
  unnumbered: 'station',
  filed: 'station',
  household: 'station',
  category: 'station',
  consent: 'station',
  visit: 'station',
  leadVisit: 'station',
  approved: 'station',
  photo: 'station',
  signature: 'station',
  worker: 'station',
  rosterFile: 'station',
  batch: 'station',
  anyStation: 'county',
  staff: 'county',
  colleague: 'county',
  account: 'county',
  grant: 'county',
  exam: 'county',
  contract: 'county',
  indicator: 'county',
  ...inspectionKinds,
  ...RECORD_KINDS,
  ...assessmentKinds,
  ...groupKinds,
  ...caseKinds,
  ...activityKinds,
  ...SETUP_KINDS,
  ...ACCEPTANCE_KINDS,
} as const;
export type Kind = keyof typeof KINDS;
export type Things = Record<Kind, string>;

let serial = 0;
/** A number that no earlier call has given. */
export const next = (): number => ++serial;
/** A valid identity number nobody has. */
export const newNumber = (): string =>
  withCheckDigit(
    `46903019${90 + (++serial % 9)}0${1 + (Math.floor(serial / 9) % 9)}1${Math.floor(serial / 81) % 10}${String(100 + (serial % 899)).padStart(3, '0')}`,
  );
export const newWord = (): string => `m${newId().slice(-12)}`;
