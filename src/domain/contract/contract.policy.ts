// Who may do what with a contract. The county writes it; those who fulfil and judge it read it; a worker reads his own figures.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, holds, holdsAt, type Role } from '#kernel/roles.ts';
import type { ContractState } from './head.ts';

const READERS: readonly Role[] = ['county_officer', 'project_manager', 'evaluator', 'station_lead'];
const whileOpen = (_: Actor, contract: { state: ContractState }): ErrorCode | null =>
  contract.state === 'draft' || contract.state === 'running' ? null : 'contract_closed';

/** What is not in force is the county's alone. */
export const notInDraft = (actor: Actor, { state }: { state: ContractState }): ErrorCode | null =>
  (state !== 'draft' && state !== 'discarded') || holds(actor, 'county_officer') ? null : 'not_found';

/** Who reads the people behind a figure by name; the others read them masked (PRI-04). */
export const seesNames = (actor: Actor, station: number): boolean =>
  holdsAt(actor, station, 'resident_worker', 'station_lead', 'county_officer');

/** Whose figure is asked for. Station null: the worker's; both null: the whole contract's. */
export type Whose = { contractStations: readonly number[]; station: number | null; worker: string | null };

/** A figure is shown to whom all its evidence is shown; otherwise it would be a smaller number without saying so. */
function seesAllOf(actor: Actor, whose: Whose): ErrorCode | null {
  if (!holds(actor, ...READERS)) return whose.worker === actor.account ? null : 'not_found';
  if (whose.station !== null) return actor.stations.includes(whose.station) ? null : 'not_found';
  return whose.contractStations.every(s => actor.stations.includes(s)) ? null : 'figure_of_others';
}

export const contractPolicy = {
  'contract.open': { roles: ['county_officer'] },
  'contract.correct': { roles: ['county_officer'], when: whileOpen } satisfies Rule<{ state: ContractState }>,
  'contract.set_indicator': { roles: ['county_officer'], when: whileOpen } satisfies Rule<{ state: ContractState }>,
  'contract.list': { roles: READERS },
  'contract.standing': { roles: READERS, when: notInDraft } satisfies Rule<{ state: ContractState }>,
  'contract.standing_sheet': { roles: READERS, when: notInDraft } satisfies Rule<{ state: ContractState }>,
  'contract.figure': { roles: [...READERS, 'resident_worker'], when: seesAllOf } satisfies Rule<Whose>,
  'contract.evidence': { roles: [...READERS, 'resident_worker'], when: seesAllOf } satisfies Rule<Whose>,
  'contract.missing_units': { roles: [...READERS, 'resident_worker'], when: seesAllOf } satisfies Rule<Whose>,
  'contract.months': { roles: [...READERS, 'resident_worker'], when: seesAllOf } satisfies Rule<Whose>,
  'contract.preview': { roles: ['county_officer'] },
  'contract.mine': { roles: ['resident_worker', 'station_lead'] },
} as const;
