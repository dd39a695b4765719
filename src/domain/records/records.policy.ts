// Who may do what with a record, whatever its kind. Serves K3–K5b.

import type { Rule } from '#kernel/policy.ts';
import {
  type AboutRecord,
  corrects,
  decides,
  type NewRecord,
  REVIEWERS,
  records,
  reopens,
  reviews,
  WRITERS,
  withdraws,
} from '#kernel/review.ts';

/** For the commands of the modules above: writing a record of any kind, and changing one. */
export const writes = { roles: WRITERS, when: records } satisfies Rule<NewRecord>;
export const changes = { roles: WRITERS, when: corrects } satisfies Rule<AboutRecord>;

export const recordsPolicy = {
  'records.submit': { roles: WRITERS, when: corrects } satisfies Rule<AboutRecord>,
  'records.withdraw': { roles: WRITERS, when: withdraws } satisfies Rule<AboutRecord>,
  'records.approve': { roles: REVIEWERS, when: decides } satisfies Rule<AboutRecord>,
  'records.approve_many': { roles: REVIEWERS, when: decides } satisfies Rule<AboutRecord>,
  'records.return': { roles: REVIEWERS, when: decides } satisfies Rule<AboutRecord>,
  'records.reopen': { roles: REVIEWERS, when: reopens } satisfies Rule<AboutRecord>,
  'records.remark': { roles: REVIEWERS, when: reviews } satisfies Rule<AboutRecord>,
  'records.mark_read': { roles: REVIEWERS, when: reviews } satisfies Rule<AboutRecord>,
  'records.to_review': { roles: REVIEWERS } satisfies Rule,
} as const;
