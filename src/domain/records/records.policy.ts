// Who may do what with a record, whatever its kind. Serves K3–K5b.

import type { Rule } from '#kernel/policy.ts';
import { type AboutRecord, corrects, type NewRecord, records, WRITERS, withdraws } from '#kernel/review.ts';

/** For the commands of the modules above: writing a record of any kind, and changing one. */
export const writes = { roles: WRITERS, when: records } satisfies Rule<NewRecord>;
export const changes = { roles: WRITERS, when: corrects } satisfies Rule<AboutRecord>;

export const recordsPolicy = {
  'records.submit': { roles: WRITERS, when: corrects } satisfies Rule<AboutRecord>,
  'records.withdraw': { roles: WRITERS, when: withdraws } satisfies Rule<AboutRecord>,
} as const;
