// Who sees hints and looks into them. Nobody looks into what concerns himself.

import type { Rule } from '#kernel/policy.ts';

export const hintsPolicy = {
  'hints.list': { roles: ['station_lead', 'project_manager', 'county_officer', 'evaluator'] },
  'hints.remark': {
    roles: ['station_lead', 'project_manager', 'county_officer'],
    when: (actor, { workers }) => (workers.includes(actor.account) ? 'own_work' : null),
  },
} as const satisfies Record<string, Rule<{ workers: readonly string[] }>>;
