// Who may do what in evaluation and acceptance: the county leads, evaluators score, each party signs for itself. Administrators see
// nothing of it.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, holds, type Role } from '#kernel/roles.ts';
import type { Party, State } from './acceptance.ts';
import type { State as EvaluationState } from './evaluation.ts';

const OFFICER: readonly Role[] = ['county_officer'];
const READERS: readonly Role[] = ['county_officer', 'project_manager', 'evaluator'];

/** Which roles sign for a party. The representative of people served signs on paper, the county hands it in. */
export const SIGNS_FOR: Readonly<Record<Party, readonly Role[]>> = {
  purchaser: ['county_officer'],
  provider: ['project_manager'],
  evaluator: ['evaluator'],
  served: ['county_officer'],
};

const whileUnsigned = (_: Actor, a: { state: State }): ErrorCode | null => (a.state === 'signed' ? 'acceptance_signed' : null);
const whileScoring = (_: Actor, e: { state: EvaluationState }): ErrorCode | null =>
  e.state === 'scoring' ? null : 'evaluation_signed';
const beforeAnySignature = (_: Actor, e: { state: EvaluationState; signed: number }): ErrorCode | null =>
  e.state === 'scoring' && e.signed === 0 ? null : 'evaluation_signed';
const signs = (actor: Actor, a: { state: State; party: Party }): ErrorCode | null => {
  if (!holds(actor, ...SIGNS_FOR[a.party])) return 'signs_for_others';
  if (a.state === 'signed') return 'acceptance_signed';
  return a.state === 'frozen' ? null : 'not_frozen';
};

/** Whether a reader sees an evaluator's sheet: his own, all when signed; the county always, an evaluator once he has signed his own. */
export function seesSheet(
  actor: Actor,
  e: { state: EvaluationState; sheets: readonly { evaluator_id: string; signed_at: string | null }[] },
  evaluator: string,
): boolean {
  if (evaluator === actor.account || e.state !== 'scoring' || holds(actor, 'county_officer')) return true;
  return holds(actor, 'evaluator') && e.sheets.some(s => s.evaluator_id === actor.account && s.signed_at !== null);
}

/** Who may have a package with whole names: those who read them anyway. */
export const mayName = (actor: Actor): boolean => holds(actor, 'county_officer');

export const acceptancePolicy = {
  'acceptance.begin_evaluation': { roles: OFFICER },
  'acceptance.set_layout': { roles: OFFICER, when: beforeAnySignature } satisfies Rule<{
    state: EvaluationState;
    signed: number;
  }>,
  'acceptance.take_figures': { roles: OFFICER, when: beforeAnySignature } satisfies Rule<{
    state: EvaluationState;
    signed: number;
  }>,
  'acceptance.set_satisfaction': { roles: OFFICER, when: beforeAnySignature } satisfies Rule<{
    state: EvaluationState;
    signed: number;
  }>,
  'acceptance.score': { roles: ['evaluator'], when: whileScoring } satisfies Rule<{ state: EvaluationState }>,
  'acceptance.sign_scores': { roles: ['evaluator'], when: whileScoring } satisfies Rule<{ state: EvaluationState }>,
  'acceptance.reopen_evaluation': { roles: OFFICER },
  'acceptance.begin': { roles: OFFICER },
  'acceptance.freeze': { roles: OFFICER, when: whileUnsigned } satisfies Rule<{ state: State }>,
  'acceptance.decide': { roles: OFFICER, when: whileUnsigned } satisfies Rule<{ state: State }>,
  'acceptance.add_opinion': { roles: OFFICER, when: whileUnsigned } satisfies Rule<{ state: State }>,
  'acceptance.remove_opinion': { roles: OFFICER, when: whileUnsigned } satisfies Rule<{ state: State }>,
  'acceptance.sign': { roles: READERS, when: signs } satisfies Rule<{ state: State; party: Party }>,
  'acceptance.evaluations': { roles: READERS },
  'acceptance.evaluation': { roles: READERS },
  'acceptance.evaluators': { roles: OFFICER },
  'acceptance.list': { roles: READERS },
  'acceptance.get': { roles: READERS },
  'acceptance.heard': { roles: READERS },
  'acceptance.changes': { roles: READERS },
  'acceptance.documents': { roles: READERS },
} as const;
