// Who plans and who reads. Workers and heads of station plan for their station; project manager and county read along.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { WRITERS } from '#kernel/review.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer'];
export type AboutEntry = { station: number; state: string };

const plans = (actor: Actor, { station }: { station: number }): ErrorCode | null =>
  holdsAt(actor, station, ...WRITERS) ? null : 'forbidden';
const changes = (actor: Actor, about: AboutEntry): ErrorCode | null =>
  plans(actor, about) ?? (about.state === 'planned' ? null : 'record_withdrawn');

/** Who sees people by name in the calendar. */
export const seesNames = (actor: Pick<Actor, 'grants'>, station: number): boolean =>
  holdsAt(actor, station, 'resident_worker', 'station_lead', 'county_officer');

export const calendarPolicy = {
  'calendar.put': { roles: WRITERS, when: plans } satisfies Rule<{ station: number }>,
  'calendar.change': { roles: WRITERS, when: changes } satisfies Rule<AboutEntry>,
  'calendar.withdraw': { roles: WRITERS, when: changes } satisfies Rule<AboutEntry>,
  'calendar.open_feed': { roles: WRITERS } satisfies Rule,
  'calendar.close_feed': { roles: WRITERS } satisfies Rule,
  'calendar.days': { roles: READERS } satisfies Rule,
} as const;
