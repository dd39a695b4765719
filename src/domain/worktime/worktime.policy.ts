// Who writes and reads working time. A worker sees her own; the head of station the station's; project manager and county all.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type NewRecord, records, WRITERS } from '#kernel/review.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
const OVERSEERS: readonly Role[] = ['station_lead', 'project_manager', 'county_officer', 'evaluator'];

export type AboutEntry = NewRecord & { state: string };
const changes = (actor: Actor, about: AboutEntry): ErrorCode | null =>
  records(actor, about) ?? (about.state === 'recorded' ? null : 'record_withdrawn');

/** Whether this reader sees the time of everybody at the station, or only her own. */
export const oversees = (actor: Pick<Actor, 'grants'>, station: number): boolean => holdsAt(actor, station, ...OVERSEERS);

export const worktimePolicy = {
  'worktime.record': { roles: WRITERS, when: records } satisfies Rule<NewRecord>,
  'worktime.correct': { roles: WRITERS, when: changes } satisfies Rule<AboutEntry>,
  'worktime.withdraw': { roles: WRITERS, when: changes } satisfies Rule<AboutEntry>,
  'worktime.summary': { roles: READERS } satisfies Rule,
  'worktime.list': { roles: READERS } satisfies Rule,
} as const;
