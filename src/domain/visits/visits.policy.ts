// Who may do what with a visit. Pure: the button on the screen and the gate on the server ask the same function. Nobody reviews what
// he wrote or took part in. Serves K1, E6.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';
import type { About, VisitState } from './visits.ts';

const WRITERS: readonly Role[] = ['resident_worker', 'station_lead'];
const REVIEWERS: readonly Role[] = ['station_lead', 'project_manager'];
const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
/** Who sees people by name; the other readers see them masked, and neither photos nor signatures. */
const SEES_NAMES: readonly Role[] = ['resident_worker', 'station_lead', 'county_officer'];

export const seesNames = (actor: Actor, station: number): boolean => holdsAt(actor, station, ...SEES_NAMES);

/** Where a new visit belongs and whose it is to be. */
export type NewVisit = { station: number; worker: string };

/** A worker records his own visits; the head of station also those of his workers (from paper, or for a colleague without a phone). */
function records(actor: Actor, { station, worker }: NewVisit): ErrorCode | null {
  if (!holdsAt(actor, station, ...WRITERS)) return 'forbidden';
  return worker === actor.account || holdsAt(actor, station, 'station_lead') ? null : 'not_author';
}

const STATE_SAYS: Partial<Record<VisitState, ErrorCode>> = { approved: 'visit_approved', withdrawn: 'visit_withdrawn' };
const isAuthor = (actor: Actor, about: About): boolean =>
  [about.worker, about.written_by].includes(actor.account) && holdsAt(actor, about.station, ...WRITERS);

/** What was approved or withdrawn is closed; until then its author changes it, or the head of station. */
function corrects(actor: Actor, about: About): ErrorCode | null {
  if (!isAuthor(actor, about) && !holdsAt(actor, about.station, 'station_lead'))
    return holdsAt(actor, about.station, 'resident_worker') ? 'not_author' : 'forbidden';
  return STATE_SAYS[about.state] ?? null;
}

const withdraws = (actor: Actor, about: About): ErrorCode | null =>
  isAuthor(actor, about) ? (STATE_SAYS[about.state] ?? null) : 'not_author';

/** Whoever wrote it or took part in it is never its reviewer. */
export const involved = (about: About): readonly string[] => [about.worker, about.written_by, ...about.co_workers];

/** Whether this person is the one to review it, whatever its state: the head of the station, or the project manager where the head is concerned. */
export function reviews(actor: Actor, about: About): ErrorCode | null {
  if (involved(about).includes(actor.account)) return 'own_work';
  if (holdsAt(actor, about.station, 'station_lead')) return null;
  if (!holdsAt(actor, about.station, 'project_manager')) return 'forbidden';
  return about.manager_reviews ? null : 'reviewed_by_head';
}

const decides = (actor: Actor, about: About): ErrorCode | null =>
  reviews(actor, about) ?? (about.state === 'submitted' ? null : (STATE_SAYS[about.state] ?? 'visit_not_submitted'));

/** Reopening gives it back to its author: the head of station or the project manager, with a reason. */
const reopens = (actor: Actor, about: About): ErrorCode | null =>
  holdsAt(actor, about.station, ...REVIEWERS) ? (about.state === 'approved' ? null : 'visit_not_approved') : 'forbidden';

export const visitsPolicy = {
  'visits.record': { roles: WRITERS, when: records } satisfies Rule<NewVisit>,
  'visits.correct': { roles: WRITERS, when: corrects } satisfies Rule<About>,
  'visits.withdraw': { roles: WRITERS, when: withdraws } satisfies Rule<About>,
  'visits.approve': { roles: REVIEWERS, when: decides } satisfies Rule<About>,
  'visits.approve_many': { roles: REVIEWERS, when: decides } satisfies Rule<About>,
  'visits.return': { roles: REVIEWERS, when: decides } satisfies Rule<About>,
  'visits.reopen': { roles: REVIEWERS, when: reopens } satisfies Rule<About>,
  'visits.to_review': { roles: REVIEWERS } satisfies Rule,
  'visits.list': { roles: READERS } satisfies Rule,
  'visits.get': { roles: READERS } satisfies Rule,
  'visits.numbers': { roles: READERS } satisfies Rule,
  'visits.field': { roles: WRITERS } satisfies Rule,
  'visits.ledger': { roles: READERS } satisfies Rule,
  'visits.sheet': { roles: READERS } satisfies Rule,
} as const;
