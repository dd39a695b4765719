// Who may have files of papers. Which of a file's content a reader sees is decided by the module whose file it is.

import type { Rule } from '#kernel/policy.ts';
import type { Role } from '#kernel/roles.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];

export const dossiersPolicy = {
  'dossiers.kinds': { roles: READERS } satisfies Rule,
  'dossiers.list': { roles: READERS } satisfies Rule,
  'dossiers.get': { roles: READERS } satisfies Rule,
  'dossiers.pdf': { roles: READERS } satisfies Rule,
  'dossiers.word': { roles: READERS } satisfies Rule,
  'dossiers.batch': { roles: READERS } satisfies Rule,
  'dossiers.set_retention': { roles: ['county_officer'] } satisfies Rule,
} as const;
