// Who may do what with a visit. Pure: the button on the screen and the gate on the server ask the same function. Serves K1, E6.

import type { Rule } from '#kernel/policy.ts';
import { type Actor, holdsAt, MASKED_ROLES, mayReveal } from '#kernel/roles.ts';
import type { About } from './visits.ts';

const READERS = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'] as const;

/** Whoever wrote it or took part in it: never its reviewer. */
export const involved = (about: About): readonly string[] => [about.worker, about.written_by, ...about.co_workers];

/** Only a reviewer who neither wrote it nor took part: the head of the station, or the project manager where the head is concerned. */
const reviews = (actor: Actor, about: About) => {
  if (involved(about).includes(actor.account)) return 'own_work';
  if (holdsAt(actor, about.station, 'station_lead')) return null;
  return about.manager_reviews && holdsAt(actor, about.station, 'project_manager') ? null : 'reviewed_by_head';
};
