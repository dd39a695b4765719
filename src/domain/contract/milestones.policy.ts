// Who sets payment milestones, notes payments and reads what is payable: the county; the contractor's manager and evaluators read.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import type { Actor } from '#kernel/roles.ts';
import type { ContractState } from './contract.ts';

type InState = { state: ContractState };
const whileOpen = (_: Actor, { state }: InState): ErrorCode | null =>
  state === 'draft' || state === 'running' ? null : 'contract_closed';
const onceRunning = (_: Actor, { state }: InState): ErrorCode | null =>
  state === 'draft' || state === 'discarded' ? 'contract_incomplete' : null;
const writing = { roles: ['county_officer'], when: whileOpen } satisfies Rule<InState>;

export const milestonesPolicy = {
  'contract.set_milestone': writing,
  'contract.remove_milestone': writing,
  'contract.pay_milestone': { roles: ['county_officer'], when: onceRunning } satisfies Rule<InState>,
  'contract.score': { roles: ['county_officer', 'project_manager', 'evaluator'] },
  'contract.milestones': { roles: ['county_officer', 'project_manager', 'evaluator'] },
} as const;
