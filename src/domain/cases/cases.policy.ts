// Who may do what with a case. Its content is for its worker, the head of station and an assigned supervisor; the others see that it exists and
// its figures. Reading out of scope is open to the contractor's manager and the county, with a reason that is shown (break-the-glass); never to
// evaluators and administrators. Serves K3.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type AboutRecord, corrects, WRITERS, withdraws } from '#kernel/review.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
/** Roles that a case may be opened to. */
const REACHERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer'];

/** What the rules ask about a case. `open`: this reader reaches its content now. */
export type AboutCase = { station: number; worker: string; open: boolean };

const works = (actor: Actor, c: AboutCase): ErrorCode | null => {
  if (holdsAt(actor, c.station, 'station_lead')) return null;
  if (!holdsAt(actor, c.station, 'resident_worker')) return 'forbidden';
  return c.worker === actor.account ? null : 'case_of_other';
};
const heads = (actor: Actor, { station }: { station: number }): ErrorCode | null =>
  holdsAt(actor, station, 'station_lead') ? null : 'forbidden';

/** A case is opened by a worker for himself, or by the head of station for one of her workers. */
const opens = (actor: Actor, { station, worker }: { station: number; worker: string }): ErrorCode | null => {
  if (!holdsAt(actor, station, ...WRITERS)) return 'forbidden';
  return worker === actor.account || holdsAt(actor, station, 'station_lead') ? null : 'not_author';
};

/** Who sees this case's person by name: somebody who reaches the case and sees people by name. */
export const seesName = (actor: Actor, station: number, open: boolean): boolean =>
  open && holdsAt(actor, station, 'resident_worker', 'station_lead', 'county_officer');
/** Who may take a case's content out on paper. */
export const readsContent = {
  roles: REACHERS,
  when: (_: Actor, c: AboutCase): ErrorCode | null => (c.open ? null : 'case_shut'),
};

export const casesPolicy = {
  'cases.open': { roles: WRITERS, when: opens } satisfies Rule<{ station: number; worker: string }>,
  'cases.record': { roles: WRITERS, when: works } satisfies Rule<AboutCase>,
  'cases.correct': { roles: WRITERS, when: corrects } satisfies Rule<AboutRecord>,
  'cases.withdraw': { roles: WRITERS, when: withdraws } satisfies Rule<AboutRecord>,
  'cases.halt': { roles: WRITERS, when: works } satisfies Rule<AboutCase>,
  'cases.withdraw_consent': { roles: WRITERS, when: works } satisfies Rule<AboutCase>,
  'cases.supervise': { roles: ['station_lead'], when: heads } satisfies Rule<{ station: number }>,
  'cases.hand_over': { roles: ['station_lead'], when: heads } satisfies Rule<{ station: number }>,
  'cases.open_glass': { roles: ['project_manager', 'county_officer'] } satisfies Rule,
  'cases.list': { roles: READERS } satisfies Rule,
  'cases.get': { roles: READERS } satisfies Rule,
  'cases.field': { roles: WRITERS } satisfies Rule,
  'cases.glass': { roles: ['station_lead', 'project_manager', 'county_officer'] } satisfies Rule,
  'cases.handovers': { roles: ['station_lead', 'project_manager', 'county_officer'] } satisfies Rule,
  'cases.ledger': { roles: READERS } satisfies Rule,
  'cases.client_sheet': readsContent satisfies Rule<AboutCase>,
  'cases.handover_sheet': { roles: ['station_lead', 'project_manager', 'county_officer'] } satisfies Rule,
} as const;
