// Who may do what with an activity. Whoever works at the station helps on the day; the lead worker, who goes along and the head of station
// say when it was; plan and summary follow the rules of records. Serves K5, K5b.

import { changes, writes } from '#domain/records/records.policy.ts';
import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type AboutRecord, type NewRecord, WRITERS } from '#kernel/review.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';
import type { AboutActivity } from './activities.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
const SEES_NAMES: readonly Role[] = ['resident_worker', 'station_lead', 'county_officer'];
/** Who sees people by name, and pictures; the other readers see them masked. */
export const seesNames = (actor: Actor, station: number): boolean => holdsAt(actor, station, ...SEES_NAMES);

const atStation = (actor: Actor, a: AboutActivity): ErrorCode | null =>
  holdsAt(actor, a.station, ...WRITERS) ? null : 'forbidden';
const responsible = (actor: Actor, a: AboutActivity): ErrorCode | null =>
  atStation(actor, a) ??
  (holdsAt(actor, a.station, 'station_lead') || [a.worker, ...a.co_workers].includes(actor.account) ? null : 'not_author');

/** Until the summary is handed in, the day, the people and the pictures can be changed. */
const open = (a: AboutActivity): ErrorCode | null => {
  if (a.stage === 'cancelled' || a.stage === 'archived' || a.summed) return 'activity_closed';
  return a.stage === 'draft' ? 'activity_not_planned' : null;
};
const helps = (actor: Actor, a: AboutActivity): ErrorCode | null => atStation(actor, a) ?? open(a);
const leads = (actor: Actor, a: AboutActivity): ErrorCode | null => responsible(actor, a) ?? open(a);
const asks = (actor: Actor, a: AboutActivity): ErrorCode | null =>
  atStation(actor, a) ??
  (a.stage === 'cancelled' || a.stage === 'archived' ? 'activity_closed' : a.stage === 'draft' ? 'activity_not_planned' : null);
const cancels = (actor: Actor, a: AboutActivity): ErrorCode | null =>
  responsible(actor, a) ?? (['draft', 'submitted', 'approved'].includes(a.stage) ? null : 'activity_closed');
const archives = (actor: Actor, a: AboutActivity): ErrorCode | null => {
  if (!holdsAt(actor, a.station, 'station_lead')) return 'forbidden';
  return a.stage === 'cancelled' || a.stage === 'archived' ? 'activity_closed' : null;
};
const summarises = (actor: Actor, a: AboutActivity): ErrorCode | null => {
  if (a.stage === 'held' || a.stage === 'summarised') return leads(actor, a);
  return responsible(actor, a) ?? open(a) ?? 'activity_not_held';
};

const helping = { roles: WRITERS, when: helps } satisfies Rule<AboutActivity>;
export const activitiesPolicy = {
  'activities.plan': writes satisfies Rule<NewRecord>,
  'activities.replan': changes satisfies Rule<AboutRecord>,
  'activities.hold': { roles: WRITERS, when: leads } satisfies Rule<AboutActivity>,
  'activities.cancel': { roles: WRITERS, when: cancels } satisfies Rule<AboutActivity>,
  'activities.archive': { roles: ['station_lead'], when: archives } satisfies Rule<AboutActivity>,
  'activities.attend': helping,
  'activities.count': helping,
  'activities.identify': helping,
  'activities.strike': helping,
  'activities.add_photo': helping,
  'activities.change_photo': helping,
  'activities.remove_photo': helping,
  'activities.answer': { roles: WRITERS, when: asks } satisfies Rule<AboutActivity>,
  'activities.summarise': { roles: WRITERS, when: summarises } satisfies Rule<AboutActivity>,
  'activities.resummarise': changes satisfies Rule<AboutRecord>,
  'activities.list': { roles: READERS } satisfies Rule,
  'activities.get': { roles: READERS } satisfies Rule,
  'activities.year': { roles: READERS } satisfies Rule,
  'activities.code': { roles: WRITERS, when: asks } satisfies Rule<AboutActivity>,
  'activities.field': { roles: WRITERS } satisfies Rule,
  'activities.ledger': { roles: READERS } satisfies Rule,
} as const;
