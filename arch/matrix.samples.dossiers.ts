// What is sent to the endpoints of dossiers: files of a group, an activity, and of a case for those who may open it.

import type { Sample } from './matrix.samples.ts';

const of = (input: Sample['input'], ...roles: NonNullable<Sample['roles']>): Sample => ({
  input,
  ...(roles.length && { roles }),
});
const inside = ['resident_worker', 'station_lead'] as const;
const each = [
  of(async n => ({ kind: 'groups', id: await n.id('runGroup') })),
  of(async n => ({ kind: 'activities', id: await n.id('heldActivity') })),
  of(async n => ({ kind: 'cases', id: await n.id('caseConsented') }), ...inside),
];

export const dossiersSamples: Record<string, Sample[]> = {
  'dossiers.kinds': [of(() => ({}))],
  'dossiers.list': ['groups', 'activities', 'cases'].map(kind => of(async n => ({ kind, station: await n.number('station') }))),
  'dossiers.get': each,
  'dossiers.pdf': [each[0]!],
  'dossiers.word': [each[1]!],
  'dossiers.batch': [of(async n => ({ kind: 'cases', ids: [await n.id('caseConsented')] }), ...inside)],
  'dossiers.set_retention': [of(() => ({ kind: 'groups', retention: '30 年', reason: '县局决定' }))],
};

/** Which kinds there are is the same for all; what is packed or set as a page shows no mark of a place. */
export const dossiersSilent = ['dossiers.kinds', 'dossiers.pdf', 'dossiers.word', 'dossiers.batch'];
