// What every change of a contract begins and ends with: is it there, may it be changed, has somebody changed it since, is the reason
// given; and that it was changed, by whom and why.

import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { ContractState } from './contract.ts';

export type Changing = {
  id: string;
  state: ContractState;
  revision: number;
  from_on: string;
  to_on: string;
  budget_yuan: number;
};

/**
 * The contract that is about to be changed.
 * @param revision the contract's own, when the change is of the contract itself
 * @throws AppError `not_found`, the rule's refusal, `stale`
 */
export async function changing(tx: Tx, rule: Rule<{ state: ContractState }>, id: string, revision?: number): Promise<Changing> {
  const row = await tx.first(
    q
      .selectFrom('app.contracts')
      .select(['id', 'state', 'revision', 'from_on', 'to_on', 'budget_yuan'])
      .where('county_id', '=', tx.county)
      .where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  const contract = { ...row, state: row.state as ContractState };
  const refused = refusal(rule, tx.actor, contract);
  if (refused) throw new AppError(refused);
  if (revision !== undefined && contract.revision !== revision)
    throw new AppError('stale', { current: { revision: contract.revision } });
  return contract;
}

/** What was done to a contract as a whole, in words, and why. */
export type Why = { what: string; reason: string | null };

/** Keeps a change with its author; a command changes one thing. */
export async function keepChange(tx: Tx, contract: string, { what, reason }: Why): Promise<void> {
  await tx.run(
    q.insertInto('app.contract_changes').values({
      county_id: tx.county,
      id: tx.changedBy,
      contract_id: contract,
      what,
      reason,
      by_account: tx.actor.account,
      at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
}

/** Notes that the contract was changed; answers its new revision. */
export async function changed(
  tx: Tx,
  contract: Changing,
  why: Why,
  fields: { budget_yuan?: number; grades?: string | null; state?: ContractState } = {},
): Promise<number> {
  const rows = await tx.run(
    q
      .updateTable('app.contracts')
      .set({ ...fields, revision: contract.revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', contract.id)
      .where('revision', '=', contract.revision),
  );
  if (rows === 0) throw new AppError('stale', { current: { revision: contract.revision + 1 } });
  await keepChange(tx, contract.id, why);
  return contract.revision + 1;
}

/** What runs is changed with a reason. */
export function mustSayWhy(contract: Pick<Changing, 'state'>, reason: string | null): void {
  if (contract.state === 'running' && reason === null)
    throw new AppError('change_reason_needed', { issues: [{ path: 'reason', message: '请写明更改的原因' }] });
}
