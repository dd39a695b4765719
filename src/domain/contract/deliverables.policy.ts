// Who hands in, checks and reads deliverables. Nobody checks his own; a station's documents are read by that station and the county.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, holds, type Role } from '#kernel/roles.ts';
import type { ContractState } from './contract.ts';
import type { DeliverableState } from './deliverables.ts';

const AUTHORS: readonly Role[] = ['station_lead', 'project_manager', 'county_officer'];
const READERS: readonly Role[] = ['county_officer', 'project_manager', 'evaluator', 'station_lead'];

type Handed = { station: number | null; contractState: ContractState };
type Stands = Handed & { author: string; state: DeliverableState };

/** A head of station speaks for his own station; only who sees the whole county speaks for the contract. */
const mayHandIn = (actor: Actor, { station, contractState }: Handed): ErrorCode | null => {
  if (contractState !== 'running') return 'contract_closed';
  if (station === null) return holds(actor, 'project_manager', 'county_officer') ? null : 'forbidden';
  return actor.stations.includes(station) ? null : 'not_found';
};
/** What was handed in for the contract as a whole is opened by those who see all of it. */
const reads = (actor: Actor, station: number | null): boolean =>
  station === null ? holds(actor, 'county_officer', 'project_manager', 'evaluator') : actor.stations.includes(station);

const mayWithdraw = (actor: Actor, d: Stands): ErrorCode | null => {
  if (!reads(actor, d.station)) return 'not_found';
  if (d.author !== actor.account) return 'not_author';
  return d.state === 'handed_in' || d.state === 'returned' ? null : 'deliverable_state';
};
const mayCheck = (actor: Actor, d: Stands): ErrorCode | null => {
  if (d.author === actor.account) return 'own_deliverable';
  return d.state === 'handed_in' ? null : 'deliverable_state';
};

export const deliverablesPolicy = {
  'contract.deliver': { roles: AUTHORS, when: mayHandIn } satisfies Rule<Handed>,
  'contract.withdraw_deliverable': { roles: AUTHORS, when: mayWithdraw } satisfies Rule<Stands>,
  'contract.check_deliverable': { roles: ['county_officer'], when: mayCheck } satisfies Rule<Stands>,
  'contract.deliverables': { roles: READERS },
  'contract.deliverable_file': {
    roles: READERS,
    when: (actor, station) => (reads(actor, station) ? null : 'not_found'),
  } satisfies Rule<number | null>,
} as const;
