// Who works with a group: its lead and co-workers and the head of the station; others read it, those who see people masked without names. Pure.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { WRITERS } from '#kernel/review.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
const SEES_NAMES: readonly Role[] = ['resident_worker', 'station_lead', 'county_officer'];
export const seesNames = (actor: Actor, station: number): boolean => holdsAt(actor, station, ...SEES_NAMES);

/** What the rules ask about a group. */
export type AboutGroup = { station: number; lead: string; co_workers: readonly string[]; ended: 'cancelled' | 'archived' | null };

/** A worker opens his own group, the head of station also one of his workers'. */
function opens(actor: Actor, { station, lead }: Pick<AboutGroup, 'station' | 'lead'>): ErrorCode | null {
  if (!holdsAt(actor, station, ...WRITERS)) return 'forbidden';
  return lead === actor.account || holdsAt(actor, station, 'station_lead') ? null : 'not_group_worker';
}

function works(actor: Actor, { station, lead, co_workers }: AboutGroup): ErrorCode | null {
  if (!holdsAt(actor, station, ...WRITERS)) return 'forbidden';
  const here = lead === actor.account || co_workers.includes(actor.account) || holdsAt(actor, station, 'station_lead');
  return here ? null : 'not_group_worker';
}
const worksOn = (actor: Actor, about: AboutGroup): ErrorCode | null =>
  works(actor, about) ?? (about.ended === null ? null : 'group_closed');

const working = { roles: WRITERS, when: worksOn } satisfies Rule<AboutGroup>;
export const groupsPolicy = {
  'groups.open': { roles: WRITERS, when: opens } satisfies Rule<Pick<AboutGroup, 'station' | 'lead'>>,
  'groups.change': working,
  'groups.plan': working,
  'groups.enrol': working,
  'groups.move_session': working,
  'groups.roll_call': working,
  'groups.record_session': working,
  'groups.summarise': working,
  'groups.end': working,
  'groups.reopen': {
    roles: ['station_lead'],
    when: (actor: Actor, about: AboutGroup) =>
      !holdsAt(actor, about.station, 'station_lead') ? 'forbidden' : about.ended === null ? 'group_open' : null,
  } satisfies Rule<AboutGroup>,
  'groups.code': working,
  'groups.field': { roles: WRITERS } satisfies Rule,
  'groups.list': { roles: READERS } satisfies Rule,
  'groups.get': { roles: READERS } satisfies Rule,
  'groups.ledger': { roles: READERS } satisfies Rule,
} as const;
