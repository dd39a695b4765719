// What is sent to the endpoints of cases, and to those that all records have alike, in the matrix.

import { contentOf, headOf, intakeContent } from '#domain/cases/testing.ts';
import type { Role } from '#kernel/roles.ts';
import { type Kind, TODAY } from './matrix.kinds.ts';
import type { Names, Sample } from './matrix.samples.ts';

const of = (input: Sample['input'], ...roles: Role[]): Sample => ({ input, ...(roles.length > 0 && { roles }) });
const byId = (kind: Kind, more: object = {}, ...roles: Role[]): Sample =>
  of(async n => ({ id: await n.id(kind), ...more }), ...roles);
const stationed = of(async (n: Names) => ({ station: await n.number('station') }));

export const casesSamples: Record<string, Sample[]> = {
  'cases.open': [
    of(async n => ({
      id: await n.new('caseOpened'),
      resident: await n.id('resident'),
      intake: { id: await n.new('caseIntake'), ...headOf('intake'), content: intakeContent() },
    })),
  ],
  'cases.record': [
    of(async n => ({
      kind: 'consent',
      id: await n.new('caseConsent'),
      case: await n.id('caseOpened'),
      ...headOf('consent'),
      content: contentOf('consent'),
    })),
  ],
  'cases.correct': [
    byId('caseIntake', { kind: 'intake', revision: 1, reason: '写错了', ...headOf('intake'), content: intakeContent() }),
  ],
  // Only its author takes a record back.
  'cases.withdraw': [byId('caseConsent', { revision: 1, reason: '重复' }, 'resident_worker')],
  'cases.halt': [byId('caseOpened', { revision: 1, halted: 'suspended', on: TODAY, why: 'hospital' })],
  'cases.withdraw_consent': [byId('caseConsented', { revision: 1, on: TODAY })],
  'cases.supervise': [of(async n => ({ case: await n.id('caseOpened'), supervisor: await n.id('colleague'), assigned: true }))],
  'cases.hand_over': [
    of(async n => ({
      id: await n.new('handover'),
      station: await n.number('station'),
      from: await n.id('worker'),
      to: await n.id('colleague'),
      on: TODAY,
      why: 'balance',
      cases: [await n.id('caseOpened')],
    })),
  ],
  'cases.open_glass': [of(async n => ({ case: await n.id('caseOpened'), reason: '核实当日的处置' }))],
  'cases.list': [
    of(() => ({ limit: 200 })),
    stationed,
    of(async n => ({ resident: await n.id('resident') })),
    of(async n => ({ worker: await n.id('worker') })),
  ],
  'cases.get': [byId('caseConsented'), byId('caseIntake')],
  'cases.field': [of(() => ({}))],
  'cases.glass': [of(() => ({ limit: 200 })), stationed],
  'cases.handovers': [of(() => ({ limit: 200 })), stationed],
  'cases.ledger': [stationed, of(() => ({}))],
  'cases.client_sheet': [byId('caseConsented', {}, 'resident_worker', 'station_lead')],
  'cases.handover_sheet': [byId('handover')],
  // A record of a case is handed in and taken back through the case; the others have no record that these could name yet.
};
