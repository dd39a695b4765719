// Who may do what with a visit. Pure: the button on the screen and the gate on the server ask the same function. Nobody reviews what
// he wrote or took part in. Serves K1, E6.

import type { Rule } from '#kernel/policy.ts';
import { corrects, type NewRecord, records, WRITERS, withdraws } from '#kernel/review.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';
import type { About } from './visits.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
/** Who sees people by name; the other readers see them masked, and neither photos nor signatures. */
const SEES_NAMES: readonly Role[] = ['resident_worker', 'station_lead', 'county_officer'];

export const seesNames = (actor: Actor, station: number): boolean => holdsAt(actor, station, ...SEES_NAMES);

export const visitsPolicy = {
  'visits.record': { roles: WRITERS, when: records } satisfies Rule<NewRecord>,
  'visits.correct': { roles: WRITERS, when: corrects } satisfies Rule<About>,
  'visits.withdraw': { roles: WRITERS, when: withdraws } satisfies Rule<About>,
  'visits.list': { roles: READERS } satisfies Rule,
  'visits.get': { roles: READERS } satisfies Rule,
  'visits.numbers': { roles: READERS } satisfies Rule,
  'visits.field': { roles: WRITERS } satisfies Rule,
  'visits.ledger': { roles: READERS } satisfies Rule,
  'visits.sheet': { roles: READERS } satisfies Rule,
} as const;
