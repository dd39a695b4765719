// Who sets a contract up: the county. A draft is hers alone; what runs is read by those who fulfil and judge it.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import type { Actor, Role } from '#kernel/roles.ts';
import { notInDraft } from './contract.policy.ts';
import type { ContractState } from './contract.ts';

type InState = { state: ContractState };
const OFFICER: readonly Role[] = ['county_officer'];
const READERS: readonly Role[] = ['county_officer', 'project_manager', 'evaluator', 'station_lead'];

const whileOpen = (_: Actor, { state }: InState): ErrorCode | null =>
  state === 'draft' || state === 'running' ? null : 'contract_closed';
const whileDraft = (_: Actor, { state }: InState): ErrorCode | null => (state === 'draft' ? null : 'contract_not_draft');
const writing = { roles: OFFICER, when: whileOpen } satisfies Rule<InState>;
const reading = { roles: READERS, when: notInDraft } satisfies Rule<InState>;

export const setupPolicy = {
  'contract.draft': { roles: OFFICER },
  'contract.import': { roles: OFFICER },
  'contract.start': { roles: OFFICER, when: whileDraft } satisfies Rule<InState>,
  'contract.discard': { roles: OFFICER, when: whileDraft } satisfies Rule<InState>,
  'contract.set_station': writing,
  'contract.rejoin_station': writing,
  'contract.remove_station': writing,
  'contract.set_budget': writing,
  'contract.set_grades': writing,
  'contract.set_clause': writing,
  'contract.remove_clause': writing,
  'contract.order_clauses': writing,
  'contract.remove_indicator': writing,
  'contract.measures': { roles: READERS },
  'contract.setup': reading,
  'contract.changes': reading,
  'contract.export': reading,
  'contract.json_schema': { roles: READERS },
  'contract.indicator_versions': { roles: READERS },
  'contract.clause_versions': { roles: READERS },
} as const;

export const libraryPolicy = {
  'contract.save_to_library': { roles: OFFICER },
  'contract.remove_from_library': { roles: OFFICER },
  'contract.library': { roles: OFFICER },
} as const;
