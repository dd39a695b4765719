// Which verb may this person use now? One rule per command or read, in <module>.policy.ts; the button and the gate ask the same
// function. Silence means no: an endpoint without a rule does not start.

import type { ErrorCode } from './errors.ts';
import { type Actor, holds, type Role } from './roles.ts';

/**
 * `roles` answers the shallow question (could this person ever?); `when` the deep one about a very thing: null allows it,
 * an error code refuses it and says why.
 */
export type Rule<T = never> = { roles: readonly Role[]; when?: (actor: Actor, thing: T) => ErrorCode | null };

/** Whether the actor's roles allow the verb at all. */
export const mayEver = (rule: Pick<Rule, 'roles'>, actor: Pick<Actor, 'grants'>): boolean => holds(actor, ...rule.roles);

/** Null when the actor may use the verb on this thing, otherwise the code of the refusal. */
export function refusal<T>(rule: Rule<T>, actor: Actor, thing: T): ErrorCode | null {
  if (!mayEver(rule, actor)) return 'forbidden';
  return rule.when ? rule.when(actor, thing) : null;
}
